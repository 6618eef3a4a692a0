"""Columns: convert a field's value to a cell and back. `columns_for` builds those of a model's sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from import_export.fields import Field

from articles.public_fields import PublicField, ValueType, fields_in_sheet

from .cells import clean_text, parse_excel_date

if TYPE_CHECKING:
    from .sheet import Sheet

SEPARATOR = ";"
YES, NO = ("yes", "true", "1", "x"), ("no", "false", "0", "")


class SheetColumn(Field):
    """Text, without white space at either end."""

    is_many = False

    def __init__(self, attribute: str, help_text: str | Promise = "") -> None:
        super().__init__(attribute, attribute)
        self.help_text = help_text

    def export(self, instance: Any, **kwargs: Any) -> str:
        value = getattr(instance, self.attribute)
        return "" if value is None else str(value)

    def normalise(self, cell: str) -> str:
        """The same result for cells that mean the same."""
        return clean_text(cell).strip()

    def is_given(self, cell: str) -> bool:
        return bool(clean_text(cell).strip())

    def parse(self, cell: str, sheet: Sheet) -> Any:
        """The field's value. The message of a ValueError is for the person who filled in the cell."""
        return cell


class PassageColumn(SheetColumn):
    """Part of an article's text, with any white space at either end."""

    def normalise(self, cell: str) -> str:
        return clean_text(cell)

    def is_given(self, cell: str) -> bool:
        return bool(clean_text(cell))


class DateColumn(SheetColumn):
    """An EDTF date, even if a spreadsheet program has reformatted it."""

    def parse(self, cell: str, sheet: Sheet) -> str:
        return parse_excel_date(cell)


class FlagColumn(SheetColumn):
    def export(self, instance: Any, **kwargs: Any) -> str:
        return "yes" if getattr(instance, self.attribute) else "no"

    def normalise(self, cell: str) -> str:
        word = super().normalise(cell).lower()
        return "yes" if word in YES else "no" if word in NO else word

    def parse(self, cell: str, sheet: Sheet) -> bool:
        if cell not in ("yes", "no"):
            raise ValueError(_("Write yes or no."))
        return cell == "yes"


class NumberColumn(SheetColumn):
    def parse(self, cell: str, sheet: Sheet) -> int | None:
        if not cell:
            return None
        if not (cell.isascii() and cell.isdigit() and len(cell) <= 9):
            raise ValueError(_("“%(cell)s” is not a whole number.") % {"cell": cell[:40]})
        return int(cell)


class RecordColumn(SheetColumn):
    """A record, identified by its slug."""

    def __init__(self, attribute: str, model: type[models.Model], help_text: str | Promise = "") -> None:
        super().__init__(attribute, help_text)
        self.model = model

    def export(self, instance: Any, **kwargs: Any) -> str:
        related = getattr(instance, self.attribute) if getattr(instance, f"{self.attribute}_id") else None
        return related.slug if related else ""

    def parse(self, cell: str, sheet: Sheet) -> Any:
        return sheet.find_related(self.model, [cell])[0] if cell else None


class RecordListColumn(RecordColumn):
    """Records, identified by their slugs in any order, separated by semicolons."""

    is_many = True

    def export(self, instance: Any, **kwargs: Any) -> str:
        return self.join_slugs(one.slug for one in getattr(instance, self.attribute).all()) if instance.pk else ""

    def normalise(self, cell: str) -> str:
        return self.join_slugs(filter(None, (slug.strip() for slug in clean_text(cell).split(SEPARATOR))))

    @staticmethod
    def join_slugs(slugs: Any) -> str:
        return f"{SEPARATOR} ".join(sorted(set(slugs)))

    def parse(self, cell: str, sheet: Sheet) -> list[Any]:
        return sheet.find_related(self.model, cell.split(f"{SEPARATOR} ")) if cell else []

    def store(self, instance: Any, records: list[Any], sheet: Sheet) -> None:
        getattr(instance, self.attribute).set(records)


class CitedArticlesColumn(RecordListColumn):
    """Articles cited as a whole. Citations with words are not changed: they have a sheet of their own."""

    def __init__(self, attribute: str, model: type[models.Model], through: str, help_text: str | Promise = "") -> None:
        super().__init__(attribute, model, help_text)
        self.through = through

    def list_whole_citations(self, instance: Any) -> list[Any]:
        return [one for one in getattr(instance, self.through).all() if not one.exact] if instance.pk else []

    def export(self, instance: Any, **kwargs: Any) -> str:
        return self.join_slugs(one.article.slug for one in self.list_whole_citations(instance))

    def store(self, instance: Any, records: list[Any], sheet: Sheet) -> None:
        wanted = {record.pk: record for record in records}
        for citation in self.list_whole_citations(instance):
            if wanted.pop(citation.article_id, None) is None:
                sheet.add_author(citation).delete()
        for article in wanted.values():
            citations = getattr(instance, self.through)
            sheet.add_author(citations.model(**{citations.field.name: instance, "article": article})).save()
        getattr(instance, "_prefetched_objects_cache", {}).pop(self.through, None)


# ---- the columns of a model's sheet, from its public fields


def columns_for(model: type[models.Model]) -> tuple[SheetColumn, ...]:
    return tuple(COLUMN_FOR[field.type](model, field) for field in fields_in_sheet(model))


def plain_column(column: type[SheetColumn]) -> Callable[[Any, PublicField], SheetColumn]:
    def make_column(model: Any, field: PublicField) -> SheetColumn:
        return column(field.name, field.sheet_help)

    return make_column


def make_record_column(model: Any, field: PublicField) -> RecordColumn:
    return RecordColumn(field.name, model._meta.get_field(field.name).related_model, field.sheet_help)


def make_record_list_column(model: Any, field: PublicField) -> RecordListColumn:
    relation = model._meta.get_field(field.name)
    between = relation.remote_field.through
    if between._meta.auto_created:
        return RecordListColumn(field.name, relation.related_model, field.sheet_help)
    link = between._meta.get_field(relation.m2m_field_name())
    return CitedArticlesColumn(
        field.name, relation.related_model, link.remote_field.get_accessor_name(), field.sheet_help
    )


COLUMN_FOR: dict[ValueType, Callable[[Any, PublicField], SheetColumn]] = {
    ValueType.TEXT: plain_column(SheetColumn),
    ValueType.PLACES: plain_column(SheetColumn),
    ValueType.CHOICE: plain_column(SheetColumn),
    ValueType.URL: plain_column(SheetColumn),
    ValueType.PASSAGE: plain_column(PassageColumn),
    ValueType.DATE: plain_column(DateColumn),
    ValueType.FLAG: plain_column(FlagColumn),
    ValueType.NUMBER: plain_column(NumberColumn),
    ValueType.RECORD: make_record_column,
    ValueType.RECORDS: make_record_list_column,
}
