"""Finds the sentence around a quotation, which readers see with it.

A sentence ends at . ! ? 。 and similar signs, with the closing marks after them, but not inside quotation marks, after
an abbreviation or an initial, or at an ellipsis. A line break always ends it. These are rules, not a model; in doubt
the sentence goes on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .abbreviations import ends_sentence
from .marks import QuotationSpan, find_quotations

REACH = 10_000  # code points of a paragraph read on either side
LONGEST_WORD = 40  # a longer run without spaces is cut anywhere

_STOP = re.compile(r"[.!?…‥]+|[。！？｡]+")
_CLOSING = frozenset(")]}）］”’»›」』｣\"'＂")
_AFTER_A_STOP = frozenset(",;:，、；：-–—")  # the sentence goes on: “Why?” – that was his question
_SAID = re.compile(
    r"\s+(?:[A-Z][\w.'’-]*\s+){1,5}(?:said|says|told|asked|added|replied|wrote|warned|answered|declared|stated|insisted)\b"
)


def get_rest_of_sentence(text: str, start: int, end: int, limit: int = 300) -> tuple[str, str]:
    """The parts of its sentence before and after `text[start:end]`, each at most `limit` code points.

    `lead` begins with the sentence, or with “…” if it is cut; `tail` ends likewise. If not cut, they are next to the
    words: `text[start - len(lead) : start] == lead` and `text[end : end + len(tail)] == tail`. If the words span
    several sentences, `lead` is the beginning of the first and `tail` the rest of the last. If they end a sentence,
    `tail` is at most its full stop and closing mark. Raises ValueError for a place outside the text.
    """
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"There is no place from {start} to {end} in a text of {len(text)} characters.")
    first, last = _strip_blanks(text, start, end)
    lead = text[min(_find_begin(text, first), start) : start].lstrip()
    tail = text[end : max(_find_end(text, last), end)].rstrip()
    return _cut_before(lead, limit), _cut_after(tail, limit)


def _strip_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    if not words.strip():
        return start, end
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _find_begin(text: str, at: int) -> int:
    """Where the sentence with this position begins."""
    first, last = _get_line(text, at, at)
    ends = [end for end in find_sentence_ends(text[first:last]) if end <= at - first]
    return first + (ends[-1] if ends else 0)


def _find_end(text: str, at: int) -> int:
    """Where the sentence with the code point before this position ends."""
    first, last = _get_line(text, max(0, at - 1), at)
    return first + next((end for end in find_sentence_ends(text[first:last]) if end >= at - first), last - first)


def _get_line(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(text.rfind("\n", max(0, start - REACH), start) + 1, start - REACH, 0)
    newline = text.find("\n", end, end + REACH)
    return first, newline if newline >= 0 else min(len(text), end + REACH)


def find_sentence_ends(line: str) -> Iterator[int]:
    """Where the sentences of a line end: after the full stop and the closing marks that follow it."""
    spans = find_quotations(line)
    number = 0
    for stop in _STOP.finditer(line):
        end = stop.end()
        while number < len(spans) and spans[number].end <= stop.start():
            number += 1
        while end < len(line) and _is_closing(line[end], spans[number : number + 2], end):
            end += 1
        if _is_inside(spans, number, end) or not _ends_here(line, stop, end):
            continue
        yield end


def _is_closing(letter: str, spans: list[QuotationSpan], at: int) -> bool:
    """Whether a character right after a full stop belongs to the sentence that ends there."""
    if any(span.closed and span.end == at + 1 for span in spans):
        return True  # “ closes too, in German
    return letter in _CLOSING and not any(span.opened and span.start == at for span in spans)


def _is_inside(spans: list[QuotationSpan], number: int, at: int) -> bool:
    """Whether this position is inside a quotation."""
    return any(
        span.opened and span.start < at and (at < span.end or not span.closed) for span in spans[number : number + 2]
    )


def _ends_here(line: str, stop: re.Match[str], end: int) -> bool:
    """Whether a full stop, with the closing marks up to `end`, ends its sentence."""
    rest = line[end : end + 80]
    following = rest.lstrip()[:1]
    if not following:
        return True
    blank = rest[0].isspace()
    if stop[0][0] in "。！？｡":
        return end == stop.end() or blank  # 「……。」と述べた goes on
    if not blank or following.islower() or following in _AFTER_A_STOP:
        return False
    if "!" in stop[0] or "?" in stop[0]:
        return end == stop.end() or not _SAID.match(rest)
    if end > stop.end() and set(stop[0]) == {"."} and len(stop[0]) == 1:
        return True  # a full stop and its closing mark
    return _is_full_stop(stop[0]) and ends_sentence(line[max(0, stop.start() - 40) : stop.start()], rest.lstrip())


def _is_full_stop(dots: str) -> bool:
    """One dot, or an ellipsis and one more dot."""
    return dots == "." or (set(dots) == {"."} and len(dots) > 3) or (dots.startswith("…") and dots.endswith("."))


def _cut_before(lead: str, limit: int) -> str:
    """The end of the text, from the beginning of a word, within the limit."""
    if len(lead) <= limit:
        return lead
    if limit < 1:
        return ""
    first = len(lead) - limit + 1
    if not lead[first - 1].isspace():
        blank = next((at for at in range(first, min(first + LONGEST_WORD, len(lead) - 1)) if lead[at].isspace()), first)
        first = blank
    while first < len(lead) and unicodedata.combining(lead[first]):
        first += 1
    return f"…{lead[first:].lstrip()}"


def _cut_after(tail: str, limit: int) -> str:
    """The beginning of the text, up to the end of a word, within the limit."""
    if len(tail) <= limit:
        return tail
    if limit < 1:
        return ""
    last = limit - 1
    if not tail[last].isspace():
        last = next((at for at in range(last, max(last - LONGEST_WORD, 0), -1) if tail[at].isspace()), last)
    while last > 0 and unicodedata.combining(tail[last]):
        last -= 1
    return f"{tail[:last].rstrip()}…"
