"""Which tests are `slow` (not in `make test-fast`), and which ask no database (`.ci/run` runs them on one only).

A test of its own is marked in its file; here are the rules and the folders that are slow as a whole.
"""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent

# Folders and files of which most tests take more than a fifth of a second: admin pages, loaded or upgraded databases.
SLOW = (
    "articles/anchors/test_properties.py",
    "articles/dates/test_properties.py",
    "articles/extraction/test_properties.py",
    "config/test_settings.py",
    "timeline/admin",
    "timeline/corrections",
    "timeline/filters/test_all_choices.py",
    "timeline/index",
    "timeline/maintenance",
    "timeline/pages/actor",
    "timeline/pages/compare",
    "timeline/pages/network",
    "timeline/pages/on_this_day",
    "timeline/pages/topic",
    "timeline/search/test_index_updates.py",
    "timeline/search/test_search.py",
    "timeline/sharing/test_preview_image.py",
    "timeline/sharing/test_redirects.py",
    "timeline/signals/test_anchors_stored.py",
    "timeline/spreadsheets",
    "timeline/workbench",
    "upgrade",
)
# Reading of texts and dates: the same on every database, unless a test asks for one.
COMPUTATION = ("articles/anchors", "articles/dates", "articles/extraction", "articles/test_normalisation.py")
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup", "django_db_blocker"}


def mark(item: pytest.Item) -> None:
    place = item.path.relative_to(TESTS)
    if lies_in(place, SLOW) or tries_many_examples(item) or empties_tables(item):
        item.add_marker("slow")
    if lies_in(place, COMPUTATION) and not uses_database(item):
        item.add_marker("no_database")


def lies_in(place: Path, those: tuple[str, ...]) -> bool:
    return any(place.is_relative_to(one) for one in those)


def tries_many_examples(item: pytest.Item) -> bool:
    return bool(getattr(getattr(item, "function", None), "is_hypothesis_test", False))


def empties_tables(item: pytest.Item) -> bool:
    """Instead of a rollback, because its transactions are real."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in fixtures_of(item)


def uses_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(DATABASE & fixtures_of(item))


def fixtures_of(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))
