"""The shipped files themselves: every record keeps its identity from version to version."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import pytest

from tests.conftest import ROOT
from timeline.maintenance.shipped_data.fixtures import (
    NATURAL_KEYS,
    BadRelease,
    Release,
    ReleaseNotes,
    check_notes,
    read_earlier,
    read_json,
    read_release,
    read_seeds,
)
from timeline.sharing.redirects import TYPES


@cache
def release() -> Release:
    return read_release()


def test_the_data_has_the_version_of_the_program():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert release().notes.version == project["version"]


def test_no_record_of_an_earlier_version_is_missing_without_a_note():
    """It must be listed in `releases.json` under “withdrawn”, or belong to a record that is."""
    withdrawn = set(release().notes.withdrawn)
    lost = []
    for key, seed in read_earlier().seeds.items():
        belongs_to = {f"timeline.{name}:{seed.values.get(name)}" for name in ("event", "actor")}
        if key not in release().seeds and str(key) not in withdrawn and not belongs_to & withdrawn:
            lost.append(str(key))
    assert lost == []


def test_a_record_with_a_new_slug_lists_its_former_one():
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


def test_withdrawals_have_reasons_and_reasons_are_for_existing_records():
    notes = release().notes
    assert all(one.reason for one in notes.withdrawn.values())
    known = {str(key) for key in release().seeds} | set(notes.withdrawn)
    assert [name for one in notes.releases for name in one.get("reasons", {}) if name not in known] == []


TOPIC = {"model": "timeline.topic", "identifier": "islands", "fields": {"slug": "islands", "name": "Islands"}}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"model": "timeline.topic", "fields": {"slug": "islands"}}], "“identifier” is missing"),
        ([{"model": "timeline.topic", "identifier": "x"}], "“fields” is missing"),
        ([{**TOPIC, "fields": {"name": "Islands"}}], "“slug” is missing"),
        ([{**TOPIC, "model": "timeline.nothing"}], "nothing"),
        ([{**TOPIC, "fields": {"slug": "islands", "colour": "red"}}], "colour"),
        ([TOPIC, {**TOPIC, "identifier": "other"}], "another record has the same name"),
        ([TOPIC, {**TOPIC, "fields": {"slug": "other"}}], "the identifier timeline.topic:islands"),
        (
            [{"model": "timeline.event", "identifier": "talks", "fields": {"slug": "talks", "topics": [["nobody"]]}}],
            "timeline.event:talks.*does not exist: topic nobody",
        ),
    ],
)
def test_an_invalid_record_is_named_with_the_problem(rows: list[Any], message: str):
    with pytest.raises(BadRelease, match=message):
        read_seeds(rows)


def test_a_file_that_is_not_json_is_named(tmp_path):
    file = tmp_path / "events.json"
    file.write_text("[{]")
    with pytest.raises(BadRelease, match=r"events\.json is not valid JSON"):
        read_json(file)


@pytest.mark.parametrize(
    ("notes", "message"),
    [
        ([], "no release"),
        ([{"reason": "New."}], "version"),
        ([{"version": "1.0", "withdrawn": [{"record": "timeline.event:taepodong-1998"}]}], "“reason”"),
        ([{"version": "1.0", "withdrawn": [{"record": "timeline.event:typo", "reason": "No."}]}], "ever existed"),
    ],
)
def test_incomplete_notes_on_releases_are_rejected(notes: list[Any], message: str):
    with pytest.raises(BadRelease, match=message):
        check_notes(ReleaseNotes(notes), release().seeds)
