"""What an address asks for, and what every page that lists events says of it: sentence, choices, chips, short form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from timeline.filters import querystring
from timeline.sharing import redirects

from ..filters.filterset import EventFilter
from ..index.bitmap_backend import SearchBackend
from ..index.registry import snapshot_at
from .description import describe_selection
from .facets import Chip, Facet, build_chips, build_facets

# The pages that show one choice, each in its own way: the name of the address, and what readers call it.
WAYS: tuple[tuple[str, Promise], ...] = (
    ("timeline:event_list", _("List")),
    ("timeline:compare", _("Side by side")),
    ("timeline:network", _("Meetings")),
)


DATES = "dates"  # what `all=` calls the rail's table, beside the groups of choices


@dataclass(frozen=True)
class Asked:
    """The filter of one address. `path` is the page it is asked of: the list, or another way to look at the same."""

    path: str
    events: EventFilter
    answers: SearchBackend
    facets: list[Facet]
    sentence: str
    parameters: querystring.Pairs  # canonical, without the page
    whole: str  # the name of the group of which all choices are asked for, or `DATES`

    @property
    def total(self) -> int:
        """Matching events."""
        return self.answers.total

    @property
    def understood(self) -> bool:
        return self.events.understood

    @property
    def problems(self) -> list[str]:
        """What is wrong with the values asked for, in words."""
        return [str(error) for errors in self.events.form.errors.values() for error in errors]

    @property
    def query(self) -> str:
        """Canonical, without the page."""
        return querystring.query(self.parameters)

    @cached_property
    def chips(self) -> list[Chip]:
        return build_chips(self.events, self.facets)

    def facet(self, name: str) -> Facet:
        return next(facet for facet in self.facets if facet.name == name)

    @property
    def dates_as_table(self) -> str:
        """The query of the same page with the rail as a table."""
        return querystring.Address(self.parameters).having("all", DATES)


def asked(request: HttpRequest) -> Asked:
    snapshot = snapshot_at(request.revision)  # type: ignore[attr-defined]
    events = EventFilter(request.GET, known=snapshot.known)
    if not events.understood and (pairs := redirects.replace_former_values(request.GET, events.unknown_names())):
        raise redirects.Renamed(request.path + querystring.query(pairs))
    answers = SearchBackend(events, snapshot)
    whole = request.GET.get("all", "")
    facets = build_facets(events, answers, whole)
    description = describe_selection(events, facets, answers)
    return Asked(request.path, events, answers, facets, description, events.parameters, whole)
