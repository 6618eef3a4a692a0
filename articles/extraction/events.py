"""Proposes events from the dated sentences of an English news text: when, who, where, planned or not."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TypeVar

from articles import dates

from .dates import ProposedDate, propose_dates
from .dating.sentences import find_sentence_places
from .dating.tense import Cues
from .known_names import KnownNames, Mention, NameFinder

# The words before a place where something happens; in “Tokyo said” and “ties with Moscow” the place is a government.
_AT = re.compile(
    r"(?:\b(?:in|at|near|outside|off|around|visit|visits|visited|visiting|reached|left)"
    r"|\b(?:visits?|visited|trips?|travel(?:l?ed|s)?|came|go|goes|went|flew|fly|return(?:ed|s)?|invited|back)\s+to"
    r"|\b(?:arriv(?:e|es|ed|ing)|met|meet|meeting|summit|talks|conference)\s+(?:in|at)"
    r"|\b(?:bases?|missiles?|troops|forces|units?|exercises?|drills?|land(?:ed|ing)?|stationed|located)\s+on)"
    r"\s+(?:(?:the|central|downtown|southern|northern|eastern|western)\s+)?\Z"
)
_PLAIN_WORD = re.compile(r"\b[a-z]{2,}")
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts)\s\Z")
_FROM = re.compile(r"\b(?:[Ff]rom|[Bb]etween)\s\Z")
_TO = re.compile(r"\s(?:to|and|until|through)\s")
NEAR = dt.timedelta(days=2)  # a dateline is a day or two older than its article
_POSSESSIVE = re.compile(r"['’]s\b")  # “in Japan’s view”
_BEFORE_PLACE = 60  # code points examined before a place
_DATELINE_AFTER = re.compile(r"(?:,?\s*[(/][^()/\n]{2,40}[)/])?\s*(?:--|[-–—_])\s")
_DATELINE_BEFORE = re.compile(r"[A-Z][^\n.!?;:“”\"]{0,60}[,(\s]\s*\Z|\s*\Z")
_PLACE_OF_DATELINE = re.compile(r"\s*(?:--|[-–—_]|[(/]|,\s*[A-Z0-9])")
_Located = TypeVar("_Located", ProposedDate, Mention)
_STOP = re.compile(r"[.!?…][\"'”’)\]]*\Z")


@dataclass(frozen=True)
class ProposedEvent:
    """A sentence, `text[start:end]`, with a date.

    `edtf` is the first of its `dates`; that of a dateline, or the year in a name (“the 1956 declaration”), only if
    there is no other. After “from” or “between” it is an interval that includes the second. `actors` are keys of known
    names, in the order of the sentence.
    """

    start: int
    end: int
    sentence: str
    dates: tuple[ProposedDate, ...]
    edtf: str
    actors: tuple[str, ...]
    place: str | None
    planned: bool


def propose_events(text: str, published: dt.date | None, names: KnownNames) -> list[ProposedEvent]:
    """In the order of the text, without bylines, which only give the article's own date."""
    found = propose_dates(text, published)
    mentions = NameFinder(names).find_mentions(text)
    cues = Cues(text)
    events = []
    for start, end in find_sentence_places(text):
        own = tuple(_select_within(found, start, end))
        if not own or _is_byline(text[start:end], own, published):
            continue
        main = _choose_date(text, own, start)
        here = _select_within(mentions, start, end)
        actors = dict.fromkeys(mention.known.key for mention in here if mention.known.kind == "actor")
        events.append(
            ProposedEvent(
                start,
                end,
                text[start:end],
                own,
                _extend_to_interval(text, main, own),
                tuple(actors),
                _find_place(text, here, main, start),
                _is_planned(main, published, cues, start, end),
            )
        )
    return events


def _select_within(found: list[_Located], start: int, end: int) -> list[_Located]:
    first = bisect_left(found, start, key=lambda placed: placed.start)
    return found[first : bisect_left(found, end, key=lambda placed: placed.start)]


def _is_byline(sentence: str, own: tuple[ProposedDate, ...], published: dt.date | None) -> bool:
    """Whether it only gives the date of the article or dateline, and is not a complete sentence."""
    if published is None or any(abs(dates.parse(date.edtf).earliest - published) > NEAR for date in own):
        return False
    rest = sentence
    for date in own:
        rest = rest.replace(date.text, "")
    return not _PLAIN_WORD.search(rest) or (
        not _STOP.search(sentence) and all(date.edtf == published.isoformat() for date in own)
    )


def _choose_date(text: str, own: tuple[ProposedDate, ...], start: int) -> ProposedDate:
    outside = [date for date in own if not _is_dateline(text, date, start)]
    unnamed = [date for date in outside if not _is_in_name(text, date)]
    return next(iter(unnamed or outside or own))


def _is_in_name(text: str, date: ProposedDate) -> bool:
    """The 1956 declaration."""
    return date.text.isdigit() and bool(_ARTICLE.search(text, max(0, date.start - 6), date.start))


def _extend_to_interval(text: str, main: ProposedDate, own: tuple[ProposedDate, ...]) -> str:
    """The date, as an interval if the sentence gives both ends: from March to May, between 1992 and 1996."""
    last = next((date for date in own if date.start > main.start), None)
    if (
        last
        and _FROM.search(text, max(0, main.start - 10), main.start)
        and _TO.fullmatch(text, main.end, last.start)
        and "/" not in main.edtf + last.edtf
        and dates.parse(main.edtf).earliest < dates.parse(last.edtf).earliest
    ):
        return f"{main.edtf}/{last.edtf}"
    return main.edtf


def _is_dateline(text: str, date: ProposedDate, start: int) -> bool:
    """TOKYO, Oct. 23 (Reuters) -"""
    return bool(_DATELINE_BEFORE.fullmatch(text, start, date.start) and _DATELINE_AFTER.match(text, date.end))


def _find_place(text: str, mentions: list[Mention], date: ProposedDate, start: int) -> str | None:
    """Where it happened: the place nearest to the date, if it is used as a location; otherwise that of the dateline."""
    places = [mention for mention in mentions if mention.known.kind == "place"]
    at = [
        place
        for place in places
        if _AT.search(text, max(start, place.start - _BEFORE_PLACE), place.start)
        and not _POSSESSIVE.match(text, place.end)
    ]
    if at:
        return min(at, key=lambda place: _measure_distance(place, date)).known.key
    first = next((place for place in places if place.start == start), None)
    return first.known.key if first and _PLACE_OF_DATELINE.match(text, first.end) else None


def _measure_distance(mention: Mention, date: ProposedDate) -> int:
    return max(mention.start - date.end, date.start - mention.end)


def _is_planned(date: ProposedDate, published: dt.date | None, cues: Cues, start: int, end: int) -> bool:
    """After the article's date, or in a period that includes it if the sentence is about the future."""
    ahead = cues.detect_tense(date.start, date.end, start, end) == "future"
    if published is None:
        return ahead
    span = dates.parse(date.edtf)
    return span.earliest > published or (ahead and span.latest >= published)
