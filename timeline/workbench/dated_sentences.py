"""The dated sentences of an article, from which editors start events. They are not stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from articles import dates
from articles.extraction.dates import ProposedDate
from articles.extraction.events import ProposedEvent, propose_events
from articles.models import Article

from ..models import Actor
from .known_names import load_known_names

MAX_READ = 60_000  # code points searched: longer texts are documents, not reports
MAX_LISTED = 60


@dataclass(frozen=True)
class DatedSentence:
    """A dated sentence and the actors it names."""

    found: ProposedEvent
    actors: list[Actor]

    @property
    def start(self) -> int:
        return self.found.start

    @property
    def span(self) -> dates.Span:
        return dates.parse(self.found.edtf)

    @property
    def event_dates(self) -> list[ProposedDate]:
        """The dates in the sentence from which the event's date is taken."""
        return [date for date in self.found.dates if date.edtf in (self.found.edtf, *self.found.edtf.split("/"))]

    @property
    def is_certain(self) -> bool:
        return all(date.certain for date in self.event_dates)

    def build_initial(self) -> dict[str, str | bool]:
        """Initial values of a new event's form, without title and summary."""
        return {
            "date": self.found.edtf,
            "place": self.found.place or "",
            "planned": self.found.planned,
            "taking_part": "\n".join(actor.name for actor in self.actors),
        }


@dataclass(frozen=True)
class DatedSentences:
    listed: list[DatedSentence]
    is_whole: bool  # none was left out

    def find(self, start: str) -> DatedSentence | None:
        return next((one for one in self.listed if str(one.start) == start), None)


def get_article_day(article: Article) -> dt.date | None:
    """The day of publication, if known exactly."""
    return article.published_earliest if article.published_earliest == article.published_latest else None


def find_dated_sentences(article: Article) -> DatedSentences:
    text = article.text or ""
    found = propose_events(text[:MAX_READ], get_article_day(article), load_known_names()) if text else []
    listed = found[:MAX_LISTED]
    actors = Actor.objects.in_bulk({slug for one in listed for slug in one.actors}, field_name="slug")
    return DatedSentences(
        [DatedSentence(one, [actors[slug] for slug in one.actors if slug in actors]) for one in listed],
        len(text) <= MAX_READ and len(found) == len(listed),
    )
