"""Every address of the site: the pages of `timeline`, and the admin."""

from django.contrib import admin
from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path

from timeline.pages.site.sitemaps import SITEMAPS
from timeline.serving.health import health


def redirect_favicon(request: HttpRequest) -> HttpResponse:
    """Browsers request it for pages that name no icon, such as the admin's."""
    return redirect(static("timeline/icon.svg"))


urlpatterns = [
    path("favicon.ico", redirect_favicon),
    path("healthz", health),
    path("admin/articles/article/<int:pk>/workbench/", include("timeline.workbench.urls")),
    path("admin/", admin.site.urls),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_part"}, name="sitemap"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_part"),
    path("", include("timeline.urls")),
]

handler404 = "timeline.pages.shared.not_found.not_found"
handler500 = "timeline.serving.unavailable.handle_error"
