"""When a text is stored or removed, the words taken from it are looked for again, and no anchor moves."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django.asserts import assertContains

from articles.models import Anchored, Article, ArticleText
from timeline.models import Citation, Quote

from ..admin.test_admin import TEXT, admin, editor, formset, make_actor, make_article, make_event, make_quote

__all__ = ["editor"]  # the fixture
pytestmark = pytest.mark.django_db

WORDS = "missile defence is no way out"


@pytest.fixture
def quote() -> Quote:
    return make_quote(make_event(), make_article(TEXT), WORDS)


@pytest.fixture
def unheld() -> Quote:
    return make_quote(make_event(), make_article(), WORDS)


def store(article: Article, body: str) -> None:
    held = ArticleText.objects.filter(article=article.pk).first() or ArticleText(article=fresh(article))
    held.body = body
    held.save()


def fresh(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def place(anchored: Anchored) -> tuple[Any, ...]:
    return anchored.exact, anchored.start, anchored.end, anchored.prefix, anchored.suffix


def test_a_text_with_words_added_behind_leaves_an_anchor_verified(quote: Quote) -> None:
    versions = quote.history.count()
    store(quote.article, f"{TEXT}\n\nA correction was added.")
    after = fresh(quote)
    assert (after.anchor_state, place(after)) == ("verified", place(quote))
    assert after.text_sha256 == fresh(quote.article).held.sha256 != quote.text_sha256
    assert after.history.count() == versions  # nobody's work changed


def test_a_new_text_refreshes_the_sentence_around_the_words() -> None:
    body = f"Yesterday, after a long dinner, the minister told reporters that {WORDS} for anybody."
    quote = make_quote(make_event(), make_article(body), WORDS)
    store(quote.article, body.replace("Yesterday", "On Sunday").replace("anybody", "anyone"))
    after = fresh(quote)
    assert (after.anchor_state, after.start, after.prefix) == ("changed", quote.start, quote.prefix)
    store(quote.article, body.replace("Yesterday", "On Sunday"))
    after = fresh(quote)
    assert after.anchor_state == "verified"
    assert after.lead == "On Sunday, after a long dinner, the minister told reporters that "


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (f"A new first line.\n\n{TEXT}", "changed"),
        (TEXT.replace("missile defence is", "the missile defence is"), "changed"),
        (TEXT.replace(WORDS, "missile defense is no way out"), "changed"),
        ("Another report altogether.", "missing"),
        (f"{TEXT}\n\n{TEXT}", "ambiguous"),
    ],
)
def test_another_text_changes_the_state_and_never_the_place(quote: Quote, body: str, state: str) -> None:
    versions = quote.history.count()
    store(quote.article, body)
    after = fresh(quote)
    assert (after.anchor_state, place(after)) == (state, place(quote))
    latest = after.history.latest()
    assert after.history.count() == versions + 1
    assert (latest.anchor_state, latest.history_change_reason) == (state, "The article's text was stored or removed.")


def test_the_old_text_stored_again_verifies_again(quote: Quote) -> None:
    store(quote.article, "Another report altogether.")
    store(quote.article, TEXT)
    assert (fresh(quote).anchor_state, place(fresh(quote))) == ("verified", place(quote))


def test_storing_the_same_text_again_leaves_no_trace(quote: Quote) -> None:
    versions = quote.history.count()
    store(quote.article, TEXT)
    assert fresh(quote).history.count() == versions


def test_a_removed_text_leaves_words_unheld_at_their_place(quote: Quote) -> None:
    quote.article.held.delete()
    assert (fresh(quote).anchor_state, place(fresh(quote))) == ("unheld", place(quote))


def test_words_without_a_place_that_occur_once_are_settled(unheld: Quote) -> None:
    store(unheld.article, TEXT)
    after = fresh(unheld)
    assert (after.anchor_state, after.start) == ("verified", TEXT.index(WORDS))
    assert after.lead == "Later he repeated: "


def test_words_with_a_stored_place_are_verified_when_their_text_comes(quote: Quote) -> None:
    """As with the data that the project brings: places are stored, texts are not."""
    quote.article.held.delete()
    store(quote.article, TEXT)
    assert (fresh(quote).anchor_state, place(fresh(quote))) == ("verified", place(quote))


@pytest.mark.parametrize(("body", "state"), [(f"{TEXT} {TEXT}", "ambiguous"), ("Nothing of it.", "missing")])
def test_words_without_a_place_that_cannot_be_settled_say_why(unheld: Quote, body: str, state: str) -> None:
    store(unheld.article, body)
    assert (fresh(unheld).anchor_state, fresh(unheld).start) == (state, None)


def test_the_same_words_entered_twice_without_a_text_do_not_stop_it_from_being_stored(unheld: Quote) -> None:
    twin = make_quote(unheld.event, unheld.article, WORDS, speaker=unheld.speaker)
    store(unheld.article, TEXT)
    assert {fresh(unheld).anchor_state, fresh(twin).anchor_state} == {"verified", "changed"}


def test_citations_are_found_too_and_those_without_words_do_not_change(quote: Quote) -> None:
    passage = Citation.objects.create(event=quote.event, article=quote.article, exact="Japan listened")
    whole = Citation.objects.create(event=quote.event, article=quote.article)
    store(quote.article, "Another report altogether.")
    assert (fresh(passage).anchor_state, fresh(whole).anchor_state) == ("missing", "")


def test_topics_and_addressees_stay_in_the_history(quote: Quote) -> None:
    quote.addressees.set([make_actor("Taro Kono")])
    store(quote.article, "Another report altogether.")
    assert [row.actor.name for row in fresh(quote).history.latest().addressees.all()] == ["Taro Kono"]


def test_another_article_s_words_do_not_change(quote: Quote) -> None:
    store(make_article(), "Another report altogether.")
    assert fresh(quote).anchor_state == "verified"


def test_an_article_s_text_comes_and_goes_with_fixtures(quote: Quote, tmp_path: Any) -> None:
    dump = tmp_path / "texts.json"
    call_command("dumpdata", "articles.articletext", output=str(dump))
    quote.article.held.delete()
    call_command("loaddata", str(dump), verbosity=0)
    assert fresh(quote).anchor_state == "verified"


# ---- in the admin


def save_text(editor: Client, article: Article, **fields: Any) -> Any:
    names = ("title", "slug", "published", "language", "kind", "tier", "side", "url", "rights")
    stored = {name: getattr(article, name) for name in names} | {"address_seen": "on"}
    row = {"article": article.pk, "body": TEXT} | fields
    sent = stored | {"outlet": article.outlet_id} | formset("held", row, initial=int(hasattr(article, "held")))
    return editor.post(admin("articles_article", "change", article.pk), sent, follow=True)


def test_an_editor_who_pastes_a_text_sees_what_was_found(editor: Client, unheld: Quote) -> None:
    answer = save_text(editor, unheld.article, body=TEXT.replace("\n", "\r\n") + "  \r\n")
    assertContains(answer, "The words of 1 statement or citation were checked again: 1 verified.")
    assert fresh(unheld.article).held.body == TEXT
    assert fresh(unheld).history.latest().history_user == User.objects.get(username="editor")


def test_an_editor_replaces_a_text_and_is_warned(editor: Client, quote: Quote) -> None:
    answer = save_text(editor, quote.article, body="Another report altogether.")
    assertContains(answer, "checked again: 1 missing.")


def test_saving_an_article_without_touching_its_text_stores_no_new_one(editor: Client, quote: Quote) -> None:
    held = quote.article.held
    answer = save_text(editor, quote.article, body=TEXT.replace("\n", "\r\n"))
    assertContains(answer, "was changed successfully")
    assert fresh(held).imported_at == held.imported_at


def test_a_text_is_removed_with_its_box(editor: Client, quote: Quote) -> None:
    save_text(editor, quote.article, DELETE="on")
    assert not ArticleText.objects.exists()
    assert fresh(quote).anchor_state == "unheld"


def test_an_emptied_text_is_rejected_with_advice(editor: Client, quote: Quote) -> None:
    answer = save_text(editor, quote.article, body="  \r\n ")
    assertContains(answer, "Paste the text, or tick “Delete” to remove it.")
    assert fresh(quote.article).held.body == TEXT
