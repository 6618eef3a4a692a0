"""Folders, index.json, and files that cannot be imported."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from articles import importing
from articles.models import Article

from .test_importing import SAMPLES, TALKS, run, run_failing

pytestmark = pytest.mark.django_db


def test_a_folder_is_imported_with_its_subfolders_and_its_index(tmp_path):
    lines = run(SAMPLES / "folder")
    assert lines[0].startswith("new  2019-05-06-gazette.txt → gazette-2019-05-06  ")
    assert lines[1].startswith("new  later/2019-09-10-signal.txt → signal-2019-09-10  ")
    assert lines[2] == "2 files: 2 new, 0 unchanged, 0 failed; 1 other file skipped"
    stored = Article.objects.get(slug="gazette-2019-05-06")
    assert (stored.outlet.name, stored.outlet.country, stored.agency.name) == ("Harbour Gazette", "JP", "Northern Wire")
    assert (stored.dateline, stored.published, stored.rights) == ("Port Haven", "2019-05-06", "excerpts")
    assert stored.text.startswith("MENU")


def test_options_override_the_index_which_overrides_proposals():
    path = SAMPLES / "folder" / "2019-05-06-gazette.txt"
    run(path, outlet="Evening Signal", language="en-GB")
    stored = Article.objects.get()
    assert (stored.outlet.name, stored.outlet.country, stored.language) == ("Evening Signal", "", "en-GB")
    assert stored.url == "https://gazette.example/2019/05/06/strait-talks.html"


def index(folder: Path, *entries: object) -> None:
    (folder / "index.json").write_text(json.dumps(entries), encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'[{"file": "talks.txt",}]', "it is not JSON: see line 1, column 23"),
        (b"", "it is not JSON: see line 1, column 1"),
        (b"\xff\xff", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b'{"file": "talks.txt"}', "it is not a list of files"),
        (b'["talks.txt"]', "entry 1 does not name a file in the same folder"),
        (b'[{"file": "../talks.txt"}]', "entry 1 does not name a file in the same folder"),
    ],
)
def test_a_broken_index_is_reported_and_other_folders_are_imported(tmp_path, content, reason):
    """Files in the same folder are not imported: without details they would be stored with a wrong outlet."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "index.json").write_bytes(content)
    (tmp_path / "broken" / "talks.txt").write_text(TALKS)
    (tmp_path / "whole.txt").write_text(TALKS)
    lines, message = run_failing(tmp_path)
    assert lines[0].startswith("new  whole.txt")
    assert lines[1] == f"failed  broken/index.json: {reason}"
    assert (
        lines[2] == "failed  broken/talks.txt: the index.json in the same folder cannot be read; fix or remove it first"
    )
    assert lines[3] == "3 files: 1 new, 0 unchanged, 2 failed"
    assert message == "2 files failed"


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"published": "2007-13"}, "published: "),
        ({"rights": "mine"}, "rights: “mine” is not excerpts or full."),
        ({"title": ["a", "b"]}, "index.json: title: must be text"),
        ({"outlet": "Harbour Gazette", "outlet_country": "Japan"}, "outlet_country: "),
    ],
)
def test_a_bad_entry_of_an_index_fails_its_own_file(tmp_path, entry, reason):
    for name in ("bad.txt", "good.txt"):
        (tmp_path / name).write_text(f"The {name} report on talks\n\n{TALKS}")
    index(tmp_path, {"file": "bad.txt", **entry}, {"file": "good.txt", "outlet": None, "kind": "news"})
    lines, _ = run_failing(tmp_path)
    assert lines[0].startswith(f"failed  bad.txt: {reason}")
    assert lines[1].startswith("new  good.txt")
    assert lines[1].endswith("; ignored in index.json: kind")


