"""The admin of actors, their posts, and topics."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import dates
from articles.admin.base import RecordAdmin
from articles.admin.counts import count_related
from articles.admin.slugs import SluggedForm

from ..models import Actor, Post, Side, Topic
from ..models.sides import of_sides
from .removal import RemovalActionMixin


class SideListFilter(admin.SimpleListFilter):
    """Filters by side, which follows from an actor's country."""

    title = gettext_lazy("side")
    parameter_name = "side"
    actor = ""  # lookup from the row to the actor

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Side.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(of_sides(self.actor, self.value() or "")) if self.value() in Side.values else queryset


class PostForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("start") or "", cleaned.get("end") or ""
        if {"start", "end"} <= cleaned.keys() and dates.bounds(start)[0] > dates.bounds(end)[1]:
            self.add_error("end", _("The post ends before it begins. Enter a later date, or leave it empty."))
        return cleaned


class PostInline(admin.StackedInline):
    model = Post
    form = PostForm
    extra = 0
    fields = (("title", "organization"), ("start", "end"), ("source", "source_note"))
    autocomplete_fields = ("source",)
    show_change_link = True


@admin.register(Actor)
class ActorAdmin(RemovalActionMixin, RecordAdmin):
    actions = ("remove_person",)
    form = SluggedForm
    list_display = ("name", "name_ja", "name_ru", "kind", "country", "role", "posts", "statements", "events")
    list_filter = (SideListFilter, "kind", "country")
    search_fields = ("name", "name_ja", "name_ru", "slug", "role")
    fields = ("name", "slug", "kind", "country", "role", "name_ja", "name_ru")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (PostInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        counts = {f"n_{name}": count_related(Actor, name) for name in ("posts", "quotes", "events")}
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description=gettext_lazy("posts"), ordering="n_posts")
    def posts(self, actor: Any) -> int:
        return int(actor.n_posts)

    @admin.display(description=gettext_lazy("statements"), ordering="n_quotes")
    def statements(self, actor: Any) -> int:
        return int(actor.n_quotes)

    @admin.display(description=gettext_lazy("events"), ordering="n_events")
    def events(self, actor: Any) -> int:
        return int(actor.n_events)


class PostSideFilter(SideListFilter):
    actor = "actor__"


@admin.register(Post)
class PostAdmin(RecordAdmin):
    form = PostForm
    list_display = ("title", "organization", "actor", "since", "until", "source_title")
    list_filter = (PostSideFilter, ("source", admin.EmptyFieldListFilter))
    list_select_related = ("actor", "source")
    search_fields = ("title", "organization", "actor__name", "actor__name_ja", "actor__name_ru")
    autocomplete_fields = ("actor", "source")
    fields = ("actor", "title", "organization", "start", "end", "source", "source_note")

    @admin.display(description=gettext_lazy("from"), ordering="start_earliest")
    def since(self, post: Post) -> str:
        return post.start

    @admin.display(description=gettext_lazy("until"), ordering="end_latest")
    def until(self, post: Post) -> str:
        return post.end

    @admin.display(description=gettext_lazy("source"), ordering="source__title")
    def source_title(self, post: Post) -> str:
        return post.source.title if post.source else post.source_note or _("none")


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    form = SluggedForm
    list_display = ("name", "name_ja", "name_ru", "events", "statements")
    search_fields = ("name", "name_ja", "name_ru", "slug")
    fields = ("name", "slug", "description", "name_ja", "name_ru")
    prepopulated_fields = {"slug": ("name",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        topics = super().get_queryset(request)
        return topics.annotate(n_events=count_related(Topic, "events"), n_quotes=count_related(Topic, "quotes"))

    @admin.display(description=gettext_lazy("events"), ordering="n_events")
    def events(self, topic: Any) -> int:
        return int(topic.n_events)

    @admin.display(description=gettext_lazy("statements"), ordering="n_quotes")
    def statements(self, topic: Any) -> int:
        return int(topic.n_quotes)
