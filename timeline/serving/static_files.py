"""Style sheets, scripts and images: packed once, under names with a fingerprint, so browsers may cache them forever."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import storages
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PackedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """A file that has not been packed keeps its name, and WhiteNoise serves the original."""

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hash_key(name) in self.hashed_files else name


def pack() -> bool:
    """If a file has changed. Earlier packed files stay, for pages in caches. Returns whether anything was packed."""
    if settings.DEBUG or not isinstance(storages["staticfiles"], PackedStaticFilesStorage):
        return False
    root = Path(settings.STATIC_ROOT)
    mark, now = root.with_name(f"{root.name}-packed-from"), fingerprint_files()
    if mark.exists() and mark.read_text() == now and (root / PackedStaticFilesStorage.manifest_name).exists():
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(now)
    return True


def fingerprint_files() -> str:
    """Over the names and contents of all static files."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            with storage.open(name) as file:
                found.update(f"{name}\0".encode() + file.read())
    return found.hexdigest()
