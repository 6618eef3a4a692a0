"""Measure how well each engine finds statements in the PolNeAR corpus: `make bench-proposals`.

The corpus and its scorer are in ../shared/quotes, not in this repository, and no rule was derived from them. Overlap:
more than half of the longer passage is in both; exact: the same words.
"""

from __future__ import annotations

import importlib.util
import json
import os
import statistics
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import django

QUOTES = Path(__file__).resolve().parent.parent.parent / "shared" / "quotes"
GOLD = QUOTES / "polnear-dev.jsonl"
KINDS = ("direct", "mixed", "indirect")


def main() -> None:
    if not GOLD.exists():
        print("Statements: skipped, because PolNeAR is not there (../shared/quotes/polnear-dev.jsonl).")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from articles.extraction import list_engines

    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    scorer = _scorer()
    for engine in list_engines():
        _report(scorer, gold, engine)
    if "spacy" not in list_engines():
        print("spacy: left out, for its model is not installed (make run EXTRAS=nlp)")


def _report(scorer: ModuleType, gold: list[dict[str, Any]], engine: str) -> None:
    from articles.extraction import propose_statements

    propose_statements(gold[0]["text"], engine=engine)  # the model is loaded once
    proposed, per_500_words = {}, []
    for document in gold:
        begun = time.perf_counter()
        found = propose_statements(document["text"], engine=engine)
        took = time.perf_counter() - begun
        per_500_words.append(1000 * took * 500 / max(1, len(document["text"].split())))
        quotes = [vars(one) for one in found]
        proposed[document["doc_id"]] = {"quotes": quotes}
    print(f"{engine}: {len(gold)} articles, {statistics.median(per_500_words):.0f} ms for 500 words")
    print(f"{'':9} {'overlap P':>9} {'R':>5} {'F1':>5}  {'exact F1':>8}  {'speaker':>7}")
    parts = {"all": (gold, KINDS), "even half": (gold[0::2], KINDS), "odd half": (gold[1::2], KINDS)}
    for name, (documents, kinds) in (parts | {kind: (gold, (kind,)) for kind in KINDS}).items():
        found = scorer.score(documents, proposed, kinds)
        over = found["overlap"]
        print(
            f"{name:9} {over['P']:9} {over['R']:5} {over['F1']:5}  {found['exact']['F1']:8}  "
            f"{found['speaker_accuracy']:7}"
        )


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", QUOTES / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
