"""Links from the start page and an article's page to the workbench and to the old and new text."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from tests import factories as make
from timeline.models import Proposal

from .test_admin import TEXT, editor, formset

__all__ = ["editor"]  # the fixture
pytestmark = pytest.mark.django_db

PROPOSALS = "Articles with open proposals"
MOVED = "Articles with a new text and passages to confirm"
LIST = "/admin/articles/article/"


def load_tasks(editor: Client) -> dict[str, Any]:
    return {str(row["task"].title): row for row in editor.get("/admin/").context["task_counts"]}


def test_articles_with_open_proposals_are_a_task_until_the_last_is_decided(editor: Client) -> None:
    held, other = make.article(TEXT, title="With proposals"), make.article(TEXT, title="Without")
    one = Proposal.objects.create(article=held, exact=TEXT[:10], start=0)
    row = load_tasks(editor)[PROPOSALS]
    assert row["n"] == 1
    page = editor.get(row["address"])
    assertContains(page, f'{LIST}{held.pk}/workbench/">Workbench</a>')
    assertNotContains(page, other.title)
    one.state = "rejected"
    one.save()
    assert load_tasks(editor)[PROPOSALS]["n"] == 0


def test_articles_with_words_in_doubt_link_to_the_old_and_the_new_text(editor: Client) -> None:
    held = make.article(TEXT)
    one = Proposal.objects.create(article=held, exact=TEXT[:10], start=0)
    assert load_tasks(editor)[MOVED]["n"] == 0
    held.held.body = "Other words."
    held.held.save()
    row = load_tasks(editor)[MOVED]
    assert row["n"] == 1
    assertContains(editor.get(row["address"]), f'{LIST}{held.pk}/workbench/versions/">Old and new text</a>')
    Proposal.objects.filter(pk=one.pk).update(state="rejected")
    assert load_tasks(editor)[MOVED]["n"] == 0


def read_form(article: Any, body: str) -> dict[str, Any]:
    return {
        "title": article.title,
        "outlet": article.outlet_id,
        "published": article.published,
        "language": "en",
        "url": article.url,
        "rights": "excerpts",
        "kind": "news",
        "tier": 2,
        "address_seen": "on",
        "slug": article.slug,
        **formset("held", {"body": body, "article": article.pk}, initial=int(hasattr(article, "held"))),
    }


def save(editor: Client, article: Any, body: str) -> Any:
    article.refresh_from_db()
    return editor.post(f"{LIST}{article.pk}/change/", read_form(article, body), follow=True)


def test_after_the_first_text_is_saved_a_message_links_to_the_workbench(editor: Client) -> None:
    bare = make.article()
    page = save(editor, bare, TEXT)
    assertContains(page, f'Create statements and events from it: <a href="{LIST}{bare.pk}/workbench/">Workbench</a>')


def test_after_a_text_without_the_quoted_words_is_saved_a_message_links_to_both_texts(editor: Client) -> None:
    held = make.article(TEXT)
    Proposal.objects.create(article=held, exact=TEXT[:10], start=0)
    page = save(editor, held, "Other words.")
    assertContains(page, f'<a href="{LIST}{held.pk}/workbench/versions/">Old and new text</a>')
    assertNotContains(page, "Create statements and events from it")


def test_the_list_needs_no_more_queries_for_more_articles(editor: Client, django_assert_num_queries: Any) -> None:
    make.article(TEXT)
    editor.get(LIST)
    with CaptureQueriesContext(connection) as few:
        editor.get(LIST)
    for _ in range(4):
        Proposal.objects.create(article=make.article(TEXT), exact=TEXT[:10], start=0)
    with django_assert_num_queries(len(few)):
        editor.get(LIST)
