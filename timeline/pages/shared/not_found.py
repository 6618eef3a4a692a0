"""The page with the status 404."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None, problem: str = "") -> HttpResponse:
    """`problem` replaces the general message if the view knows what is wrong."""
    return render(request, "404.html", {"problem": problem}, status=404)
