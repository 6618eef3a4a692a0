"""Every address of the site: the pages of `timeline`, and the admin."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("timeline.urls")),
]

handler404 = "timeline.views.not_found"
