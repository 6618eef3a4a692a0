"""The admin of outlets."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..models import Outlet
from .base import RecordAdmin
from .counts import count_related
from .slugs import SluggedForm


@admin.register(Outlet)
class OutletAdmin(RecordAdmin):
    form = SluggedForm
    list_display = ("name", "kind", "country", "published", "supplied")
    list_filter = ("kind", "country")
    search_fields = ("name", "slug", "url")
    fields = ("name", "slug", "kind", "country", "url")
    prepopulated_fields = {"slug": ("name",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        outlets = super().get_queryset(request)
        return outlets.annotate(
            n_articles=count_related(Outlet, "articles"), n_supplied=count_related(Outlet, "supplied")
        )

    @admin.display(description=_("articles"), ordering="n_articles")
    def published(self, outlet: Any) -> int:
        return int(outlet.n_articles)

    @admin.display(description=_("reports used by other outlets"), ordering="n_supplied")
    def supplied(self, outlet: Any) -> int:
        return int(outlet.n_supplied)
