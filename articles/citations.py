"""How to cite an article: Chicago (17th edition, bibliography entry), APA (7th) and MLA (9th).

Written by hand for the few types of source that are stored here, and checked against `pandoc --citeproc`
(tests/articles/citations_golden.json). Choices that the manuals leave open, or on which they differ:

* **Types of source.** An outlet of the kind "newspaper" is a periodical (CSL `article-newspaper`). Every other outlet
  is a site with pages (CSL `webpage`). APA then sets the newspaper's name in italics and the title plain, but a
  page's title in italics and the site plain (10.1, 10.16); Chicago has italics for newspapers only; MLA for either.
* **The author.** A named writer, always. Otherwise the agency whose report the outlet published: Chicago and common
  APA practice (a group author, 9.11) put a news service in the place of the writer. The MLA Style Center
  advised, for the eighth edition, to begin with the title instead; we name the agency there too, so that readers who
  find a report in two newspapers see that it has one origin. Otherwise, for a government's page, the ministry, which
  is then not repeated as the publisher.
* **Unsigned otherwise.** Chicago begins with the outlet (14.199), MLA with the title; APA with the title (9.12), or
  with the organisation when an agency or an institute publishes its own page (9.11).
* **Titles** have the capitals they were published with; only quotation marks and apostrophes become typographic, since
  they may be inside our own quotation marks. A full stop goes inside closing quotation marks, the American way.
* **Dates** are English, whatever the reader's language, and never more exact than the EDTF string: see `_issued`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .models import Article, Outlet

# English, never the app's locale.
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
MONTHS += ["November", "December"]
MLA_MONTHS = ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]


@dataclass(frozen=True)
class Reference:
    """One article in one style: `html` has only <i> and escaped text; `text` is what a Copy button copies."""

    style: str
    label: str
    html: SafeString
    text: str


def cite(article: Article, accessed: dt.date | None = None) -> list[Reference]:
    """The article in Chicago, APA and MLA style, in that order; with the day of access only if given."""
    work = _Work.from_article(article, accessed)
    entries = [
        ("chicago", "Chicago (17th ed.)", _format_chicago(work)),
        ("apa", "APA (7th ed.)", _format_apa(work)),
        ("mla", "MLA (9th ed.)", _format_mla(work)),
    ]
    return [Reference(style, label, mark_safe(html), _strip_markup(html)) for style, label, html in entries]


# The article


@dataclass(frozen=True)
class _Name:
    """A person, or an organisation, which has no given name and is never inverted."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def inverted(self) -> str:
        return ", ".join(filter(None, [self.family, self.given, self.suffix]))

    @property
    def natural(self) -> str:
        return " ".join(filter(None, [self.given, self.family, self.suffix]))

    @property
    def initialled(self) -> str:
        """Doe, J. Q.; Poe, J.-P."""
        words = [word.split("-") for word in re.split(r"[\s.]+", self.given)]
        given = ["-".join(f"{part[0]}." for part in word if part) for word in words]
        return ", ".join(filter(None, [self.family, " ".join(filter(None, given)), self.suffix]))


# Words that show that a byline is an organisation. A person may be called Post or Times, but not Agency.
_BODY = re.compile(
    r"\b(agency|association|board|bureau|cabinet|center|centre|committee|correspondents?|council|department|editorial|editors?"
    r"|embassy|government|institute|ministry|news|newspaper|office|press|reporters?|service|staff|university|writers?)\b",
    re.IGNORECASE,
)
_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SUFFIXES = {"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"}


def _parse_name(byline: str, bodies: set[str]) -> _Name:
    """Parses a byline: "Jane Doe", "Doe, Jane", "Jane Doe, Staff Writer". East Asian script is not changed."""
    words = byline.split()
    before, after = (part.strip() for part in byline.partition(",")[::2])
    if after and (after in bodies or _BODY.search(after)) and not _BODY.search(before):
        return _parse_name(before, bodies)
    if byline in bodies or len(words) < 2 or _BODY.search(byline) or _ASIAN.search(byline):
        return _Name(byline)
    if after and after not in _SUFFIXES:
        return _Name(before, after)
    suffix = words.pop() if words[-1] in _SUFFIXES and len(words) > 2 else ""
    words[-1] = words[-1].rstrip(",")
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():  # Charles de Gaulle: de Gaulle, Charles
        start -= 1
    return _Name(" ".join(words[start:]), " ".join(words[:start]), suffix)


