"""The sheets of this app: outlets and articles. The text of an article is in no sheet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..models import Article, Outlet
from .columns import Column, Dated, Flag, Number, One
from .sheet import Sheet, register

SLUG = _("The record's address; it tells which record the row is about.")


@register
class OutletSheet(Sheet):
    name = "outlets"
    order = ("name", "pk")
    columns = (Column("slug", SLUG), Column("name"), Column("kind"), Column("country"), Column("url"))

    class Meta:
        model = Outlet


@register
class ArticleSheet(Sheet):
    name = "articles"
    order = ("published_earliest", "slug")
    columns = (
        Column("slug", SLUG),
        Column("title"),
        One("outlet", Outlet, _("The slug of the outlet.")),
        One("agency", Outlet, _("The slug of the news agency whose report it is.")),
        Column("author"),
        Column("dateline"),
        Dated("published"),
        Column("language"),
        Column("kind"),
        Number("tier"),
        Column("side"),
        Column("url"),
        Flag("address_seen"),
        Column("archive_url"),
        Column("rights"),
    )

    class Meta:
        model = Article
