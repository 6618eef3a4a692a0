"""Measure how well dates are found and read in the TimeBank corpus: `python -m bench.dates`.

The corpus and its scorer are in ../shared/quotes, not in this repository. The scorer writes quarters as TIMEX3 does
(1989-Q3), EDTF numbers them after its seasons (1989-35): they are translated before the comparison. The last column
is the result without this translation, which counts every quarter as wrong.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import os
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import django

QUOTES = Path(__file__).resolve().parent.parent.parent / "shared" / "quotes"


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    if not (QUOTES / "timebank.jsonl").exists():
        print("Dates: skipped, because TimeBank is not there (../shared/quotes/timebank.jsonl).")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    articles = read_timebank()
    started = time.process_time()
    parts = {"even half": articles[0::2], "odd half": articles[1::2], "all": articles}
    figures = {name: score_dates(part) for name, part in parts.items()}
    words = 4 * sum(len(article["text"].split()) for article in articles)
    milliseconds = 1000 * (time.process_time() - started) * 500 / words
    print(f"Dates on TimeBank, {len(articles)} articles, {milliseconds:.1f} ms for 500 words")
    print(
        f"{'':9}  {'dates':>5}  {'proposed':>8}  {'span F1':>7}  {'value right':>11}  {'value F1':>8}  {'as EDTF':>7}"
    )
    for name, found in figures.items():
        print(
            f"{name:9}  {found['gold']:5}  {found['proposed']:8}  {found['F1']:7}  {found['value_acc']:10}%"
            f"  {found['value_F1']:8}  {found['untranslated']:7}"
        )


def read_timebank() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (QUOTES / "timebank.jsonl").read_text().splitlines()]


def score_dates(articles: list[dict[str, Any]]) -> dict[str, Any]:
    scorer = _load_scorer()
    figures = scorer.score(articles, lambda *article: _propose_dates(*article, translate=True))[0]
    return figures | {"untranslated": scorer.score(articles, _propose_dates)[0]["value_F1"]}


def _propose_dates(text: str, published: str, translate: bool = False) -> list[dict[str, Any]]:
    from articles.extraction.dates import propose_dates

    found = propose_dates(text, dt.date.fromisoformat(published))
    return [
        {"start": one.start, "end": one.end, "text": one.text, "edtf": one.timex if translate else one.edtf}
        for one in found
    ]


def _load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_timex", QUOTES / "score_timex.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
