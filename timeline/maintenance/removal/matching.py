"""Finding words in a text in any spelling, and replacing them with blocks.

Capitals, Unicode forms (NFC, NFD, half and full width), soft hyphens and other invisible characters, Russian stress
marks, ё and е, curly and straight apostrophes make no difference, nor does the kind or length of white space. Only
whole words match: “Ann” is not in “Annual”. Chinese, Japanese and Korean do not mark where words end, so a match may
begin anywhere, with a line break or a dot between any two characters.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import unquote_plus

from django.utils.text import slugify

from articles.normalisation import REMOVED as BLOCK
from timeline.search import tokenizer

SHORTEST, SHORTEST_CJK = 3, 2  # letters and digits

CJK = f"{tokenizer.CJK}\uac00-\ud7a3"
IS_CJK = re.compile(f"[{CJK}]")
LETTER = rf"[^\W\d_{CJK}]"
IS_LETTER = re.compile(LETTER)
# Invisible characters, and characters that look the same.
ALIKE = str.maketrans(
    dict.fromkeys("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff", "")
    | dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))), "")
    | {"ё": "е", "’": "'", "‘": "'", "ʼ": "'", "‐": "-"}
)
STRESS = re.compile("(?<=[а-я])[\u0300\u0301]")
BLANKS = re.compile(r"\s")
CUT = re.compile(r"(?:…|\.\.\.)\s*$")  # the program shortens long names like this
ENCODED = re.compile(r"\S*%[0-9A-Fa-f]{2}\S*")

Span = tuple[int, int]


def fold(text: str) -> str:
    """The same for all spellings of the same words."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return STRESS.sub("", plain.translate(ALIKE))


_fold_few = lru_cache(16_384)(fold)


class FoldedText:
    """A folded text, with the position in the original of each folded character."""

    def __init__(self, text: str) -> None:
        parts, self.positions = [], []
        start = 0
        for end in range(1, len(text) + 1):
            if end < len(text) and (text[end] in tokenizer.VOICING or unicodedata.combining(text[end])):
                continue
            part = _fold_few(text[start:end])
            parts.append(part)
            self.positions += [(start, end)] * len(part)
            start = end
        self.text = "".join(parts)

    def span(self, start: int, end: int) -> Span:
        return self.positions[start][0], self.positions[end - 1][1]


def is_long_enough(words: str) -> bool:
    signs = [sign for sign in fold(words) if sign.isalnum()]
    shortest = SHORTEST_CJK if all(map(IS_CJK.match, signs)) else SHORTEST
    return len(signs) >= shortest


class Matcher:
    """Searches for several words or passages at once. `seen` counts the matches as they were spelt."""

    def __init__(self, words: Iterable[str], *, beginnings: bool = False) -> None:
        """`beginnings`: also the words that begin with these, such as inflected forms."""
        self.words = [" ".join(fold(one).split()) for one in words]
        found = [build_pattern(one, beginnings) for one in self.words]
        slugs = {build_slug_pattern(one, beginnings) for one in self.words} - {"", *found}
        self.patterns = [re.compile(one) for one in found]
        self.slug_patterns = [*self.patterns, *map(re.compile, sorted(slugs))]
        self.seen: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self.words)

    def matches(self, text: str, *, in_slug: bool = False) -> bool:
        patterns = self.slug_patterns if in_slug else self.patterns
        folded = fold(text)
        return any(pattern.search(folded) for pattern in patterns) or any(self.find_encoded(text))

    def matches_address(self, address: str) -> bool:
        return self.matches(address, in_slug=True) or self.matches(unquote_plus(address), in_slug=True)

    def find_spans(
        self, text: str, *, cut_start: bool = False, cut_end: bool = False, in_slug: bool = False
    ) -> list[Span]:
        """The positions of the words in the text, in order and without overlap.

        `cut_start`, `cut_end`: the text is part of a longer one, so the words may be cut there as well.
        """
        cut_start, cut_end = cut_start or text.startswith("…"), cut_end or bool(CUT.search(text))
        if not (self.matches(text, in_slug=in_slug) or any(self.find_cut_words(fold(text), cut_start, cut_end))):
            return []
        folded = FoldedText(text)
        patterns = self.slug_patterns if in_slug else self.patterns
        found = [match.span() for one in patterns for match in one.finditer(folded.text)]
        found += self.find_cut_words(folded.text, cut_start, cut_end)
        return merge_spans([*(folded.span(*one) for one in found), *self.find_encoded(text)])

    def redact(self, text: str, **options: bool) -> tuple[str, int]:
        """The text with each character of the words replaced by a block, and the number of places."""
        spans = self.find_spans(text, **options)
        if not spans:
            return text, 0
        for start, end in spans:
            self.seen[text[start:end]] += 1
        return insert_blocks(text, spans), len(spans)

    def redact_column(self, text: str, **options: bool) -> tuple[str, int]:
        """For a column that may contain JSON, in which letters beyond ASCII are escaped."""
        if text[:1] in ("[", "{") and (content := read_json(text)) is not None:
            content, n = self.redact_json(content)
            return (json.dumps(content, ensure_ascii=text.isascii()), n) if n else (text, 0)
        return self.redact(text, **options)

    def redact_json(self, value: Any, codes: Sequence[str] = ()) -> tuple[Any, int]:
        """`codes` are keys whose values are codes of the program. Keys are never changed."""
        if isinstance(value, str):
            return self.redact_column(value, in_slug=value.startswith("/"))
        if isinstance(value, list):
            parts = [self.redact_json(one, codes) for one in value]
            return [part for part, _n in parts], sum(n for _part, n in parts)
        if isinstance(value, dict):
            found = {key: (one, 0) if key in codes else self.redact_json(one, codes) for key, one in value.items()}
            return {key: one for key, (one, _n) in found.items()}, sum(n for _one, n in found.values())
        return value, 0

    # ---- words that are cut, and words in addresses

    def find_cut_words(self, folded: str, cut_start: bool, cut_end: bool) -> Iterator[Span]:
        if cut_start and (found := self.find_end_of_words(folded)):
            yield found
        if cut_end and (found := self.find_beginning_of_words(folded)):
            yield found

    def find_end_of_words(self, folded: str) -> Span | None:
        """The end of words whose beginning was cut off before this text."""
        first = len(folded) - len(folded.lstrip(". "))  # a folded … is three dots
        text = BLANKS.sub(" ", folded[first:])
        for words in self.words:
            at = words.find(text[:2], 1) if len(text) > 1 else -1
            while at > 0:
                rest = words[at:]
                if text.startswith(rest) and is_long_enough(rest) and is_word_boundary(text, len(rest)):
                    return first, first + len(rest)
                at = words.find(text[:2], at + 1)
        return None

    def find_beginning_of_words(self, folded: str) -> Span | None:
        """The beginning of words that were cut off at the end of this text."""
        text = BLANKS.sub(" ", CUT.sub("", folded))
        for words in self.words:
            at = words.rfind(text[-2:], 0, len(words) - 1) if len(text) > 1 else -1
            while at >= 0:
                begun = words[: at + 2]
                if text.endswith(begun) and is_long_enough(begun) and is_word_boundary(text, len(text) - len(begun)):
                    return len(text) - len(begun), len(text)
                at = words.rfind(text[-2:], 0, at + 1)
        return None

    def find_encoded(self, text: str) -> Iterator[Span]:
        """Addresses in the text that contain the words percent-encoded, from their path on."""
        if "%" not in text:
            return
        for match in ENCODED.finditer(text):
            decoded = unquote_plus(match[0])
            folded = fold(decoded)
            if decoded != match[0] and any(pattern.search(folded) for pattern in self.slug_patterns):
                path = re.match(r"\w+://[^/]*/?", match[0])
                yield match.start() + (path.end() if path else 0), match.end()


