"""The numbers on the page about the timeline, counted for each request."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q

from timeline.models import Actor, Event, Quote, Topic, public_articles


@dataclass(frozen=True)
class RecordCounts:
    events: int
    first_year: int | None
    last_year: int | None
    statements: int
    verbatim: int
    verified: int  # of the verbatim ones, found in a text held here
    unheld: int  # of the verbatim ones, without a text held here
    found_once: int  # of those, found in the text when they were recorded
    sources: int
    first_hand: int
    actors: int
    topics: int

    @property
    def paraphrases(self) -> int:
        return self.statements - self.verbatim


def count_records() -> RecordCounts:
    """Five queries."""
    public = Event.objects.public()
    span = public.order_by().aggregate(n=Count("pk"), first=Min("sort_date"), last=Max("sort_date"))
    verbatim = ~Q(kind=Quote.Kind.PARAPHRASE)
    quotes = (
        Quote.objects.public()
        .order_by()
        .aggregate(
            n=Count("pk"),
            verbatim=Count("pk", filter=verbatim),
            verified=Count("pk", filter=verbatim & Q(anchor_state="verified")),
            unheld=Count("pk", filter=verbatim & Q(anchor_state="unheld")),
            found_once=Count("pk", filter=verbatim & Q(anchor_state="unheld") & ~Q(text_sha256="")),
        )
    )
    sources = public_articles().order_by().aggregate(n=Count("pk"), first_hand=Count("pk", filter=Q(tier=1)))
    return RecordCounts(
        events=span["n"],
        first_year=span["first"].year if span["first"] else None,
        last_year=span["last"].year if span["last"] else None,
        statements=quotes["n"],
        verbatim=quotes["verbatim"],
        verified=quotes["verified"],
        unheld=quotes["unheld"],
        found_once=quotes["found_once"],
        sources=sources["n"],
        first_hand=sources["first_hand"],
        actors=Actor.objects.public().count(),
        topics=Topic.objects.count(),
    )
