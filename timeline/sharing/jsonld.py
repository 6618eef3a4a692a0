"""Records in the words of schema.org. Addresses are absolute; `at` makes them so.

Where schema.org has no word that is true, there is none:

* A direct quotation is a `Quotation` spoken by its speaker. Words that an article uses of a speaker (mixed, indirect)
  are a `Quotation` from the article, about the speaker, who never said them so. A paraphrase is our `CreativeWork`
  with an `abstract`, based on the article: it has no `text`, for it is nobody's words but ours.
* A date is given as exact as it is known, and not at all where ISO 8601 could only say it with a day nobody knows; then
  `disambiguatingDescription` says it in words.
* A post has its dates as a `Role`. There is no `jobTitle`: without an end, a post is held today or its end is unknown.
* A state acts and speaks, which schema.org lets only persons and organisations do: it is of both types.
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
from .iso_dates import interval, iso, start_and_end
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


def event(one: Event, at: At) -> Node:
    quotes = list(one.quotes.all())
    return whole(
        {
            **event_in_short(one, at),
            **describe_fields(one, at),
            "disambiguatingDescription": None if start_and_end(one.date)[0] else dates.label(one.date),
            "recordedIn": [statement_in_short(quote, at) for quote in quotes if quote.is_verbatim],
            "subjectOf": [
                *(article_in_short(article, at) for article in articles_of([one])),
                *(statement_in_short(quote, at) for quote in quotes if not quote.is_verbatim),
            ],
        }
    )


def event_in_short(one: Event, at: At) -> Node:
    start, end = start_and_end(one.date)
    address = at(one.get_absolute_url())
    return {"@type": "Event", "@id": address, "url": address, "name": one.title, "startDate": start, "endDate": end}


def statement(quote: Quote, at: At) -> Node:
    article = article_in_short(quote.article, at)
    speaker = actor_in_short(quote.speaker, at)
    node: Node = {
        **statement_in_short(quote, at),
        "url": at(quote.get_absolute_url()),
        **describe_fields(quote, at),
        "temporalCoverage": None if iso(quote.date) else interval(quote.date),
        "recordedAt": event_in_short(quote.event, at),
    }
    if quote.kind == Quote.Kind.PARAPHRASE:
        ours = {"@type": "Organization", "name": site_name()}
        node |= {"genre": _("paraphrase"), "inLanguage": "en", "license": LICENCE}
        return whole({**node, "creator": ours, "about": speaker, "isBasedOn": article})
    node |= {"inLanguage": quote.article.language, "isPartOf": article}
    spoken = quote.kind == Quote.Kind.DIRECT
    return whole({**node, ("spokenByCharacter" if spoken else "about"): speaker})


def statement_in_short(quote: Quote, at: At) -> Node:
    return {"@type": "Quotation" if quote.is_verbatim else "CreativeWork", "@id": at(quote.get_absolute_url())}


def source(article: Article, at: At) -> Node:
    return whole(article_in_short(article, at))


def article_in_short(article: Article, at: At) -> Node:
    """The article itself. `@id` is our page about it, `url` the publisher's."""
    kind = TYPE_OF_ARTICLE.get(article.kind, "CreativeWork")
    return {
        "@type": kind,
        "@id": at(reverse("timeline:source", args=[article.slug])),
        "genre": None if kind != "CreativeWork" else article.get_kind_display(),
        "author": [writer(*name) for name in citations.list_authors(article)],
        **describe_fields(article, at),
    }


def writer(family: str, given: str) -> Node:
    if given:
        return {"@type": "Person", "name": f"{given} {family}", "familyName": family, "givenName": given}
    return {"@type": "Organization", "name": family}


def outlet(one: Outlet, at: At) -> Node:
    return {"@type": "Organization", **describe_fields(one, at)}


def actor(one: Actor, at: At) -> Node:
    posts = one.posts.all() if one.kind == Actor.Kind.PERSON else ()
    return whole(
        {**actor_in_short(one, at), **describe_fields(one, at), "hasOccupation": [role(post, at) for post in posts]}
    )


def actor_in_short(one: Actor, at: At) -> Node:
    address = at(one.get_absolute_url())
    return {"@type": TYPE_OF_ACTOR[one.kind], "@id": address, "url": address, "name": one.name}


