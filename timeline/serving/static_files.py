"""Style sheets, scripts and pictures: packed once, under names with a fingerprint, which a browser keeps for good."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import storages
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PackedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """A file that was not packed goes by its own name: WhiteNoise serves it from where it lies, as it is."""

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hash_key(name) in self.hashed_files else name


def pack() -> bool:
    """Anew where a file has changed: it takes seconds. What was packed before stays, for pages that a cache holds."""
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
    """Of every file that an address of a style sheet, script or picture may lead to."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            with storage.open(name) as file:
                found.update(f"{name}\0".encode() + file.read())
    return found.hexdigest()
