"""Preview images of shared links: an event on a time axis."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tests.factories import actor, event, quote
from timeline.sharing.preview_image import PreviewScene, draw_png
from timeline.sharing.preview_image.png import (
    MARK,
    SIDES,
    WIDTH,
    choose_years,
    fit_title,
    measure_text,
    replace_missing,
)

PLAIN = "source-serif-4-latin-400-normal.woff"


def draw(scene: PreviewScene) -> Image.Image:
    return Image.open(io.BytesIO(draw_png(scene))).convert("RGB")


def scene(**values) -> PreviewScene:
    values = {"title": "Talks", "line": "1956", "foot": "", "days": (677_000, 740_000), **values}
    return PreviewScene(**values)


def find_columns(image: Image.Image, colour: str) -> list[int]:
    """The columns that have a colour, or nearly: reducing the number of colours changes it slightly."""
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    pixels = image.load()
    return [
        x
        for x in range(0, image.width, 3)
        if any(
            all(abs(a - b) < 12 for a, b in zip(pixels[x, y], wanted, strict=True)) for y in range(0, image.height, 4)
        )
    ]


@pytest.mark.django_db
def test_an_event_and_the_site_have_a_picture_of_the_declared_size(client):
    happened = event("Talks")
    for address in (f"{happened.get_absolute_url()}picture.png", "/picture.png"):
        response = client.get(address)
        assert response["Content-Type"] == "image/png"
        assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
        assert len(response.content) < 60_000
        assert "max-age=3600" in response["Cache-Control"]


@pytest.mark.django_db
def test_an_unchanged_picture_is_not_sent_again(client):
    address = f"{event('Talks').get_absolute_url()}picture.png"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    event("Another", date="1956")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.django_db
def test_a_draft_has_no_picture(client):
    draft = event(status="draft")
    for address in (f"{draft.get_absolute_url()}picture.png", "/events/nothing/picture.png"):
        assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_site_without_events_has_a_picture(client):
    assert client.get("/picture.png").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("date", ["0001", "1998?", "../2018-03-17", "2016/..", "9999-12-31", "199X", "1918-08/1920-04"])
def test_every_kind_of_date_can_be_drawn(client, date):
    assert client.get(f"{event(date=date).get_absolute_url()}picture.png").status_code == 200


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_records(client):
    happened = event(actors=[actor()])
    address = f"{happened.get_absolute_url()}picture.png"

    def count() -> int:
        for _ in range(3):
            event()
            happened.actors.add(actor())
            quote(of=happened, by=actor())
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    assert count() == count() == 6  # the revision among them


def test_an_earlier_event_is_further_left():
    early = find_columns(draw(scene(span=(690_000, 690_000))), MARK)
    late = find_columns(draw(scene(span=(730_000, 730_000))), MARK)
    assert max(early) < min(late)


def test_the_mark_of_a_long_event_is_longer_and_of_an_uncertain_one_hollow():
    day = find_columns(draw(scene(span=(700_000, 700_000))), MARK)
    years = find_columns(draw(scene(span=(690_000, 710_000))), MARK)
    assert max(years) - min(years) > 3 * (max(day) - min(day))
    assert draw_png(scene(span=(700_000, 700_000))) != draw_png(scene(span=(700_000, 700_000), certain=False))


def test_the_sides_are_marked():
    both = draw(scene(sides=("JP", "US")))
    assert find_columns(both, SIDES["JP"])
    assert max(find_columns(both, SIDES["JP"])) < min(find_columns(both, SIDES["US"]))
    assert not find_columns(both, SIDES["RU"])


def test_equal_scenes_give_equal_pictures():
    draw_png.cache_clear()
    first = draw_png(scene())
    draw_png.cache_clear()
    assert draw_png(scene()) == first


def test_letters_missing_from_the_font_lose_their_accents():
    assert replace_missing("Communiqué – Satō’s “talks”", PLAIN) == "Communiqué – Satō’s “talks”"
    assert replace_missing("ℝ島x", PLAIN) == "Rx"


@pytest.mark.parametrize("title", ["Talks", "One two three four five six seven eight nine", "word " * 40, "x" * 200])
def test_any_title_fits_into_three_lines(title):
    lines, size = fit_title(title)
    assert 1 <= len(lines) <= 3
    if " " in title:
        assert all(measure_text(line, size) < WIDTH for line in lines)
    if len(title) < 100:
        assert " ".join(lines) == title
    assert draw(scene(title=title)).size == (1200, 630)


def test_the_time_axis_has_its_ends_and_half_centuries_as_labels():
    assert choose_years(1855, 2026) == [1855, 1900, 1950, 2000, 2026]
    assert choose_years(1998, 2003) == [1998, 2000, 2003]
    assert choose_years(2007, 2007) == [2007]
