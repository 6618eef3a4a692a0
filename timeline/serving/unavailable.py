"""The response when no database is available: a page that says so and returns a submitted form with all its values."""

from __future__ import annotations

import sqlite3
import sys
from traceback import walk_tb
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

SECONDS = 5  # in Retry-After
# SQLite's codes: busy, locked, the disk does not answer, the file cannot be opened. SQLSTATE's classes: connection,
# transaction rolled back, no resources, stopped by an operator.
PASSING_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
PASSING_STATES = {"08", "40", "53", "57"}


class TemporarilyUnavailable(Exception):
    """Something the page needs is not ready yet, although the database is available."""


class Unavailable(HttpResponse):
    status_code = 503


class DatabaseUnavailable(Unavailable):
    """`FailoverMiddleware` tries the next database."""


def handle_error(request: HttpRequest) -> HttpResponse:
    """The site's handler500: temporary errors get a 503 page, all others Django's own."""
    error = sys.exc_info()[1]
    if isinstance(error, TemporarilyUnavailable):
        return render_unavailable(request, error, Unavailable)
    if error and is_temporary(error):
        return render_unavailable(request, error, DatabaseUnavailable)
    return server_error(request)


def is_temporary(error: BaseException) -> bool:
    """Whether the database could not be reached or had no resources; an invalid query is not temporary."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in PASSING_CODES
    state = getattr(cause, "sqlstate", None)
    return state is None or state[:2] in PASSING_STATES


def render_unavailable(request: HttpRequest, error: BaseException, response_class: type[Unavailable]) -> Unavailable:
    context: dict[str, Any] = {"sent": request.method not in ("GET", "HEAD")}
    if context["sent"]:
        context |= {
            "again": list_posted_values(request),
            "files": list_file_names(request),
            "unsure": may_be_stored(error),
        }
    response = response_class(render_to_string("503.html", context, request))
    response["Retry-After"] = SECONDS
    response["Cache-Control"] = "no-store"
    return response


def list_posted_values(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was posted; nothing if there is a password among it, which must not be written into a page."""
    pairs = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    return [] if any("password" in name for name, _value in pairs) else pairs


def list_file_names(request: HttpRequest) -> list[str]:
    return [str(file.name) for _field, found in request.FILES.lists() for file in found]


def may_be_stored(error: BaseException) -> bool:
    """Whether the connection broke during COMMIT, so that nobody knows whether the change was stored."""
    steps: Any = walk_tb(error.__traceback__)
    return any(frame.f_code.co_name == "_commit" for frame, _line in steps)