@dataclass(frozen=True)
class _Date:
    """The known parts of a date, year first, and the EDTF mark of doubt: "?", "~" or nothing."""

    parts: tuple[int, ...] = ()
    doubt: str = ""

    def format_american(self) -> str:
        """October 23, 2007"""
        year, month, day = (*self.parts, 0, 0, 0)[:3]
        if not month:
            return str(year)
        return f"{MONTHS[month - 1]} {day}, {year}" if day else f"{MONTHS[month - 1]} {year}"

    def format_year_first(self) -> str:
        """2007, October 23"""
        year, month, day = (*self.parts, 0, 0, 0)[:3]
        if not month:
            return str(year)
        return f"{year}, {MONTHS[month - 1]} {day}" if day else f"{year}, {MONTHS[month - 1]}"

    def format_day_first(self) -> str:
        """23 Oct. 2007"""
        year, month, day = (*self.parts, 0, 0, 0)[:3]
        words = [str(day)] if day else []
        return " ".join([*words, MLA_MONTHS[month - 1], str(year)]) if month else str(year)


def _parse_issued(edtf: str) -> _Date:
    """The most exact date that fits all of an EDTF string (ISO 8601-2).

    A week is cited by its month, two months by their year; a season, a day like 2X and anything else that is not a
    calendar month or day is left out; an open interval, a decade or an empty string gives no date. A doubt ("1998?",
    "1998~") is shown.
    """
    ends = [_parse_calendar_date(end.strip()) for end in re.split(r"/|,|\.\.", edtf.strip("[]{}"))]
    common = []
    for values in zip(*ends, strict=False):
        if len(set(values)) > 1:
            break
        common.append(values[0])
    doubt = "?" if re.search("[?%]", edtf) else "~" if "~" in edtf else ""
    return _Date(tuple(common), doubt if common else "")


def _parse_calendar_date(edtf: str) -> list[int]:
    """2007-10-23 → [2007, 10, 23]; only plain numbers: 2007-1X → [2007], "" → []."""
    found = re.match(r"(\d{4})(?![\dX])(?:-(0[1-9]|1[0-2])(?!\d)(?:-(\d\d))?)?", re.sub("[?~%]", "", edtf))
    return [int(part) for part in found.groups() if part] if found else []


@dataclass(frozen=True)
class _Work:
    """An article as the three styles see it."""

    authors: list[_Name]
    outlet: str
    kind: str
    title: str
    issued: _Date
    url: str
    accessed: dt.date | None

    @classmethod
    def from_article(cls, article: Article, accessed: dt.date | None) -> _Work:
        outlet, agency = article.outlet, article.agency
        bodies = {body.name for body in (outlet, agency) if body}
        authors = [
            _parse_name(" ".join(byline.split()), bodies) for byline in article.author.split(";") if byline.strip()
        ]
        if not authors and agency and agency.name != outlet.name:
            authors = [_Name(agency.name)]
        if not authors and outlet.kind == Outlet.Kind.GOVERNMENT:
            authors = [_Name(outlet.name)]
        title = _make_typographic(" ".join(article.title.split()))
        return cls(authors, outlet.name, outlet.kind, title, _parse_issued(article.published), article.url, accessed)

    @property
    def in_newspaper(self) -> bool:
        return self.kind == Outlet.Kind.NEWSPAPER

    @property
    def container(self) -> str:
        """The outlet; empty if this is already the author."""
        return "" if self.authors == [_Name(self.outlet)] else self.outlet

    @property
    def accessed_date(self) -> _Date | None:
        """The day of access; None without an address."""
        day = self.accessed
        return _Date((day.year, day.month, day.day)) if day and self.url else None


# The three styles


def _format_chicago(work: _Work) -> str:
    """Doe, Jane. “Title.” *Japan Times*, October 23, 2007. https://…"""
    outlet = work.outlet.removeprefix("The ") if work.in_newspaper else work.outlet  # Chicago drops it, from newspapers
    outlet_html = _italicise(outlet) if work.in_newspaper else escape(outlet)
    date = work.issued.format_american() if work.issued.parts else "n.d."
    date = {"?": f"[{date}?]", "~": f"[ca. {date}]"}.get(work.issued.doubt, date)
    where = [_end_sentence(date)]
    if not work.authors:
        head = outlet_html + _get_full_stop(outlet)
    else:
        first, *others = work.authors
        head = escape(_end_sentence(_join_names([first.inverted, *(other.natural for other in others)], "and")))
        if work.container:
            where = [f"{outlet_html}, {where[0]}"]
    if work.accessed_date:
        where.append(f"Accessed {work.accessed_date.format_american()}.")
    if work.url:
        where.append(escape(work.url) + ".")
    return " ".join([head, _quote_title(work.title), *where])


