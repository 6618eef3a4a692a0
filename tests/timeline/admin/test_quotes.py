"""An editor pastes words: saving finds their place or offers a choice, and no input is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import Article
from timeline.models import Actor, Citation, Event, Quote

from .test_admin import (
    TEXT,
    admin,
    editor,
    event_form,
    formset,
    make_actor,
    make_article,
    make_event,
    make_quote,
)

__all__ = ["editor"]  # the fixture
pytestmark = pytest.mark.django_db

TWICE = "missile defence"
ONCE = "Japan listened"


@pytest.fixture
def article() -> Article:
    return make_article(TEXT)


@pytest.fixture
def speaker() -> Actor:
    return make_actor()


def quote_form(article: Article, speaker: Actor, exact: str = "", **fields: Any) -> dict[str, Any]:
    return {"article": article.pk, "speaker": speaker.pk, "exact": exact, "kind": "", "paraphrase": ""} | fields


class QuotePage:
    """A statement on its own page."""

    name = "quote"

    def __init__(self, editor: Client) -> None:
        self.editor = editor
        self.event = make_event("Talks", slug="talks")

    def send(self, row: dict[str, Any]) -> Any:
        return self.editor.post(admin("timeline_quote", "add"), row | {"event": self.event.pk}, follow=True)

    def place(self) -> str:
        return "place"


class EventPage:
    """A statement on the page of a new event."""

    name = "event"

    def __init__(self, editor: Client) -> None:
        self.editor = editor

    def send(self, row: dict[str, Any]) -> Any:
        return self.editor.post(admin("timeline_event", "add"), event_form(quotes=[row]), follow=True)

    def place(self) -> str:
        return "quotes-0-place"


@pytest.fixture(params=[QuotePage, EventPage], ids=["on its own page", "on the event's page"])
def where(request: pytest.FixtureRequest, editor: Client) -> Any:
    return request.param(editor)


def choices(html: str, name: str = "place") -> list[str]:
    """The values of the radio buttons offered."""
    return re.findall(rf'<input type="radio"\s+name="{name}"\s+value="([^"]+)"', html)


def test_words_that_occur_once_are_anchored(where: Any, article: Article, speaker: Actor) -> None:
    where.send(quote_form(article, speaker, ONCE))
    quote = Quote.objects.get()
    assert (quote.anchor_state, quote.exact) == ("verified", ONCE)
    assert article.held.body[quote.start : quote.end] == ONCE
    assert quote.prefix.endswith("” he said. ")


def test_words_not_in_the_article_are_rejected_with_the_nearest_passage_and_all_input(
    where: Any, article: Article, speaker: Actor
) -> None:
    typed = "The weather in Tokyo <b>was</b> fine & dry"
    answer = where.send(quote_form(article, speaker, typed, note="Keep this note.", venue="Tokyo", slug="my-slug"))
    assertContains(answer, "These words are not in the article.")
    assertContains(answer, "Nearest passage in the article:")
    assertContains(answer, "<del>")
    assertContains(answer, "The weather in Tokyo &lt;b&gt;was&lt;/b&gt; fine &amp; dry</textarea>")
    assertNotContains(answer, "<b>was")
    for kept in ("Keep this note.", 'value="Tokyo"', 'value="my-slug"', str(speaker), article.title):
        assertContains(answer, kept)
    assert not Quote.objects.exists()
    assert not choices(answer.content.decode(), where.place())


def test_words_that_occur_twice_are_offered_in_context(where: Any, article: Article, speaker: Actor) -> None:
    answer = where.send(quote_form(article, speaker, TWICE, note="Keep this note."))
    assertContains(answer, "These words occur more than once in the article.")
    assertContains(answer, "Keep this note.")
    first, second = TEXT.index(TWICE), TEXT.rindex(TWICE)
    assert choices(answer.content.decode(), where.place()) == [
        f"{first}-{first + len(TWICE)}",
        f"{second}-{second + len(TWICE)}",
    ]
    assertContains(answer, f"“We are concerned about <mark>{TWICE}</mark>,” he said.")
    assertContains(answer, f"(character {second})")


def test_choosing_a_place_saves_the_words_there(where: Any, article: Article, speaker: Actor) -> None:
    second = TEXT.rindex(TWICE)
    where.send(quote_form(article, speaker, TWICE, place=f"{second}-{second + len(TWICE)}"))
    quote = Quote.objects.get()
    assert (quote.anchor_state, quote.start, quote.kind) == ("verified", second, "indirect")
    assert quote.suffix.startswith(" is no way out")


def test_a_place_that_was_not_offered_is_not_accepted(where: Any, article: Article, speaker: Actor) -> None:
    for place in ("0-15", "x", "1-", "9" * 40 + "-3"):
        answer = where.send(quote_form(article, speaker, TWICE, place=place))
        assert len(choices(answer.content.decode(), where.place())) == 2
    assert not Quote.objects.exists()


def test_a_choice_stays_selected_while_another_field_has_an_error(where: Any, article: Article, speaker: Actor) -> None:
    second = TEXT.rindex(TWICE)
    place = f"{second}-{second + len(TWICE)}"
    html = where.send(quote_form(article, speaker, TWICE, place=place, date="Thursday")).content.decode()
    assert re.search(rf'value="{place}"\s+checked', html)
    assert "is not a date" in html
    assert "These words occur more than once in the article." not in html


def test_words_that_differ_in_punctuation_are_offered_as_they_are_in_the_article(
    where: Any, article: Article, speaker: Actor
) -> None:
    theirs = "“We are concerned about missile defence,” he said"
    row = quote_form(article, speaker, '"We are  concerned about missile defence," he said')
    answer = where.send(row)
    assertContains(answer, "The article&#x27;s words differ slightly.")
    assertContains(answer, "Use the article's words:")
    (offered,) = choices(answer.content.decode(), where.place())
    where.send(row | {"place": offered})
    quote = Quote.objects.get()
    assert (quote.exact, quote.anchor_state, quote.kind) == (theirs, "verified", "mixed")


def test_words_that_are_nearly_right_are_offered_with_the_difference(
    where: Any, article: Article, speaker: Actor
) -> None:
    row = quote_form(article, speaker, "Later he repeated: missile defense is no way out.")
    answer = where.send(row)
    assertContains(answer, "<del>defense</del><ins>defence</ins>")
    (offered,) = choices(answer.content.decode(), where.place())
    where.send(row | {"place": offered})
    assert Quote.objects.get().exact.startswith("Later he repeated: missile defence is no way out")


def test_without_a_text_the_words_are_stored_unchecked_with_a_warning(where: Any, speaker: Actor) -> None:
    answer = where.send(quote_form(make_article(title="Unread"), speaker, "anything", kind="direct"))
    assertContains(answer, "We hold no text of “Unread”, so the words “anything” are stored unchecked.")
    assert Quote.objects.get().anchor_state == "unheld"


def test_without_a_text_the_kind_must_be_chosen(where: Any, speaker: Actor) -> None:
    answer = where.send(quote_form(make_article(), speaker, "anything"))
    assertContains(answer, "Choose the kind.")
    assert not Quote.objects.exists()


@pytest.mark.parametrize(
    ("exact", "kind"),
    [
        ("We are concerned about missile defence,", "direct"),
        ("“We are concerned about missile defence,” he said", "mixed"),
        (ONCE, "indirect"),
    ],
)
def test_an_empty_kind_is_determined_from_the_quotation_marks(
    where: Any, article: Article, speaker: Actor, exact: str, kind: str
) -> None:
    where.send(quote_form(article, speaker, exact))
    assert Quote.objects.get().kind == kind


def test_a_wrong_kind_is_rejected_and_the_right_one_is_named(where: Any, article: Article, speaker: Actor) -> None:
    answer = where.send(quote_form(article, speaker, ONCE, kind="direct"))
    assertContains(answer, "In the article these words are reported")
    assert not Quote.objects.exists()


def test_our_own_words_alone_need_no_kind(where: Any, article: Article, speaker: Actor) -> None:
    where.send(quote_form(article, speaker, paraphrase="He sees a danger."))
    quote = Quote.objects.get()
    assert (quote.kind, quote.words, quote.anchor_state) == ("paraphrase", "He sees a danger.", "")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"exact": ONCE, "paraphrase": "Ours."}, "exact words or our own words, and leave the other field empty"),
        ({"exact": ONCE, "kind": "paraphrase"}, "These are the article&#x27;s words"),
        ({"paraphrase": "Ours.", "kind": "direct"}, "There are only our own words"),
        ({"paraphrase": "He said “no”."}, "Our own words have no quotation marks"),
        ({}, "Enter the words that were said."),
        ({"exact": ONCE, "speaker": ""}, "This field is required."),
        ({"exact": ONCE, "article": ""}, "This field is required."),
    ],
)
def test_contradictory_fields_are_rejected_and_no_input_is_lost(
    where: Any, article: Article, speaker: Actor, fields: dict[str, Any], told: str
) -> None:
    answer = where.send(quote_form(article, speaker) | fields | {"note": "Keep this note."})
    assertContains(answer, told)
    for typed in (fields.get("exact"), fields.get("paraphrase"), "Keep this note."):
        assertContains(answer, typed or "")
    assert not Quote.objects.exists()


def test_a_slug_consists_of_surname_year_and_first_words(where: Any, article: Article, speaker: Actor) -> None:
    where.send(quote_form(article, speaker, "We are concerned about missile defence,"))
    assert Quote.objects.get().slug == "lavrov-2007-we-are-concerned-about-missile-defence"


def test_words_pasted_with_different_line_ends_are_found(where: Any, article: Article, speaker: Actor) -> None:
    where.send(quote_form(article, speaker, "  Japan listened.\r\n\r\nLater he repeated  "))
    assert Quote.objects.get().exact == "Japan listened.\n\nLater he repeated"


def test_a_duplicate_statement_is_rejected_with_a_link_to_the_first(
    where: Any, article: Article, speaker: Actor
) -> None:
    first = make_quote(make_event(), article, ONCE, speaker=speaker)
    answer = where.send(quote_form(article, speaker, ONCE))
    assertContains(answer, "This already exists")
    assertContains(answer, admin("timeline_quote", "change", first.pk))
    assert Quote.objects.count() == 1


# ---- several on one page


def test_two_statements_with_errors_on_one_page_both_offer_places(
    editor: Client, article: Article, speaker: Actor
) -> None:
    rows = [quote_form(article, speaker, TWICE), quote_form(article, speaker, "The talks go on")]
    html = editor.post(admin("timeline_event", "add"), event_form(quotes=rows)).content.decode()
    assert len(choices(html, "quotes-0-place")) == 2
    assert len(choices(html, "quotes-1-place")) == 2
    assert not Event.objects.exists()


def test_choosing_a_place_for_both_saves_both(editor: Client, article: Article, speaker: Actor) -> None:
    places = [(TWICE, TEXT.index(TWICE)), ("The talks go on", TEXT.rindex("The talks go on"))]
    rows = [quote_form(article, speaker, words, place=f"{at}-{at + len(words)}") for words, at in places]
    editor.post(admin("timeline_event", "add"), event_form(quotes=rows))
    assert sorted(Quote.objects.values_list("start", flat=True)) == [at for _words, at in places]


def test_the_same_words_twice_on_one_page_are_rejected(editor: Client, article: Article, speaker: Actor) -> None:
    rows = [quote_form(article, speaker, ONCE)] * 2
    answer = editor.post(admin("timeline_event", "add"), event_form(quotes=rows))
    assertContains(answer, "This entry appears twice on this page")


def test_two_statements_on_one_page_get_different_slugs(editor: Client, article: Article, speaker: Actor) -> None:
    rows = [quote_form(article, speaker, paraphrase="He sees a danger.")] * 2
    editor.post(admin("timeline_event", "add"), event_form(quotes=rows))
    assert sorted(Quote.objects.values_list("slug", flat=True)) == [
        "lavrov-2007-he-sees-a-danger",
        "lavrov-2007-he-sees-a-danger-2",
    ]


# ---- citations


@pytest.mark.parametrize("exact", ["", ONCE])
def test_a_duplicate_citation_is_rejected(editor: Client, article: Article, exact: str) -> None:
    row = {"article": article.pk, "exact": exact}
    answer = editor.post(admin("timeline_event", "add"), event_form(citations=[row, row]))
    assertContains(answer, "This entry appears twice on this page")
    event = make_event()
    Citation.objects.create(event=event, **{**row, "article": article})
    answer = editor.post(admin("timeline_citation", "add"), row | {"event": event.pk})
    assertContains(answer, "This already exists")
    assert Citation.objects.count() == 1


def test_two_passages_of_one_article_may_be_cited(editor: Client, article: Article) -> None:
    rows = [{"article": article.pk, "exact": words} for words in ("", ONCE, "Lavrov spoke in Tokyo")]
    editor.post(admin("timeline_event", "add"), event_form(citations=rows))
    assert set(Citation.objects.values_list("anchor_state", flat=True)) == {"", "verified"}
    assert Citation.objects.count() == 3


def test_places_are_offered_for_a_citation_too(editor: Client, article: Article) -> None:
    row = {"article": article.pk, "exact": TWICE}
    html = editor.post(admin("timeline_event", "add"), event_form(citations=[row])).content.decode()
    assert len(choices(html, "citations-0-place")) == 2
    row["place"] = choices(html, "citations-0-place")[1]
    editor.post(admin("timeline_event", "add"), event_form(citations=[row]))
    assert Citation.objects.get().start == TEXT.rindex(TWICE)


# ---- changing what is stored


def change(editor: Client, quote: Quote, **fields: Any) -> Any:
    stored = quote_form(
        quote.article, quote.speaker, quote.exact, kind=quote.kind, event=quote.event_id, slug=quote.slug
    )
    return editor.post(admin("timeline_quote", "change", quote.pk), stored | fields, follow=True)


def test_changing_a_note_does_not_change_the_place(editor: Client, article: Article) -> None:
    quote = make_quote(make_event(), article, ONCE)
    change(editor, quote, note="New.")
    before, quote = quote, Quote.objects.get()
    assert (quote.note, quote.anchor, quote.anchor_state) == ("New.", before.anchor, "verified")


def test_changed_words_are_searched_for_again(editor: Client, article: Article) -> None:
    quote = make_quote(make_event(), article, ONCE)
    change(editor, quote, exact="Lavrov spoke in Tokyo")
    quote.refresh_from_db()
    assert (quote.start, quote.prefix, quote.anchor_state) == (0, "", "verified")


def test_changed_words_without_a_text_lose_the_old_place(editor: Client, article: Article) -> None:
    quote = make_quote(make_event(), article, ONCE)
    article.held.delete()
    change(editor, quote, exact="Japan listened to him")
    quote.refresh_from_db()
    assert (quote.exact, quote.start, quote.prefix, quote.lead) == ("Japan listened to him", None, "", "")
    assert quote.anchor_state == "unheld"


def test_changing_the_article_changes_the_place(editor: Client, article: Article) -> None:
    quote = make_quote(make_event(), article, ONCE)
    other = make_article(f"Moscow. {ONCE}.")
    change(editor, quote, article=other.pk)
    quote.refresh_from_db()
    assert (quote.article, quote.start, quote.anchor_state) == (other, 8, "verified")


def test_words_that_moved_in_a_new_text_must_be_confirmed(editor: Client, article: Article) -> None:
    quote = make_quote(make_event(), article, ONCE)
    article.held.body = f"New first lines.\n\n{TEXT}"
    article.held.save()
    answer = change(editor, quote, note="New.")
    assertContains(answer, "These words are no longer where they were found.")
    (offered,) = choices(answer.content.decode())
    change(editor, quote, note="New.", place=offered)
    moved = Quote.objects.get()
    assert (moved.start, moved.anchor_state, moved.note) == (quote.start + 18, "verified", "New.")


def test_stored_statements_can_be_changed_on_the_page_of_their_event(editor: Client, article: Article) -> None:
    event = make_event("Talks", cites=article)
    quote = make_quote(event, article, ONCE)
    row = quote_form(article, quote.speaker, TWICE, id=quote.pk, event=event.pk, kind="indirect", slug=quote.slug)
    sent = event_form(title="Talks", slug=event.slug) | formset("quotes", row, initial=1)
    sent |= formset("citations", {"id": event.citations.get().pk, "article": article.pk, "event": event.pk}, initial=1)
    html = editor.post(admin("timeline_event", "change", event.pk), sent).content.decode()
    sent["quotes-0-place"] = choices(html, "quotes-0-place")[1]
    answer = editor.post(admin("timeline_event", "change", event.pk), sent, follow=True)
    assertContains(answer, "was changed successfully")
    quote.refresh_from_db()
    assert (quote.exact, quote.start) == (TWICE, TEXT.rindex(TWICE))


def test_the_page_of_a_statement_shows_where_its_words_are(editor: Client, article: Article) -> None:
    quote = make_quote(make_event(), article, ONCE)
    answer = editor.get(admin("timeline_quote", "change", quote.pk))
    assertContains(answer, f"<mark>{ONCE}</mark>")
    assertContains(answer, f"(character {quote.start})")