def test_an_index_that_lists_a_file_twice_or_a_missing_file_is_reported(tmp_path):
    (tmp_path / "talks.txt").write_text(TALKS)
    index(tmp_path, {"file": "talks.txt"}, {"file": "talks.txt"}, {"file": "lost.txt"}, {"file": "\ud800.txt"})
    lines, _ = run_failing(tmp_path)
    assert lines.pop(2).startswith("failed  \\ud800.txt: it cannot be read: ")
    assert lines == [
        "failed  lost.txt: there is no such file or folder",
        "failed  talks.txt: index.json lists it twice",
        "3 files: 0 new, 0 unchanged, 3 failed",
    ]


def test_an_index_matches_names_however_accents_are_stored(tmp_path):
    (tmp_path / "entrevue-e\u0301te\u0301.txt").write_text(TALKS, encoding="utf-8")
    index(tmp_path, {"file": "entrevue-\u00e9t\u00e9.txt", "title": "Named in the index"})
    assert run(tmp_path)[-1] == "1 file: 1 new, 0 unchanged, 0 failed"
    assert Article.objects.get().title == "Named in the index"


def test_good_files_are_imported_despite_bad_ones_and_the_exit_status_is_1(tmp_path):
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "good.TXT").write_text(TALKS, encoding="utf-8")
    (tmp_path / "large.txt").write_bytes(b"word " * (importing.MOST_BYTES // 5 + 1))
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "nothing.html").write_text("<html><head><title>Only a title</title></head><body></body></html>")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "spaces.txt").write_text(" \n\t\n")
    os.mkfifo(tmp_path / "pipe.txt")
    lines, message = run_failing(tmp_path, tmp_path / "picture.png", tmp_path / "missing.txt", "")
    reasons = dict(line.removeprefix("failed  ").split(": ", 1) for line in lines[:-1] if line.startswith("failed"))
    assert reasons == {
        "binary.txt": "the encoding could not be detected, or it is not text; save it as UTF-8",
        "empty.html": "it is empty",
        "large.txt": "it is larger than 10 MB",
        "link.txt": "it is a broken link",
        "nothing.html": "no text was found in it",
        "pipe.txt": "it is not a file",
        "spaces.txt": "it is empty",
        f"{tmp_path}/picture.png": "only .txt, .html and .htm files are imported",
        f"{tmp_path}/missing.txt": "there is no such file or folder",
        "''": "there is no such file or folder",
    }
    assert lines[2].startswith("new  good.TXT → good  ")
    assert lines[-1] == "11 files: 1 new, 0 unchanged, 10 failed; 1 other file skipped"
    assert message == "10 files failed"


def test_a_file_or_folder_without_permission_is_reported(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    (tmp_path / "secret.txt").write_text(TALKS)
    scan, open_file = os.scandir, Path.open

    def guarded_scan(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    def guarded_open(self, *args, **kwargs):
        if self.name == "secret.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return open_file(self, *args, **kwargs)

    monkeypatch.setattr(os, "scandir", guarded_scan)
    monkeypatch.setattr(Path, "open", guarded_open)
    lines, _ = run_failing(tmp_path)
    assert lines[:2] == [
        "failed  secret.txt: permission to read it was denied",
        "failed  closed: permission to read it was denied",
    ]


def test_hidden_files_and_links_to_folders_are_left_out_and_a_file_is_imported_once(tmp_path):
    (tmp_path / "talks.txt").write_text(TALKS)
    (tmp_path / ".draft.txt").write_text(TALKS)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "notes.txt").write_text(TALKS)
    (tmp_path / "again").symlink_to(tmp_path)
    assert run(tmp_path, tmp_path / "talks.txt", tmp_path)[-1] == "1 file: 1 new, 0 unchanged, 0 failed"


def test_a_name_that_no_terminal_can_show_is_shown_in_escapes(tmp_path):
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text(TALKS)
    lines = run(tmp_path)
    assert lines[0].startswith("new  caf\\udce9.txt → ")


def test_a_terminal_with_few_characters_gets_escapes(tmp_path):
    (tmp_path / "talks.txt").write_text(TALKS)
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="latin-1")
    call_command("import_articles", str(tmp_path), stdout=out)
    out.flush()
    assert b"talks.txt \\u2192 talks  " in raw.getvalue()
