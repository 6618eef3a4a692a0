"""`manage.py propose`: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

TEXT = '"We are ready," Foreign Minister Anna Berg told reporters. "We have been for years."'


BAD_DAY = '{"doc_id": "x", "text": "", "published": "soon"}'


def write_file(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "texts.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def propose(file: str, *options: str) -> list[dict]:
    out = StringIO()
    call_command("propose", file, *options, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_writes_what_the_scorer_reads(tmp_path):
    document = {"doc_id": "oslo", "text": TEXT, "published": "2026-01-05"}
    (answer,) = propose(write_file(tmp_path, json.dumps(document), ""), "--engine", "plain")
    assert answer["doc_id"] == "oslo"
    assert answer["quotes"] == [
        {
            "start": 0,
            "end": 84,
            "spans": [[0, 15], [59, 84]],
            "kind": "direct",
            "speaker": "Foreign Minister Anna Berg",
            "speaker_spans": [[16, 42]],
            "names": "Anna Berg",
            "cue": "told",
            "cue_spans": [[43, 47]],
        }
    ]


def test_dates_are_calculated_from_the_day_of_publication(tmp_path):
    document = {"doc_id": "oslo", "text": "The talks began on Tuesday.", "published": "2026-01-05"}
    (answer,) = propose(write_file(tmp_path, json.dumps(document)), "--engine", "plain")
    assert answer["dates"] == [{"start": 19, "end": 26, "text": "Tuesday", "edtf": "2025-12-30"}]


@pytest.mark.grammar
def test_the_engine_can_be_chosen(tmp_path):
    file = write_file(tmp_path, json.dumps({"doc_id": 1, "text": "Berg described the talks as useful."}))
    assert propose(file, "--engine", "plain")[0]["quotes"] == []
    assert propose(file, "--engine", "spacy")[0]["quotes"][0]["cue"] == "described"


@pytest.mark.parametrize(
    "line", ["nonsense", "[]", '{"doc_id": "x"}', '{"doc_id": "x", "text": 3}', '{"text": ""}', BAD_DAY]
)
def test_says_which_line_is_wrong(tmp_path, line):
    good = json.dumps({"doc_id": "x", "text": ""})
    with pytest.raises(CommandError, match="line 2"):
        propose(write_file(tmp_path, good, line), "--engine", "plain")


def test_says_that_a_file_does_not_exist(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        propose(str(tmp_path / "none.jsonl"))


def test_says_how_to_get_the_model(tmp_path, monkeypatch):
    monkeypatch.setattr("articles.management.commands.propose.list_engines", lambda: ["plain"])
    with pytest.raises(CommandError, match="EXTRAS=nlp"):
        propose(write_file(tmp_path), "--engine", "spacy")


def test_a_quarter_is_written_as_scorers_of_annotated_news_write_it(tmp_path):
    document = {"doc_id": "a", "text": "Exports fell in the third quarter of 1989.", "published": "1989-11-02"}
    (answer,) = propose(write_file(tmp_path, json.dumps(document)), "--engine", "plain")
    assert [date["edtf"] for date in answer["dates"]] == ["1989-Q3"]
