"""The lines of the picture of who met whom, of which there may be some hundreds."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

from ..pages.network.arc_diagram import Arcs, Curve
from ..pages.network.pairs import Links
from .mould import fill, mould

ARCS = "timeline/_arcs.html"


def lines(picture: Arcs, links: Links, rows: Mapping[str, str]) -> SafeString:
    """Of meetings, each a link to these; above them of statements, each a link to the pair's row, by its key."""
    return mark_safe(
        "\n".join([*(_met(curve, links) for curve in picture.met), *(_said(curve, rows) for curve in picture.said)])
    )


def _met(curve: Curve, links: Links) -> SafeString:
    pair = curve.pair
    return fill(
        mould(f"{ARCS}#met", "url first second path width", n=pair.meetings),
        url=links.meetings(pair.first.slug, pair.second.slug),
        **_drawn(curve),
    )


def _said(curve: Curve, rows: Mapping[str, str]) -> SafeString:
    pair, dot = curve.pair, mould(f"{ARCS}#listener", "x y")
    return fill(
        mould(f"{ARCS}#said", "url first second path width there back listeners"),
        url=rows[pair.key],
        there=str(pair.there),
        back=str(pair.back),
        listeners=mark_safe("".join(fill(dot, x=str(x), y=str(y)) for x, y in curve.listeners)),
        **_drawn(curve),
    )


def _drawn(curve: Curve) -> dict[str, str]:
    pair = curve.pair
    return {"first": pair.first.name, "second": pair.second.name, "path": curve.path, "width": str(curve.width)}
