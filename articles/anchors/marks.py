"""Finds quotation marks and the words they enclose.

Marks with a direction (“ ” « » 「 」) always open or always close. A straight mark opens after a space, a bracket or
nothing, if a letter follows; otherwise it closes. Apostrophes are not quotation marks: single marks count only as a
pair around words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

# Opening marks with their closing marks. Swedish ”…” uses one mark for both; German „…“ closes with an English opener.
PAIRS = {
    "“": "”",
    "‟": "”",
    "”": "”",
    "„": "“”",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "｢": "｣",
    "〝": "〞〟",
    "``": "''",
    "''": "''",
    '"': '"',
    "＂": "＂",
}
STRAIGHT = frozenset(['"', "＂", "''"])
CLOSING = frozenset("»›」』｣〞〟")

_MARK = re.compile("``|''|[“”„‟«»‹›「」『』｢｣〝〞〟\"＂]")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*|(?<=[.!?…。！？\"”»」』)])\n")
_ELISION = r"(?!\d\d(?:s|\b)|(?:tis|twas|twere|em|cause|till?|round|n|bout|s|t|d|ll|re|ve)\b)"
_SINGLE_OPENING = re.compile(rf"(?<![^\s(\[{{<—–\-\"“„«/])['‘‚]{_ELISION}(?=[^\s'’‘])", re.IGNORECASE)
_SINGLE_CLOSING = re.compile(r"(?<=[^\s'’‘‚])['’‘](?![\w'’])")


@dataclass(frozen=True)
class QuotationSpan:
    """A quotation with its marks. Where one mark is missing it extends to that end of the paragraph."""

    start: int
    end: int
    opened: bool = True
    closed: bool = True


def has_quotation_marks(text: str) -> bool:
    """Whether a text has quotation marks: double ones of any kind, or single ones around words; not apostrophes."""
    return bool(_MARK.search(text) or _find_singles(text))


def find_quotations(text: str) -> list[QuotationSpan]:
    """The quotations of a text, in order; of nested ones in double marks only the outermost.

    A quotation ends at the latest at an empty line or after a line that ends like a sentence; other line breaks may be
    within a paragraph. Each paragraph of a long quotation may open with the same mark again: this opens nothing new.
    """
    doubles: list[QuotationSpan] = []
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        doubles += _find_in_paragraph(text, start, gap.start())
        start = gap.end()
    doubles += _find_in_paragraph(text, start, len(text))
    return _merge_singles(doubles, _find_singles(text))


def _find_in_paragraph(text: str, first: int, last: int) -> list[QuotationSpan]:
    """The outermost quotations between two positions."""
    spans: list[QuotationSpan] = []
    unclosed: list[str] = []
    start = first
    for match in _MARK.finditer(text, first, last):
        sign = match[0]
        if _is_opening(text, match, unclosed):
            start = start if unclosed else match.start()
            if sign not in unclosed:
                unclosed.append(sign)
        elif unclosed:
            _close(unclosed, sign)
            if not unclosed:
                spans.append(QuotationSpan(start, match.end()))
        elif not spans and not _is_inch(text, match):
            spans.append(QuotationSpan(first, match.end(), opened=False))
    if unclosed:
        spans.append(QuotationSpan(start, last, closed=False))
    return spans


def _is_opening(text: str, match: re.Match[str], unclosed: list[str]) -> bool:
    sign = match[0]
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if sign == "“":
        return not (unclosed and unclosed[-1] == "„")
    if sign == "”":
        return not unclosed and bool(before) and _is_before_word(before, after)
    if sign == "''" and "``" in unclosed:
        return False
    if sign in STRAIGHT:
        dots = text.startswith(("...", "…"), match.end())
        return _is_straight_opening(before, "…" if dots else after, sign in unclosed)
    return sign not in CLOSING


def _is_straight_opening(before: str, after: str, is_open: bool) -> bool:
    """By the characters around it; if these do not decide (spaces or letters on both sides), by whether one is open."""
    if _is_before_word(before, after):
        return True
    if before.isspace() or (before and (after.isalnum() or after in {"(", "["})):
        return not is_open
    return False


def _is_before_word(before: str, after: str) -> bool:
    is_free = not before or before.isspace() or before in "([{<—–-/“„«「『‘'"
    return is_free and bool(after) and not after.isspace() and after not in ",.;:!?)]}”»」』"


def _close(unclosed: list[str], sign: str) -> None:
    """Close the innermost quotation that this mark can close, and all inside it. Straight and curly may be mixed."""
    for depth in range(len(unclosed) - 1, -1, -1):
        if sign in PAIRS[unclosed[depth]]:
            del unclosed[depth:]
            return
    if sign in STRAIGHT or unclosed[-1] in STRAIGHT:
        unclosed.pop()


def _is_inch(text: str, match: re.Match[str]) -> bool:
    return match[0] in STRAIGHT and match.start() > 0 and text[match.start() - 1].isdigit()


def _find_singles(text: str) -> list[QuotationSpan]:
    """Quotations in single marks, within one line."""
    closings = [match.start() for match in _SINGLE_CLOSING.finditer(text)]
    if not closings:
        return []
    openings = [match.start() for match in _SINGLE_OPENING.finditer(text)]
    spans: list[QuotationSpan] = []
    for number, opening in enumerate(openings):
        if spans and opening < spans[-1].end:
            continue
        until = openings[number + 1] if number + 1 < len(openings) else len(text)
        closing = _find_closing(text, closings, opening, until)
        if closing is not None:
            spans.append(QuotationSpan(opening, closing + 1))
    return spans


def _find_closing(text: str, closings: list[int], opening: int, until: int) -> int | None:
    """The first closing mark on this line; after an s preferably a later one, since it may be a plural's apostrophe."""
    first = bisect_left(closings, opening + 2)
    if first == len(closings) or "\n" in text[opening : closings[first]]:
        return None
    for closing in closings[first : first + 10]:
        if closing < until and text[closing - 1] not in "sS" and "\n" not in text[opening:closing]:
            return closing
    return closings[first]


def _merge_singles(doubles: list[QuotationSpan], singles: list[QuotationSpan]) -> list[QuotationSpan]:
    """Adds single-marked quotations, except those that cross double marks (apostrophes) or are inside them."""
    ends = [span.end for span in doubles]
    added = [
        single
        for single in singles
        if all(
            single.start < double.start and double.end < single.end
            for double in _iter_overlapping(doubles, ends, single)
        )
    ]
    return sorted([*doubles, *added], key=lambda span: span.start)


def _iter_overlapping(doubles: list[QuotationSpan], ends: list[int], single: QuotationSpan) -> Iterator[QuotationSpan]:
    for number in range(bisect_left(ends, single.start + 1), len(doubles)):
        if doubles[number].start >= single.end:
            return
        yield doubles[number]
