"""The shipped files themselves: every record keeps its identity from version to version."""

from __future__ import annotations

import tomllib
from functools import cache

from tests.conftest import ROOT
from timeline.redirects import TYPES
from timeline.seeding.fixtures import NATURAL_KEYS, Release, read_earlier, read_release


@cache
def release() -> Release:
    return read_release()


def test_the_data_has_the_version_of_the_program():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert release().notes.version == project["version"]


def test_no_record_of_an_earlier_version_vanished_without_a_word():
    """It must be listed in `releases.json` under “withdrawn”, or belong to a record that is."""
    withdrawn = set(release().notes.withdrawn)
    lost = []
    for key, seed in read_earlier().seeds.items():
        belongs_to = {f"timeline.{name}:{seed.values.get(name)}" for name in ("event", "actor")}
        if key not in release().seeds and str(key) not in withdrawn and not belongs_to & withdrawn:
            lost.append(str(key))
    assert lost == []


def test_a_record_with_another_slug_than_before_says_what_it_was_called():
    earlier = read_earlier().seeds
    unsaid = [
        str(key)
        for key, seed in release().seeds.items()
        if key.model in TYPES
        and key in earlier
        and earlier[key].values["slug"] not in {seed.values["slug"], *seed.formerly}
    ]
    assert unsaid == []


def test_no_two_records_have_the_same_former_or_present_slug():
    taken: dict = {}
    for key, seed in release().seeds.items():
        for slug in {seed.values["slug"], *seed.formerly} if key.model not in NATURAL_KEYS else ():
            assert taken.setdefault((key.model, slug), key) == key


def test_what_was_withdrawn_says_why_and_what_a_reason_is_given_for_exists():
    notes = release().notes
    assert all(one.reason for one in notes.withdrawn.values())
    known = {str(key) for key in release().seeds} | set(notes.withdrawn)
    assert [name for one in notes.releases for name in one.get("reasons", {}) if name not in known] == []
