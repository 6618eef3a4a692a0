"""The time since which an account's changes are undone, as typed on a command line or in a form."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import gettext as _

# ISO 8601, in ASCII digits: `\d` alone would take digits of other scripts too.
FORM = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?)?", flags=re.ASCII
)


def parse_since(typed: str) -> dt.datetime:
    """A date, or a date and time, in the site's time zone unless it names another.

    Raises ValueError with a message for the person who typed it.
    """
    text = typed.strip()
    if not FORM.fullmatch(text):
        raise ValueError(_("Give a date such as 2026-11-29, or a date and time such as 2026-11-29T10:00."))
    try:
        moment = dt.datetime.fromisoformat(text)
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        moment = moment.astimezone(dt.UTC)  # the calendar's first and last days have no equivalent elsewhere
    except (ValueError, OverflowError) as error:
        raise ValueError(_("The calendar has no such date or time. Give one such as 2026-11-29T10:00.")) from error
    if moment > timezone.now():
        raise ValueError(_("This moment is in the future. Give the moment from which changes are to be undone."))
    return moment
