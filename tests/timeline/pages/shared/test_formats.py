"""How dates look on the public pages."""

from __future__ import annotations

import datetime as dt

from timeline.pages.shared.formats import format_date


def test_times_are_in_the_time_zone_of_the_site(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    made = dt.datetime(2026, 11, 30, 18, 30, tzinfo=dt.UTC)
    assert format_date(made, "j F Y, H:i") == "1 December 2026, 03:30"


def test_days_are_as_they_are_in_any_time_zone(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    assert format_date(dt.date(2000, 10, 23), "MONTH_DAY_FORMAT") == "23 October"
