"""The article's text cut into pieces, each inside the same proposals, so that a template can mark them in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..models import Proposal


@dataclass(frozen=True)
class Piece:
    """Words that all stand in the same proposal, the innermost where several cover them; or in none."""

    start: int
    text: str
    proposal: Proposal | None
    is_first: bool = False  # of its proposal


@dataclass(frozen=True)
class Paragraph:
    start: int
    pieces: list[Piece]


def paragraphs(body: str, proposals: Iterable[Proposal]) -> list[Paragraph]:
    """Every line that has words, with its offset in the text (Unicode code points)."""
    placed = [one for one in proposals if one.start is not None and one.end is not None and one.end <= len(body)]
    found, start, seen = [], 0, set[int]()
    for line in body.split("\n"):
        end = start + len(line)
        if line.strip():
            here = [one for one in placed if (one.start or 0) < end and start < (one.end or 0)]
            found.append(Paragraph(start, cut(body, start, end, here, seen)))
        start = end + 1
    return found


def cut(body: str, start: int, end: int, proposals: Sequence[Proposal], seen: set[int]) -> list[Piece]:
    edges = {start, end}
    for one in proposals:
        edges.update(at for at in (one.start or 0, one.end or 0) if start < at < end)
    pieces, places = [], sorted(edges)
    for first, last in pairwise(places):
        inside = [one for one in proposals if (one.start or 0) <= first and last <= (one.end or 0)]
        inner = min(inside, key=lambda one: (one.end or 0) - (one.start or 0), default=None)
        is_first = inner is not None and inner.pk not in seen
        if inner is not None:
            seen.add(inner.pk)
        pieces.append(Piece(first, body[first:last], inner, is_first))
    return pieces
