"""The pages of single records, and their lists."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import Article
from tests.factories import actor, article, event, outlet, post, quote, topic
from timeline.models import Quote

pytestmark = pytest.mark.django_db

TEXT = 'TOKYO - The minister spoke on Tuesday. Lavrov said Russia was "opposed to the shield" and left. The end.'


@pytest.fixture
def lavrov():
    made = actor("Sergei Lavrov", country="RU", name_ja="セルゲイ・ラブロフ", name_ru="Сергей Лавров")
    post(made, "Permanent Representative", "1994-07-07", "2004-03-09", organization="United Nations")
    post(made, "Minister of Foreign Affairs", "2004-03-09")
    return made


@pytest.fixture
def statement(lavrov):
    source = article(TEXT, title="Concerned on missiles", outlet=outlet("Trend"), url="https://example.org/a")
    return quote("opposed to the shield", of=event("Talks", cites=source), by=lavrov, kind="direct", article=source)


def test_a_statement_is_highlighted_in_its_sentence(client, statement):
    response = client.get(statement.get_absolute_url())
    assertContains(response, "Lavrov said Russia was &#34;<mark>opposed to the shield</mark>&#34; and left.")
    assertNotContains(response, "The minister spoke")
    assertContains(response, "Verified.")
    start = TEXT.index("opposed")
    assertContains(response, f"characters {start} to {start + 21}")


def test_a_statement_links_to_its_passage_at_the_publisher_and_to_the_archive(client, statement):
    response = client.get(statement.get_absolute_url())
    assertContains(response, "https://example.org/a#:~:text=")
    assertContains(response, "opposed%20to%20the%20shield")
    assertContains(response, "https://web.archive.org/web/*/https://example.org/a")


def test_a_statement_can_be_cited_in_three_styles(client, statement):
    response = client.get(statement.get_absolute_url())
    for style in ("Chicago", "APA", "MLA"):
        assertContains(response, style)
    assertContains(response, "https://example.org/a")


def test_the_office_is_the_one_held_on_the_date_of_the_statement(client, statement, lavrov):
    assertContains(client.get(statement.get_absolute_url()), "then Minister of Foreign Affairs")
    early = quote("earlier words", of=event(date="1998-05-01"), by=lavrov)
    assertContains(client.get(early.get_absolute_url()), "then Permanent Representative, United Nations")


def test_two_possible_offices_are_joined_by_or(client, lavrov):
    said = quote("words of that year", of=event(date="2004"), by=lavrov)
    assertContains(
        client.get(said.get_absolute_url()), "Permanent Representative, United Nations or Minister of Foreign Affairs"
    )


def test_without_the_text_the_page_says_so_and_shows_the_recorded_context(client, statement):
    statement.article.held.delete()
    response = client.get(statement.get_absolute_url())
    assertContains(response, "Text not held.")
    assertContains(response, "<mark>opposed to the shield</mark>")


def test_a_paraphrase_is_marked_as_such_and_has_no_quotation_marks(client, lavrov):
    said = quote("He spoke against the shield.", by=lavrov, kind="paraphrase")
    response = client.get(said.get_absolute_url())
    assertContains(response, "our summary of what the source reports")
    assertNotContains(response, "“He spoke")
    assertNotContains(response, "<mark>")


def test_words_of_a_source_are_in_its_language_and_ours_in_english(client, lavrov):
    source = article("И это преждевременно.", language="ru")
    talks = event("Talks", cites=source)
    quote("это преждевременно", of=talks, by=lavrov, kind="indirect", article=source)
    quote("He spoke of haste.", of=talks, by=lavrov, kind="paraphrase", article=source)
    for address in (talks.get_absolute_url(), "/", "/compare/", lavrov.get_absolute_url()):
        response = client.get(address)
        assertContains(response, '<blockquote class="words" lang="ru">\n<p>это преждевременно</p>')
        assertContains(response, '<blockquote class="words" lang="en">\n<p>He spoke of haste.</p>')
    assertContains(client.get("/feed.atom"), '&lt;span lang="en"&gt;He spoke of haste.')


def test_only_direct_quotations_have_quotation_marks(client, lavrov):
    talks = event("Talks")
    quote("it was premature", of=talks, by=lavrov, kind="indirect")
    quote("we want it", of=talks, by=lavrov, kind="direct")
    response = client.get(talks.get_absolute_url())
    assertContains(response, "<p>it was premature</p>")
    assertContains(response, "<p>“we want it”</p>")


def test_an_event_shows_statements_sources_people_and_its_neighbours(client, lavrov):
    event("Before it", date="1998")
    source = article(TEXT, title="Concerned on missiles")
    talks = event(
        "Talks",
        cites=source,
        actors=[lavrov],
        topics=[topic("Islands")],
        date="2007-10-23",
        note="The record says https://example.org/record",
    )
    event("After it", date="2018")
    quote("opposed to the shield", of=talks, by=lavrov, kind="direct", article=source)
    response = client.get(talks.get_absolute_url())
    for shown in (
        "Talks",
        "Concerned on missiles",
        "Sergei Lavrov",
        "Islands",
        "Before it",
        "After it",
        "23 October 2007",
    ):
        assertContains(response, shown)
    assertContains(response, 'href="https://example.org/record"')


def test_a_planned_event_is_marked_on_the_list_and_on_its_page(client):
    meeting = event("Meeting", planned=True)
    assertContains(client.get("/"), "planned when reported")
    assertContains(client.get(meeting.get_absolute_url()), "planned when reported")


def test_an_actor_has_names_posts_and_statements(client, statement, lavrov):
    response = client.get(lavrov.get_absolute_url())
    for shown in (
        "セルゲイ・ラブロフ",
        "Сергей Лавров",
        "Permanent Representative",
        "opposed to the shield",
        "/?actor=sergei-lavrov",
    ):
        assertContains(response, shown)


def test_a_topic_shows_what_each_side_said_in_columns(client, lavrov):
    missiles = topic("Missile defence")
    komura = actor("Masahiko Komura", country="JP")
    talks = event(topics=[missiles])
    quote("russian words", of=talks, by=lavrov, topics=[missiles])
    quote("japanese words", of=talks, by=komura, topics=[missiles])
    quote("words on something else", of=talks, by=komura)
    response = client.get(missiles.get_absolute_url())
    first = {one.side.value: one.first and one.first.words for one in response.context["ends"]}
    assert first == {"JP": "japanese words", "RU": "russian words", "US": None}
    assertNotContains(response, "words on something else")


def test_a_source_lists_every_passage_in_reading_order_and_not_its_text(client, lavrov):
    source = article(TEXT)
    talks = event("Talks", cites=source)
    quote("opposed to the shield", of=talks, by=lavrov, kind="direct", article=source)
    quote("The minister spoke on Tuesday", of=talks, by=lavrov, article=source)
    response = client.get(f"/sources/{source.slug}/")
    assert [one.exact for one in response.context["passages"]] == [
        "The minister spoke on Tuesday",
        "opposed to the shield",
    ]
    assertNotContains(response, "The end.")


def test_a_source_shows_its_kind_and_the_events_based_on_it(client):
    source = article(kind="treaty", tier=1, side="international", address_seen=False)
    talks = event("Talks", cites=source)
    page = client.get(f"/sources/{source.slug}/")
    for words in (
        "treaty or joint document",
        "first-hand: government",
        "several states together",
        "not opened this link",
    ):
        assertContains(page, words)
    assertContains(page, talks.get_absolute_url())
    assertContains(client.get("/sources/"), "first-hand: government, treaty or archive")


def test_a_link_that_was_opened_has_no_warning(client, statement):
    assertNotContains(client.get(f"/sources/{statement.article.slug}/"), "not opened this link")


def test_a_long_list_of_sources_has_several_pages(client):
    event(cites=[article() for _ in range(101)])
    assertContains(client.get("/sources/"), "?page=2")
    assertContains(client.get("/sources/?page=2"), "/sources/article-")


def test_the_source_of_a_post_has_a_page(client, statement, lavrov):
    source = article()
    post(lavrov, "Ambassador", source=source)
    assertContains(client.get(f"/sources/{source.slug}/"), "Ambassador")


def test_a_source_whose_rights_allow_it_shows_its_full_text(client):
    source = article(TEXT, rights=Article.Rights.FULL)
    event(cites=source)
    assertContains(client.get(f"/sources/{source.slug}/"), "The end.")


def test_lists_of_actors_topics_and_sources_link_to_their_pages(client, statement, lavrov):
    topic("Islands")
    assertContains(client.get("/actors/"), lavrov.get_absolute_url())
    assertContains(client.get("/topics/"), "/topics/islands/")
    assertContains(client.get("/sources/"), f"/sources/{statement.article.slug}/")


def test_actors_and_topics_are_listed_by_name(client):
    people = [actor(name, country="RU") for name in ("Yeltsin", "Gromyko", "Andropov")]
    topics = [topic(name) for name in ("Sanctions", "Islands", "Arms")]
    event(actors=people, topics=topics)
    for address, names in (
        ("/actors/", ["Andropov", "Gromyko", "Yeltsin"]),
        ("/topics/", ["Arms", "Islands", "Sanctions"]),
    ):
        page = client.get(address).content.decode()
        assert sorted(names, key=page.index) == names


@pytest.mark.parametrize("kind", ["events", "statements", "actors", "topics", "sources"])
def test_an_unknown_address_gets_the_page_not_found(client, kind):
    response = client.get(f"/{kind}/no-such-thing/")
    assertContains(response, "Page not found", status_code=404)


def test_drafts_have_no_pages(client, lavrov):
    draft = event("Draft", status="draft", actors=[lavrov])
    said = quote("not yet", of=draft, by=lavrov)
    for address in (
        draft.get_absolute_url(),
        said.get_absolute_url(),
        lavrov.get_absolute_url(),
        f"/sources/{said.article.slug}/",
    ):
        assert client.get(address).status_code == 404, address


def test_texts_of_a_statement_cannot_run_as_a_script(client, lavrov):
    said = quote("<script>alert(1)</script>", by=lavrov, note="<img src=x onerror=alert(1)>")
    for address in (said.get_absolute_url(), said.event.get_absolute_url(), "/"):
        response = client.get(address)
        assertNotContains(response, "<script>alert")
        assertNotContains(response, "<img src=x")


def test_pages_have_a_strict_policy_and_only_the_style_sheet_it_names_is_inline(client, statement, lavrov):
    for address in ("/", statement.get_absolute_url(), lavrov.get_absolute_url(), "/nowhere/"):
        response = client.get(address)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        for inline in (" style=", "onclick=", "<script>", "hx-on"):
            assertNotContains(response, inline, status_code=response.status_code)
        (sheet,) = re.findall(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)
        fingerprint = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
        assert f"style-src 'self' 'sha256-{fingerprint}';" in f"{policy};"


@pytest.mark.parametrize(
    "address", ["/actors/", "/topics/", "/sources/", "event", "statement", "topic", "actor", "source"]
)
@pytest.mark.slow
def test_the_number_of_queries_does_not_grow_with_the_records(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    speaker, islands, source = actor("Speaker", country="JP"), topic("Islands"), article()
    post(speaker, "Minister", source=source)
    happened = event(actors=[speaker], topics=[islands], cites=source)

    def more(n: int) -> Quote:
        for _ in range(n):
            someone = actor()
            post(someone, "Minister")
            other = event(actors=[someone], topics=[islands], cites=source)
            quote(of=other, by=someone, topics=[islands], to=[actor()])
            said = quote(of=happened, by=speaker, topics=[islands], to=[actor()], article=source)
            quote(of=happened, by=someone, topics=[islands], article=source)
        return said

    said = more(2)
    address = {
        "event": happened.get_absolute_url(),
        "statement": said.get_absolute_url(),
        "topic": islands.get_absolute_url(),
        "actor": speaker.get_absolute_url(),
        "source": f"/sources/{source.slug}/",
    }.get(address, address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    more(15)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
