"""How well dates are found and read, on the news of TimeBank with the scorer beside it: `python -m bench.dates`.

Both stand in ../shared/quotes, and nothing of them is in this repository. The scorer's quarters are TIMEX3's
(1989-Q3), EDTF's are numbered on from its seasons (1989-35): they are translated before the comparison. The last
column is what remains if they are not, and every quarter counts as wrong.
"""

from __future__ import annotations

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
    if not (QUOTES / "timebank.jsonl").exists():
        print("Dates: left out, for TimeBank is not beside the project (../shared/quotes/timebank.jsonl).")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    articles = timebank()
    begun = time.process_time()
    parts = {"even half": articles[0::2], "odd half": articles[1::2], "all": articles}
    figures = {name: measure(part) for name, part in parts.items()}
    words = 4 * sum(len(article["text"].split()) for article in articles)
    took = 1000 * (time.process_time() - begun) * 500 / words
    print(f"Dates on TimeBank, {len(articles)} articles, {took:.1f} ms for 500 words")
    print(
        f"{'':9}  {'dates':>5}  {'proposed':>8}  {'span F1':>7}  {'value right':>11}  {'value F1':>8}  {'as EDTF':>7}"
    )
    for name, found in figures.items():
        print(
            f"{name:9}  {found['gold']:5}  {found['proposed']:8}  {found['F1']:7}  {found['value_acc']:10}%"
            f"  {found['value_F1']:8}  {found['untranslated']:7}"
        )


def timebank() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (QUOTES / "timebank.jsonl").read_text().splitlines()]


def measure(articles: list[dict[str, Any]]) -> dict[str, Any]:
    scorer = _scorer()
    figures = scorer.score(articles, lambda *article: _propose(*article, translate=True))[0]
    return figures | {"untranslated": scorer.score(articles, _propose)[0]["value_F1"]}


def _propose(text: str, published: str, translate: bool = False) -> list[dict[str, Any]]:
    from articles.extraction.dates import propose_dates

    found = propose_dates(text, dt.date.fromisoformat(published))
    return [
        {"start": one.start, "end": one.end, "text": one.text, "edtf": one.timex if translate else one.edtf}
        for one in found
    ]


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_timex", QUOTES / "score_timex.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
