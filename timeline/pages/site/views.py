"""What belongs to the site as a whole."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .statistics import figures


def not_found(request: HttpRequest, exception: Exception | None = None, problem: str = "") -> HttpResponse:
    """`problem` says what is wrong with the address, where a page knows."""
    return render(request, "404.html", {"problem": problem}, status=404)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "timeline/about.html", {"figures": figures(), "editors": settings.EDITORS_ADDRESS})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but the editors' door; links that only filter say nofollow themselves."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse(f"User-agent: *\nDisallow: /admin/\n\nSitemap: {sitemap}\n", content_type="text/plain")