# ---- expressions


def build_pattern(words: str, beginnings: bool) -> str:
    """A pattern of folded words, for folded texts."""
    parts, last, between = [], "", ""
    for sign in words.strip(" ・"):
        if sign in " ・":
            between += sign
            continue
        if last:
            parts.append(build_gap_pattern(last, sign, between))
        parts.append(re.escape(sign))
        last, between = sign, ""
    return add_word_boundaries("".join(parts), words.strip(" ・"), beginnings)


def build_gap_pattern(one: str, other: str, between: str) -> str:
    """What may separate two characters that are adjacent in the words, apart from blanks and dots."""
    if IS_CJK.match(one) and IS_CJK.match(other):
        return r"[\s・]*"
    if "・" in between:
        return r"[\s・]+"
    if between:
        return r"(?:\s+|[-_+.])"  # ivan-petrov, ivan.petrov@…
    if IS_LETTER.match(one) and IS_LETTER.match(other):
        return r"(?:-\s*\n\s*)?"  # hyphenated at the end of a line
    return ""


def add_word_boundaries(found: str, words: str, beginnings: bool) -> str:
    before, after = find_boundary(words[0]), find_boundary(words[-1])
    if beginnings and IS_LETTER.match(words[-1]):
        return f"{f'(?<!{before})' if before else ''}{found}{LETTER}*"
    return f"{f'(?<!{before})' if before else ''}{found}{f'(?!{after})' if after else ''}"


def find_boundary(sign: str) -> str:
    """The characters that cannot be next to a word which begins or ends with this one."""
    if IS_LETTER.match(sign):
        return LETTER
    return r"\d" if sign.isdigit() else ""


def build_slug_pattern(words: str, beginnings: bool) -> str:
    """The words as in slugs; empty if a slug cannot contain all of them."""
    tokens = [token for token in words.split() if any(sign.isalnum() for sign in token)]
    slugs = [slugify(token) for token in tokens]
    if not slugs or not all(slugs) or not is_long_enough("".join(slugs)):
        return ""
    whole = "-".join(slugs)
    return add_word_boundaries("[-_+.]".join(map(re.escape, whole.split("-"))), whole, beginnings)


def is_word_boundary(text: str, at: int) -> bool:
    """Whether a word may begin or end here."""
    around = text[max(at - 1, 0) : at + 1]
    return at in (0, len(text)) or not all(map(IS_LETTER.match, around))


# ---- spans


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def insert_blocks(text: str, spans: list[Span]) -> str:
    ends = [(0, 0), *spans, (len(text), len(text))]
    parts = [text[before[1] : start] + BLOCK * (end - start) for before, (start, end) in pairwise(ends)]
    return "".join(parts)


def read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
