"""The list of corrections, the page of a single one, and their feed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from timeline.corrections.wording import CorrectionEntry, describe_corrections
from timeline.models import Correction
from timeline.pages.shared.atom import NEWEST, AtomFeed, clean_xml_text
from timeline.pages.shared.not_found import not_found
from timeline.pages.shared.pagination import describe_page_problem, parse_page_number

ENTRIES_PER_PAGE = 25


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    number = parse_page_number(request.GET.get("page"))
    page = Paginator(Correction.objects.all(), ENTRIES_PER_PAGE).get_page(number or 1)
    beyond = number > page.paginator.num_pages
    problem = describe_page_problem(number, page)
    context = {"alone": None, "page": page, "entries": describe_corrections(page), "problem": problem}
    status = 400 if number == 0 else 404 if beyond else 200
    return render(request, "corrections/page.html", context, status=status)


@require_safe
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Correction, pk=pk) if pk < 2**63 else None
    if found is None:
        return not_found(request)
    context = {"alone": found, "page": None, "entries": describe_corrections([found]), "problem": ""}
    return render(request, "corrections/page.html", context)


class CorrectionsFeed(AtomFeed):
    title = _("Corrections – Security diplomacy: Japan, Russia, United States")
    subtitle = _("What changed in published records, when and why.")
    link = reverse_lazy("timeline:corrections")

    def items(self) -> list[CorrectionEntry]:
        return describe_corrections(Correction.objects.all()[:NEWEST])

    def item_title(self, item: Any) -> str:
        return clean_xml_text(f"{item.correction.title}: {item.correction.get_kind_display()}")

    def item_description(self, item: Any) -> str:
        return clean_xml_text(render_to_string("corrections/feed_entry.html", {"entry": item}))

    def item_link(self, item: Any) -> str:
        return reverse("timeline:correction", args=[item.correction.pk])

    def item_pubdate(self, item: Any) -> Any:
        return item.correction.made

    item_updateddate = item_pubdate


corrections_feed = CorrectionsFeed()
