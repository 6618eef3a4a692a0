"""Converts a TimelineJS spreadsheet to rows of our sheet of events: always drafts, since they cite no article.

The columns are those of Knight Lab's template. What an event has no field for – a picture, a time of day, a group that
is not one of our topics – goes into the note, so that an editor sees it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace

from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import dates
from articles.spreadsheets import CannotRead, RowOutcome, RowResult, Table

from ..models import Event, Topic

COLUMNS = (
    "Year",
    "Month",
    "Day",
    "Time",
    "End Year",
    "End Month",
    "End Day",
    "End Time",
    "Display Date",
    "Headline",
    "Text",
    "Media",
    "Media Credit",
    "Media Caption",
    "Media Thumbnail",
    "Alt Text",
    "Type",
    "Group",
    "Background",
    "Link",
)
KNOWN = {name.lower(): name for name in COLUMNS}
OURS = ["slug", "title", "date", "summary", "status", "topics", "note"]
NOT_EVENTS = ("title", "era")
LONGEST_TITLE, LONGEST_SLUG = 200, 115
BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6])\b[^>]*>", re.I)
UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.I | re.S)


@dataclass
class Conversion:
    """Rows of our own sheet, and results for rows that are not imported."""

    table: Table
    others: list[RowResult] = field(default_factory=list)
    notes: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def merge_results(self, found: list[RowResult]) -> list[RowResult]:
        with_notes = [replace(one, notes=(*one.notes, *self.notes.get(one.row, ()))) for one in found]
        return sorted([*with_notes, *self.others], key=lambda one: one.row)


def is_timelinejs(columns: list[str]) -> bool:
    return {"year", "headline"} <= {name.strip().lower() for name in columns}


def convert_table(table: Table) -> Conversion:
    names = [KNOWN.get(name.strip().lower(), "") for name in table.columns]
    if unknown := [name for name, known in zip(table.columns, names, strict=True) if not known]:
        message = _("Unknown columns: %(unknown)s. Rename or remove them. TimelineJS has these columns: %(known)s.")
        raise CannotRead(message % {"unknown": ", ".join(unknown), "known": ", ".join(COLUMNS)})
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise CannotRead(_("Two columns have the same name: %(names)s.") % {"names": ", ".join(twice)})
    note = _("Read as a TimelineJS spreadsheet. Every event is imported as a draft, because it cites no article.")
    made = Conversion(Table(list(OURS), [], [], [*table.notes, note]))
    slugs = Slugs()
    topics = {name.lower(): topic.slug for topic in Topic.objects.all() for name in (topic.name, topic.slug)}
    for number, cells in zip(table.numbers, table.rows, strict=True):
        add_slide(made, number, Slide(dict(zip(names, map(str.strip, cells), strict=True)), topics), slugs)
    return made


def add_slide(made: Conversion, number: int, slide: Slide, slugs: Slugs) -> None:
    if slide["Type"].lower() in NOT_EVENTS:
        message = _("A slide of the type “%(type)s” is not an event.") % {"type": slide["Type"]}
        made.others.append(RowResult(number, slide.title, RowOutcome.PASSED, notes=(message,)))
        return
    try:
        if not slide.title:
            raise ValueError(_("Headline: this cell is empty."))
        if len(slide.title) > LONGEST_TITLE:
            raise ValueError(_("Headline: more than %(most)s characters.") % {"most": LONGEST_TITLE})
        date = slide.date
    except ValueError as error:
        made.others.append(RowResult(number, slide.title[:60], RowOutcome.WRONG, problems=(("", str(error)),)))
        return
    slug = slugs.assign(slide.title, date)
    if slug is None:
        made.others.append(RowResult(number, slide.title, RowOutcome.SAME, notes=(_("Already stored; not changed."),)))
        return
    summary = slide.summary or slide.title
    made.table.rows.append([slug, slide.title, date, summary, Event.Status.DRAFT, slide.topic, slide.note])
    made.table.numbers.append(number)
    if slide.unplaced_columns:
        made.notes[number] = (_("Added to its note: %(left)s.") % {"left": ", ".join(slide.unplaced_columns)},)


class Slide:
    """One row of a TimelineJS spreadsheet."""

    def __init__(self, cells: dict[str, str], topics: dict[str, str]) -> None:
        self.cells = cells
        self.topic = topics.get(self["Group"].lower(), "") or topics.get(slugify(self["Group"]), "")

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def title(self) -> str:
        return " ".join(strip_markup(self["Headline"]).split())

    @property
    def summary(self) -> str:
        return strip_markup(self["Text"])

    @property
    def date(self) -> str:
        """EDTF, as precise as the columns. The ValueError says which column is invalid."""
        first, last = self.read_day(""), self.read_day("End ")
        if not first:
            raise ValueError(_("Year: this cell is empty."))
        date = f"{first}/{last}" if last and last != first else first
        try:
            dates.parse(date)
        except dates.InvalidDate as error:
            raise ValueError(_("Year, Month, Day: %(reason)s") % {"reason": error}) from error
        return date

    def read_day(self, which: str) -> str:
        parts = [self[f"{which}{name}"] for name in ("Year", "Month", "Day")]
        given = [part for part in parts if part]
        if given != parts[: len(given)]:
            raise ValueError(_("%(which)sYear, Month, Day: a month needs a year, and a day needs a month.") % locals())
        if not all(part.isascii() and part.isdigit() for part in given):
            raise ValueError(_("%(which)sYear, Month, Day: write numbers, such as 2007, 10 and 23.") % locals())
        return "-".join(f"{int(part):0{width}}" for part, width in zip(given, (4, 2, 2), strict=False))

    def list_unplaced(self) -> list[tuple[str, str]]:
        """Columns that an event has no field for, with their contents."""
        names = ["Display Date", "Time", "End Time", "Media", "Media Credit", "Media Caption", "Media Thumbnail"]
        names += ["Alt Text", "Background", "Link", *([] if self.topic else ["Group"])]
        return [(name, " ".join(strip_markup(self[name]).split())) for name in names if self[name]]

    @property
    def unplaced_columns(self) -> list[str]:
        return [name for name, _words in self.list_unplaced()]

    @property
    def note(self) -> str:
        if not self.list_unplaced():
            return ""
        lines = [f"{name}: {words}" for name, words in self.list_unplaced()]
        return "\n".join(
            [
                _("From a TimelineJS spreadsheet. Before publishing, add sources, and move or delete these lines:"),
                *lines,
            ]
        )


class Slugs:
    """Assigns slugs to events; None if an event with the same title and date is stored or earlier in the file."""

    def __init__(self) -> None:
        self.known = {slug: (title, date) for slug, title, date in Event.objects.values_list("slug", "title", "date")}
        self.same = set(self.known.values())

    def assign(self, title: str, date: str) -> str | None:
        if (title, date) in self.same:
            return None
        self.same.add((title, date))
        stem = slugify(f"{title} {date[:4]}")[:LONGEST_SLUG].strip("-") or f"event-{slugify(date)}"
        slug, number = stem, 1
        while slug in self.known:
            number += 1
            slug = f"{stem}-{number}"
        self.known[slug] = (title, date)
        return slug


def strip_markup(text: str) -> str:
    """Plain text; paragraphs become lines."""
    text = BREAKS.sub("\n", UNSEEN.sub("", text))
    lines = (" ".join(line.split()) for line in html.unescape(strip_tags(text)).split("\n"))
    return "\n".join(filter(None, lines))
