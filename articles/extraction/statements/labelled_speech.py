"""Finds statements by layout, without grammar.

“Name: words” in a headline or a transcript; “…” — Name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..language.cue_words import DOCUMENTS
from ..model import Draft, Range
from ..sentences import Sentence

_LABEL = re.compile(r"[\"“”'‘]?((?:[A-Z][\w.’'-]*)(?: (?:(?:[A-Z][\w.’'-]*)|of|de|van|von|al)){0,4}) ?: ?(?=\S)")
_SIGNED = re.compile(
    r"\s*(?:[—–―]|--|-)\s*((?:[A-Z][\w.’'-]*)(?:[ ,]+(?:[A-Z][\w.’'-]*|of|de|van|von|al|the)){0,7})\s*\.?\s*\Z"
)


def draft_labelled(found: list[Sentence]) -> Iterator[Draft]:
    """Headlines such as “Lavrov: missile shield is aimed at Russia”, and the turns of a transcript."""
    labels = {sentence.start: match for sentence in found if (match := _match_label(sentence))}
    often = Counter(match[1] for match in labels.values())
    speaking: Draft | None = None
    for number, sentence in enumerate(found):
        match = labels.get(sentence.start)
        begins = number == 0 or found[number - 1].paragraph != sentence.paragraph
        if match and begins and (_is_transcript(match[1], often) or (number == 0 and _is_speaker(match))):
            name, colon = Range(*match.span(1)), Range(match.end(1), match.end(1) + 1)
            speaking = Draft([Range(match.end(), sentence.end)], [colon], [name])
            yield speaking
        elif speaking is not None and not begins:
            speaking.content[-1] = Range(speaking.content[-1].start, sentence.end)
        elif speaking is not None and match is None and _continues_quotation(found, number):
            speaking.content.append(Range(sentence.start, sentence.end))
        else:
            speaking = None


def _continues_quotation(found: list[Sentence], number: int) -> bool:
    """Whether a paragraph continues the quotation that the one before left open."""
    before, sentence = found[number - 1].quotes, found[number].quotes
    return bool(before and sentence) and not before[-1].closed and sentence[0].start == found[number].start


def _match_label(sentence: Sentence) -> re.Match[str] | None:
    return _LABEL.match(sentence.text, sentence.start, sentence.end)


def _is_transcript(name: str, often: Counter[str]) -> bool:
    return name.isupper() and often[name] > 1


def _is_speaker(match: re.Match[str]) -> bool:
    """Whether a headline's label is a speaker: a name that occurs again, or a poll, a report …"""
    last = match[1].split()[-1]
    if last.lower() in DOCUMENTS:
        return True
    again = re.compile(rf"\b{re.escape(last)}\b").search(match.string, match.end())
    return again is not None and last not in ("Latest", "Update", "Watch")


def draft_signed(sentence: Sentence) -> Draft | None:
    """“…” — Name"""
    for span in sentence.quotes[:1]:
        if sentence.text[sentence.start : span.start].strip():
            return None
        match = _SIGNED.match(sentence.text, span.end, sentence.end)
        if match:
            dash = sentence.text.index(sentence.text[span.end : match.start(1)].strip()[0], span.end)
            return Draft([Range(span.start, span.end)], [Range(dash, dash + 1)], [Range(*match.span(1))])
    return None
