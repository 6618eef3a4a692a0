"""Words that were removed are nowhere: not on a page, not in an old version, not in the files of the database."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, models
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from articles import normalisation
from articles.models import Article, ArticleText, LinkCheck
from articles.spreadsheets import encode_table, sheets
from tests import factories as make
from tests.timeline.admin.test_admin import admin
from timeline import spreadsheets  # noqa: F401
from timeline.maintenance.removal.columns import list_columns, list_models
from timeline.maintenance.removal.matching import BLOCK
from timeline.models import Actor, Citation, Correction, Event, Post, Quote, Redirect

from .scene import NAME, NAME_JA, NAME_RU, TEXT, fill, found_in_files, found_in_tables, remove_words

pytestmark = pytest.mark.django_db
ALL = (NAME, NAME_JA, NAME_RU)
WITH_SLUG = (*ALL, "grigori-zabelin")


@pytest.mark.django_db(transaction=True)
def test_removed_words_are_in_no_table_and_in_no_file_of_the_database(settings) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=OFF")  # so that only what the program does clears the file
    fill()
    assert len(found_in_tables(*WITH_SLUG)) > 15
    assert found_in_files(NAME)
    done = remove_words(*ALL)
    assert done.problems == []
    assert found_in_tables(*WITH_SLUG, "grigori") == []
    assert found_in_files(*WITH_SLUG) == []
    assert found_in_tables("Zabelin") != []  # the outlet's name, which was not asked for


def test_removed_words_are_on_no_page_and_in_no_feed(client: Client) -> None:
    event = fill()
    remove_words(*ALL)
    event.refresh_from_db()
    statements = [quote.get_absolute_url() for quote in event.quotes.all()]
    source = f"/sources/{event.citations.get().article.slug}/"
    addresses = ["/", "/feed.atom", "/corrections/", "/corrections.atom", "/actors/", "/topics/", "/sources/"]
    people = [actor.get_absolute_url() for actor in event.actors.all()]
    addresses += ["/compare/", "/sitemap-events.xml", event.get_absolute_url(), source, *statements, *people]
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        content = page.content.decode().casefold()
        assert not [word for word in WITH_SLUG if word.casefold() in content], address


def test_exports_have_blocks_instead_of_the_words() -> None:
    fill()
    remove_words(*ALL)
    for kind, sheet in sheets().items():
        content = encode_table(sheet().export_table(), "csv").decode().casefold()
        assert not [word for word in WITH_SLUG if word.casefold() in content], kind
    assert BLOCK in encode_table(sheets()["events"]().export_table(), "csv").decode()


def test_the_search_finds_what_remains_and_not_the_words(client: Client) -> None:
    fill()
    assertContains(client.get("/", {"q": "Grigori"}), "Talks between")
    remove_words(*ALL)
    assertNotContains(client.get("/", {"q": "Grigori"}), "Talks between")
    assertContains(client.get("/", {"q": "Kono"}), "Talks between")


def test_places_in_the_article_stay_where_they_were_and_are_still_verified() -> None:
    fill()
    before = {
        (type(one), one.pk): (one.start, one.end, len(one.exact))
        for one in [*Quote.objects.all(), *Citation.objects.exclude(exact="")]
    }
    remove_words(*ALL)
    held = ArticleText.objects.get()
    assert normalisation.fingerprint(held.body) == held.sha256
    assert normalisation.normalise(held.body) == held.body
    for (model, key), place in before.items():
        one = model.objects.get(pk=key)
        assert (one.start, one.end, len(one.exact)) == place
        assert held.body[one.start : one.end] == one.exact
        assert (one.anchor_state, one.text_sha256) == ("verified", held.sha256)
        assert one.find_in_text().state == "verified"


def test_a_statement_and_an_event_with_blocks_are_saved_as_any_other() -> None:
    event = fill()
    remove_words(*ALL)
    for quote in Quote.objects.all():
        quote.note = "Checked."
        quote.full_clean()
        quote.save()
        assert quote.anchor_state == "verified"
    event.refresh_from_db()
    event.full_clean()
    event.save()
    for article in Article.objects.all():
        article.full_clean()
        article.save()


def test_words_partly_in_a_statement_and_partly_next_to_it_are_removed() -> None:
    article = make.article(TEXT)
    quote = make.quote("Nobody asked Grigori", of=make.event(cites=article))
    cited = Citation.objects.create(event=quote.event, article=article, exact="Zabelin why")
    remove_words(NAME)
    quote.refresh_from_db()
    cited.refresh_from_db()
    assert quote.exact == f"Nobody asked {BLOCK * 7}"
    assert quote.tail.startswith(BLOCK)
    assert cited.exact == f"{BLOCK * 7} why"
    assert {quote.find_in_text().state, cited.find_in_text().state} == {"verified"}


def test_words_partly_in_a_statement_are_removed_without_a_stored_text() -> None:
    article = make.article(TEXT)
    quote = make.quote("Nobody asked Grigori", of=make.event(cites=article))
    article.held.delete()
    remove_words(NAME)
    quote.refresh_from_db()
    assert quote.exact == f"Nobody asked {BLOCK * 7}"
    assert quote.suffix.startswith(BLOCK * 8)


def test_a_context_that_begins_in_the_middle_of_the_words_does_not_show_their_end() -> None:
    article = make.article(TEXT)
    quote = make.quote("was not told", of=make.event(cites=article))
    article.held.delete()
    Quote.objects.update(prefix="igori Zabelin " + "x" * 18, lead="")
    remove_words(NAME)
    quote.refresh_from_db()
    assert quote.prefix == f"{BLOCK * 13} {'x' * 18}"


def test_words_over_a_line_break_are_removed() -> None:
    fill()
    remove_words(NAME)
    assert "Grigori\nZabelin" not in ArticleText.objects.get().body


def test_a_passage_given_on_one_line_is_found_over_several() -> None:
    held = make.article(TEXT).held
    remove_words("said Grigori Zabelin after the talks")
    held.refresh_from_db()
    assert f"yield,” {BLOCK * 36}. Nobody" in held.body


def test_a_word_inside_another_word_is_left() -> None:
    event = make.event("Ann meets Annual, ANN’s and Joann’s guests")
    remove_words("ann")
    event.refresh_from_db()
    assert event.title == "███ meets Annual, ███’s and Joann’s guests"


def test_japanese_words_are_found_inside_a_run_of_characters() -> None:
    event = make.event("外相の河野太郎氏と河野　太郎", note="太郎河野")
    remove_words("河野太郎")
    event.refresh_from_db()
    assert (event.title, event.note) == ("外相の████氏と█████", "太郎河野")


def test_russian_words_are_found_in_capitals_and_with_marks_of_stress() -> None:
    event = make.event("КОРОЛЁВ, Королев и Короле\u0301в", note="Королёва")
    remove_words("Королёв")
    event.refresh_from_db()
    assert (event.title, event.note) == ("███████, ███████ и ████████", "Королёва")


def test_words_that_are_only_in_an_old_version_are_removed(client: Client) -> None:
    event = make.event("Zabelin resigns")
    event.title = "A minister resigns"
    event.save()
    remove_words("Zabelin")
    assert found_in_tables("Zabelin") == []
    told = Correction.objects.get()
    assert (told.record, told.title) == (0, "(no public event)")
    page = client.get("/corrections/")
    assertContains(page, "Words were removed for legal or privacy reasons. No published event is changed.")


def test_words_that_are_only_in_a_correction_are_removed(client: Client) -> None:
    event = make.event("Talks")
    change = {"of": "event", "key": None, "name": "", "field": "note", "before": "Zabelin came", "after": "He came"}
    Correction.objects.create(record=event.pk, title="Talks", reason="Zabelin wrote", changes=[change])
    remove_words("Zabelin")
    page = client.get("/corrections/")
    assertNotContains(page, "Zabelin")
    assertContains(page, "███████ wrote")
    assertContains(page, "Note")


def test_words_that_name_a_field_do_not_change_codes() -> None:
    event = make.event("A summary", kind="talks")
    change = {"of": "event", "key": None, "name": "", "field": "summary", "before": "A summary", "after": "talks"}
    told = Correction.objects.create(record=event.pk, title="A summary", changes=[change])
    remove_words("summary", "talks", "event", "published")
    event.refresh_from_db()
    told.refresh_from_db()
    assert (event.title, event.kind, event.status) == ("A ███████", "talks", "published")
    assert told.changes == [change | {"before": "A ███████", "after": "█████"}]


def test_dates_and_codes_are_no_words() -> None:
    event = make.event("On 2007-10-23", date="2007-10-23")
    remove_words("2007-10-23")
    event.refresh_from_db()
    assert (event.title, event.date) == ("On ██████████", "2007-10-23")


def test_readers_see_that_words_were_removed_and_why_but_not_which(client: Client) -> None:
    event = fill()
    remove_words(*ALL)
    told = Correction.objects.filter(kind="removed")
    assert {one.record for one in told} == {event.pk}
    page = client.get("/corrections/")
    assertContains(page, "words removed")
    assertContains(page, "Words were removed from this record for legal or privacy reasons.")
    assertContains(page, "Reason: By order of a court.")
    feed = client.get("/corrections.atom")
    assertContains(feed, "Words were removed from this record for legal or privacy reasons.")
    assertContains(feed, "Reason: By order of a court.")


def test_a_slug_with_the_words_becomes_a_neutral_one_without_a_redirect(client: Client) -> None:
    event = fill()
    remove_words(*ALL)
    event.refresh_from_db()
    assert event.slug == f"removed-{event.pk}"
    assert client.get("/events/grigori-zabelin-meets-kono/").status_code == 404
    assert client.get("/events/zabelin-grigori-zabelin-talks/").status_code == 404
    answer = client.get("/events/tokyo-talks-2007/")
    assert (answer.status_code, answer["Location"]) == (301, event.get_absolute_url())
    assert Redirect.objects.count() == 1


def test_a_neutral_slug_that_is_used_already_gets_a_number() -> None:
    event = make.event(slug="zabelin-talks")
    make.event(slug=f"removed-{event.pk}")
    remove_words("Zabelin")
    event.refresh_from_db()
    assert event.slug == f"removed-{event.pk}-2"


def test_an_address_with_the_words_is_emptied(client: Client) -> None:
    article = make.article(
        url="https://example.org/zabelin-speaks",
        archive_url="https://web.archive.org/web/2007/https://example.org/Zabelin",
    )
    other = make.article(url="https://ru.example.org/%D0%97%D0%B0%D0%B1%D0%B5%D0%BB%D0%B8%D0%BD")
    LinkCheck.objects.create(article=article, asked=article.url, state="found")
    event = make.event(cites=[article, other])
    remove_words("Zabelin", "Забелин")
    article.refresh_from_db()
    other.refresh_from_db()
    assert (article.url, article.archive_url, other.url) == ("", "", "")
    assert found_in_tables("Zabelin", "%D0%97%D0%B0") == []
    assert client.get(event.get_absolute_url()).status_code == 200


def test_two_posts_that_differ_only_in_the_words_stay_two() -> None:
    person = make.actor("Taro Kono")
    make.post(person, "Aide to Zabelin", "2004")
    make.post(person, "Aide to Uvarova", "2004")
    remove_words("Zabelin", "Uvarova")
    titles = sorted(Post.objects.values_list("title", flat=True))
    assert titles == ["Aide to ██████2", "Aide to ███████"]
    assert set(Post.objects.values_list("office", flat=True)) == {"aide-to"}


def test_restoring_a_record_from_the_trash_restores_no_words(client: Client) -> None:
    fill()
    remove_words(*ALL)
    client.force_login(get_user_model().objects.get(username="boss"))
    assertNotContains(client.get(admin("timeline_event", "deleted")), NAME)
    deletion = Event.history.filter(history_type="-").first()
    page = client.post(admin("timeline_event", "restore", deletion.pk), follow=True)
    assertContains(page, "Restored")
    assert Event.objects.filter(slug=f"removed-{deletion.id}").exists()
    assert found_in_tables(*WITH_SLUG) == []


def test_the_page_cache_is_cleared(client: Client, settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "removal"}}
    event = make.event("Zabelin in Tokyo")
    page = client.get(event.get_absolute_url(), headers={"Accept-Encoding": "gzip"})
    assert page.status_code == 200
    assert cache._cache  # the only one that can be looked into
    remove_words("Zabelin")
    assert not cache._cache
    event.refresh_from_db()
    assertNotContains(client.get(event.get_absolute_url()), "Zabelin")


def test_a_link_to_the_publisher_s_page_does_not_name_removed_words(client: Client) -> None:
    article = make.article(TEXT, url="https://example.org/1")
    quote = make.quote("asked Grigori Zabelin why", of=make.event(cites=article))
    near = make.quote("Nobody asked", of=quote.event)
    remove_words(NAME)
    page = client.get(quote.get_absolute_url())
    assertContains(page, 'href="https://example.org/1"')
    assertNotContains(page, "%E2%96%88")
    page = client.get(near.get_absolute_url())
    assertContains(page, ":~:text=Nobody%20asked")
    assertNotContains(page, "%E2%96%88")


def test_an_actor_s_name_is_removed_and_events_that_show_it_get_a_correction() -> None:
    person = make.actor("Zabelin", slug="z")
    event = make.event("Talks", actors=[person])
    make.event("Other talks")
    remove_words("Zabelin")
    assert Actor.objects.get(slug="z").name == "███████"
    assert list(Correction.objects.values_list("record", flat=True)) == [event.pk]


def test_an_unread_message_loses_the_words_and_the_editor_stays_signed_in(client: Client) -> None:
    boss = get_user_model().objects.create_superuser("boss")
    client.force_login(boss)
    session = client.session
    session["_messages"] = json.dumps([["__json_message", 0, 25, f"“{NAME_RU}” was saved", ""]])
    session.save()
    remove_words(NAME_RU, "django", "backends")
    kept = json.loads(Session.objects.get().get_decoded()["_messages"])
    assert kept == [["__json_message", 0, 25, f"“{BLOCK * len(NAME_RU)}” was saved", ""]]
    assertContains(client.get("/admin/"), "Log out")


def test_every_column_with_text_is_searched_or_known_to_contain_no_words() -> None:
    """A new column is searched without anybody thinking of it; whoever leaves one out names it here."""
    left_out = {
        field.name
        for model in list_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, (models.CharField, models.TextField, models.JSONField))
        and field.attname not in {column.name for column in list_columns(model)}
    }
    chosen = {
        "kind",
        "side",
        "rights",
        "status",
        "state",
        "use",
        "anchor_state",
        "history_type",
        "old_type",
        "new_type",
    }
    dates = {"date", "published", "start", "end"}
    codes = {"country", "language", "sha256", "text_sha256", "digest"}
    assert left_out == {*chosen, *dates, *codes, "model", "version", "object_id"}
