"""The sheets of actors, of their posts and of topics."""

from __future__ import annotations

from articles.spreadsheets import Sheet, register

from ..models import Actor, Post, Topic


@register
class TopicSheet(Sheet):
    name = "topics"
    order = ("name", "pk")

    class Meta:
        model = Topic


@register
class ActorSheet(Sheet):
    name = "actors"
    order = ("name", "pk")

    class Meta:
        model = Actor


@register
class PostSheet(Sheet):
    name = "posts"
    key = ("actor", "title", "organization", "start")
    order = ("actor__slug", "start_earliest", "pk")

    class Meta:
        model = Post
