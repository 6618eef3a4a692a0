"""Where the words asked for stand in a text, and the text with <mark> round them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .query_parser import Query, Term
from .tokenizer import Token, tokens


def places(text: str, query: Query) -> list[tuple[int, int]]:
    """Start and end of each matched word or phrase; those that overlap are one."""
    cut = tokens(text)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(place for term in query.wanted for place in places_of(term, cut)):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def places_of(term: Term, cut: Sequence[Token]) -> list[tuple[int, int]]:
    found = []
    for first in range(len(cut) - len(term.tokens) + 1):
        run = cut[first : first + len(term.tokens)]
        if all(matches(term, n, token) for n, token in enumerate(run)):
            found.append((run[0].start, run[-1].head if term.begins else run[-1].end))
    return found


def matches(term: Term, n: int, token: Token) -> bool:
    if term.begins and n == len(term.tokens) - 1:
        return token.text.startswith(term.tokens[n])
    return token.text == term.tokens[n]


def marked(text: str, query: Query | None) -> SafeString:
    """The text, escaped; nothing of it is added or lost but the marks."""
    parts, at = [], 0
    for start, end in places(text, query) if query else []:
        parts += [escape(text[at:start]), '<mark class="hit">', escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # every piece of the text is escaped above
