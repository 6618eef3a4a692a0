"""Start here: offered on the bare timeline, and each leads somewhere."""

from __future__ import annotations

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from timeline.listing.presets import PRESETS

pytestmark = pytest.mark.django_db


def test_the_bare_timeline_offers_places_to_begin_and_a_filtered_one_does_not(client, seeds):
    assertContains(client.get("/"), "Start here")
    assertNotContains(client.get("/?since=1998"), "Start here")


def test_both_articles_lie_behind_the_first_place_to_begin(client, seeds):
    response = client.get("/" + PRESETS[0].query)
    assertContains(response, "Trend News Agency (AFP)")
    assertContains(response, "The Daily Manila Shimbun (Jiji Press)")
