"""A new version of the shipped data reaches a site, and nothing that its editors did is lost."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from articles import trash
from articles.models import Article, ArticleText, Outlet
from tests.factories import actor, article, event, quote
from tests.timeline.admin.test_admin import make_editor
from timeline.maintenance import shipped_data
from timeline.maintenance.shipped_data.report import UpdateReport
from timeline.models import Actor, Citation, Correction, Event, Quote, Redirect, ShippedRecord, Topic

from .releases import OBSTACLE, TALKS, VERSION, Next, edit, get_talks, in_lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeds")]


# ---- field by field


def test_an_unedited_record_receives_the_new_text(coming, load):
    coming.set("timeline.event", TALKS, summary="A better summary.")
    report = load()
    assert get_talks().summary == "A better summary."
    assert "summary" in in_lines(report)
    assert get_talks().history.first().history_change_reason == f"Updated to version {VERSION}"


def test_fields_that_an_editor_changed_stay_and_the_others_are_updated(coming, load):
    edit(get_talks(), summary="The editor's summary.")
    coming.set("timeline.event", TALKS, summary="A better summary.", note="A new note.")
    report = load()
    assert (get_talks().summary, get_talks().note) == ("The editor's summary.", "A new note.")
    assert [row for row in report.not_applied if "summary" in row and TALKS not in row]
    kept = ShippedRecord.objects.get(model="timeline.event", identifier=TALKS)
    assert kept.kept == {"summary": "A better summary."}


def test_a_newer_value_stays_listed_until_the_editor_applies_it(coming, load):
    edit(get_talks(), summary="The editor's summary.")
    coming.set("timeline.event", TALKS, summary="A better summary.")
    load()
    assert load().not_applied
    edit(get_talks(), summary="A better summary.")
    assert not load().not_applied
    assert ShippedRecord.objects.get(model="timeline.event", identifier=TALKS).kept == {}


def test_the_same_change_by_an_editor_is_no_difference(coming, load):
    edit(get_talks(), summary="A better summary.")
    coming.set("timeline.event", TALKS, summary="A better summary.")
    report = load()
    assert not report.not_applied
    assert not report.changed


def test_a_date_is_updated_with_the_days_computed_from_it(coming, load):
    coming.set("timeline.event", TALKS, date="2007-10-24", earliest="2007-10-24", latest="2007-10-24")
    load()
    assert (str(get_talks().earliest), str(get_talks().latest)) == ("2007-10-24", "2007-10-24")


def test_topics_and_actors_are_updated_where_nobody_edited_them(coming, load):
    edit(Event.objects.get(slug="taepodong-1998"), note="Edited.")
    coming.set("timeline.event", TALKS, actors=[["japan"]], topics=[["history"]])
    load()
    assert [one.slug for one in get_talks().actors.all()] == ["japan"]
    assert [one.slug for one in get_talks().topics.all()] == ["history"]


def test_topics_that_an_editor_changed_stay(coming, load):
    get_talks().topics.set([Topic.objects.get(slug="nuclear")])
    coming.set("timeline.event", TALKS, topics=[["history"]])
    assert load().not_applied
    assert [one.slug for one in get_talks().topics.all()] == ["nuclear"]


def test_an_event_that_an_editor_returned_to_draft_stays_a_draft(coming, load, client):
    edit(get_talks(), status="draft")
    coming.set("timeline.event", TALKS, summary="A better summary.")
    load()
    assert get_talks().status == "draft"
    assert client.get(f"/events/{TALKS}/").status_code == 404


def test_loading_the_same_version_twice_does_nothing_more(coming, load):
    coming.set("timeline.event", TALKS, summary="A better summary.")
    load()
    versions = get_talks().history.count()
    report = load()
    assert not report.changed
    assert get_talks().history.count() == versions


# ---- deleted, added, withdrawn


def test_a_record_that_an_editor_deleted_does_not_come_back(coming, load):
    get_talks().delete()
    coming.set("timeline.event", TALKS, summary="A better summary.")
    report = load()
    assert not Event.objects.filter(slug=TALKS).exists()
    assert TALKS in in_lines(report)


def test_an_event_restored_from_the_trash_is_updated_again(coming, load):
    get_talks().delete()
    load()
    trash.restore(trash.get_deletions(Event).get())
    coming.set("timeline.event", TALKS, summary="A better summary.")
    load()
    assert get_talks().summary == "A better summary."


def test_a_new_record_is_added_with_its_relations_and_can_be_found(coming, load, client):
    coming.add("timeline.actor", "new-actor", "sergei-lavrov", slug="new-actor", name="Newcomer Ivanov")
    coming.add("timeline.event", "new-event", TALKS, slug="new-event", title="Newly told", actors=[["new-actor"]])
    coming.add("timeline.citation", "new-event/x", citation_of(coming), event=["new-event"])
    load()
    assertContains(client.get("/events/new-event/"), "Newcomer Ivanov")
    assertContains(client.get("/?q=newcomer"), "Newly told")
    assert not Correction.objects.exists()  # nothing that readers knew was changed
    assert Event.objects.get(slug="new-event").history.get().history_change_reason == f"As shipped in {VERSION}"


def citation_of(coming: Next) -> str:
    return next(
        row["identifier"]
        for row in coming.rows
        if row["model"] == "timeline.citation" and row["fields"]["event"] == [TALKS]
    )


def test_a_new_statement_of_a_deleted_event_is_not_added(coming, load):
    get_talks().delete()
    coming.add("timeline.quote", "new", "lavrov-2007-press-tokyo", slug="new", event=[TALKS], start=None, end=None)
    load()
    assert not Quote.objects.filter(slug="new").exists()
    assert not load().added
    trash.restore(trash.get_deletions(Event).get())
    load()
    assert Quote.objects.get(slug="new").event == get_talks()


def test_a_record_that_an_editor_has_already_made_is_not_added_twice(coming, load):
    mine = actor("Foreign Minister Ivanov", slug="new-actor")
    coming.add("timeline.actor", "new-actor", "sergei-lavrov", slug="new-actor", name="Newcomer Ivanov")
    load()
    assert Actor.objects.get(slug="new-actor").pk == mine.pk
    assert Actor.objects.get(slug="new-actor").name == "Foreign Minister Ivanov"


def test_a_source_that_an_editor_has_under_another_slug_is_not_stored_twice(coming, load):
    mine = article(slug="mine", url="https://example.org/same")
    coming.add("articles.article", "new", "trend-afp-20071023", slug="new", url="https://example.org/same")
    coming.add("timeline.citation", "x", citation_of(coming), article=["new"], exact="", start=None, end=None)
    load()
    assert not Article.objects.filter(slug="new").exists()
    assert Citation.objects.filter(event=get_talks(), article=mine).exists()


def test_a_withdrawn_event_is_removed_with_a_reason_and_its_address_redirects(coming, load, client):
    coming.withdraw("timeline.event", TALKS, redirect="event:taepodong-1998")
    load()
    assertRedirects(client.get(f"/events/{TALKS}/"), "/events/taepodong-1998/", 301)
    told = Correction.objects.get()
    assert (told.kind, told.reason) == ("withdrawn", "It did not take place.")


def test_a_withdrawn_event_that_an_editor_worked_on_stays_and_is_listed(coming, load):
    edit(get_talks(), note="Checked by ed.")
    coming.withdraw("timeline.event", TALKS)
    assert load().not_applied
    assert get_talks()


def test_a_withdrawn_event_with_a_statement_of_an_editor_stays(coming, load):
    quote("Ours alone", of=get_talks(), by=Actor.objects.first(), kind="paraphrase")
    coming.withdraw("timeline.event", TALKS)
    assert load().not_applied
    assert Quote.objects.filter(paraphrase="Ours alone").exists()


def test_a_record_that_is_missing_from_the_files_without_a_note_stays(coming, load):
    coming.rows = [row for row in coming.rows if row["identifier"] != OBSTACLE]
    load()
    assert Quote.objects.filter(slug=OBSTACLE).exists()


def test_on_a_new_site_the_former_addresses_redirect_too(coming, client):
    from timeline.maintenance.shipped_data.emptying import delete_records

    delete_records()
    coming.rename("timeline.event", TALKS, "lavrov-in-tokyo-2007")
    coming.withdraw("timeline.event", "taepodong-1998", redirect=f"event:{TALKS}")
    coming.load()
    assertRedirects(client.get(f"/events/{TALKS}/"), "/events/lavrov-in-tokyo-2007/", 301)
    assertRedirects(client.get("/events/taepodong-1998/"), "/events/lavrov-in-tokyo-2007/", 301)


# ---- readers


def test_a_change_of_a_published_record_is_a_public_correction_with_its_reason(coming, load, client):
    coming.notes["reasons"] = {f"timeline.event:{TALKS}": "The source gives another day."}
    coming.set("timeline.event", TALKS, summary="A better summary.")
    coming.set("timeline.event", "taepodong-1998", note="A new note.")
    load()
    page = client.get("/corrections/")
    assertContains(page, "The source gives another day.")
    assertContains(page, "Checked against the source.")
    assert Correction.objects.count() == 2


def test_a_statement_added_to_a_published_event_is_a_correction(coming, load, client):
    coming.add("timeline.quote", "new", "lavrov-2007-press-tokyo", slug="new", kind="paraphrase", exact="", prefix="")
    coming.set("timeline.quote", "new", suffix="", start=None, end=None, paraphrase="New.", lead="", tail="")
    load()
    told = Correction.objects.get()
    assert [one["field"] for one in told.changes] == ["added"]


def test_a_page_shows_the_new_text_at_once(coming, load, client):
    assertNotContains(client.get(f"/events/{TALKS}/"), "A better summary.")
    coming.set("timeline.event", TALKS, summary="A better summary.")
    load()
    assertContains(client.get(f"/events/{TALKS}/"), "A better summary.")
    assertContains(client.get("/?q=better+summary"), 'id="results"')


# ---- words and their places


def test_new_words_are_stored_with_their_place_if_there_is_no_text(coming, load):
    row = coming.row("timeline.quote", OBSTACLE)["fields"]
    row |= {"exact": row["exact"][2:], "start": row["start"] + 2, "prefix": "xx"}
    load()
    stored = Quote.objects.get(slug=OBSTACLE)
    assert (stored.exact, stored.start, stored.prefix) == (row["exact"], row["start"], "xx")
    assert stored.lead == row["lead"]


def test_new_words_that_are_not_in_the_text_held_here_are_not_stored(coming, load):
    stored = Quote.objects.get(slug=OBSTACLE)
    ArticleText.objects.create(article=stored.article, body="A text of our own, in which nobody says anything.")
    before = stored.exact
    row = coming.row("timeline.quote", OBSTACLE)["fields"]
    row |= {"exact": "Words that nobody said", "end": row["start"] + len("Words that nobody said")}
    report = load()
    assert Quote.objects.get(slug=OBSTACLE).exact == before
    assert report.problems


def test_words_that_an_editor_corrected_stay_unchanged(coming, load):
    stored = Quote.objects.get(slug=OBSTACLE)
    Quote.objects.filter(pk=stored.pk).update(exact=stored.exact[1:], start=stored.start + 1)
    row = coming.row("timeline.quote", OBSTACLE)["fields"]
    row |= {"exact": row["exact"][2:], "start": row["start"] + 2, "prefix": "xx"}
    load()
    now = Quote.objects.get(slug=OBSTACLE)
    assert (now.exact, now.start, now.prefix) == (stored.exact[1:], stored.start + 1, stored.prefix)


# ---- one obstacle


def test_one_record_that_cannot_be_updated_does_not_stop_the_rest(coming, load):
    event("Taken", slug="lavrov-in-tokyo-2007")
    coming.rename("timeline.event", TALKS, "lavrov-in-tokyo-2007")
    coming.set("timeline.event", "taepodong-1998", note="A new note.")
    report = load()
    assert report.problems
    assert get_talks()
    assert Event.objects.get(slug="taepodong-1998").note == "A new note."


def test_an_editors_rename_of_what_others_name_changes_nothing_for_them(coming, load):
    edit(Actor.objects.get(slug="sergei-lavrov"), slug="lavrov")
    edit(Outlet.objects.get(slug="trend-news-agency"), slug="trend")
    report = load()
    assert not report.changed
    assert [row for row in report.edited if "slug" in row]
    assert not [row for row in report.edited if "speaker" in row or "actors" in row]
    assert Redirect.objects.count() == 2


def test_two_records_with_one_identifier_are_refused(coming):
    coming.add("timeline.actor", "sergei-lavrov", "sergei-lavrov", slug="other")
    with pytest.raises(ValueError, match="identifier"):
        coming.load()


def test_the_shipped_files_load_without_a_difference():
    report = shipped_data.update_site(shipped_data.read_release(shipped_data.ARTICLES))
    assert report == UpdateReport(report.version, is_new=False, events=report.events)


def test_an_older_program_does_not_undo_newer_data(coming, load):
    coming.set("timeline.event", TALKS, summary="A better summary.")
    load()
    with pytest.raises(CommandError, match=r"already has the data of version 9\.0\.0"):
        call_command("load_data")
    assert get_talks().summary == "A better summary."


def test_editors_find_newer_values_on_their_start_page_and_in_a_list(coming, load, client):
    edit(get_talks(), summary="The editor's summary.")
    coming.set("timeline.event", TALKS, summary="A better summary.")
    load()
    client.force_login(make_editor())
    assertContains(client.get("/admin/"), "Shipped records with newer values")
    page = client.get("/admin/timeline/shippedrecord/?waiting=newer")
    assertContains(page, "A better summary.")
    assertContains(page, f"/admin/timeline/event/{get_talks().pk}/change/")
    shipped = ShippedRecord.objects.get(model="timeline.event", identifier=TALKS)
    assertContains(client.get(f"/admin/timeline/shippedrecord/{shipped.pk}/change/"), "A better summary.")
