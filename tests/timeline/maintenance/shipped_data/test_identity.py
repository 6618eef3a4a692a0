"""Records keep their identity when a release renames or corrects them, and their former addresses redirect."""

from __future__ import annotations

import pytest
from pytest_django.asserts import assertRedirects

from tests.factories import event
from timeline.maintenance import shipped_data
from timeline.models import Correction, Event, Post, Redirect

from .releases import LAVROV_POST, OBSTACLE, TALKS, edit, get_talks, in_lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeds")]


def test_a_renamed_event_is_the_same_row_and_its_address_redirects(coming, load, client):
    before, n = get_talks().pk, Event.objects.count()
    coming.rename("timeline.event", TALKS, "lavrov-in-tokyo-2007")
    load()
    assert Event.objects.count() == n
    assert Event.objects.get(slug="lavrov-in-tokyo-2007").pk == before
    assertRedirects(client.get(f"/events/{TALKS}/"), "/events/lavrov-in-tokyo-2007/", 301)


def test_a_slug_that_an_editor_changed_stays_and_both_former_ones_redirect(coming, load, client):
    edit(get_talks(), slug="talks-of-october")
    coming.rename("timeline.event", TALKS, "lavrov-in-tokyo-2007")
    load()
    assert Event.objects.filter(slug="talks-of-october").exists()
    assert not Event.objects.filter(slug="lavrov-in-tokyo-2007").exists()
    assertRedirects(client.get(f"/events/{TALKS}/"), "/events/talks-of-october/", 301)


@pytest.mark.parametrize(
    ("model", "slug", "address"),
    [
        ("timeline.actor", "sergei-lavrov", "/?actor={}"),
        ("timeline.topic", "missile-defence", "/?topic={}"),
        ("articles.outlet", "trend-news-agency", "/?outlet={}"),
        ("timeline.actor", "sergei-lavrov", "/actors/{}/"),
        ("articles.article", "trend-afp-20071023", "/sources/{}/"),
        ("timeline.quote", OBSTACLE, "/statements/{}/"),
    ],
)
def test_renamed_records_keep_their_shared_links(model, slug, address, coming, load, client):
    coming.rename(model, slug, "renamed")
    load()
    assertRedirects(client.get(address.format(slug)), address.format("renamed"), 301)


def test_a_post_whose_start_was_corrected_is_still_one_post(coming, load):
    n = Post.objects.count()
    coming.set("timeline.post", LAVROV_POST, start="2004-03-10", start_earliest="2004-03-10")
    load()
    assert Post.objects.count() == n
    assert Post.objects.get(actor__slug="sergei-lavrov").start == "2004-03-10"


def test_a_renamed_office_redirects_as_a_filter(coming, load, client):
    for row in coming.rows:
        if row["model"] == "timeline.post" and row["fields"]["office"] == "chief-cabinet-secretary":
            row["fields"] |= {"title": "Cabinet Chief", "office": "cabinet-chief"}
    load()
    assertRedirects(client.get("/?office=chief-cabinet-secretary"), "/?office=cabinet-chief", 301)


def test_values_that_a_release_renamed_redirect(coming, load, client):
    coming.notes["renamed_values"] = {"kind": {"negotiations": "talks"}}
    load()
    assertRedirects(client.get("/?kind=negotiations"), "/?kind=talks", 301)


def test_two_records_can_exchange_their_slugs_through_a_third(coming, load):
    first, second = Event.objects.get(slug="taepodong-1998"), get_talks()
    coming.rename("timeline.event", TALKS, "lavrov-in-tokyo-2007")
    coming.rename("timeline.event", "taepodong-1998", TALKS)
    report = load()
    assert not report.problems
    assert Event.objects.get(slug=TALKS).pk == first.pk
    assert Event.objects.get(slug="lavrov-in-tokyo-2007").pk == second.pk


def test_two_records_can_exchange_their_slugs(coming, load, client):
    first, second = Event.objects.get(slug="taepodong-1998"), get_talks()
    coming.rename("timeline.event", TALKS, "passing")
    coming.rename("timeline.event", "taepodong-1998", TALKS)
    coming.rename("timeline.event", TALKS, "taepodong-1998")
    for identifier in (TALKS, "taepodong-1998"):
        del coming.row("timeline.event", identifier)["formerly"]
    report = load()
    assert not report.problems
    assert Event.objects.get(slug=TALKS).pk == first.pk
    assert Event.objects.get(slug="taepodong-1998").pk == second.pk
    assert not Redirect.objects.exists()
    assert Correction.objects.count() == 2


def test_a_slug_that_an_editors_record_has_is_named_and_tried_again_later(coming, load):
    mine = event("Taken", slug="lavrov-in-tokyo-2007")
    coming.rename("timeline.event", TALKS, "lavrov-in-tokyo-2007")
    assert "“Taken” has the slug “lavrov-in-tokyo-2007” here" in in_lines(load())
    assert not shipped_data.is_loaded("next")
    edit(mine, slug="other")
    assert not load().problems
    assert shipped_data.is_loaded("next")
