"""Other names for actors in the news: short names, seats of government, surnames."""

from __future__ import annotations

from typing import NamedTuple

from articles.extraction.dating.vocabulary import MONTHS, UNITS, WEEKDAYS


class Aliases(NamedTuple):
    """Short names are valid anywhere; seats of government only for speakers: “Moscow said”, not “in Moscow”."""

    short: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


# By the actor's name. Where two actors share an alias, the date of the report decides.
ALIASES = {
    "Japan": Aliases(seats=("Tokyo", "Japanese government", "Government of Japan")),
    "North Atlantic Treaty Organization": Aliases(("NATO",)),
    "North Korea": Aliases(("DPRK",), ("Pyongyang",)),
    "People's Republic of China": Aliases(("China",), ("Beijing", "Chinese government")),
    "Russian Federation": Aliases(("Russia",), ("Moscow", "Kremlin", "Russian government")),
    "Soviet Union": Aliases(("USSR", "U.S.S.R."), ("Moscow", "Kremlin", "Soviet government")),
    "US Department of Defense": Aliases(("Pentagon", "Defense Department", "Department of Defense")),
    "US Department of State": Aliases(("State Department",)),
    "United Nations": Aliases(("UN", "U.N.")),
    "United Nations Security Council": Aliases(("UN Security Council", "U.N. Security Council", "Security Council")),
    "United States of America": Aliases(
        ("United States", "US", "U.S.", "USA"),
        ("America", "Washington", "White House", "US government", "U.S. government"),
    ),
}
SURNAME_FIRST = frozenset({"CN", "KP", "KR", "TW", "VN"})
NO_SURNAMES = frozenset(
    {*MONTHS, *WEEKDAYS, *(unit.capitalize() for unit in UNITS)}
)  # Yuri Ten is only found by his full name


def get_aliases(name: str) -> Aliases:
    return ALIASES.get(name, Aliases())


def get_surname(name: str, country: str) -> str:
    """The surname of a person with more than one name; empty if it is a common word, as in “Unnamed official”."""
    words = name.split()
    if len(words) < 2:
        return ""
    last = words[0] if country in SURNAME_FIRST else words[-1]
    return last if last[:1].isupper() and last not in NO_SURNAMES else ""
