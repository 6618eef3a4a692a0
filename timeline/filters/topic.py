"""`?topic=missile-defence`: what an event is about."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Topic
from ..models.events import EventQuerySet
from ..models.quotes import QuoteQuerySet
from .base import ChoiceNames, Columns, EventChoiceFilter, Planes, Rows, SearchableSnapshot, Slot
from .wording import join_all


class TopicFilter(EventChoiceFilter):
    name = "topic"
    label = gettext_lazy("Topic")
    noun = gettext_lazy("topic")
    needs_all = True
    slot = Slot.TOPIC
    statement_note = gettext_lazy("Only statements on the selected topics are shown.")
    columns = Columns(event_relation="topics", statement_relation="topics")
    names_from = (Topic,)

    def read_names(self, rows: Rows) -> ChoiceNames:
        topics = rows.of(Topic, "pk", "slug", "name")
        labels = {slug: name for _pk, slug, name in topics}
        return ChoiceNames(labels, frozenset(labels), {pk: slug for pk, slug, _name in topics})

    def values_of(self, names: ChoiceNames, topic: int) -> Iterable[str]:
        return (names.slugs[topic],)

    def describe(self, value: list[str]) -> str:
        return _("about %(topics)s") % {"topics": join_all(map(in_a_sentence, value))}

    def filter(self, events: EventQuerySet, value: tuple[str, ...]) -> EventQuerySet:
        for topic in value:
            events = events.about(topic)
        return events

    def filter_statements(self, quotes: QuoteQuerySet, value: tuple[str, ...]) -> QuoteQuerySet:
        return quotes.on_topics(value)

    def find_statements(self, snapshot: SearchableSnapshot, value: tuple[str, ...]) -> Planes:
        return snapshot.find_statements_with_any(self.name, value)


def in_a_sentence(name: str) -> str:
    """Without the capital it begins with, unless that is an abbreviation's."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
