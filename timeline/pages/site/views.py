"""Pages about the site as a whole."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .statistics import count_records


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html", {"figures": count_records(), "editors": settings.EDITORS_ADDRESS})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything but the admin; links that only filter have `rel="nofollow"`."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse(f"User-agent: *\nDisallow: /admin/\n\nSitemap: {sitemap}\n", content_type="text/plain")
