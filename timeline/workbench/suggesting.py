"""Stores proposals from an article's text without changing earlier decisions."""

from __future__ import annotations

import re

from articles import anchors
from articles.extraction import ProposedStatement, propose_statements
from articles.models import Article

from ..models import Proposal, Quote
from .dated_sentences import MAX_READ, get_article_day
from .speaker_matching import Speakers
from .statement_dates import DatedText

DENIALS = ("den", "reject", "refut", "disput", "disavow", "dismiss")  # beginnings of such verbs
LEADING_THAT = re.compile(r"that\s+", re.I)
MAX_NEW = 200  # proposals at a time; the editor can ask for more
EDGES = " \t\n,;:–—-"


def store_proposals(article: Article) -> int:
    """Propose statements from the current text; existing proposals and statements do not change.

    Returns the number of new proposals. A very long text is processed in parts, one per call.
    """
    held = article.held
    text = held.body[:MAX_READ]
    speakers = Speakers.load()
    taken = list_taken_places(article)
    dated = DatedText.parse(text, get_article_day(article))
    day = article.published_latest if article.published else None
    new: list[tuple[int, int]] = []
    for found in propose_statements(text):
        start, end = trim_to_words(text, *include_denial(found))
        if start >= end or any(is_same_place((start, end), other) for other in [*taken, *new]):
            continue
        actor = speakers.resolve(found.names, day) or speakers.resolve(found.speaker, day)
        Proposal.objects.create(
            article=article,
            exact=text[start:end],
            start=start,
            end=end,
            text_sha256=held.sha256,
            cue=found.cue[:100],
            named=found.speaker[:200],
            speaker=actor,
            date=dated.find_statement_date(found),
        )
        new.append((start, end))
        if len(new) == MAX_NEW:
            break
    return len(new)


def list_taken_places(article: Article) -> list[tuple[int, int]]:
    """The places of existing statements and proposals."""
    stored = Quote.objects.filter(article=article), Proposal.objects.filter(article=article)
    found = [place for words in stored for place in words.order_by().values_list("start", "end")]
    return [(start, end) for start, end in found if start is not None and end is not None]


def is_same_place(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether more than half of the longer is in both: the same statement with slightly different ends."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * common > max(one[1] - one[0], other[1] - other[0])


def include_denial(found: ProposedStatement) -> tuple[int, int]:
    """The place including the verb if it is a denial: what somebody denies is not what they say."""
    cue = min((start for start, _end in found.cue_spans), default=found.end)
    if found.cue.casefold().startswith(DENIALS) and cue < found.start:
        return cue, found.end
    return found.start, found.end


def trim_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The place without quotation marks around the whole, and without the “that” of reported speech."""
    while start < end and text[start] in EDGES:
        start += 1
    while start < end and text[end - 1] in EDGES:
        end -= 1
    inner = (start + 1, end - 1)
    in_marks = end - start > 2 and not text[start].isalnum() and not text[end - 1].isalnum()
    if in_marks and anchors.detect_kind_at(text, *inner) == "direct":
        return trim_to_words(text, *inner) if text[inner[1] - 1] in EDGES else inner
    if that := LEADING_THAT.match(text, start, end):
        return that.end(), end
    return start, end
