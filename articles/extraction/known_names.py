"""Finds the names of known actors and places in a text.

`KnownNames` maps each printed form of a name to the records that it may mean: “Lavrov” to Sergei Lavrov, “Ivanov” to
two ministers, “Japan” to an actor and to a place. Of several actors, the one whose unambiguous name also occurs in the
text is meant; if this is true of none, or of more than one, no actor is proposed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

_WORD = re.compile(r"(?<!\w)[^\W_]+")
_PLAIN = str.maketrans("\n\r\t\u00a0’", "    '")  # one character each, so that offsets stay valid


@dataclass(frozen=True)
class KnownRecord:
    """What a name means: the key of an actor, or a place as it is spelled in the database."""

    kind: Literal["actor", "place"]
    key: str


KnownNames = Mapping[str, Sequence[KnownRecord]]


@dataclass(frozen=True)
class Mention:
    start: int
    end: int
    known: KnownRecord


class NameFinder:
    """Names by their first word, longest first, so that a text is read only once for any number of names."""

    def __init__(self, names: KnownNames) -> None:
        self._known = {form.translate(_PLAIN).strip(): tuple(known) for form, known in names.items()}
        by_word: dict[str, list[str]] = defaultdict(list)
        for form in self._known:
            word = _WORD.match(form)
            if word:
                by_word[word[0]].append(form)
        self._forms = {word: sorted(forms, key=len, reverse=True) for word, forms in by_word.items()}

    def find_mentions(self, text: str) -> list[Mention]:
        """In the order of the text; a name that is both an actor and a place gives two mentions."""
        found = list(self._iter_forms(text.translate(_PLAIN)))
        sure = {known.key for _s, _e, form in found for known in _select_actors(self._known[form], alone=True)}
        return [Mention(start, end, known) for start, end, form in found for known in _resolve(self._known[form], sure)]

    def _iter_forms(self, text: str) -> Iterator[tuple[int, int, str]]:
        reached = 0
        for word in _WORD.finditer(text):
            if word.start() < reached:
                continue
            for form in self._forms.get(word[0], ()):
                end = word.start() + len(form)
                if text.startswith(form, word.start()) and not text[end : end + 1].isalnum():
                    yield word.start(), end, form
                    reached = end
                    break


def _select_actors(known: Sequence[KnownRecord], alone: bool) -> list[KnownRecord]:
    actors = [one for one in known if one.kind == "actor"]
    return actors if not alone or len(actors) == 1 else []


def _resolve(known: Sequence[KnownRecord], sure: set[str]) -> list[KnownRecord]:
    actors = _select_actors(known, alone=False)
    if len(actors) > 1:
        actors = [actor for actor in actors if actor.key in sure]
    return [*(actors if len(actors) == 1 else ()), *(one for one in known if one.kind == "place")]
