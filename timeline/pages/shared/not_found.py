"""The page with the status 404."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None, problem: str = "") -> HttpResponse:
    """`problem` says what is wrong with the address, where a page knows."""
    return render(request, "404.html", {"problem": problem}, status=404)
