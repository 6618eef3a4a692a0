"""What a list shows, in one sentence: on the page, as its title, and wherever its link is pasted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..filters.base import ChoiceFilter, Slot
from ..filters.filterset import EventFilter
from ..index.bitmap_backend import SearchBackend
from .facets import Facet

Phrases = Mapping[Slot, list[str]]
ALONE = (Slot.KIND, Slot.TIME, Slot.PLACE, Slot.SIDE)


def describe_selection(events: EventFilter, facets: list[Facet], backend: SearchBackend) -> str:
    """“11 events from 1998 to 2007 in which Sergei Lavrov speaks about missile defence”."""
    total = backend.total
    counted = ngettext("%(n)s event", "%(n)s events", total) % {"n": f"{total:,}" if total else _("No")}
    phrases = find_phrases(events, facets)
    parts = [
        counted,
        *(phrase for slot in ALONE for phrase in phrases[slot]),
        *describe_people(phrases, len(events.actors), backend),
        ", ".join(phrases[Slot.SOURCE]),
        *phrases[Slot.WORDS],
    ]
    return " ".join(part for part in parts if part)


def find_phrases(events: EventFilter, facets: list[Facet]) -> Phrases:
    labels = {facet.name: [choice.label for choice in facet.chosen] for facet in facets if facet.chosen_values}
    phrases: dict[Slot, list[str]] = defaultdict(list)
    for one, value in events.chosen:
        described = labels[one.name] if isinstance(one, ChoiceFilter) else value
        if phrase := one.describe(described):
            phrases[one.slot].append(phrase)
    return phrases


def describe_people(phrases: Phrases, n_actors: int, backend: SearchBackend) -> list[str]:
    """Who does what about which topics. “Speaks” is only used if it is true of every event listed."""
    about, actors, roles, manner = (phrases[slot] for slot in (Slot.TOPIC, Slot.SUBJECT, Slot.ROLE, Slot.MANNER))
    if not (actors or roles or manner):
        return about
    subject = " ".join([*(actors or [_("somebody")]), *roles])
    if not (roles or manner) and not backend.has_actors_speaking():
        text = ngettext("in which %(subject)s takes part", "in which %(subject)s take part", n_actors)
        return [*about, text % {"subject": subject}]
    text = ngettext("in which %(subject)s speaks", "in which %(subject)s speak", n_actors or 1)
    return [text % {"subject": subject}, *manner, *about]
