"""From when to when: what `since`, `until` and `certain` say together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles import dates


@dataclass(frozen=True)
class Limit:
    """A year, a month or a day as it is written, and its first or last day."""

    text: str
    day: dt.date

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        return dates.label(self.text)


@dataclass(frozen=True)
class DateRange:
    since: Limit | None = None
    until: Limit | None = None
    definitely: bool = False  # leaves out what may have been outside

    def __bool__(self) -> bool:
        return bool(self.since or self.until)

    @property
    def first(self) -> dt.date | None:
        return self.since.day if self.since else None

    @property
    def last(self) -> dt.date | None:
        return self.until.day if self.until else None

    def describe(self) -> str:
        """“from 1998 to 2007”."""
        if not self:
            return ""
        return f"{_('definitely')} {self._describe()}" if self.definitely else self._describe()

    def _describe(self) -> str:
        since, until = self.since, self.until
        labels = {"since": since.label if since else "", "until": until.label if until else ""}
        if since and until and since.text == until.text:
            return (_("on %(since)s") if is_day(since.text) else _("in %(since)s")) % labels
        if since and until:
            return _("from %(since)s to %(until)s") % labels
        return (_("since %(since)s") if since else _("until %(until)s")) % labels


def is_day(text: str) -> bool:
    return len(text) >= len("2007-10-23")
