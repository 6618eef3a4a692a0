"""Every address of the site: the pages of `timeline`, and the admin."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it wherever a page names no icon, as the admin's do."""
    return redirect(static("timeline/icon.svg"))


urlpatterns = [
    path("favicon.ico", favicon),
    path("admin/articles/article/<int:pk>/workbench/", include("timeline.workbench.urls")),
    path("admin/", admin.site.urls),
    path("", include("timeline.urls")),
]

handler404 = "timeline.views.not_found"
