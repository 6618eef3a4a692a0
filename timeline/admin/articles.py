"""The admin of articles, with links to the workbench."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.articles import ArticleAdmin, list_anchored
from articles.models import Article

from .task_filter import TaskFilter
from .tasks import IN_DOUBT_STATES, has_doubtful_words

admin.site.unregister(Article)


@admin.register(Article)
class WorkbenchArticleAdmin(ArticleAdmin):
    def get_list_display(self, request: HttpRequest) -> Sequence[Any]:
        return [*super().get_list_display(request), "workbench_links"]

    def get_list_filter(self, request: HttpRequest) -> Sequence[Any]:
        return [TaskFilter, *super().get_list_filter(request)]

    @admin.display(description=gettext_lazy("workbench"))
    def workbench_links(self, article: Any) -> str:
        pages = [link_to_page("workbench", article, _("Workbench"))] if article.is_held else []
        if article.is_in_doubt:
            pages.append(link_to_page("versions", article, _("Old and new text")))
        return format_html_join(" · ", "{}", ((page,) for page in pages))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(is_in_doubt=has_doubtful_words())

    def report_anchor_states(self, request: HttpRequest, article: Article) -> None:
        """Link to the next step as well: the passages in doubt, or the workbench."""
        super().report_anchor_states(request, article)
        if not hasattr(article, "held"):
            return
        if any(anchored.anchor_state in IN_DOUBT_STATES for anchored in list_anchored(article)):
            message = _("Some quoted words are no longer where they were. Please review them: {}")
            self.message_user(
                request,
                format_html(message, link_to_page("versions", article, _("Old and new text"))),
                messages.WARNING,
            )
        else:
            message = _("The text has been saved. Create statements and events from it: {}")
            self.message_user(request, format_html(message, link_to_page("workbench", article, _("Workbench"))))


def link_to_page(page: str, article: Article, words: str) -> str:
    return format_html('<a href="{}">{}</a>', reverse(f"workbench:{page}", args=[article.pk]), words)
