"""Compares two passages word by word, to show editors what differs."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from .words import UNSPACED

Piece = tuple[str, str, str]  # "equal", "replace", "insert" or "delete"; the old words; the new words

MAX_TOKENS = 1_000  # of either side; of longer passages only the beginning and the end are compared

# A run of spaces, a letter of a script without spaces, a word of another script, or one other character.
_TOKEN = re.compile(rf"\s+|[{UNSPACED}]|(?:(?![{UNSPACED}])\w)+|.")


def diff_words(old: str, new: str) -> list[Piece]:
    """The changes from the old passage to the new, in order; the old words of all pieces make the old passage."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    head = _count_common(before, after)
    tail = _count_common(before[head:][::-1], after[head:][::-1])
    middle = _diff_middle(before[head : len(before) - tail], after[head : len(after) - tail])
    start, end = "".join(before[:head]), "".join(before[len(before) - tail :])
    pieces = [("equal", start, start), *middle, ("equal", end, end)]
    return [piece for piece in pieces if piece[1] or piece[2]]


def _count_common(one: list[str], other: list[str]) -> int:
    """The number of tokens that both begin with."""
    for count, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return count
    return min(len(one), len(other))


def _diff_middle(before: list[str], after: list[str]) -> list[Piece]:
    if len(before) > MAX_TOKENS or len(after) > MAX_TOKENS or not before or not after:
        operation = "replace" if before and after else "delete" if before else "insert"
        return [(operation, "".join(before), "".join(after))]
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)  # a space alone does not count as common text
    return [(operation, "".join(before[a:b]), "".join(after[c:d])) for operation, a, b, c, d in matcher.get_opcodes()]
