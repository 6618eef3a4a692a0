"""The filter said in a sentence: on the page, as its title, and wherever its link is pasted."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from articles import dates

from ..filters.filterset import EventFilter
from ..index.bitmap_backend import SearchBackend
from ..search.query_parser import parse
from ..words import gettext as _
from ..words import ngettext
from .facets import Facet


def listed(words: Iterable[str], joiner: str) -> str:
    """“a”, “a and b”, “a, b and c”."""
    *most, last = list(words)
    return f"{', '.join(most)} {joiner} {last}" if most else last


def sentence(events: EventFilter, chosen: dict[str, Facet], answers: SearchBackend) -> str:
    """“11 events from 1998 to 2007 in which Sergei Lavrov speaks about missile defence”."""
    values, total = events.values, answers.total
    counted = ngettext("%(n)s event", "%(n)s events", total) % {"n": f"{total:,}" if total else _("No")}
    about = _about(chosen)
    parts = [
        counted,
        _kinds(chosen),
        _span(values),
        _sides(chosen),
        *_who(chosen, answers, about),
        _sources(chosen, values),
        _words(values),
    ]
    return " ".join(part for part in parts if part)


def _labels(chosen: dict[str, Facet], name: str) -> list[str]:
    return [choice.label for choice in chosen[name].chosen] if name in chosen else []


def _about(chosen: dict[str, Facet]) -> str:
    topics = [name[:1].lower() + name[1:] if name[1:2].islower() else name for name in _labels(chosen, "topic")]
    return _("about %(topics)s") % {"topics": listed(topics, _("and"))} if topics else ""


def _kinds(chosen: dict[str, Facet]) -> str:
    kinds = _labels(chosen, "kind")
    return f"({listed(kinds, _('or'))})" if kinds else ""


def _span(values: dict[str, Any]) -> str:
    since, until = values.get("since"), values.get("until")
    shown = {"since": dates.label(since) if since else "", "until": dates.label(until) if until else ""}
    certainly = _("certainly") + " " if values.get("certain") and (since or until) else ""
    if since and since == until:
        return (
            certainly + _("in %(since)s") % shown
            if len(since) < len("2007-10-23")
            else certainly + _("on %(since)s") % shown
        )
    if since and until:
        return certainly + _("from %(since)s to %(until)s") % shown
    if since:
        return certainly + _("since %(since)s") % shown
    return certainly + _("until %(until)s") % shown if until else ""


def _sides(chosen: dict[str, Facet]) -> str:
    sides = _labels(chosen, "side")
    return _("with a part for %(sides)s") % {"sides": listed(sides, _("and"))} if sides else ""


def _who(chosen: dict[str, Facet], answers: SearchBackend, about: str) -> list[str]:
    """Who does what about which topics. “Speaks” is only said where it is true of every event listed."""
    actors, offices, said = (_labels(chosen, name) for name in ("actor", "office", "said"))
    if not (actors or offices or said):
        return [about]
    subject = listed(actors, _("and")) if actors else _("somebody")
    if offices:
        subject += " " + _("(then %(offices)s)") % {"offices": listed(offices, _("or"))}
    manner = _(" (%(said)s)") % {"said": listed(said, _("or"))} if said else ""
    if offices or said or answers.all_speak():
        spoken = ngettext(
            "in which %(subject)s speaks%(manner)s", "in which %(subject)s speak%(manner)s", len(actors) or 1
        )
        return [spoken % {"subject": subject, "manner": manner}, about]
    present = ngettext("in which %(subject)s takes part", "in which %(subject)s take part", len(actors))
    return [about, present % {"subject": subject}]


def _sources(chosen: dict[str, Facet], values: dict[str, Any]) -> str:
    outlets, languages = _labels(chosen, "outlet"), _labels(chosen, "language")
    parts = []
    if outlets:
        parts.append(_("reported by %(outlets)s") % {"outlets": listed(outlets, _("or"))})
    if languages:
        parts.append(_("in sources in %(languages)s") % {"languages": listed(languages, _("or"))})
    if values.get("corroborated"):
        parts.append(_("with two independent sources"))
    return ", ".join(parts)


def _words(values: dict[str, Any]) -> str:
    """Words stand together as they were typed, phrases apart."""
    asked = parse(values.get("q") or "")
    found: list[str] = []
    for phrase, terms in groupby(asked.wanted, key=lambda term: term.phrase):
        texts = [term.text for term in terms]
        found += texts if phrase else [" ".join(texts)]
    if not found:
        return ""
    words = {
        "words": listed((f"“{text}”" for text in found), _("and")),
        "unwanted": listed((f"“{term.text}”" for term in asked.unwanted), _("or")) if asked.unwanted else "",
    }
    return (
        _("with the words %(words)s but without %(unwanted)s") if asked.unwanted else _("with the words %(words)s")
    ) % words
