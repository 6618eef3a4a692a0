"""Dated sentences of an article: an editor starts an event from one; nothing is stored before."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import Article, ArticleText
from tests.factories import actor, article, event
from timeline.models import Actor, Event, Proposal

from ..admin.test_admin import editor

__all__ = ["editor"]  # the fixture
pytestmark = pytest.mark.django_db

TEXT = (
    "Foreign Minister Taro Kono said on Wednesday that the talks with Russia were useful. "
    "Sergei Lavrov will visit Tokyo on May 31, 2018, for talks with Kono.\n\n"
    "The two met in Moscow in the first quarter. The islands are in dispute."
)
VISIT = TEXT.index("Sergei Lavrov will")


@pytest.fixture
def report(db: None) -> Article:
    event("Somewhere else", place="Tokyo; Moscow", date="1999-01-01")
    actor("Taro Kono", country="JP")
    actor("Sergei Lavrov", country="RU")
    return article(TEXT, title="Kono: talks were useful", published="2018-03-22")


def at(source: Article, part: str = "workbench") -> str:
    return reverse(f"workbench:{part}", args=[source.pk])


def field(page: Any, name: str) -> str:
    return str(page.context["bench"].new_form[name].value() or "")


def test_dated_sentences_are_listed_with_date_actors_and_place(editor: Client, report: Article):
    page = editor.get(at(report))
    assertContains(page, "3 dated sentences in the text")
    for told in (">31 May 2018</time></strong> <code>2018-05-31</code>", ">planned<", "at Tokyo", ">not certain<"):
        assertContains(page, told)
    assertContains(page, "Sergei Lavrov, Taro Kono")
    assertContains(page, "“Wednesday”: the last Wednesday before the article’s date")
    assertContains(page, f'href="#d{VISIT}"')
    assertContains(page, f'href="#t{VISIT}"')


def test_starting_an_event_from_a_sentence_fills_in_date_place_and_actors_and_saves_nothing(
    editor: Client, report: Article
):
    stored = Event.objects.count()
    page = editor.get(at(report), {"start": VISIT})
    assert (field(page, "date"), field(page, "place")) == ("2018-05-31", "Tokyo")
    assert field(page, "taking_part").splitlines() == ["Sergei Lavrov", "Taro Kono"]
    assert page.context["bench"].new_form["planned"].value() is True
    assert field(page, "title") == field(page, "summary") == ""
    assert Event.objects.count() == stored
    form = {name: field(page, name) for name in ("date", "place", "taking_part", "kind")}
    editor.post(at(report, "event"), {**form, "title": "Lavrov to visit", "summary": "It is planned.", "planned": "on"})
    made = Event.objects.get(title="Lavrov to visit")
    assert (made.date, made.place, made.planned, made.status) == ("2018-05-31", "Tokyo", True, "draft")
    assert {one.name for one in made.actors.all()} == {"Sergei Lavrov", "Taro Kono"}


def test_similar_events_are_those_of_the_dates_in_the_sentence_rather_than_the_article(editor: Client, report: Article):
    people = Actor.objects.filter(name="Sergei Lavrov")
    event("Lavrov in Tokyo", date="2018-05-30", actors=people)
    event("Lavrov speaks in March", date="2018-03-21", actors=people)
    page = editor.get(at(report), {"start": VISIT})
    assert [one.event.title for one in page.context["bench"].similar_events] == ["Lavrov in Tokyo"]


def test_a_form_with_an_error_still_shows_the_sentence(editor: Client, report: Article):
    page = editor.post(at(report, "event"), {"title": "Lavrov to visit", "date": "soon", "start": VISIT})
    assert page.status_code == 422
    assertContains(page, 'class="bench-sentence"', status_code=422)
    assertContains(page, 'value="soon"', status_code=422)


@pytest.mark.parametrize("start", ["1", "x", "-1", "9" * 30, "%00", str(VISIT + 1)])
def test_an_offset_without_a_dated_sentence_shows_a_message(editor: Client, report: Article, start: str):
    page = editor.get(at(report) + f"?start={start}")
    assertContains(page, "That sentence is not in the current text")
    assert field(page, "date") == "2018-03-22"


def test_marking_dated_sentences_does_not_change_the_text(editor: Client, report: Article):
    editor.post(at(report, "propose"))
    page = editor.get(at(report)).content.decode()
    shown = re.findall(r'<p data-start="(\d+)">(.*?)</p>', page, re.S)
    for start, paragraph in shown:
        words = re.sub(r"<[^>]+>", "", paragraph)
        assert TEXT[int(start) : int(start) + len(words)] == words


def test_an_article_without_an_exact_date_is_no_error(editor: Client):
    for published in ("", "2018-03", "2018"):
        undated = article(TEXT, published=published)
        assertContains(editor.get(at(undated)), "31 May 2018")
        editor.post(at(undated, "propose"))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Taro Kono said on Wednesday that the talks were useful.", "2018-03-21"),
        ("Taro Kono said in Tokyo on Wednesday that the talks were useful.", "2018-03-21"),
        ("On Wednesday, Taro Kono said that the talks were useful.", "2018-03-21"),
        ("Taro Kono said that the talks on Wednesday were useful.", ""),
        ("Ahead of a meeting set for Wednesday, Taro Kono said that the talks were useful.", ""),
        ("Taro Kono said before the talks on Wednesday that they would be useful.", ""),
        ("Taro Kono said that the talks were useful. They met on Wednesday.", ""),
        ("TOKYO, March 20 (Reuters) - Taro Kono said that the talks were useful.", ""),
    ],
)
def test_the_date_of_a_statement_is_filled_in_only_if_its_own_sentence_has_one(editor: Client, text: str, date: str):
    report = article(text, published="2018-03-22")
    editor.post(at(report, "propose"))
    assert {one.date for one in Proposal.objects.all()} == {date}


def test_queries_do_not_grow_with_the_dated_sentences(editor: Client, report: Article, django_assert_max_num_queries):
    many = article("\n\n".join(f"Taro Kono met Sergei Lavrov in Tokyo on May {n}, 2018." for n in range(1, 30)))
    with django_assert_max_num_queries(25):
        page = editor.get(at(many))
    assertContains(page, "29 dated sentences in the text")
    ArticleText.objects.filter(article=many).delete()
    assertNotContains(editor.get(at(many)), "dated sentence")
