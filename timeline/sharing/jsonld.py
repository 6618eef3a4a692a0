"""Records as schema.org describes them. `at` makes addresses absolute.

What schema.org cannot express correctly is left out:

* A direct quotation is a `Quotation` spoken by its speaker. Words of an article about what was said (mixed, indirect)
  are a `Quotation` from the article, about the speaker, who did not say exactly that. A paraphrase is our
  `CreativeWork` with an `abstract`, based on the article: it has no `text`, as the words are ours.
* A date is as precise as it is known, and missing if ISO 8601 would need a day that is not known; then
  `disambiguatingDescription` has it in words.
* The dates of a post are in a `Role`. There is no `jobTitle`: a post without an end may have ended at an unknown date.
* A state acts and speaks, which in schema.org only persons and organisations do: it has two types.
* A treaty, a ministry's page, a speech or a reference page is a `CreativeWork` with its `genre`: our kinds are wider
  than `Legislation` and the like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import citations, dates, outgoing_links
from articles.models import Anchored, Article, Outlet
from articles.public_fields import PublicField, ValueType, fields_for_machines

from ..models import Actor, Event, Post, Quote, Topic
from .iso_dates import format_interval, format_iso, split_interval
from .site import LICENCE, site_name

Node = dict[str, Any]
At = Callable[[str], str]

TYPE_OF_ACTOR: dict[str, str | list[str]] = {
    Actor.Kind.PERSON: "Person",
    Actor.Kind.ORGANIZATION: "Organization",
    Actor.Kind.STATE: ["Country", "GovernmentOrganization"],
}
TYPE_OF_ARTICLE: dict[str, str] = {
    Article.Kind.NEWS: "NewsArticle",
    Article.Kind.REPORT: "Report",
    Article.Kind.ACADEMIC: "ScholarlyArticle",
    Article.Kind.ENCYCLOPEDIA: "Article",
}


def describe_event(one: Event, at: At) -> Node:
    quotes = list(one.quotes.all())
    return add_context(
        {
            **summarize_event(one, at),
            **describe_fields(one, at),
            "disambiguatingDescription": None if split_interval(one.date)[0] else dates.label(one.date),
            "recordedIn": [summarize_statement(quote, at) for quote in quotes if quote.is_verbatim],
            "subjectOf": [
                *(summarize_article(article, at) for article in list_articles([one])),
                *(summarize_statement(quote, at) for quote in quotes if not quote.is_verbatim),
            ],
        }
    )


def summarize_event(one: Event, at: At) -> Node:
    start, end = split_interval(one.date)
    address = at(one.get_absolute_url())
    return {"@type": "Event", "@id": address, "url": address, "name": one.title, "startDate": start, "endDate": end}


def describe_statement(quote: Quote, at: At) -> Node:
    article = summarize_article(quote.article, at)
    speaker = summarize_actor(quote.speaker, at)
    node: Node = {
        **summarize_statement(quote, at),
        "url": at(quote.get_absolute_url()),
        **describe_fields(quote, at),
        "temporalCoverage": None if format_iso(quote.date) else format_interval(quote.date),
        "recordedAt": summarize_event(quote.event, at),
    }
    if quote.kind == Quote.Kind.PARAPHRASE:
        ours = {"@type": "Organization", "name": site_name()}
        node |= {"genre": _("paraphrase"), "inLanguage": "en", "license": LICENCE}
        return add_context({**node, "creator": ours, "about": speaker, "isBasedOn": article})
    node |= {"inLanguage": quote.article.language, "isPartOf": article}
    spoken = quote.kind == Quote.Kind.DIRECT
    return add_context({**node, ("spokenByCharacter" if spoken else "about"): speaker})


def summarize_statement(quote: Quote, at: At) -> Node:
    return {"@type": "Quotation" if quote.is_verbatim else "CreativeWork", "@id": at(quote.get_absolute_url())}


def describe_source(article: Article, at: At) -> Node:
    return add_context(summarize_article(article, at))


def summarize_article(article: Article, at: At) -> Node:
    """The article itself. `@id` is our page about it, `url` the publisher's."""
    kind = TYPE_OF_ARTICLE.get(article.kind, "CreativeWork")
    return {
        "@type": kind,
        "@id": at(reverse("timeline:source", args=[article.slug])),
        "genre": None if kind != "CreativeWork" else article.get_kind_display(),
        "author": [describe_writer(*name) for name in citations.list_authors(article)],
        **describe_fields(article, at),
    }


def describe_writer(family: str, given: str) -> Node:
    if given:
        return {"@type": "Person", "name": f"{given} {family}", "familyName": family, "givenName": given}
    return {"@type": "Organization", "name": family}


def describe_outlet(one: Outlet, at: At) -> Node:
    return {"@type": "Organization", **describe_fields(one, at)}


