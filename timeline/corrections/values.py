"""The visible values of an event, its statements and its citations as text, for comparison in corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from articles import dates
from articles.models import Article
from articles.public_fields import PublicField, ValueType, fields_in_corrections

from ..models import Citation, Event, Quote

Values = dict[str, Any]


def read_event(key: int) -> Values | None:
    """Everything readers see of an event; None if they cannot open it."""
    events = fetch_related(Event, Event.objects.public()).prefetch_related(
        Prefetch("quotes", fetch_related(Quote, Quote.objects.all())),
        Prefetch("citations", fetch_related(Citation, Citation.objects.all())),
    )
    event = events.filter(pk=key).first()
    if event is None:
        return None
    return {
        "event": read_fields(event),
        "statements": {quote.pk: read_fields(quote) for quote in event.quotes.all()},
        "citations": {citation.pk: read_fields(citation) for citation in event.citations.all()},
    }


def fetch_related(model: type[Model], records: QuerySet[Any]) -> QuerySet[Any]:
    fields = fields_in_corrections(model)
    one = [field.name for field in fields if field.type is ValueType.RECORD]
    several = [field.name for field in fields if field.type is ValueType.RECORDS]
    return (records.select_related(*one) if one else records).prefetch_related(*several)


def read_fields(record: Model) -> Values:
    return {field.key: FORMAT_VALUE[field.type](record, field) for field in fields_in_corrections(type(record))}


# ---- one value, by its type


def format_text(record: Any, field: PublicField) -> str:
    value = getattr(record, field.name)
    return "" if value is None else str(value)


def format_date(record: Any, field: PublicField) -> str:
    return dates.label(getattr(record, field.name))


def format_choice(record: Any, field: PublicField) -> str:
    return str(getattr(record, f"get_{field.name}_display")())


def format_flag(record: Any, field: PublicField) -> str:
    return "✓" if getattr(record, field.name) else ""


def format_page(record: Any, field: PublicField) -> str:
    return str(getattr(record, field.name)())


def format_record(record: Any, field: PublicField) -> str:
    other = getattr(record, field.name)
    return "" if other is None else name_record(other)


def format_records(record: Any, field: PublicField) -> str:
    return join_names(getattr(record, field.name).all())


def join_names(records: Iterable[Model]) -> str:
    return "; ".join(sorted(name_record(record) for record in records))


def name_record(record: Model) -> str:
    return record.title if isinstance(record, Article) else str(record)


FORMAT_VALUE: dict[ValueType, Callable[[Any, PublicField], str]] = {
    ValueType.TEXT: format_text,
    ValueType.PASSAGE: format_text,
    ValueType.PLACES: format_text,
    ValueType.NUMBER: format_text,
    ValueType.URL: format_text,
    ValueType.DATE: format_date,
    ValueType.CHOICE: format_choice,
    ValueType.FLAG: format_flag,
    ValueType.PAGE: format_page,
    ValueType.RECORD: format_record,
    ValueType.RECORDS: format_records,
}
