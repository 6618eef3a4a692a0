"""Distinguishes utterances from quotations that are only part of the sentence around them."""

from __future__ import annotations

import re

from articles.anchors.marks import QuotationSpan

from ..language.cue_words import SAYING
from ..language.verb_forms import split_words
from ..sentences import Sentence

_MARKS = "“”„‟«»‹›「」『』\"＂`'‘’"
_ENDS = (",", ".", "!", "?", "…", "—", "–", "-", ":", ";")
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SMALL = split_words("a an the of in on at to for and or but with by from as is")
_LAST_WORD = re.compile(r"([\w’']+)\W*\Z")


def find_utterances(sentence: Sentence) -> list[QuotationSpan]:
    return [span for span in sentence.quotes if _is_utterance(sentence, span)]


def strip_marks(text: str, span: QuotationSpan) -> str:
    """The words of a quotation without the marks."""
    return text[span.start : span.end].strip(_MARKS + " \t\xa0")


def _is_utterance(sentence: Sentence, span: QuotationSpan) -> bool:
    text = sentence.text
    words = strip_marks(text, span)
    if is_title(words):
        return False
    if not span.opened or not span.closed:
        return True
    before = text[sentence.start : span.start].rstrip()
    after = text[span.end : sentence.end].lstrip()
    ends = words.endswith(_ENDS)
    if not before.strip(_MARKS + "-–—( "):
        return ends or after.startswith(",") or not after.strip(".")
    if (
        ends
        and before.endswith((",", ", but", ", and"))
        and not after.strip(".")
        and _continues_quotation(sentence, span)
    ):
        return True
    begins = words[:1].isupper() or words.startswith(("…", "...", "["))
    if before.endswith((",", ":")):
        return (begins and (ends or not after.strip("."))) or (ends and _is_after_cue(before))
    return begins and ends and len(words.split()) > 2 and _is_after_cue(before)


def is_title(words: str) -> bool:
    """The name of a book or a song: Every Longer Word Has a Capital."""
    found = _WORDS.findall(words.rstrip(","))
    return (
        len(found) > 2
        and not words.endswith((".", "!", "?"))
        and all(
            word[0].isupper() or word[0].isdigit() or (number and word in _SMALL) for number, word in enumerate(found)
        )
    )


def _continues_quotation(sentence: Sentence, span: QuotationSpan) -> bool:
    """“We talked,” he said after the meeting, “but we did not agree.”"""
    first = sentence.quotes[0]
    leads = not sentence.text[sentence.start : first.start].strip(_MARKS)
    return leads and first.start < span.start and strip_marks(sentence.text, first).endswith(",")


def _is_after_cue(before: str) -> bool:
    match = _LAST_WORD.search(before)
    return match is not None and match[1].lower() in SAYING


def is_whole_sentence(sentence: Sentence, span: QuotationSpan) -> bool:
    """Whether a sentence has no words outside this quotation."""
    rest = sentence.text[sentence.start : span.start] + sentence.text[span.end : sentence.end]
    return not any(letter.isalnum() for letter in rest)
