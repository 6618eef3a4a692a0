"""The result of the last link check, in the list of articles and on the article's page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from ..models import Article, LinkCheck

State = LinkCheck.State
SYMBOLS = {State.FOUND: "✓", State.MOVED: "→", State.GONE: "✗", State.NO_ANSWER: "?", State.UNCHECKED: "○"}
IS_CURRENT = Q(link_check__asked=F("url"))


def find_current_check(article: Article) -> LinkCheck | None:
    """The latest link check, if it was about the article's current address."""
    found: LinkCheck | None = getattr(article, "link_check", None)
    return found if found and found.asked == article.url else None


def format_link_state(article: Article) -> str:
    """A symbol and a word, so that the state does not depend on colour."""
    if not article.url:
        return "–"
    found = find_current_check(article)
    state = State(found.state) if found else State.UNCHECKED
    return f"{SYMBOLS[state]} {state.label}"


def filter_by_link(articles: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Articles whose current address was in this state at the last check; those never requested are “unchecked”."""
    if state == State.UNCHECKED:
        return articles.exclude(url="").exclude(IS_CURRENT & ~Q(link_check__state=State.UNCHECKED))
    return articles.filter(IS_CURRENT, link_check__state=state)


class LinkFilter(admin.SimpleListFilter):
    title = gettext_lazy("address")
    parameter_name = "link"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        state = self.value()
        return filter_by_link(queryset, state) if state in State.values else queryset
