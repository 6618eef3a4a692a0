"""The one short form of an address: parameters sorted, defaults and empty ones gone, each value once."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote

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
    return "?" + "&".join(encoded(pair) for pair in parameters) if parameters else ""


@lru_cache(8192)
def encoded(pair: tuple[str, str]) -> str:
    return f"{pair[0]}={quote(pair[1], safe=',/:')}"


@dataclass(frozen=True)
class Address:
    """Sorted parameters, of which a page makes a hundred queries that differ in one of them."""

    parameters: Pairs

    @cached_property
    def around(self) -> dict[str, tuple[str, str]]:
        """What stands before and after a parameter that the address does not have yet."""
        return {}

    @cached_property
    def parts(self) -> list[str]:
        return [encoded(pair) for pair in self.parameters]

    def having(self, name: str, value: str) -> str:
        """The query with this value too."""
        pair = (name, value)
        if (around := self.around.get(name)) is None:
            if any(name == one for one, _value in self.parameters):
                at = bisect(self.parameters, pair)
                return "?" + "&".join([*self.parts[:at], encoded(pair), *self.parts[at:]])
            at = bisect(self.parameters, (name,))
            before, after = self.parts[:at], self.parts[at:]
            around = self.around[name] = "".join(f"{one}&" for one in before), "".join(f"&{one}" for one in after)
        return f"?{around[0]}{encoded(pair)}{around[1]}"

    def lacking(self, name: str, value: str) -> str:
        return query(tuple(pair for pair in self.parameters if pair != (name, value)))

    def between(self, since: str, until: str) -> str:
        """The query with these dates in place of others; they need no encoding."""
        before, amid, after = self.beside_dates
        return f"?{before}since={since}&{amid}until={until}{after}"

    @cached_property
    def beside_dates(self) -> tuple[str, str, str]:
        rest = [pair for pair in self.parameters if pair[0] not in ("since", "until")]
        before = "".join(f"{encoded(pair)}&" for pair in rest if pair[0] < "since")
        amid = "".join(f"{encoded(pair)}&" for pair in rest if "since" < pair[0] < "until")
        return before, amid, "".join(f"&{encoded(pair)}" for pair in rest if pair[0] > "until")


def with_value(parameters: Pairs, name: str, value: str) -> Pairs:
    return tuple(sorted({*without_page(parameters), (name, value)}))


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