def role(post: Post, at: At) -> Node:
    occupation = {"@type": "Occupation", "name": str(post)}
    return {"@type": "Role", "hasOccupation": occupation, **describe_fields(post, at)}


def topic(one: Topic, at: At) -> Node:
    return whole({**topic_in_short(one, at), **describe_fields(one, at)})


def topic_in_short(one: Topic, at: At) -> Node:
    address = at(one.get_absolute_url())
    return {"@type": "DefinedTerm", "@id": address, "url": address, "name": one.name}


def event_list(name: str, total: int) -> Node:
    """Without its elements, which `script_tags.of_list` adds."""
    return whole({"@type": "ItemList", "name": name, "numberOfItems": total})


def articles_of(events: Iterable[Event]) -> list[Article]:
    """Every article that the events or their statements rest on, each once, in the order in which a page names them."""
    return each_once(resting for one in events for resting in (*one.citations.all(), *one.quotes.all()))


def each_once(resting: Iterable[Anchored]) -> list[Article]:
    return list({one.article_id: one.article for one in resting}.values())


def whole(node: Node) -> Node:
    return {"@context": "https://schema.org", **without_blanks(node)}


def without_blanks(value: Any) -> Any:
    """Leave out what is not known, instead of saying that it is empty."""
    if isinstance(value, dict):
        present = {key: without_blanks(one) for key, one in value.items()}
        return {key: one for key, one in present.items() if one not in (None, "", [], {})}
    return [without_blanks(one) for one in value] if isinstance(value, list) else value


# ---- the fields that models declare for machines (`schema` in their `public_fields`)


def describe_fields(record: Any, at: At) -> Node:
    """Properties that say what a field holds. Several fields of one property, such as names, make a list."""
    node: Node = {}
    model: Any = type(record)
    for field in fields_for_machines(model):
        value = VALUE_FOR[field.type](record, field, at)
        if field.language:
            value = [{"@language": field.language, "@value": value}] if value else []
        node[field.schema] = node[field.schema] + value if field.schema in node else value
    return node


def text_value(record: Any, field: PublicField, at: At) -> str:
    return str(getattr(record, field.name))


def places_value(record: Any, field: PublicField, at: At) -> list[Node]:
    names = map(str.strip, getattr(record, field.name).split(";"))
    return [{"@type": "Place", "name": name} for name in names if name]


def date_value(record: Any, field: PublicField, at: At) -> str | None:
    return iso(getattr(record, field.name))


def url_value(record: Any, field: PublicField, at: At) -> str:
    return outgoing_links.safe_url(getattr(record, field.name))


def page_value(record: Any, field: PublicField, at: At) -> str:
    return at(getattr(record, field.name)())


def choice_value(record: Any, field: PublicField, at: At) -> str:
    return str(getattr(record, f"get_{field.name}_display")())


def plain_value(record: Any, field: PublicField, at: At) -> Any:
    return getattr(record, field.name)


def record_value(record: Any, field: PublicField, at: At) -> Node | None:
    other = getattr(record, field.name)
    return IN_SHORT[type(other)](other, at) if other else None


def records_value(record: Any, field: PublicField, at: At) -> list[Node] | list[str]:
    others = getattr(record, field.name).all()
    if field.schema in PROPERTIES_OF_TEXT:
        return [str(other) for other in others]
    return [IN_SHORT[type(other)](other, at) for other in others]


PROPERTIES_OF_TEXT = ("keywords",)
IN_SHORT: dict[type[Model], Callable[[Any, At], Node]] = {
    Actor: actor_in_short,
    Article: article_in_short,
    Event: event_in_short,
    Outlet: outlet,
    Topic: topic_in_short,
}
VALUE_FOR: dict[ValueType, Callable[[Any, PublicField, At], Any]] = {
    ValueType.TEXT: text_value,
    ValueType.PASSAGE: text_value,
    ValueType.PLACES: places_value,
    ValueType.DATE: date_value,
    ValueType.CHOICE: choice_value,
    ValueType.FLAG: plain_value,
    ValueType.NUMBER: plain_value,
    ValueType.URL: url_value,
    ValueType.PAGE: page_value,
    ValueType.RECORD: record_value,
    ValueType.RECORDS: records_value,
}
