"""KnownRecord names of actors and places in the forms that news uses, to find them in an article's text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from articles.extraction.known_names import KnownNames, KnownRecord
from articles.extraction.name_aliases import get_aliases, get_surname

from ..models import Actor, Event

_INITIAL = re.compile(r"\s[A-Z]\.(?=\s)")
_PARTS_OF_PLACE = re.compile(r"\s*[/()]\s*")


def load_known_names() -> KnownNames:
    """All forms of the names of actors and of the places of events, in two queries."""
    forms: dict[str, dict[KnownRecord, None]] = defaultdict(dict)
    for slug, kind, country, name in Actor.objects.order_by("slug").values_list("slug", "kind", "country", "name"):
        for form in {name, *get_aliases(name).short, *(_list_person_forms(name, country) if kind == "person" else ())}:
            forms[form][KnownRecord("actor", slug)] = None
    for form, place in _load_places().items():
        forms[form][KnownRecord("place", place)] = None
    return {form: tuple(known) for form, known in forms.items()}


def _list_person_forms(name: str, country: str) -> Iterator[str]:
    """The name without middle initials, and the surname."""
    yield _INITIAL.sub("", name)
    if last := get_surname(name, country):
        yield last


def _load_places() -> dict[str, str]:
    """Places by each form of their names, including the capitals of datelines."""
    listed = Event.objects.exclude(place="").order_by("place").values_list("place", flat=True).distinct()
    places = {place.strip(): None for line in listed for place in line.split(";") if place.strip()}
    found = {place: place for place in places}
    for place in places:
        for part in _PARTS_OF_PLACE.split(place):
            for form in (part, part.partition(",")[0], part.replace("St ", "St. ")):
                if form:
                    found.setdefault(form, place)
    return {form.upper(): place for form, place in found.items() if len(form) > 3} | found
