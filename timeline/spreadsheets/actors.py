"""The sheets of those who act and speak, of their posts, and of the matters at hand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.spreadsheets import Column, Dated, One, Sheet, register
from articles.spreadsheets.article_sheets import SLUG

from ..models import Actor, Post, Topic


@register
class TopicSheet(Sheet):
    name = "topics"
    order = ("name", "pk")
    columns = (Column("slug", SLUG), Column("name"), Column("name_ja"), Column("name_ru"), Column("description"))

    class Meta:
        model = Topic


@register
class ActorSheet(Sheet):
    name = "actors"
    order = ("name", "pk")
    columns = (
        Column("slug", SLUG),
        Column("kind"),
        Column("name"),
        Column("name_ja"),
        Column("name_ru"),
        Column("country"),
        Column("role"),
    )

    class Meta:
        model = Actor


@register
class PostSheet(Sheet):
    name = "posts"
    key = ("actor", "title", "organization", "start")
    order = ("actor__slug", "start_earliest", "pk")
    columns = (
        One("actor", Actor, _("The slug of the actor.")),
        Column("title"),
        Column("organization"),
        Dated("start"),
        Dated("end"),
        One("source", Article, _("The slug of the article.")),
        Column("source_note"),
    )

    class Meta:
        model = Post
