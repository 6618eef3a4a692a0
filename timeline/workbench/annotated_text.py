"""Splits the article's text into pieces at the borders of proposals, so that a template can mark them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..models import Proposal


@dataclass(frozen=True)
class Piece:
    """Text that belongs to one proposal, the innermost if several overlap, or to none."""

    start: int
    text: str
    proposal: Proposal | None
    is_first: bool = False  # piece of its proposal
    dated: tuple[int, ...] = ()  # offsets of dated sentences that start in it


@dataclass(frozen=True)
class Paragraph:
    start: int
    pieces: list[Piece]


def split_paragraphs(body: str, proposals: Iterable[Proposal], dated: Iterable[int] = ()) -> list[Paragraph]:
    """Every line that is not empty, with its offset in the text (Unicode code points)."""
    placed = [one for one in proposals if one.start is not None and one.end is not None and one.end <= len(body)]
    placed.sort(key=lambda one: one.start or 0, reverse=True)
    sentences = sorted(dated)
    found, start, seen, here = [], 0, set[int](), list[Proposal]()
    for line in body.split("\n"):
        end = start + len(line)
        here = [one for one in here if start < (one.end or 0)]
        while placed and (placed[-1].start or 0) < end:
            here.append(placed.pop())
        if line.strip():
            starts = sentences[bisect_left(sentences, start) : bisect_left(sentences, end)]
            found.append(Paragraph(start, cut_pieces(body, start, end, here, starts, seen)))
        start = end + 1
    return found


def cut_pieces(
    body: str, start: int, end: int, proposals: Sequence[Proposal], dated: Sequence[int], seen: set[int]
) -> list[Piece]:
    edges = {start, end, *(at for at in dated if not any((p.start or 0) < at < (p.end or 0) for p in proposals))}
    for one in proposals:
        edges.update(at for at in (one.start or 0, one.end or 0) if start < at < end)
    pieces, places = [], sorted(edges)
    for first, last in pairwise(places):
        inside = [one for one in proposals if (one.start or 0) <= first and last <= (one.end or 0)]
        inner = min(inside, key=lambda one: (one.end or 0) - (one.start or 0), default=None)
        is_first = inner is not None and inner.pk not in seen
        if inner is not None:
            seen.add(inner.pk)
        here = tuple(at for at in dated if first <= at < last)
        pieces.append(Piece(first, body[first:last], inner, is_first, here))
    return pieces
