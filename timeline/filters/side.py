"""`?side=JP`: who takes part or speaks, by side."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Actor, Side
from ..models.events import EventQuerySet
from .actor import read_actors, side_of
from .base import ChoiceNames, FixedNames, InvolvementFilter, Rows, Slot
from .wording import join_all

SIDES = {side.value: side.value for side in Side}


class SideFilter(FixedNames, InvolvementFilter):
    name = "side"
    label = gettext_lazy("Side")
    noun = gettext_lazy("side")
    members = Side
    slot = Slot.SIDE
    names_from = (Actor,)

    def read_names(self, rows: Rows) -> ChoiceNames:
        """`slugs` has the side of each actor by the actor's key."""
        of_actor = {pk: side_of(country) for pk, _slug, _name, country in read_actors(rows)}
        return ChoiceNames(known=frozenset(Side.values), slugs=of_actor, sides=SIDES)

    def values_of(self, names: ChoiceNames, actor: int) -> Iterable[str]:
        return (names.slugs[actor],)

    def describe(self, value: list[str]) -> str:
        return _("involving %(sides)s") % {"sides": join_all(value)}

    def filter(self, events: EventQuerySet, value: tuple[str, ...]) -> EventQuerySet:
        for side in value:
            events = events.of_side(side)
        return events
