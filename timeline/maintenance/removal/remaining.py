"""Where the words still are after a removal: places that the program does not change, and surnames."""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from timeline.models import ShippedRecord

from ..shipped_data.fixtures import EARLIER, RELEASES, find_notes_folder, fixture_files
from .columns import Model, is_history, label_model
from .matching import Matcher
from .plan import RemovalPlan
from .words import WordScan

NO_FORM = re.compile(r"[^\w’'-]")  # an address


class SurnameLeft(NamedTuple):
    """A record that contains a surname."""

    label: str
    name: str
    places: int


@dataclass
class Remainder:
    backups: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)  # of the program's data, relative to its folder
    left: list[SurnameLeft] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)  # of the surname


def find_remains(words: Iterable[str], surnames: list[str]) -> Remainder:
    remains = Remainder(backups=list_backups(), files=list(find_shipped_files(Matcher(words))))
    if surnames:
        matcher = Matcher(surnames, beginnings=True)
        remains.left = list(find_surnames(matcher))
        remains.forms = sorted({form for form in matcher.seen if not NO_FORM.search(form)}, key=str.casefold)
    return remains


def list_backups() -> list[str]:
    """Backups in `VAR_DIR`, and damaged databases that a restore moved aside: files, or schemas of PostgreSQL."""
    folder = Path(settings.VAR_DIR, "backups")
    found = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        return found + sorted(path.name for path in database.parent.glob(f"{database.name}.damaged-*"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'damaged-%%' ORDER BY nspname", [])
        return found + [name for (name,) in cursor.fetchall()]


def find_shipped_files(matcher: Matcher) -> Iterator[str]:
    """Fixtures that contain the words: a site will not load these again, but the files still exist."""
    earlier = find_notes_folder() / EARLIER
    for path in [*fixture_files(), find_notes_folder() / RELEASES, earlier]:
        if not path.exists():
            continue
        content = lzma.decompress(path.read_bytes()) if path == earlier else path.read_bytes()
        text = json.dumps(json.loads(content), ensure_ascii=False).replace("\\n", " ").replace('\\"', '"')
        if matcher.matches(text, in_slug=True):
            yield (
                path.relative_to(settings.BASE_DIR).as_posix() if path.is_relative_to(settings.BASE_DIR) else path.name
            )


def find_surnames(matcher: Matcher) -> Iterator[SurnameLeft]:
    plan = RemovalPlan()
    WordScan(plan, matcher).run()
    for model, places in sorted(plan.places.items(), key=lambda one: is_history(one[0])):
        if model is ShippedRecord:
            yield SurnameLeft(label_model(model), _("(shipped data)"), places.total())
            continue
        names = name_records(model, list(places))
        found: Counter[str] = Counter()
        for key, n in places.items():
            found[names[key]] += n
        yield from (SurnameLeft(label_model(model), name, n) for name, n in found.items())
    for model, keys in plan.deletions.items():  # redirects
        yield from (SurnameLeft(label_model(model), name, 1) for name in name_records(model, sorted(keys)).values())


def name_records(model: Model, keys: list[int]) -> dict[int, str]:
    found = {}
    for start in range(0, len(keys), 500):
        for record in model._base_manager.filter(pk__in=keys[start : start + 500]):
            found[record.pk] = name_record(record)
    return found


def name_record(record: Any) -> str:
    """As in the admin's lists; for a version from its own columns, because related records may be deleted."""
    parts = (
        getattr(record, name, "") for name in ("title", "name", "exact", "paraphrase", "slug", "old", "object_repr")
    )
    name = next((str(part) for part in parts if part), f"{record._meta.verbose_name} {record.pk}")
    return name if len(name) <= 80 else f"{name[:79]}…"
