"""What services show of a shared link: title, text and picture."""

from __future__ import annotations

import pytest

from tests.factories import event, quote, topic

from .metadata import SITE, read_meta

pytestmark = pytest.mark.django_db


def test_every_shared_page_has_a_title_a_text_and_a_picture(client, lavrov, report):
    islands = topic("Islands")
    talks = event("Talks", cites=report, actors=[lavrov], topics=[islands])
    said = quote(of=talks, by=lavrov)
    own = SITE + talks.get_absolute_url() + "picture.png"
    pictures = {talks.get_absolute_url(): own, said.get_absolute_url(): own}
    others = ("/", "/actors/", "/topics/", "/sources/", "/about/", f"/sources/{report.slug}/")
    pictures |= dict.fromkeys([*others, lavrov.get_absolute_url(), islands.get_absolute_url()], f"{SITE}/picture.png")
    for address, picture in pictures.items():
        found = read_meta(client, address)
        for name in ("og:title", "og:description", "og:type", "og:image:alt"):
            assert len(found[name]) == 1, (address, name)
            assert found[name][0], (address, name)
        assert found["og:url"] == [SITE + address]
        assert found["og:image"] == [picture], address
        assert found["twitter:card"] == ["summary_large_image"]


def test_a_shared_list_keeps_its_filters(client, lavrov):
    event(actors=[lavrov])
    assert read_meta(client, "/?actor=sergei-lavrov")["og:url"] == [f"{SITE}/?actor=sergei-lavrov"]


def test_a_shared_paraphrase_has_no_quotation_marks(client, lavrov):
    said = quote("He spoke against it.", by=lavrov, kind="paraphrase")
    assert read_meta(client, said.get_absolute_url())["og:description"] == ["He spoke against it."]