def _format_apa(work: _Work) -> str:
    """Doe, J. (2007, October 23). Title. *The Japan Times*. https://…"""
    authors, container = work.authors, work.container
    if not authors and work.kind in (Outlet.Kind.AGENCY, Outlet.Kind.INSTITUTE):
        authors, container = [_Name(work.outlet)], ""
    date = work.issued.format_year_first() if work.issued.parts else "n.d."
    date = f"({'ca. ' if work.issued.doubt else ''}{date})."
    title = escape(_end_sentence(work.title)) if work.in_newspaper else _italicise_title(work.title)
    head = [title, date]
    if authors:
        head = [escape(_end_sentence(_join_names([author.initialled for author in authors], "&"))), date, title]
    if container:
        head.append((_italicise(container) if work.in_newspaper else escape(container)) + _get_full_stop(container))
    if work.url:
        head.append(
            (f"Retrieved {work.accessed_date.format_american()}, from " if work.accessed_date else "")
            + escape(work.url)
        )
    return " ".join(head)


def _format_mla(work: _Work) -> str:
    """Doe, Jane. “Title.” *The Japan Times*, 23 Oct. 2007, https://…"""
    head = []
    if work.authors:
        first, *others = work.authors
        names = [first.inverted, *(other.natural for other in others)]
        head = [escape(_end_sentence(_join_names(names, "and") if len(names) < 3 else f"{names[0]}, et al."))]
    where = [_italicise(work.container)] if work.container else []
    if work.issued.parts:
        date = work.issued.format_day_first()
        where.append({"?": f"{date}?", "~": f"circa {date}"}.get(work.issued.doubt, date))
    if work.url:
        where.append(escape(work.url))
    place = [", ".join(where) + _get_full_stop(_strip_markup(where[-1]))] if where else []
    if work.accessed_date:
        place.append(f"Accessed {work.accessed_date.format_day_first()}.")
    return " ".join([*head, _quote_title(work.title), *place])


# Punctuation


def _join_names(names: list[str], conjunction: str) -> str:
    """The comma before the last name stays with two: "Doe, Jane, and John Roe"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, {conjunction} {names[-1]}"


def _make_typographic(title: str) -> str:
    """Straight quotation marks and apostrophes made curly; everything else as published."""
    title = re.sub(r"""(^|[\s(\[{«„“‘'—–-])"(?=\S)""", r"\1“", title).replace('"', "”")
    title = re.sub(r"(?<!\w)'(?=\d\d)", "’", title)  # the ’56 declaration
    return re.sub(r"(^|[\s(\[{«“—–])'(?=\S)", r"\1‘", title).replace("'", "’")


def _quote_title(title: str) -> str:
    """The title in double quotation marks; its own become single, except „these“, where “ closes."""
    if "„" not in title:
        title = title.replace("“", "‘").replace("”", "’")
    return f"“{escape(_end_sentence(title))}”"


def _end_sentence(text: str) -> str:
    """With a full stop, unless it ends with a full stop, a question mark or an exclamation mark."""
    core = text.rstrip("’”")
    if "“" not in core and "‘" not in core:  # an apostrophe: the islanders’
        core = text
    return core + _get_full_stop(core) + text[len(core) :]


def _get_full_stop(text: str) -> str:
    return "" if text.endswith((".", "?", "!", "…", "。", "？", "！")) else "."


def _italicise(text: str) -> str:
    return f"<i>{escape(text)}</i>"


def _italicise_title(title: str) -> str:
    """The full stop is outside the italics, unless it is inside the title's last quotation mark."""
    ended = _end_sentence(title)
    return _italicise(title) + "." if ended == title + "." else _italicise(ended)


def _strip_markup(html: str) -> str:
    """Removes our own tags; all other angle brackets are escaped."""
    return unescape(re.sub("</?i>", "", html))


def list_authors(article: Article) -> list[tuple[str, str]]:
    """Family and given names of the authors in all three styles; an organisation has no given name."""
    return [(name.family, name.given) for name in _Work.from_article(article, None).authors]
