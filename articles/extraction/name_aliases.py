"""How news calls those the record knows: short names, seats of government, surnames."""

from __future__ import annotations

from typing import NamedTuple

from articles.extraction.dating.vocabulary import MONTHS, UNITS, WEEKDAYS


class Called(NamedTuple):
    """Short names stand for it anywhere; seats only where somebody speaks: “Moscow said”, not “in Moscow”."""

    short: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


# By the name in the record. What two share, the day of the report decides.
CALLED = {
    "Japan": Called(seats=("Tokyo", "Japanese government", "Government of Japan")),
    "North Atlantic Treaty Organization": Called(("NATO",)),
    "North Korea": Called(("DPRK",), ("Pyongyang",)),
    "People's Republic of China": Called(("China",), ("Beijing", "Chinese government")),
    "Russian Federation": Called(("Russia",), ("Moscow", "Kremlin", "Russian government")),
    "Soviet Union": Called(("USSR", "U.S.S.R."), ("Moscow", "Kremlin", "Soviet government")),
    "US Department of Defense": Called(("Pentagon", "Defense Department", "Department of Defense")),
    "US Department of State": Called(("State Department",)),
    "United Nations": Called(("UN", "U.N.")),
    "United Nations Security Council": Called(("UN Security Council", "U.N. Security Council", "Security Council")),
    "United States of America": Called(
        ("United States", "US", "U.S.", "USA"),
        ("America", "Washington", "White House", "US government", "U.S. government"),
    ),
}
SURNAME_FIRST = frozenset({"CN", "KP", "KR", "TW", "VN"})
NO_SURNAMES = frozenset({*MONTHS, *WEEKDAYS, *(unit.capitalize() for unit in UNITS)})  # Yuri Ten is found in full only


def called(name: str) -> Called:
    return CALLED.get(name, Called())


def surname(name: str, country: str) -> str:
    """Of a person with more than one name; empty where it would be a common word, as of “Unnamed official”."""
    words = name.split()
    if len(words) < 2:
        return ""
    last = words[0] if country in SURNAME_FIRST else words[-1]
    return last if last[:1].isupper() and last not in NO_SURNAMES else ""
