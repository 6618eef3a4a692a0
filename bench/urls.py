"""The site's own addresses, and one that does nothing: what Django and the server themselves take."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

PAGE = b"x" * 46_000  # as long as a page of the list


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


urlpatterns = [path("bench/empty/", empty), path("", include("config.urls"))]

handler404 = "timeline.pages.shared.not_found.not_found"