def describe_actor(one: Actor, at: At) -> Node:
    posts = one.posts.all() if one.kind == Actor.Kind.PERSON else ()
    return add_context(
        {
            **summarize_actor(one, at),
            **describe_fields(one, at),
            "hasOccupation": [describe_role(post, at) for post in posts],
        }
    )


def summarize_actor(one: Actor, at: At) -> Node:
    address = at(one.get_absolute_url())
    return {"@type": TYPE_OF_ACTOR[one.kind], "@id": address, "url": address, "name": one.name}


def describe_role(post: Post, at: At) -> Node:
    occupation = {"@type": "Occupation", "name": str(post)}
    return {"@type": "Role", "hasOccupation": occupation, **describe_fields(post, at)}


def describe_topic(one: Topic, at: At) -> Node:
    return add_context({**summarize_topic(one, at), **describe_fields(one, at)})


def summarize_topic(one: Topic, at: At) -> Node:
    address = at(one.get_absolute_url())
    return {"@type": "DefinedTerm", "@id": address, "url": address, "name": one.name}


def describe_event_list(name: str, total: int) -> Node:
    """Without its elements, which `script_tags.serialize_list` adds."""
    return add_context({"@type": "ItemList", "name": name, "numberOfItems": total})


def list_articles(events: Iterable[Event]) -> list[Article]:
    """The sources of the events and their statements, each once, in the order of a page."""
    return list_distinct_articles(anchored for one in events for anchored in (*one.citations.all(), *one.quotes.all()))


def list_distinct_articles(several: Iterable[Anchored]) -> list[Article]:
    return list({one.article_id: one.article for one in several}.values())


def add_context(node: Node) -> Node:
    return {"@context": "https://schema.org", **remove_blanks(node)}


def remove_blanks(value: Any) -> Any:
    """Leave out what is not known, instead of giving an empty value."""
    if isinstance(value, dict):
        present = {key: remove_blanks(one) for key, one in value.items()}
        return {key: one for key, one in present.items() if one not in (None, "", [], {})}
    return [remove_blanks(one) for one in value] if isinstance(value, list) else value


# ---- the fields that models declare for schema.org (`schema` in their `public_fields`)


def describe_fields(record: Any, at: At) -> Node:
    """A property for each field. Several fields of one property, such as names, make a list."""
    node: Node = {}
    model: Any = type(record)
    for field in fields_for_machines(model):
        value = VALUE_FOR[field.type](record, field, at)
        if field.language:
            value = [{"@language": field.language, "@value": value}] if value else []
        node[field.schema] = node[field.schema] + value if field.schema in node else value
    return node


def read_text(record: Any, field: PublicField, at: At) -> str:
    return str(getattr(record, field.name))


def read_places(record: Any, field: PublicField, at: At) -> list[Node]:
    names = map(str.strip, getattr(record, field.name).split(";"))
    return [{"@type": "Place", "name": name} for name in names if name]


def read_date(record: Any, field: PublicField, at: At) -> str | None:
    return format_iso(getattr(record, field.name))


def read_url(record: Any, field: PublicField, at: At) -> str:
    return outgoing_links.safe_url(getattr(record, field.name))


def read_page(record: Any, field: PublicField, at: At) -> str:
    return at(getattr(record, field.name)())


def read_choice(record: Any, field: PublicField, at: At) -> str:
    return str(getattr(record, f"get_{field.name}_display")())


def read_plain(record: Any, field: PublicField, at: At) -> Any:
    return getattr(record, field.name)


def read_record(record: Any, field: PublicField, at: At) -> Node | None:
    other = getattr(record, field.name)
    return SUMMARIZE[type(other)](other, at) if other else None


def read_records(record: Any, field: PublicField, at: At) -> list[Node] | list[str]:
    others = getattr(record, field.name).all()
    if field.schema in PROPERTIES_OF_TEXT:
        return [str(other) for other in others]
    return [SUMMARIZE[type(other)](other, at) for other in others]


PROPERTIES_OF_TEXT = ("keywords",)
SUMMARIZE: dict[type[Model], Callable[[Any, At], Node]] = {
    Actor: summarize_actor,
    Article: summarize_article,
    Event: summarize_event,
    Outlet: describe_outlet,
    Topic: summarize_topic,
}
VALUE_FOR: dict[ValueType, Callable[[Any, PublicField, At], Any]] = {
    ValueType.TEXT: read_text,
    ValueType.PASSAGE: read_text,
    ValueType.PLACES: read_places,
    ValueType.DATE: read_date,
    ValueType.CHOICE: read_choice,
    ValueType.FLAG: read_plain,
    ValueType.NUMBER: read_plain,
    ValueType.URL: read_url,
    ValueType.PAGE: read_page,
    ValueType.RECORD: read_record,
    ValueType.RECORDS: read_records,
}
