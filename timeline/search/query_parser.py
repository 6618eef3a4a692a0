"""What a reader typed, understood: words, “phrases” in any quotation marks, and both with - before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from .tokenizer import JAPANESE, tokens

MARKS = '"“”„‟＂«»‹›〝〞〟'
TERM = re.compile(
    r"(?:(?<!\S)(?P<minus>[-‐−–－]))?"
    rf"(?:[{MARKS}](?P<phrase>[^{MARKS}]*)[{MARKS}]"
    r"|[「『｢](?P<kakko>[^」』｣]*)[」』｣]"
    rf"|(?P<word>[^\s{MARKS}「『｢]+))"
)


@dataclass(frozen=True)
class Term:
    """A word or a phrase: its tokens stand one after the other."""

    text: str
    tokens: tuple[str, ...]
    begins: bool  # the last token is only the beginning of one: a single kanji, which is indexed in pairs
    phrase: bool


@dataclass(frozen=True)
class Query:
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    text: str = field(default="", compare=False)  # as it was typed

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    @property
    def plain(self) -> bool:
        """Nothing but words."""
        return not self.unwanted and not any(term.phrase for term in self.wanted)


@lru_cache(512)
def parse(text: str) -> Query:
    """Signs that are no words are passed over."""
    found: dict[bool, dict[tuple[tuple[str, ...], bool], Term]] = {False: {}, True: {}}
    for unwanted, term in _terms(text):
        found[unwanted].setdefault((term.tokens, term.phrase), term)
    return Query(tuple(found[False].values()), tuple(found[True].values()), text)


def _terms(text: str) -> Iterator[tuple[bool, Term]]:
    for match in TERM.finditer(text):
        told = match["word"] or match["phrase"] or match["kakko"] or ""
        term = term_of(told.strip(), phrase=match["word"] is None)
        if term.tokens:
            yield match["minus"] is not None, term


def term_of(text: str, *, phrase: bool = False) -> Term:
    found = tokens(text)
    begins = bool(found) and JAPANESE.fullmatch(found[-1].text) is not None
    if begins and len(found) > 1 and found[-2].end == found[-1].end and found[-2].text[1:] == found[-1].text:
        found.pop()  # the run may go on: ミサイル stands in ミサイル防衛
        begins = False
    return Term(text, tuple(token.text for token in found), begins, phrase)
