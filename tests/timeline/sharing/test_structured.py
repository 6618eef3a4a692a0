"""What a page tells machines: search engines by schema.org, reference managers by COinS and meta elements."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains

from articles.models import Article
from tests.factories import actor, article, event, outlet, post, quote, topic
from timeline.sharing import coins, iso_dates

pytestmark = pytest.mark.django_db
SITE = "http://testserver"

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


def data(client, address: str) -> dict[str, Any]:
    page = client.get(address).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 1
    node = json.loads(blocks[0])
    assert node["@context"] == "https://schema.org"
    check(node)
    return node


def meta(client, address: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', text(client, address)):
        found.setdefault(name, []).append(html.unescape(content))
    return found


def references(client, address: str) -> list[dict[str, str]]:
    spans = re.findall(r'<span class="Z3988" title="([^"]*)"></span>', text(client, address))
    return [dict(parse_qsl(html.unescape(span))) for span in spans]


def text(client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.fixture
def lavrov():
    return actor("Sergei Lavrov", country="RU", name_ja="セルゲイ・ラブロフ", name_ru="Сергей Лавров")


@pytest.fixture
def report():
    trend = outlet("Trend", url="https://trend.example/")
    afp = outlet("AFP", kind="agency")
    return article(title="Concerned on missiles", outlet=trend, agency=afp, url="https://trend.example/1?a=1&b=2")


# Events


def test_an_event_tells_when_where_who_and_by_which_articles(client, lavrov, report):
    japan = actor("Japan", kind="state", country="JP")
    talks = event("Talks", cites=report, actors=[lavrov, japan], topics=[topic("Islands")], place="Tokyo; Nara")
    told = data(client, talks.get_absolute_url())
    assert (told["@type"], told["name"], told["startDate"]) == ("Event", "Talks", "2007-10-23")
    assert told["url"] == SITE + talks.get_absolute_url()
    assert "endDate" not in told
    assert [place["name"] for place in told["location"]] == ["Tokyo", "Nara"]
    types = {one["name"]: one["@type"] for one in told["attendee"]}
    assert types == {"Sergei Lavrov": "Person", "Japan": ["Country", "GovernmentOrganization"]}
    assert told["about"][0]["name"] == "Islands"
    source = told["subjectOf"][0]
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
def test_a_date_is_told_as_exact_as_it_is_known(client, date, start, end):
    told = data(client, event(date=date).get_absolute_url())
    assert (told.get("startDate"), told.get("endDate")) == (start, end)
    assert "disambiguatingDescription" not in told


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
def test_a_date_in_doubt_becomes_words_and_no_false_day(client, date, words):
    told = data(client, event(date=date).get_absolute_url())
    assert not {"startDate", "endDate"} & set(told)
    assert words in told["disambiguatingDescription"]
    assert iso_dates.interval(date) is None


def test_titles_cannot_end_the_block(client, lavrov):
    evil = "</script><script>alert(1)</script>\u2028&"
    made = event(evil, summary=evil, place=evil, topics=[topic("Islands")], cites=article(title=evil))
    quote(evil, of=made, by=lavrov)
    for address in (made.get_absolute_url(), "/", f"/sources/{made.citations.first().article.slug}/"):
        page = text(client, address)
        assert "<script>alert" not in page
        assert "\u2028" not in re.findall(r'ld\+json">(.*?)</script>', page)[0]
    assert data(client, made.get_absolute_url())["name"] == evil


# Statements


def test_a_direct_quotation_is_the_speakers(client, lavrov, report):
    said = quote("opposed to it", of=event(cites=report), by=lavrov, kind="direct")
    told = data(client, said.get_absolute_url())
    assert (told["@type"], told["text"]) == ("Quotation", "opposed to it")
    assert told["spokenByCharacter"]["name"] == "Sergei Lavrov"
    assert told["isPartOf"]["url"] == report.url
    assert told["dateCreated"] == "2007-10-23"
    assert told["recordedAt"]["@id"] == SITE + said.event.get_absolute_url()


@pytest.mark.parametrize("kind", ["mixed", "indirect"])
def test_an_articles_words_for_what_was_said_are_not_put_into_the_speakers_mouth(client, lavrov, kind):
    said = quote("Lavrov said he was “opposed”", by=lavrov, kind=kind)
    told = data(client, said.get_absolute_url())
    assert told["@type"] == "Quotation"
    assert "spokenByCharacter" not in told
    assert told["about"]["name"] == "Sergei Lavrov"


def test_a_paraphrase_is_never_told_as_a_quotation(client, lavrov):
    said = quote("He spoke against the shield.", by=lavrov, kind="paraphrase")
    told = data(client, said.get_absolute_url())
    assert told["@type"] == "CreativeWork"
    assert told["abstract"] == "He spoke against the shield."
    assert not {"text", "spokenByCharacter", "isPartOf"} & set(told)
    assert told["isBasedOn"]["headline"] == said.article.title
    happened = data(client, said.event.get_absolute_url())
    assert "recordedIn" not in happened
    assert "Quotation" not in json.dumps(happened)


def test_a_statement_of_some_days_covers_them_and_was_made_on_none(client, lavrov):
    said = quote("words", of=event(date="2007-10-15/2007-10-21"), by=lavrov)
    told = data(client, said.get_absolute_url())
    assert told["temporalCoverage"] == "2007-10-15/2007-10-21"
    assert "dateCreated" not in told


# Sources, actors, topics, lists


@pytest.mark.parametrize(
    ("kind", "told_as"),
    [("news", "NewsArticle"), ("report", "Report"), ("academic", "ScholarlyArticle"), ("encyclopedia", "Article")]
    + [(kind, "CreativeWork") for kind in ("government", "treaty", "speech", "reference")],
)
def test_a_source_is_told_as_what_it_is(client, kind, told_as):
    made = article(kind=kind, author="Jane Doe; John Roe", language="ja")
    event(cites=made)
    told = data(client, f"/sources/{made.slug}/")
    assert (told["@type"], told["headline"], told["inLanguage"]) == (told_as, made.title, "ja")
    assert [one["familyName"] for one in told["author"]] == ["Doe", "Roe"]
    assert ("genre" in told) == (told_as == "CreativeWork")


def test_every_kind_of_source_has_a_type():
    assert len(Article.Kind) == 8, "a new kind: say in jsonld.py and kinds.py what it is to machines"


def test_an_actor_has_names_in_their_own_scripts_and_posts_with_their_dates(client, lavrov):
    post(lavrov, "Minister of Foreign Affairs", "2004-03-09")
    post(lavrov, "Permanent Representative", "1994~", "2004-03-09", organization="United Nations")
    event(actors=[lavrov])
    told = data(client, lavrov.get_absolute_url())
    assert told["alternateName"][1] == {"@language": "ru", "@value": "Сергей Лавров"}
    roles = {role["hasOccupation"]["name"]: role for role in told["hasOccupation"]}
    assert roles["Minister of Foreign Affairs"]["startDate"] == "2004-03-09"
    assert "endDate" not in roles["Minister of Foreign Affairs"]
    assert "startDate" not in roles["Permanent Representative, United Nations"]
    assert "jobTitle" not in told


def test_an_organisation_has_no_occupation(client):
    kyodo = actor("Kyodo News", kind="organization", country="JP")
    post(kyodo, "Member")
    event(actors=[kyodo])
    told = data(client, kyodo.get_absolute_url())
    assert told["@type"] == "Organization"
    assert "hasOccupation" not in told


def test_a_topic_is_a_term(client):
    assert data(client, topic("Islands").get_absolute_url())["@type"] == "DefinedTerm"


def test_a_list_is_told_in_its_order_and_with_its_whole_number(client):
    for n in range(27):
        event(f"Number {n}", date=f"{1990 + n}")
    told = data(client, "/?order=oldest&page=2")
    assert told["numberOfItems"] == 27
    items = [(one["position"], one["item"]["name"]) for one in told["itemListElement"]]
    assert items == [(26, "Number 25"), (27, "Number 26")]


def test_a_list_of_nothing_tells_nothing(client):
    for address in ("/?q=nothing-like-this", "/?since=soon"):
        assert "ld+json" not in text(client, address)
        assert "Z3988" not in text(client, address)


# Reference managers


def test_a_source_page_gives_its_article_to_a_reference_manager(client, report):
    event(cites=report)
    found = references(client, f"/sources/{report.slug}/")
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
    assert coins.of_article(report).startswith("ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc&")
    told = meta(client, f"/sources/{report.slug}/")
    assert told["DC.type"] == ["newspaperArticle"]
    assert told["DC.title"] == told["citation_title"] == ["Concerned on missiles"]
    assert told["citation_publication_date"] == ["2007/10/23"]
    assert told["citation_public_url"] == told["DC.identifier"] == [report.url]
    assert told["prism.publicationName"] == ["Trend"]
    assert told["og:type"] == ["article"], "Zotero would take “website” for the type of the item"
    assert "citation_journal_title" not in told, "Zotero would take the article for a journal's"


def test_reference_managers_read_every_sign_of_a_title_and_an_address():
    """As Zotero does: parts between `&`, a plus for a space, the rest percent-decoded."""
    made = article(
        title='50 % more? “Ракеты” & "missiles" = #1; l\'avis', url="https://trend.example/a,b/(1)?a=1&b=2#c;d"
    )
    parts = [part.split("=") for part in coins.of_article(made).split("&")]
    read = {name: unquote(value.replace("+", " ")) for name, value in parts}
    assert (read["rft.title"], read["rft.identifier"]) == (made.title, made.url)
    assert read["rft_val_fmt"] == "info:ofi/fmt:kev:mtx:dc"


def test_a_writer_is_named_and_a_body_is_not_cut_in_two(client):
    made = article(author="Jane Doe", outlet=outlet("Gazette"))
    event(cites=[made])
    address = f"/sources/{made.slug}/"
    assert references(client, address)[0]["rft.au"] == "Doe, Jane"
    assert meta(client, address)["citation_author"] == meta(client, address)["DC.creator"] == ["Doe, Jane"]


def test_a_statement_page_gives_the_article_its_words_are_from(client, lavrov, report):
    said = quote(of=event(cites=[report, article()]), by=lavrov, article=report)
    assert [one["rft.title"] for one in references(client, said.get_absolute_url())] == [report.title]
    assert meta(client, said.get_absolute_url())["citation_title"] == [report.title]


def test_an_event_page_gives_itself_and_each_article_once(client, lavrov, report):
    other = article(title="Another report")
    talks = event("Talks", cites=[report])
    quote("one", of=talks, by=lavrov, article=report)
    quote("two", of=talks, by=lavrov, article=other)
    page, *articles = references(client, talks.get_absolute_url())
    assert (page["rft.type"], page["rft.title"]) == ("webpage", "Talks")
    assert page["rft.identifier"] == SITE + talks.get_absolute_url()
    assert "rft.date" not in page, "the day of an event is not the day on which its page was published"
    assert [one["rft.title"] for one in articles] == ["Concerned on missiles", "Another report"]
    told = meta(client, talks.get_absolute_url())
    assert (told["DC.type"], told["DC.coverage"]) == (["webpage"], ["2007-10-23"])
    assert "DC.date" not in told


def test_a_list_gives_the_articles_of_its_events_each_once_until_it_is_swapped(client, report):
    event("First", cites=[report])
    event("Second", cites=[report, article(title="Another report")])
    event("Hidden", status="draft", cites=[article(title="Not shown")])
    assert [one["rft.title"] for one in references(client, "/")] == ["Concerned on missiles", "Another report"]
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
def test_an_item_is_of_the_sort_its_source_is_cited_as(published_by, kind, item, named):
    made = article(kind=kind, outlet=outlet("Publisher", kind=published_by))
    told = dict(parse_qsl(coins.of_article(made)))
    assert (told["rft.type"], told[named]) == (item, "Publisher")


def test_what_is_not_known_is_left_out(client):
    made = article(published="", url="")
    event(cites=made)
    told = data(client, f"/sources/{made.slug}/")
    assert not {"datePublished", "url"} & set(told)
    assert not {"rft.date", "rft.identifier"} & set(references(client, f"/sources/{made.slug}/")[0])
    assert not {"DC.date", "DC.identifier"} & set(meta(client, f"/sources/{made.slug}/"))


def test_an_address_that_could_run_as_a_script_is_not_given(client):
    made = article(url="javascript:alert(1)")
    event(cites=made)
    address = f"/sources/{made.slug}/"
    assert "url" not in data(client, address)
    assert "rft.identifier" not in references(client, address)[0]
    assert not {"DC.identifier", "citation_public_url"} & set(meta(client, address))


# Where an address is shared


def test_every_page_has_a_title_a_text_and_a_picture_where_it_is_shared(client, lavrov, report):
    islands = topic("Islands")
    talks = event("Talks", cites=report, actors=[lavrov], topics=[islands])
    said = quote(of=talks, by=lavrov)
    own = SITE + talks.get_absolute_url() + "picture.png"
    pictures = {talks.get_absolute_url(): own, said.get_absolute_url(): own}
    others = ("/", "/actors/", "/topics/", "/sources/", "/about/", f"/sources/{report.slug}/")
    pictures |= dict.fromkeys([*others, lavrov.get_absolute_url(), islands.get_absolute_url()], f"{SITE}/picture.png")
    for address, picture in pictures.items():
        told = meta(client, address)
        for name in ("og:title", "og:description", "og:type", "og:image:alt"):
            assert len(told[name]) == 1, (address, name)
            assert told[name][0], (address, name)
        assert told["og:url"] == [SITE + address]
        assert told["og:image"] == [picture], address
        assert told["twitter:card"] == ["summary_large_image"]


def test_a_shared_list_is_the_filtered_one(client, lavrov):
    event(actors=[lavrov])
    assert meta(client, "/?actor=sergei-lavrov")["og:url"] == [f"{SITE}/?actor=sergei-lavrov"]


def test_a_shared_paraphrase_wears_no_quotation_marks(client, lavrov):
    said = quote("He spoke against it.", by=lavrov, kind="paraphrase")
    assert meta(client, said.get_absolute_url())["og:description"] == ["He spoke against it."]


def test_telling_machines_asks_the_database_nothing(client, lavrov, report):
    """The page of an event asked twelve questions before it told machines anything, and a source's eight."""
    talks = event(cites=report, actors=[lavrov], topics=[topic("Islands")])
    said = quote(of=talks, by=lavrov, topics=[topic("Islands")])
    from timeline.models import Event, Quote
    from timeline.pages.shared.cards import build_full_card
    from timeline.sharing import jsonld
    from timeline.sharing import meta_tags as elements

    fetched = Event.objects.public().for_list().get()
    build_full_card(fetched)
    statement = Quote.objects.public().for_page().prefetch_related("topics").get(pk=said.pk)
    with CaptureQueriesContext(connection) as asked:
        jsonld.event(fetched, str)
        jsonld.statement(statement, str)
        elements.event_meta(fetched, "")
        elements.article_meta(statement.article)
        [coins.of_article(one) for one in jsonld.articles_of([fetched])]
    assert len(asked) == 0
