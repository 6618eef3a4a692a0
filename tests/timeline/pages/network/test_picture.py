"""The arc diagram: which actors it shows, and where its lines lead."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from lxml.html import HtmlElement
from pytest_django.asserts import assertContains

from tests import page
from tests.factories import actor, event, quote
from tests.timeline.pages.network.test_network import network, row
from timeline.pages.network.arc_diagram import MOST_NAMES, build_arc_diagram

pytestmark = pytest.mark.django_db


def picture(response: HttpResponse) -> HtmlElement:
    (found,) = page.document(response).find_class("arcs")
    return found


@pytest.mark.slow
def test_the_diagram_shows_the_most_connected_and_the_table_all(client, putin):
    for n in range(60):
        made = actor(f"Minister {n:02d}", country="JP")
        for _ in range(1 + (n < 3)):
            event(kind="talks", actors=[made, putin])
    response = client.get("/network/")
    shown = {page.text(name) for name in picture(response).xpath('.//*[@class="who"]//a')}
    assert len(shown) == build_arc_diagram(network()).shown == MOST_NAMES
    assert {"Putin", "Minister 00", "Minister 01", "Minister 02"} <= shown
    lines = [page.text(one) for one in picture(response).xpath('.//a[@class="met"]/title')]
    assert {line.partition(" and Putin: ")[0] for line in lines} | {"Putin"} == shown
    assertContains(
        response, "The diagram shows the 30 actors with the most meetings and statements, of 61; the table lists all."
    )
    assertContains(response, "Pairs 1 to 50 of 60, most frequent first.")
    assertContains(response, '<tr id="pair-', count=50)
    rest = client.get("/network/?page=2")
    assertContains(rest, "Pairs 51 to 60 of 60, most frequent first.")
    assertContains(rest, '<tr id="pair-', count=10)


def test_a_dashed_line_links_to_its_row_on_any_page(client, abe, putin):
    for n in range(50):
        event(kind="talks", actors=[actor(f"Minister {n:02d}", country="JP"), putin])
    for _ in range(3):
        quote(of=event(), by=putin, to=[abe])
    last = 'class="said" href="{}#pair-abe.putin"'
    assertContains(client.get("/network/"), last.format("?page=2"))
    assertContains(client.get("/network/?page=2"), last.format(""))
    assertContains(client.get("/network/?page=2"), '<tr id="pair-abe.putin">')


def test_names_are_grouped_by_side_and_sorted_by_time(client, abe, putin, obama):
    kan = actor("Kan", country="JP")
    xi = actor("Xi", country="CN")
    event(kind="talks", actors=[abe, obama, xi], date="2013")
    event(kind="talks", actors=[kan, putin], date="2010")
    (who,) = picture(client.get("/network/")).find_class("who")
    sides = [heading[0].tail.strip() for heading in who.xpath("./h3")]
    names = [[page.text(name) for name in group.xpath("./li/a")] for group in who.xpath("./ul")]
    order = list(zip(sides, names, strict=True))
    assert order == [("Japan", ["Kan", "Abe"]), ("Russia", ["Putin"]), ("United States", ["Obama"]), ("Others", ["Xi"])]


def test_a_line_is_a_link_and_its_dot_is_near_the_listener(client, abe, putin):
    talks = event(kind="talks", actors=[abe, putin])
    quote(of=talks, by=abe, to=[putin])
    diagram = build_arc_diagram(network())
    (said,) = diagram.said
    ((x, y),) = said.listeners
    assert y > diagram.height / 2, "Putin is below Abe"
    response = client.get("/network/")
    assertContains(response, f'<path class="listener" d="M{x} {y}h0"/>', count=1)
    assertContains(response, f'class="met" href="{row().url.replace("&", "&amp;")}" tabindex="-1"')
    assertContains(response, 'class="said" href="#pair-abe.putin"')
    assertContains(response, '<tr id="pair-abe.putin">')


def test_more_meetings_make_a_thicker_line(client, abe, putin, obama):
    for _ in range(4):
        event(kind="talks", actors=[abe, putin])
    event(kind="talks", actors=[abe, obama])
    lines = picture(client.get("/network/")).xpath('.//a[@class="met"]/path[@class="line"]')
    often, once = (float(line.get("stroke-width")) for line in lines)
    assert often == 2 * once


def test_numbers_in_the_diagram_have_a_decimal_point(client, abe, putin, settings):
    settings.LANGUAGE_CODE = "ru"
    event(kind="talks", actors=[abe, putin])
    quote(of=event(), by=abe, to=[putin])
    assertContains(client.get("/network/"), 'stroke-width="1.25"', count=2)
