"""Pages describe themselves to search engines as JSON-LD, in the vocabulary of schema.org."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from tests.factories import actor, article, event, post, quote, topic
from timeline.models import Event, Quote
from timeline.pages.shared.cards import build_full_card
from timeline.sharing import coins, iso_dates, jsonld, meta_tags

from .metadata import SITE, read_meta, read_references, read_text

pytestmark = pytest.mark.django_db

THING = {"@context", "@type", "@id", "name", "url", "description", "disambiguatingDescription", "alternateName"}
THING |= {"subjectOf"}
WORK = {"headline", "genre", "author", "publisher", "sourceOrganization", "datePublished", "inLanguage", "text"}
WORK |= {"abstract", "about", "isPartOf", "isBasedOn", "creator", "license", "keywords", "dateCreated"}
WORK |= {"temporalCoverage", "recordedAt"}
# What schema.org lets each type have, as far as we use it.
PROPERTIES: dict[str, set[str]] = {
    "Event": THING | {"startDate", "endDate", "location", "attendee", "about", "recordedIn"},
    "Person": THING | {"hasOccupation", "familyName", "givenName"},
    "Organization": THING,
    "GovernmentOrganization": THING,
    "Country": THING,
    "Place": THING,
    "DefinedTerm": THING,
    "Occupation": THING,
    "Role": THING | {"startDate", "endDate", "roleName", "hasOccupation"},
    "ItemList": THING | {"numberOfItems", "itemListElement"},
    "ListItem": THING | {"position", "item"},
    "Quotation": THING | WORK | {"spokenByCharacter"},
    **dict.fromkeys(("CreativeWork", "NewsArticle", "Report", "ScholarlyArticle", "Article"), THING | WORK),
}


def check(node: Any) -> None:
    """Every node has a type, and no property that its types do not."""
    if isinstance(node, list):
        for one in node:
            check(one)
    elif isinstance(node, dict) and "@value" not in node:
        kinds = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
        allowed = set().union(*(PROPERTIES[kind] for kind in kinds))
        assert set(node) <= allowed, (kinds, set(node) - allowed)
        for one in node.values():
            check(one)


def read_json(client, address: str) -> dict[str, Any]:
    page = read_text(client, address)
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 1
    node = json.loads(blocks[0])
    assert node["@context"] == "https://schema.org"
    check(node)
    return node


# Events


def test_an_event_has_its_date_places_actors_and_sources(client, lavrov, report):
    japan = actor("Japan", kind="state", country="JP")
    talks = event("Talks", cites=report, actors=[lavrov, japan], topics=[topic("Islands")], place="Tokyo; Nara")
    found = read_json(client, talks.get_absolute_url())
    assert (found["@type"], found["name"], found["startDate"]) == ("Event", "Talks", "2007-10-23")
    assert found["url"] == SITE + talks.get_absolute_url()
    assert "endDate" not in found
    assert [place["name"] for place in found["location"]] == ["Tokyo", "Nara"]
    types = {one["name"]: one["@type"] for one in found["attendee"]}
    assert types == {"Sergei Lavrov": "Person", "Japan": ["Country", "GovernmentOrganization"]}
    assert found["about"][0]["name"] == "Islands"
    source = found["subjectOf"][0]
    assert (source["@type"], source["headline"], source["url"]) == ("NewsArticle", report.title, report.url)
    assert source["publisher"]["name"] == "Trend"
    assert source["sourceOrganization"]["name"] == "AFP"


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2007-10", "2007-10", None),
        ("1998", "1998", None),
        ("2007-10-15/2007-10-21", "2007-10-15", "2007-10-21"),
        ("1918-08/1920-04", "1918-08", "1920-04"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(client, date, start, end):
    found = read_json(client, event(date=date).get_absolute_url())
    assert (found.get("startDate"), found.get("endDate")) == (start, end)
    assert "disambiguatingDescription" not in found


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("1998?", "1998"),
        ("1998~", "1998"),
        ("../2018-03-17", "by 17 March 2018"),
        ("2016/..", "2016"),
        ("199X", "1990s"),
        ("2007-21", "spring 2007"),
        ("1998?/2001", "2001"),
    ],
)
def test_an_uncertain_date_is_given_in_words(client, date, words):
    found = read_json(client, event(date=date).get_absolute_url())
    assert not {"startDate", "endDate"} & set(found)
    assert words in found["disambiguatingDescription"]
    assert iso_dates.format_interval(date) is None


def test_titles_cannot_end_the_script_element(client, lavrov):
    evil = "</script><script>alert(1)</script>\u2028&"
    made = event(evil, summary=evil, place=evil, topics=[topic("Islands")], cites=article(title=evil))
    quote(evil, of=made, by=lavrov)
    for address in (made.get_absolute_url(), "/", f"/sources/{made.citations.first().article.slug}/"):
        page = read_text(client, address)
        assert "<script>alert" not in page
        assert "\u2028" not in re.findall(r'ld\+json">(.*?)</script>', page)[0]
    assert read_json(client, made.get_absolute_url())["name"] == evil


# Statements


def test_a_direct_quotation_is_spoken_by_the_speaker(client, lavrov, report):
    said = quote("opposed to it", of=event(cites=report), by=lavrov, kind="direct")
    found = read_json(client, said.get_absolute_url())
    assert (found["@type"], found["text"]) == ("Quotation", "opposed to it")
    assert found["spokenByCharacter"]["name"] == "Sergei Lavrov"
    assert found["isPartOf"]["url"] == report.url
    assert found["dateCreated"] == "2007-10-23"
    assert found["recordedAt"]["@id"] == SITE + said.event.get_absolute_url()


@pytest.mark.parametrize("kind", ["mixed", "indirect"])
def test_words_of_the_article_are_not_spoken_by_the_speaker(client, lavrov, kind):
    said = quote("Lavrov said he was “opposed”", by=lavrov, kind=kind)
    found = read_json(client, said.get_absolute_url())
    assert found["@type"] == "Quotation"
    assert "spokenByCharacter" not in found
    assert found["about"]["name"] == "Sergei Lavrov"


def test_a_paraphrase_is_no_quotation(client, lavrov):
    said = quote("He spoke against the shield.", by=lavrov, kind="paraphrase")
    found = read_json(client, said.get_absolute_url())
    assert found["@type"] == "CreativeWork"
    assert found["abstract"] == "He spoke against the shield."
    assert not {"text", "spokenByCharacter", "isPartOf"} & set(found)
    assert found["isBasedOn"]["headline"] == said.article.title
    happened = read_json(client, said.event.get_absolute_url())
    assert "recordedIn" not in happened
    assert "Quotation" not in json.dumps(happened)


def test_a_statement_made_within_some_days_has_no_single_date(client, lavrov):
    said = quote("words", of=event(date="2007-10-15/2007-10-21"), by=lavrov)
    found = read_json(client, said.get_absolute_url())
    assert found["temporalCoverage"] == "2007-10-15/2007-10-21"
    assert "dateCreated" not in found


# Sources, actors, topics, lists


@pytest.mark.parametrize(
    ("kind", "schema_type"),
    [("news", "NewsArticle"), ("report", "Report"), ("academic", "ScholarlyArticle"), ("encyclopedia", "Article")]
    + [(kind, "CreativeWork") for kind in ("government", "treaty", "speech", "reference")],
)
def test_a_source_has_the_type_of_its_kind(client, kind, schema_type):
    made = article(kind=kind, author="Jane Doe; John Roe", language="ja")
    event(cites=made)
    found = read_json(client, f"/sources/{made.slug}/")
    assert (found["@type"], found["headline"], found["inLanguage"]) == (schema_type, made.title, "ja")
    assert [one["familyName"] for one in found["author"]] == ["Doe", "Roe"]
    assert ("genre" in found) == (schema_type == "CreativeWork")


def test_every_kind_of_source_has_a_type():
    assert len(Article.Kind) == 8, "a new kind: give it a type in jsonld.py and item_types.py"


def test_an_actor_has_names_in_their_own_scripts_and_posts_with_their_dates(client, lavrov):
    post(lavrov, "Minister of Foreign Affairs", "2004-03-09")
    post(lavrov, "Permanent Representative", "1994~", "2004-03-09", organization="United Nations")
    event(actors=[lavrov])
    found = read_json(client, lavrov.get_absolute_url())
    assert found["alternateName"][1] == {"@language": "ru", "@value": "Сергей Лавров"}
    roles = {role["hasOccupation"]["name"]: role for role in found["hasOccupation"]}
    assert roles["Minister of Foreign Affairs"]["startDate"] == "2004-03-09"
    assert "endDate" not in roles["Minister of Foreign Affairs"]
    assert "startDate" not in roles["Permanent Representative, United Nations"]
    assert "jobTitle" not in found


def test_an_organisation_has_no_occupation(client):
    kyodo = actor("Kyodo News", kind="organization", country="JP")
    post(kyodo, "Member")
    event(actors=[kyodo])
    found = read_json(client, kyodo.get_absolute_url())
    assert found["@type"] == "Organization"
    assert "hasOccupation" not in found


def test_a_topic_is_a_defined_term(client):
    assert read_json(client, topic("Islands").get_absolute_url())["@type"] == "DefinedTerm"


def test_a_list_has_its_order_and_the_number_of_all_events(client):
    for n in range(27):
        event(f"Number {n}", date=f"{1990 + n}")
    found = read_json(client, "/?order=oldest&page=2")
    assert found["numberOfItems"] == 27
    items = [(one["position"], one["item"]["name"]) for one in found["itemListElement"]]
    assert items == [(26, "Number 25"), (27, "Number 26")]


def test_an_empty_list_has_no_metadata(client):
    for address in ("/?q=nothing-like-this", "/?since=soon"):
        assert "ld+json" not in read_text(client, address)
        assert "Z3988" not in read_text(client, address)


# Unknown values, addresses and queries


def test_unknown_values_are_left_out(client):
    made = article(published="", url="")
    event(cites=made)
    found = read_json(client, f"/sources/{made.slug}/")
    assert not {"datePublished", "url"} & set(found)
    assert not {"rft.date", "rft.identifier"} & set(read_references(client, f"/sources/{made.slug}/")[0])
    assert not {"DC.date", "DC.identifier"} & set(read_meta(client, f"/sources/{made.slug}/"))


def test_an_address_that_could_run_as_a_script_is_left_out(client):
    made = article(url="javascript:alert(1)")
    event(cites=made)
    address = f"/sources/{made.slug}/"
    assert "url" not in read_json(client, address)
    assert "rft.identifier" not in read_references(client, address)[0]
    assert not {"DC.identifier", "citation_public_url"} & set(read_meta(client, address))


def test_metadata_needs_no_database_queries(client, lavrov, report):
    talks = event(cites=report, actors=[lavrov], topics=[topic("Islands")])
    said = quote(of=talks, by=lavrov, topics=[topic("Islands")])
    fetched = Event.objects.public().for_list().get()
    build_full_card(fetched)
    statement = Quote.objects.public().for_page().prefetch_related("topics").get(pk=said.pk)
    with CaptureQueriesContext(connection) as queries:
        jsonld.describe_event(fetched, str)
        jsonld.describe_statement(statement, str)
        meta_tags.event_meta(fetched, "")
        meta_tags.article_meta(statement.article)
        [coins.format_article(one) for one in jsonld.list_articles([fetched])]
    assert len(queries) == 0
