"""The canonical query string of an address: sorted, each value once, without defaults and empty parameters."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote

from django.http import QueryDict

Pairs = tuple[tuple[str, str], ...]


def build_pairs(values: Mapping[str, Any]) -> Pairs:
    """Cleaned values as sorted parameters; a list gives one pair for each of its values."""
    found: set[tuple[str, str]] = set()
    for name, value in values.items():
        found.update((name, one) for one in (value if isinstance(value, list) else [value]) if one)
    return tuple(sorted(found))


def build_query(parameters: Pairs) -> str:
    """`?actor=…&topic=…`, or nothing. Commas and slashes stay readable."""
    return "?" + "&".join(encode_pair(pair) for pair in parameters) if parameters else ""


@lru_cache(8192)
def encode_pair(pair: tuple[str, str]) -> str:
    return f"{pair[0]}={quote(pair[1], safe=',/:')}"


@dataclass(frozen=True)
class AddressBuilder:
    """Builds the many query strings of a page, which differ from its own in one parameter."""

    parameters: Pairs

    @cached_property
    def surroundings(self) -> dict[str, tuple[str, str]]:
        """The text before and after a parameter that the address does not have yet."""
        return {}

    @cached_property
    def parts(self) -> list[str]:
        return [encode_pair(pair) for pair in self.parameters]

    def build_with(self, name: str, value: str) -> str:
        """The query string with this value too."""
        pair = (name, value)
        if (surroundings := self.surroundings.get(name)) is None:
            if any(name == one for one, _value in self.parameters):
                at = bisect(self.parameters, pair)
                return "?" + "&".join([*self.parts[:at], encode_pair(pair), *self.parts[at:]])
            at = bisect(self.parameters, (name,))
            before, after = self.parts[:at], self.parts[at:]
            surroundings = self.surroundings[name] = (
                "".join(f"{one}&" for one in before),
                "".join(f"&{one}" for one in after),
            )
        return f"?{surroundings[0]}{encode_pair(pair)}{surroundings[1]}"

    def build_without(self, name: str, value: str) -> str:
        return build_query(tuple(pair for pair in self.parameters if pair != (name, value)))

    def build_with_dates(self, since: str, until: str) -> str:
        """The query string with these dates instead of others; they need no encoding."""
        before, amid, after = self.parts_around_dates
        return f"?{before}since={since}&{amid}until={until}{after}"

    @cached_property
    def parts_around_dates(self) -> tuple[str, str, str]:
        rest = [pair for pair in self.parameters if pair[0] not in ("since", "until")]
        before = "".join(f"{encode_pair(pair)}&" for pair in rest if pair[0] < "since")
        amid = "".join(f"{encode_pair(pair)}&" for pair in rest if "since" < pair[0] < "until")
        return before, amid, "".join(f"&{encode_pair(pair)}" for pair in rest if pair[0] > "until")


def add_value(parameters: Pairs, name: str, value: str) -> Pairs:
    return tuple(sorted({*remove_page(parameters), (name, value)}))


def replace_values(parameters: Pairs, **new: str) -> Pairs:
    """With these single values instead of the present ones; an empty one removes its parameter."""
    others = [pair for pair in remove_page(parameters) if pair[0] not in new]
    return tuple(sorted([*others, *((name, value) for name, value in new.items() if value)]))


def remove_page(parameters: Pairs) -> Pairs:
    """Another selection begins at its first page."""
    return tuple(pair for pair in parameters if pair[0] != "page")


def list_pairs(data: QueryDict) -> Pairs:
    """The parameters in the order of the address."""
    return tuple((name, value) for name, values in data.lists() for value in values)
