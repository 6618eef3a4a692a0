"""Parses a search: words, “phrases” in any quotation marks, and both with - before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from .tokenizer import JAPANESE, tokenize

MARKS = '"“”„‟＂«»‹›〝〞〟'
TERM = re.compile(
    r"(?:(?<!\S)(?P<minus>[-‐−–－]))?"
    rf"(?:[{MARKS}](?P<phrase>[^{MARKS}]*)[{MARKS}]"
    r"|[「『｢](?P<kakko>[^」』｣]*)[」』｣]"
    rf"|(?P<word>[^\s{MARKS}「『｢]+))"
)


@dataclass(frozen=True)
class Term:
    """A word or a phrase: its tokens must follow each other."""

    text: str
    tokens: tuple[str, ...]
    is_prefix: bool  # the last token is only the beginning of one: a single kanji, which is indexed in pairs
    is_phrase: bool


@dataclass(frozen=True)
class Query:
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    text: str = field(default="", compare=False)  # as it was typed

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    @property
    def is_plain(self) -> bool:
        """Whether it consists of words only."""
        return not self.unwanted and not any(term.is_phrase for term in self.wanted)


@lru_cache(512)
def parse_query(text: str) -> Query:
    """Characters that belong to no word are ignored."""
    found: dict[bool, dict[tuple[tuple[str, ...], bool], Term]] = {False: {}, True: {}}
    for unwanted, term in _find_terms(text):
        found[unwanted].setdefault((term.tokens, term.is_phrase), term)
    return Query(tuple(found[False].values()), tuple(found[True].values()), text)


def _find_terms(text: str) -> Iterator[tuple[bool, Term]]:
    for match in TERM.finditer(text):
        words = match["word"] or match["phrase"] or match["kakko"] or ""
        term = make_term(words.strip(), is_phrase=match["word"] is None)
        if term.tokens:
            yield match["minus"] is not None, term


def make_term(text: str, *, is_phrase: bool = False) -> Term:
    found = tokenize(text)
    is_prefix = bool(found) and JAPANESE.fullmatch(found[-1].text) is not None
    if is_prefix and len(found) > 1 and found[-2].end == found[-1].end and found[-2].text[1:] == found[-1].text:
        found.pop()  # the text may continue: ミサイル is found in ミサイル防衛
        is_prefix = False
    return Term(text, tuple(token.text for token in found), is_prefix, is_phrase)
