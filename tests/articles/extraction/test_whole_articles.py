"""The first two articles of the site: every statement in the data from these articles is proposed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from articles.extraction import propose_statements

QUOTES = Path(__file__).resolve().parents[3] / "fixtures/articles-2007-2018/08_quotes.json"
TEXTS = {
    "trend-afp-20071023": "2007-10-23-trend-afp.txt",
    "manila-shimbun-jiji-20180317": "2018-03-17-manila-shimbun-jiji.txt",
}
NAMES = {"sergei-lavrov": "Sergei Lavrov", "masahiko-komura": "Masahiko Komura", "yasuo-fukuda": "Yasuo Fukuda"}


def stored(article: str) -> list[dict]:
    records = [record["fields"] for record in json.loads(QUOTES.read_text(encoding="utf-8"))]
    return [record for record in records if record["article"] == [article]]


def share(one: tuple[int, int], other: tuple[int, int]) -> float:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / max(one[1] - one[0], other[1] - other[0])


@pytest.mark.grammar
@pytest.mark.parametrize("article", TEXTS)
def test_every_stored_statement_is_proposed_and_nothing_else(shared, article):
    if shared is None:
        return
    text = (shared / "articles" / TEXTS[article]).read_text(encoding="utf-8")
    found = propose_statements(text, engine="spacy")
    for record in stored(article):
        near = [one for one in found if share((one.start, one.end), (record["start"], record["end"])) > 0.5]
        assert near, f"missed: {record['exact']}"
        if (name := NAMES.get(record["speaker"][0])) is not None:
            assert near[0].names == name
    others = [
        text[one.start : one.end]
        for one in found
        if not any(share((one.start, one.end), (r["start"], r["end"])) > 0.5 for r in stored(article))
    ]
    assert others in ([], ["that Russia is looking for big projects"])  # which the report infers


@pytest.mark.parametrize("article", TEXTS)
def test_the_plain_engine_finds_most_of_them(shared, article):
    if shared is None:
        return
    text = (shared / "articles" / TEXTS[article]).read_text(encoding="utf-8")
    places = [(one.start, one.end) for one in propose_statements(text, engine="plain")]
    records = stored(article)
    found = [r for r in records if any(share(place, (r["start"], r["end"])) > 0.5 for place in places)]
    assert len(found) >= 0.65 * len(records)
