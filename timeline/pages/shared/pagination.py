"""Pages of a list: the same rules for every list that has several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from timeline.filters import querystring


@dataclass(frozen=True)
class PaginatedList:
    page: Page
    problem: str  # message for a page number that is invalid or too large
    status: int


def paginate(request: HttpRequest, records: Any, per_page: int) -> PaginatedList:
    number = parse_page_number(request.GET.get("page"))
    page = Paginator(records, per_page).get_page(number or 1)
    beyond = number > page.paginator.num_pages
    return PaginatedList(page, describe_page_problem(number, page), 400 if number == 0 else 404 if beyond else 200)


def parse_page_number(text: str | None) -> int:
    """1 if the address has no number; 0 if it is not valid."""
    if not text:
        return 1
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def describe_page_problem(number: int, page: Page) -> str:
    if number == 0:
        return _("This page number is not valid. Showing the first page.")
    last = page.paginator.num_pages
    if number <= last:
        return ""
    if last == 1:
        return _("Page not found. This is the only page.")
    return _("Page not found. Showing the last page, %(n)s.") % {"n": last}


def build_page_query(parameters: querystring.Pairs, number: int) -> str:
    """The query of a page of the list with these parameters."""
    return (
        querystring.build_query(querystring.replace_values(parameters, page=str(number) if number > 1 else "")) or "?"
    )
