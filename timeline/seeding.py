"""Loading the data that the project brings: the files below fixtures/, in the order of folders and names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, models, transaction
from tqdm import tqdm

from articles.models import Article, ArticleText, Outlet

from . import corrections
from .models import Actor, Citation, Correction, Event, Post, Proposal, Quote, Topic
from .search import upkeep

# Dependants first, so that nothing protected stands in the way.
MODELS: tuple[type[models.Model], ...] = (
    Proposal,
    Quote,
    Citation,
    Event,
    Post,
    Actor,
    Topic,
    ArticleText,
    Article,
    Outlet,
)

ARTICLES = "articles-2007-2018"  # the folder of the two articles' own data, which can be loaded without the rest


def fixtures(folder: str = "") -> list[Path]:
    return sorted(path for root in settings.FIXTURE_DIRS for path in Path(root, folder).rglob("*.json"))


def progress(paths: list[Path]) -> Iterator[Path]:
    """A bar where somebody is looking; nothing in a log."""
    yield from tqdm(paths, desc="fixtures", unit="file", disable=None, leave=False)


@transaction.atomic
def load(folder: str = "") -> int:
    """Load every fixture, or those of a folder; records that are there already are brought to the fixture's state.

    The number of events.
    """
    with upkeep.put_off(), corrections.put_off():
        for path in progress(fixtures(folder)):
            call_command("loaddata", str(path), verbosity=0)
    if connection.vendor == "postgresql":
        # Without statistics of what is there now it plans some questions so badly that they take minutes.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return Event.objects.count()


@transaction.atomic
def rebuild() -> int:
    """Empty the timeline's tables, histories included, and load again."""
    with upkeep.put_off(), corrections.put_off():
        Correction.objects.all().delete()
        for model in MODELS:
            model._default_manager.all().delete()
            model.history.model.objects.all().delete()  # type: ignore[attr-defined]
    return load()


def strays() -> list[str]:
    """What a rebuild would lose: records and texts that no fixture has, told as counts by model."""
    import json

    known: dict[str, set[str]] = {}
    for path in fixtures():
        for row in json.loads(path.read_text(encoding="utf-8")):
            known.setdefault(row["model"], set()).add(row["fields"].get("slug", ""))
    found = []
    for model in (Quote, Event, Actor, Topic, Article, Outlet):
        slugs = model._default_manager.values_list("slug", flat=True)
        n = len(set(slugs) - known.get(model._meta.label_lower, set()))
        if n:
            found.append(f"{n} × {model._meta.verbose_name}")
    if n := ArticleText.objects.count():
        found.append(f"{n} × {ArticleText._meta.verbose_name}")
    return found
