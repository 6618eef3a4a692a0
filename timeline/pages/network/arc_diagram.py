"""The network as an arc diagram: names in a column, grouped by side, and a curve for each pair that met or spoke.

The names are HTML, a row each, so they stay readable on a phone; the curves beside them may be squeezed in width.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from timeline.models import Actor, Side

from .pairs import SIDES, Network, Pair

MOST_NAMES = 30  # the table lists all
WIDTH, ROW = 100, 10  # units of the SVG
START = 3  # where curves leave the names, with room for a dot
TURN = pi / 7  # the angle, along the half ellipse, of the dot that marks the listener
APART = 1.5  # half the distance between the two kinds of curve at a name


@dataclass(frozen=True)
class Name:
    actor: Actor
    url: str  # their events, within the filters
    since: str  # the day of the first meeting or statement


@dataclass(frozen=True)
class Group:
    side: Side
    names: list[Name]  # in order of time


@dataclass(frozen=True)
class Curve:
    """`listeners` are points near the actors addressed."""

    pair: Pair
    path: str
    width: float
    listeners: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class ArcDiagram:
    groups: list[Group]
    met: list[Curve]
    said: list[Curve]
    shown: int
    height: int
    width: int = WIDTH


def build_arc_diagram(network: Network) -> ArcDiagram:
    names = [
        Name(node.actor, network.build_url(node), network.find_first_day(node)) for node in network.nodes[:MOST_NAMES]
    ]
    groups = [Group(side, _sort_by_time(names, side)) for side in SIDES]
    groups = [group for group in groups if group.names]
    rows = _place_names(groups)
    shown = [pair for pair in network.pairs if pair.first.slug in rows and pair.second.slug in rows]
    height = (len(names) + len(groups)) * ROW
    met = [_build_meeting_curve(pair, rows, height) for pair in shown if pair.meetings]
    said = [_build_statement_curve(pair, rows, height) for pair in shown if pair.there or pair.back]
    return ArcDiagram(groups, met, said, len(names), height)


def _sort_by_time(names: list[Name], side: Side) -> list[Name]:
    """Japanese names earliest first, others latest first: pairs are close together, and curves rarely cross."""
    own = [name for name in names if name.actor.side == side]
    return sorted(own, key=lambda name: name.since, reverse=side != Side.JP)


def _place_names(groups: list[Group]) -> dict[str, float]:
    """The vertical centre of each name; the heading of a side takes a row too."""
    lines: list[str] = []
    for group in groups:
        lines += ["", *(name.actor.slug for name in group.names)]
    return {slug: (line + 0.5) * ROW for line, slug in enumerate(lines) if slug}


def _build_meeting_curve(pair: Pair, rows: dict[str, float], height: int) -> Curve:
    first, second = _place_ends(pair, rows, APART)
    return Curve(pair, _build_path(first, second, height), _compute_width(pair.meetings))


def _build_statement_curve(pair: Pair, rows: dict[str, float], height: int) -> Curve:
    first, second = _place_ends(pair, rows, -APART)
    ends = ((first, second, pair.back), (second, first, pair.there))
    listeners = tuple(_place_dot(end, other, height) for end, other, n in ends if n)
    return Curve(pair, _build_path(first, second, height), _compute_width(pair.there + pair.back), listeners)


def _place_ends(pair: Pair, rows: dict[str, float], outwards: float) -> tuple[float, float]:
    """The vertical positions of both ends; curves of statements run inside those of meetings."""
    first, second = rows[pair.first.slug], rows[pair.second.slug]
    shift = outwards if first < second else -outwards
    return first - shift, second + shift


def _build_path(one: float, other: float, height: int) -> str:
    """Half an ellipse, wider the further apart the names are."""
    top, bottom = sorted((one, other))
    return f"M{START} {top:g}A{_compute_reach(one, other, height):.1f} {(bottom - top) / 2:g} 0 0 1 {START} {bottom:g}"


def _compute_reach(one: float, other: float, height: int) -> float:
    return (WIDTH - START - 2) * abs(one - other) / height


def _place_dot(end: float, other: float, height: int) -> tuple[float, float]:
    """A point of the curve near its end, far enough to be distinct from other curves."""
    x = START + _compute_reach(end, other, height) * sin(TURN)
    return round(x, 1), round(end + (other - end) / 2 * (1 - cos(TURN)), 1)


def _compute_width(n: int) -> float:
    """In pixels: four times as many make a line twice as wide."""
    return round(1.25 * sqrt(n), 2)
