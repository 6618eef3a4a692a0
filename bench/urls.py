"""The site's addresses, and an empty view, which measures the time of Django and the server alone."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

PAGE = b"x" * 46_000  # as long as a page of the list


def show_empty_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


urlpatterns = [path("bench/empty/", show_empty_page), path("", include("config.urls"))]

handler404 = "timeline.pages.shared.not_found.not_found"
