"""The one short form of an address: parameters sorted, defaults and empty ones gone, each value once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.http import QueryDict

Pairs = tuple[tuple[str, str], ...]


def pairs(values: Mapping[str, Any]) -> Pairs:
    """Understood values as sorted parameters; a list gives one pair for each of its values."""
    found: set[tuple[str, str]] = set()
    for name, value in values.items():
        found.update((name, one) for one in (value if isinstance(value, list) else [value]) if one)
    return tuple(sorted(found))


def query(parameters: Pairs) -> str:
    """`?actor=…&topic=…`, or nothing. Commas and slashes stay readable."""
    return "?" + urlencode(parameters, quote_via=quote, safe=",/:") if parameters else ""


def with_value(parameters: Pairs, name: str, value: str) -> Pairs:
    return tuple(sorted({*without_page(parameters), (name, value)}))


def without_value(parameters: Pairs, name: str, value: str) -> Pairs:
    return tuple(pair for pair in without_page(parameters) if pair != (name, value))


def replacing(parameters: Pairs, **new: str) -> Pairs:
    """With these single values in place of those the parameters had; an empty one takes its parameter away."""
    kept = [pair for pair in without_page(parameters) if pair[0] not in new]
    return tuple(sorted([*kept, *((name, value) for name, value in new.items() if value)]))


def without_page(parameters: Pairs) -> Pairs:
    """Another choice is another list: it begins at its first page."""
    return tuple(pair for pair in parameters if pair[0] != "page")


def as_sent(data: QueryDict) -> Pairs:
    """The parameters in the order in which they stand in the address."""
    return tuple((name, value) for name, values in data.lists() for value in values)
