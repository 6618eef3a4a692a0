"""The presets of the start page."""

from __future__ import annotations

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from timeline.listing.presets import PRESETS

pytestmark = pytest.mark.django_db


def test_only_the_unfiltered_timeline_has_presets(client, seeds):
    assertContains(client.get("/"), "Start here")
    assertNotContains(client.get("/?since=1998"), "Start here")


def test_the_first_preset_shows_both_articles(client, seeds):
    response = client.get("/" + PRESETS[0].query)
    assertContains(response, "Trend News Agency (AFP)")
    assertContains(response, "The Daily Manila Shimbun (Jiji Press)")
