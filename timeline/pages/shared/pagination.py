"""Turning the pages of a list that is part of another page, by the rules of the timeline’s own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from .list_response import page_number, page_problem


@dataclass(frozen=True)
class Paged:
    page: Page
    problem: str  # in words, where the number asked for is none or too large
    status: int


def paged(request: HttpRequest, records: Any, per_page: int) -> Paged:
    number = page_number(request.GET.get("page"))
    page = Paginator(records, per_page).get_page(number or 1)
    beyond = number > page.paginator.num_pages
    return Paged(page, page_problem(number, page), 400 if number == 0 else 404 if beyond else 200)
