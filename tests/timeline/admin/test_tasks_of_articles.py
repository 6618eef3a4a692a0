"""From the start page, and from an article's page, to the workbench and to the old text beside the new."""

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


def rows(editor: Client) -> dict[str, Any]:
    return {str(row["task"].title): row for row in editor.get("/admin/").context["task_counts"]}


def test_articles_with_proposals_to_decide_about_wait_until_the_last_is_decided(editor: Client) -> None:
    held, other = make.article(TEXT, title="With proposals"), make.article(TEXT, title="Without")
    one = Proposal.objects.create(article=held, exact=TEXT[:10], start=0)
    row = rows(editor)[PROPOSALS]
    assert row["n"] == 1
    page = editor.get(row["address"])
    assertContains(page, f'{LIST}{held.pk}/workbench/">Workbench</a>')
    assertNotContains(page, other.title)
    one.state = "rejected"
    one.save()
    assert rows(editor)[PROPOSALS]["n"] == 0


def test_articles_with_words_that_lost_their_place_lead_to_the_two_texts(editor: Client) -> None:
    held = make.article(TEXT)
    one = Proposal.objects.create(article=held, exact=TEXT[:10], start=0)
    assert rows(editor)[MOVED]["n"] == 0
    held.held.body = "Other words."
    held.held.save()
    row = rows(editor)[MOVED]
    assert row["n"] == 1
    assertContains(editor.get(row["address"]), f'{LIST}{held.pk}/workbench/versions/">Old and new text</a>')
    Proposal.objects.filter(pk=one.pk).update(state="rejected")
    assert rows(editor)[MOVED]["n"] == 0


def sent(article: Any, body: str) -> dict[str, Any]:
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
    return editor.post(f"{LIST}{article.pk}/change/", sent(article, body), follow=True)


def test_a_first_text_leads_to_the_workbench(editor: Client) -> None:
    bare = make.article()
    page = save(editor, bare, TEXT)
    assertContains(page, f'Create statements and events from it: <a href="{LIST}{bare.pk}/workbench/">Workbench</a>')


def test_another_text_in_which_words_are_lost_leads_to_the_two_texts(editor: Client) -> None:
    held = make.article(TEXT)
    Proposal.objects.create(article=held, exact=TEXT[:10], start=0)
    page = save(editor, held, "Other words.")
    assertContains(page, f'<a href="{LIST}{held.pk}/workbench/versions/">Old and new text</a>')
    assertNotContains(page, "Create statements and events from it")


def test_the_list_asks_as_few_questions_for_many_articles(editor: Client, django_assert_num_queries: Any) -> None:
    make.article(TEXT)
    editor.get(LIST)
    with CaptureQueriesContext(connection) as few:
        editor.get(LIST)
    for _ in range(4):
        Proposal.objects.create(article=make.article(TEXT), exact=TEXT[:10], start=0)
    with django_assert_num_queries(len(few)):
        editor.get(LIST)
