"""Propose the statements of many texts, for measuring and for other programs: JSON lines in, JSON lines out."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.extraction import ProposedStatement, list_engines, propose_statements
from articles.extraction.dates import ProposedDate, propose_dates


class Command(BaseCommand):
    help = _(
        "Propose the statements of texts. FILE has one JSON object per line with doc_id, text and published; the "
        "output has one per line with doc_id, quotes and dates. Positions count Unicode code points."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help=_("JSON lines; - for standard input"))
        parser.add_argument(
            "--engine", choices=["spacy", "plain"], help=_("spacy if its model is installed, otherwise plain")
        )

    def handle(self, *, file: str, engine: str | None, **options: Any) -> None:
        if engine and engine not in list_engines():
            raise CommandError(_("spaCy and its small English model are not installed: make run EXTRAS=nlp"))
        for document in _documents(file):
            quotes = [_as_json(one) for one in propose_statements(document["text"], engine=engine)]
            dates = [_date_as_json(one) for one in propose_dates(document["text"], document["published"])]
            answer = {"doc_id": document["doc_id"], "quotes": quotes, "dates": dates}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _documents(file: str) -> Iterator[dict[str, Any]]:
    path = Path("/dev/stdin" if file == "-" else file)
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _document(file, number, line)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("%(file)s cannot be read: %(error)s") % {"file": file, "error": error}) from error


def _document(file: str, number: int, line: str) -> dict[str, Any]:
    try:
        document = json.loads(line)
        day = document.get("published")
        if isinstance(document["text"], str) and isinstance(document["doc_id"], str | int):
            return document | {"published": dt.date.fromisoformat(day[:10]) if day else None}
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise CommandError(
        _("%(file)s, line %(line)s: not a JSON object with a doc_id, a text and a date")
        % {"file": file, "line": number}
    )


def _as_json(found: ProposedStatement) -> dict[str, Any]:
    return {
        "start": found.start,
        "end": found.end,
        "spans": found.spans,
        "kind": found.kind,
        "speaker": found.speaker,
        "speaker_spans": found.speaker_spans,
        "names": found.names,
        "cue": found.cue,
        "cue_spans": found.cue_spans,
    }


def _date_as_json(found: ProposedDate) -> dict[str, Any]:
    """Quarters are written as in the annotated news, because this output is mainly for benchmarks."""
    return {"start": found.start, "end": found.end, "text": found.text, "edtf": found.timex}
