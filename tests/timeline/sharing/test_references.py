"""Reference managers read the references of a page from COinS and meta elements."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote

import pytest
from pytest_django.asserts import assertContains

from tests.factories import article, event, outlet, quote
from timeline.sharing import coins

from .metadata import SITE, read_meta, read_references

pytestmark = pytest.mark.django_db


def test_the_page_of_a_source_has_a_reference_to_its_article(client, report):
    event(cites=report)
    found = read_references(client, f"/sources/{report.slug}/")
    assert found == [
        {
            "ctx_ver": "Z39.88-2004",
            "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
            "rft.type": "newspaperArticle",
            "rft.title": "Concerned on missiles",
            "rft.source": "Trend",
            "rft.aucorp": "AFP",
            "rft.date": "2007-10-23",
            "rft.identifier": "https://trend.example/1?a=1&b=2",
            "rft.language": "en",
        }
    ]
    assert coins.format_article(report).startswith("ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc&")
    found = read_meta(client, f"/sources/{report.slug}/")
    assert found["DC.type"] == ["newspaperArticle"]
    assert found["DC.title"] == found["citation_title"] == ["Concerned on missiles"]
    assert found["citation_publication_date"] == ["2007/10/23"]
    assert found["citation_public_url"] == found["DC.identifier"] == [report.url]
    assert found["prism.publicationName"] == ["Trend"]
    assert found["og:type"] == ["article"], "Zotero would take “website” for the type of the item"
    assert "citation_journal_title" not in found, "Zotero would take the article for a journal's"


def test_reference_managers_read_every_character_of_a_title_and_an_address():
    """As Zotero does: parts between `&`, a plus for a space, the rest percent-decoded."""
    made = article(
        title='50 % more? “Ракеты” & "missiles" = #1; l\'avis', url="https://trend.example/a,b/(1)?a=1&b=2#c;d"
    )
    parts = [part.split("=") for part in coins.format_article(made).split("&")]
    read = {name: unquote(value.replace("+", " ")) for name, value in parts}
    assert (read["rft.title"], read["rft.identifier"]) == (made.title, made.url)
    assert read["rft_val_fmt"] == "info:ofi/fmt:kev:mtx:dc"


def test_an_author_has_a_first_and_a_last_name_and_an_organisation_has_not(client):
    made = article(author="Jane Doe", outlet=outlet("Gazette"))
    event(cites=[made])
    address = f"/sources/{made.slug}/"
    assert read_references(client, address)[0]["rft.au"] == "Doe, Jane"
    assert read_meta(client, address)["citation_author"] == read_meta(client, address)["DC.creator"] == ["Doe, Jane"]


def test_the_page_of_a_statement_has_a_reference_to_its_article(client, lavrov, report):
    said = quote(of=event(cites=[report, article()]), by=lavrov, article=report)
    assert [one["rft.title"] for one in read_references(client, said.get_absolute_url())] == [report.title]
    assert read_meta(client, said.get_absolute_url())["citation_title"] == [report.title]


def test_the_page_of_an_event_has_references_to_itself_and_to_each_article_once(client, lavrov, report):
    other = article(title="Another report")
    talks = event("Talks", cites=[report])
    quote("one", of=talks, by=lavrov, article=report)
    quote("two", of=talks, by=lavrov, article=other)
    page, *articles = read_references(client, talks.get_absolute_url())
    assert (page["rft.type"], page["rft.title"]) == ("webpage", "Talks")
    assert page["rft.identifier"] == SITE + talks.get_absolute_url()
    assert "rft.date" not in page, "the day of an event is not the day on which its page was published"
    assert [one["rft.title"] for one in articles] == ["Concerned on missiles", "Another report"]
    found = read_meta(client, talks.get_absolute_url())
    assert (found["DC.type"], found["DC.coverage"]) == (["webpage"], ["2007-10-23"])
    assert "DC.date" not in found


def test_a_list_has_a_reference_to_each_article_once_unless_htmx_requests_it(client, report):
    event("First", cites=[report])
    event("Second", cites=[report, article(title="Another report")])
    event("Hidden", status="draft", cites=[article(title="Not shown")])
    assert [one["rft.title"] for one in read_references(client, "/")] == ["Concerned on missiles", "Another report"]
    swapped = client.get("/?order=oldest", headers={"HX-Request": "true", "HX-Target": "results"})
    assert "Z3988" not in swapped.content.decode()


def test_references_are_hidden_from_readers(client, report):
    happened = event(cites=report)
    for address in ("/", happened.get_absolute_url(), f"/sources/{report.slug}/"):
        assertContains(client.get(address), '<div hidden><span class="Z3988"')


@pytest.mark.parametrize(
    ("published_by", "kind", "item", "named"),
    [
        ("newspaper", "news", "newspaperArticle", "rft.source"),
        ("agency", "news", "webpage", "rft.source"),
        ("government", "government", "webpage", "rft.source"),
        ("government", "treaty", "document", "rft.publisher"),
        ("institute", "report", "report", "rft.publisher"),
        ("archive", "encyclopedia", "encyclopediaArticle", "rft.source"),
    ],
)
def test_an_item_has_the_type_that_its_source_is_cited_as(published_by, kind, item, named):
    made = article(kind=kind, outlet=outlet("Publisher", kind=published_by))
    found = dict(parse_qsl(coins.format_article(made)))
    assert (found["rft.type"], found[named]) == (item, "Publisher")
