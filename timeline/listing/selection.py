"""The events that an address selects, and what every page that lists them shows: description, facets, chips."""

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

# The pages that show a selection: the name of the address, and the label for readers.
WAYS: tuple[tuple[str, Promise], ...] = (
    ("timeline:event_list", _("List")),
    ("timeline:compare", _("Side by side")),
    ("timeline:network", _("Meetings")),
)


DATES = "dates"  # the value of `all` for the table of the histogram; other values are facets


@dataclass(frozen=True)
class Selection:
    """The events of one address. `path` is its page: the list, or another page that shows the same events."""

    path: str
    events: EventFilter
    backend: SearchBackend
    facets: list[Facet]
    description: str
    parameters: querystring.Pairs  # canonical, without the page
    whole: str  # the facet that is shown with all its choices, or `DATES`

    @property
    def total(self) -> int:
        """Matching events."""
        return self.backend.total

    @property
    def understood(self) -> bool:
        return self.events.understood

    @property
    def problems(self) -> list[str]:
        """What is wrong with the parameters, for readers."""
        return [str(error) for errors in self.events.form.errors.values() for error in errors]

    @property
    def query(self) -> str:
        """Canonical, without the page."""
        return querystring.build_query(self.parameters)

    @cached_property
    def chips(self) -> list[Chip]:
        return build_chips(self.events, self.facets)

    def facet(self, name: str) -> Facet:
        return next(facet for facet in self.facets if facet.name == name)

    @property
    def dates_as_table(self) -> str:
        """The query of the same page with the histogram as a table."""
        return querystring.AddressBuilder(self.parameters).build_with("all", DATES)


def load_selection(request: HttpRequest) -> Selection:
    snapshot = snapshot_at(request.revision)  # type: ignore[attr-defined]
    events = EventFilter(request.GET, known=snapshot.known)
    if not events.understood and (pairs := redirects.replace_former_values(request.GET, events.unknown_names())):
        raise redirects.RenamedValue(request.path + querystring.build_query(pairs))
    backend = SearchBackend(events, snapshot)
    whole = request.GET.get("all", "")
    facets = build_facets(events, backend, whole)
    description = describe_selection(events, facets, backend)
    return Selection(request.path, events, backend, facets, description, events.parameters, whole)
