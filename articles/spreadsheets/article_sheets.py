"""The sheets of this app: outlets and articles. No sheet contains the text of an article."""

from __future__ import annotations

from ..models import Article, Outlet
from .sheet import Sheet, register


@register
class OutletSheet(Sheet):
    name = "outlets"
    order = ("name", "pk")

    class Meta:
        model = Outlet


@register
class ArticleSheet(Sheet):
    name = "articles"
    order = ("published_earliest", "slug")

    class Meta:
        model = Article
