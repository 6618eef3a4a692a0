"""Finds the words of a search in a text, and puts them into <mark>."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .query_parser import Query, Term
from .tokenizer import Token, tokenize


def find_matches(text: str, query: Query) -> list[tuple[int, int]]:
    """Start and end of each word or phrase that matches; overlapping ones are merged."""
    tokens = tokenize(text)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(place for term in query.wanted for place in find_term(term, tokens)):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def find_term(term: Term, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    found = []
    for first in range(len(tokens) - len(term.tokens) + 1):
        run = tokens[first : first + len(term.tokens)]
        if all(is_match(term, n, token) for n, token in enumerate(run)):
            found.append((run[0].start, run[-1].head if term.is_prefix else run[-1].end))
    return found


def is_match(term: Term, n: int, token: Token) -> bool:
    if term.is_prefix and n == len(term.tokens) - 1:
        return token.text.startswith(term.tokens[n])
    return token.text == term.tokens[n]


def highlight(text: str, query: Query | None) -> SafeString:
    """The text, escaped, with marks; otherwise unchanged."""
    parts, at = [], 0
    for start, end in find_matches(text, query) if query else []:
        parts += [escape(text[at:start]), '<mark class="hit">', escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # every piece of the text is escaped above
