"""The workbench: from an article's text to a published event, without losing input."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from articles.models import Article, ArticleText
from tests.factories import actor, article, editors, event, post, topic
from timeline.models import Actor, Citation, Event, Proposal, Quote

pytestmark = pytest.mark.django_db

TEXT = (
    "TOKYO, March 22 - Foreign Minister Taro Kono said on Wednesday that the talks with Russia were useful. "
    '"We agreed to continue the dialogue," he told reporters.\n\n'
    "Sergei Lavrov denied that the system was aimed at Japan. The talks with Russia go on."
)
USEFUL = "the talks with Russia were useful"


@pytest.fixture
def editor() -> Client:
    client = Client()
    user = get_user_model().objects.create_user("ed", password="a long password", is_staff=True)
    user.groups.add(editors())
    client.force_login(user)
    return client


@pytest.fixture
def kono() -> Actor:
    made = actor("Taro Kono", country="JP")
    post(made, "Minister for Foreign Affairs", "2017-08-03", "2019-09-11")
    return made


@pytest.fixture
def report() -> Article:
    return article(TEXT, title="Kono: talks were useful", published="2018-03-22")


@pytest.fixture
def draft() -> Event:
    made = event("Kono tells reporters", date="2018-03-21", status="draft", cites=False, topics=[topic("Peace treaty")])
    made.actors.add(actor("Japan", kind="state", country="JP"))
    return made


def at(source: Article, part: str = "workbench", *more: int) -> str:
    return reverse(f"workbench:{part}", args=[source.pk, *more])


def proposal(source: Article, words: str = USEFUL, **fields: Any) -> Proposal:
    start = TEXT.index(words) if words in TEXT else None
    return Proposal.objects.create(article=source, exact=words, start=start, **fields)


def sent(one: Proposal, action: str, **fields: Any) -> dict[str, Any]:
    speaker = str(one.speaker or "")
    return {"action": action, "exact": one.exact, "speaker": speaker, "use": one.use, "named": one.named, **fields}


def decide(editor: Client, one: Proposal, action: str, **fields: Any) -> Any:
    return editor.post(at(one.article, "decide", one.pk), sent(one, action, **fields), follow=True)


def test_the_program_proposes_and_proposing_again_adds_nothing(editor, report, kono):
    editor.post(at(report, "propose"))
    words = [one.exact for one in Proposal.objects.all()]
    assert USEFUL in words
    assert "We agreed to continue the dialogue" in words
    assert Proposal.objects.get(exact=USEFUL).speaker == kono
    response = editor.post(at(report, "propose"), follow=True)
    assertContains(response, "0 new statements have been proposed.")
    assert Proposal.objects.count() == len(words)


def test_a_denial_is_proposed_with_its_verb(editor, report, kono):
    editor.post(at(report, "propose"))
    assert "denied that the system was aimed at Japan" in [one.exact for one in Proposal.objects.all()]


def test_proposals_are_marked_in_the_text_and_listed_next_to_it(editor, report):
    one = proposal(report)
    response = editor.get(at(report))
    assertContains(response, f'href="#p{one.pk}">{USEFUL}</a>')
    assertContains(response, f'id="p{one.pk}"')
    assertContains(response, "1 open, 0 accepted, 0 rejected")


def test_from_the_proposals_to_a_published_event(editor, report, kono, draft, client):
    first, second = proposal(report, speaker=kono), proposal(report, "We agreed to continue the dialogue", speaker=kono)
    for one in (first, second):
        assertContains(decide(editor, one, "accept", event=draft.pk), "accepted")
    assert not Quote.objects.exists(), "accepted is not published"
    assertNotContains(client.get("/"), "Kono tells reporters")
    response = editor.post(at(report, "publish"), {"event": draft.pk}, follow=True)
    assertContains(response, "Published, with 2 new statements.")
    draft.refresh_from_db()
    assert draft.status == "published"
    assert [source.article for source in draft.citations.all()] == [report]
    assert {(q.kind, q.exact, q.anchor_state) for q in draft.quotes.all()} == {
        ("indirect", USEFUL, "verified"),
        ("direct", "We agreed to continue the dialogue", "verified"),
    }
    assert [t.name for t in draft.quotes.first().topics.all()] == ["Peace treaty"]
    assertContains(client.get("/"), "Kono tells reporters")
    again = editor.post(at(report, "publish"), {"event": draft.pk}, follow=True)
    assertContains(again, "The event has already been published, and nothing new was accepted")
    assert draft.quotes.count() == 2


def test_publishing_with_something_missing_needs_a_confirmation(editor, report, draft):
    nobody = actor("Ivan Petrov", country="RU")
    draft.topics.clear()
    one = proposal(report, speaker=nobody)
    decide(editor, one, "accept", event=draft.pk)
    page = editor.get(at(report), {"event": draft.pk})
    assertContains(page, "The event has no topic")
    assertContains(page, "Ivan Petrov has no post on 21 March 2018")
    refused = editor.post(at(report, "publish"), {"event": draft.pk})
    assert refused.status_code == 422
    assert not Quote.objects.exists()
    editor.post(at(report, "publish"), {"event": draft.pk, "knowingly": "1"})
    assert Quote.objects.get().speaker == nobody


def test_publishing_is_blocked_if_something_required_is_missing(editor, report, draft, kono):
    one = proposal(report, speaker=kono)
    decide(editor, one, "accept", event=draft.pk)
    Event.objects.filter(pk=draft.pk).update(summary="")
    response = editor.post(at(report, "publish"), {"event": draft.pk, "knowingly": "1"})
    assert response.status_code == 422
    assertContains(response, "The event has no summary.", status_code=422)
    assert not Quote.objects.exists()


def test_accepting_needs_an_event_and_a_speaker_and_loses_no_input(editor, report, draft):
    one = proposal(report)
    response = decide(editor, one, "accept", date="2018-03-20")
    assert response.status_code == 422
    assertContains(response, "Choose or create the event first", status_code=422)
    assertContains(response, "Who said this?", status_code=422)
    assertContains(response, 'value="2018-03-20"', status_code=422)
    one.refresh_from_db()
    assert one.state == "open"


def test_corrected_words_are_found_again(editor, report, draft, kono):
    one = proposal(report, speaker=kono)
    decide(editor, one, "accept", event=draft.pk, exact="the talks with Russia were")
    one.refresh_from_db()
    assert (one.exact, one.end, one.state) == (
        "the talks with Russia were",
        TEXT.index(USEFUL) + len("the talks with Russia were"),
        "accepted",
    )


def test_words_not_in_the_article_are_rejected_with_the_difference(editor, report, draft, kono):
    one = proposal(report, speaker=kono)
    response = decide(editor, one, "accept", event=draft.pk, exact="the talks with Russia were quite useless")
    assert response.status_code == 422
    assertContains(response, "the talks with Russia were quite useless", status_code=422)
    assertContains(response, "<del>", status_code=422)
    one.refresh_from_db()
    assert (one.exact, one.state) == (USEFUL, "open")


def test_rejected_proposals_can_be_reopened(editor, report):
    one = proposal(report)
    assertContains(decide(editor, one, "reject"), "0 open, 0 accepted, 1 rejected")
    assertContains(decide(editor, one, "reopen"), "1 open, 0 accepted, 0 rejected")


@pytest.mark.parametrize(
    "text",
    ["Nothing of it is left.", f"{TEXT}\n\n{TEXT}", TEXT.replace(USEFUL, f"so {USEFUL} at last")],
    ids=["words missing", "words twice", "other words around them"],
)
def test_a_proposal_that_a_newer_text_no_longer_supports_can_be_rejected_and_reopened(editor, report, text):
    one = proposal(report)
    report.held.body = text
    report.held.save()
    assertContains(decide(editor, one, "reject"), "1 rejected")
    assertContains(decide(editor, one, "reopen"), "0 rejected")


def test_an_unknown_speaker_is_an_error_and_a_new_one_can_be_added(editor, report, draft):
    one = proposal(report)
    response = decide(editor, one, "accept", event=draft.pk, speaker="Ivan Petrov")
    assertContains(response, "No actor is named “Ivan Petrov”", status_code=422)
    decide(editor, one, "accept", event=draft.pk, speaker="", new_name="Ivan Petrov", new_country="RU")
    one.refresh_from_db()
    assert (one.speaker.name, one.speaker.side, one.state) == ("Ivan Petrov", "RU", "accepted")


def test_existing_actors_with_similar_names_are_suggested_first(editor, report, draft, kono):
    one = proposal(report)
    response = decide(editor, one, "accept", event=draft.pk, speaker="", new_name="Tarō Kōno")
    assertContains(response, "Actors with similar names exist: Taro Kono", status_code=422)
    assert Actor.objects.filter(kind="person").count() == 1
    decide(editor, one, "accept", event=draft.pk, speaker="", new_name="Tarō Kōno", all_the_same="on")
    assert Actor.objects.filter(kind="person").count() == 2


def test_selected_words_become_a_statement_or_a_citation(editor, report, draft, kono):
    start = TEXT.index("The talks with Russia go on")
    editor.post(at(report, "mark"), {"exact": "The talks with Russia go on", "start": start, "use": "citation"})
    one = Proposal.objects.get()
    assert (one.start, one.use, one.by_editor, one.anchor_state) == (start, "citation", True, "verified")
    decide(editor, one, "accept", event=draft.pk)
    editor.post(at(report, "publish"), {"event": draft.pk})
    cited = Citation.objects.get()
    assert (cited.exact, cited.start, cited.anchor_state) == ("The talks with Russia go on", start, "verified")


def test_selected_words_that_occur_twice_need_a_choice_of_place(editor, report):
    response = editor.post(at(report, "mark"), {"exact": "talks with Russia", "use": "statement"})
    assertContains(response, "occur more than once in the article", status_code=422)
    places = re.findall(r'name="place"\s+value="(\d+-\d+)"', response.content.decode())
    editor.post(at(report, "mark"), {"exact": "talks with Russia", "use": "statement", "place": places[1]})
    assert Proposal.objects.get().start == TEXT.rindex("talks with Russia")


def test_a_new_draft_is_created_on_the_same_page(editor, report, kono):
    islands = topic("Islands")
    form = {"title": "Kono speaks", "date": "2018-03-21", "kind": "statement", "summary": "He spoke."}
    response = editor.post(
        at(report, "event"), {**form, "topics": islands.pk, "taking_part": "taro kono\n"}, follow=True
    )
    made = Event.objects.get()
    assert (made.status, list(made.topics.all()), list(made.actors.all())) == ("draft", [islands], [kono])
    assertRedirects(response, f"{at(report)}?event={made.pk}")


def test_an_invalid_date_of_a_new_event_loses_no_input(editor, report):
    form = {"title": "Kono speaks", "date": "last week", "kind": "statement", "summary": "He spoke."}
    response = editor.post(at(report, "event"), {**form, "taking_part": "Nobody Known"})
    for text in ("Kono speaks", "last week", "He spoke.", "No actor is named “Nobody Known”"):
        assertContains(response, text, status_code=422)
    assert not Event.objects.exists()


def test_events_with_the_same_dates_and_actors_are_suggested_first(editor, report, kono):
    event("Kono and Lavrov meet", date="2018-03-21", actors=[kono])
    event("Kono and somebody meet", date="2018-05-21", actors=[kono])
    proposal(report, speaker=kono)
    response = editor.get(at(report))
    assertContains(response, "Is it one of these events?")
    assertContains(response, "Kono and Lavrov meet")
    assertNotContains(response, "Kono and somebody meet")


def test_a_new_text_moves_no_anchor_and_blocks_publishing(editor, report, draft, kono):
    one = proposal(report, speaker=kono)
    decide(editor, one, "accept", event=draft.pk)
    held = ArticleText.objects.get(article=report)
    held.body = TEXT.replace("useful", "useless")
    held.save()
    one.refresh_from_db()
    assert one.anchor_state in ("changed", "missing")
    response = editor.post(at(report, "publish"), {"event": draft.pk, "knowingly": "1"})
    assertContains(response, "is not in the current text", status_code=422)
    assert not Quote.objects.exists()


def test_no_input_is_lost_when_the_session_ends(report, draft, kono):
    one = proposal(report, speaker=kono)
    user = get_user_model().objects.create_user("late", password="a long password", is_staff=True)
    user.groups.add(editors())
    client = Client()
    fields = sent(one, "accept", event=draft.pk, date="2018-03-20")
    asked = client.post(at(report, "decide", one.pk), fields)
    assertContains(asked, "Your input is not lost", status_code=401)
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', asked.content.decode()))
    wrong = client.post(at(report, "decide", one.pk), {**again, "username": "late", "password": "wrong"})
    assertContains(wrong, 'value="2018-03-20"', status_code=401)
    client.post(at(report, "decide", one.pk), {**again, "username": "late", "password": "a long password"})
    one.refresh_from_db()
    assert (one.state, one.date) == ("accepted", "2018-03-20")


def test_only_editors_have_access(client, report):
    assert client.get(at(report)).status_code == 302
    client.force_login(get_user_model().objects.create_user("reader"))
    assert client.get(at(report)).status_code == 403
    assert client.post(at(report, "propose")).status_code == 403


def test_a_response_for_htmx_has_the_card_and_the_totals(editor, report):
    one = proposal(report)
    response = editor.post(at(report, "decide", one.pk), sent(one, "reject"), headers={"HX-Request": "true"})
    assertContains(response, f'id="p{one.pk}"')
    assertContains(response, 'id="tally" hx-swap-oob="true"')
    assertNotContains(response, "<html")


@pytest.mark.parametrize("asked", ["0", "x", "9" * 30, "-1", "%00"])
def test_an_invalid_event_in_the_address_is_ignored(editor, report, asked):
    assert editor.get(f"{at(report)}?event={asked}").status_code == 200


def test_an_article_without_text_says_what_to_do(editor):
    bare = article()
    assertContains(editor.get(at(bare)), "We hold no text of this article.")
    assertContains(editor.post(at(bare, "propose"), follow=True), "Paste it on the article’s page first.")


def test_the_number_of_queries_does_not_grow_with_the_proposals(editor, report, kono, django_assert_max_num_queries):
    for word in ("talks", "Russia", "useful", "continue", "dialogue", "system", "aimed"):
        proposal(report, word, speaker=kono) if TEXT.count(word) == 1 else None
    with django_assert_max_num_queries(25):
        editor.get(at(report))
