"""The time rail as SVG, and as a table: `timeline/pages/event_list/histogram.py` works out what stands where."""

from __future__ import annotations

from html import escape
from typing import Any, NamedTuple

from django.template import loader
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ..listing.selection import DATES, Asked
from ..models import Side
from ..pages.event_list.histogram import Link, Picture, Rail, Tick
from ..words import gettext as _
from .mould import fill, hole, kept, made, mould

RAIL = "timeline/_rail.html"
BELOW = 15  # pixels from the axis to the feet of the years' numbers
ROOM = 20  # and what all of them take
HOLES = "wide earlier later height whole_height most ticks bars elsewhere to_table table"


def rail(one: Rail, listing: Asked) -> SafeString:
    if not one:
        return SafeString()
    picture, as_table = one.picture, listing.whole == DATES
    lanes = picture.lanes if picture else []
    cast = mould(
        RAIL,
        HOLES,
        wider=bool(one.wider),
        beside=bool(one.earlier or one.later),
        lanes=tuple((lane.name, hole(f"base_{n}"), hole(f"middle_{n}")) for n, lane in enumerate(lanes)),
        as_table=as_table,
    )
    values = {
        "wide": mark_safe(" · ".join(link(to) for to in one.wider)),
        "earlier": link(one.earlier, id="rail-earlier", before="← ", told=_("earlier")) if one.earlier else "",
        "later": link(one.later, id="rail-later", after=" →", told=_("later")) if one.later else "",
    }
    return fill(cast, **values, **(drawn(picture, listing, as_table=as_table) if picture else {}))


def link(to: Link, **decided: Any) -> SafeString:
    return fill(mould(f"{RAIL}#link", "query label", **decided), query=to.query, label=to.label)


def drawn(picture: Picture, listing: Asked, *, as_table: bool) -> dict[str, str]:
    forms = _forms(get_language())
    places = {f"base_{n}": str(lane.base) for n, lane in enumerate(picture.lanes)}
    places |= {f"middle_{n}": str(lane.middle) for n, lane in enumerate(picture.lanes)}
    elsewhere = fill(mould(f"{RAIL}#elsewhere", "", n=picture.elsewhere)) if picture.elsewhere else ""
    return places | {
        "height": str(picture.height),
        "whole_height": str(int(picture.height) + ROOM),
        "most": str(picture.most),
        "ticks": ticks(picture.ticks, str(int(picture.height) + BELOW), forms),
        "bars": bars(picture, forms),
        "elsewhere": elsewhere,
        "to_table": listing.dates_as_table,
        "table": table(picture) if as_table else "",
    }


def ticks(several: list[Tick], y: str, forms: Forms) -> SafeString:
    return mark_safe(
        "".join([forms.tick[one.anchor] % {"x": one.x, "y": y, "label": escape(one.label)} for one in several])
    )


def bars(picture: Picture, forms: Forms) -> SafeString:
    """Each a link, with its marks one above the other."""
    language, bar, marks, height = get_language(), forms.bar, forms.mark, picture.height
    drawn = [
        bar
        % {
            "query": one.query.replace("&", "&amp;"),  # what else is markup, an address has encoded
            "told": escape(one.told(language)),
            "x": one.x,
            "width": one.width,
            "height": height,
            "marks": "".join([marks[lane] % {"y": y, "height": high} for lane, y, high in one.marks]),
        }
        for one in picture.bars
    ]
    return mark_safe("\n".join(drawn))


class Forms(NamedTuple):
    """Of what a rail has several."""

    tick: dict[str, str]  # by which end of the label stands at its place
    bar: str
    mark: dict[str, str]  # by lane


@kept(16)
def _forms(_language: str | None) -> Forms:
    return Forms(
        {anchor: made(f"{RAIL}#tick", "x y label", anchor=anchor) for anchor in ("start", "middle", "end")},
        made(f"{RAIL}#bar", "query told x width height marks"),
        {lane: made(f"{RAIL}#mark", "y height", lane=lane) for lane in ("all", *(str(side) for side in Side))},
    )


def table(picture: Picture) -> SafeString:
    """The same as a table."""
    cast = mould("timeline/_rail_table.html#row", "query label n sides")
    rows = (
        fill(
            cast,
            query=bar.query,
            label=bar.label,
            n=str(bar.n),
            sides=mark_safe("".join(f"<td>{n}</td>" for n in bar.sides.values())),
        )
        for bar in picture.bars
    )
    context = {"rows": mark_safe("".join(rows)), "unsettled": picture.unsettled, "sides": list(Side)}
    return loader.render_to_string("timeline/_rail_table.html", context)
