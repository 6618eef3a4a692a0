"""Which tests are `slow` (not in `make test-fast`), and which are the same on any database (`.ci/run` runs them once).

Single slow tests are marked in their files; here are the rules, and the folders that are slow as a whole.
"""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent

# Folders and files in which most tests take more than a fifth of a second: admin pages, loaded or upgraded databases.
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
# Reading of texts and dates: the same on every database, unless a test uses one.
COMPUTATION = ("articles/anchors", "articles/dates", "articles/extraction", "articles/test_normalisation.py")
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup", "django_db_blocker"}


def mark_item(item: pytest.Item) -> None:
    path = item.path.relative_to(TESTS)
    if is_in(path, SLOW) or is_property_test(item) or has_real_transactions(item):
        item.add_marker("slow")
    if is_in(path, COMPUTATION) and not uses_database(item):
        item.add_marker("any_database")


def is_in(path: Path, folders: tuple[str, ...]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def is_property_test(item: pytest.Item) -> bool:
    return bool(getattr(getattr(item, "function", None), "is_hypothesis_test", False))


def has_real_transactions(item: pytest.Item) -> bool:
    """Such a test is slow because it empties all tables afterwards."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in list_fixtures(item)


def uses_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(DATABASE & list_fixtures(item))


def list_fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))
