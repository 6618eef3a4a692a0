"""How a model declares the fields that readers see, so that each part of the program that shows them reads one list.

A model lists its fields in `public_fields`, beside the fields themselves, in the order of its spreadsheet:

    public_fields = (
        PublicField("title", ValueType.TEXT, _("Title"), searched=True, schema="name"),
        PublicField("date", ValueType.DATE, _("Date")),
    )

The list of corrections, spreadsheets, the search index, JSON-LD, the workbench and the admin read it. Each has a small
table of its own that says what it does with a value of each type, so that models import none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from django.utils.functional import Promise


class ValueType(Enum):
    """What a value is, as far as showing it goes."""

    TEXT = "text"
    PASSAGE = "passage of an article, in which spaces at either end count"
    PLACES = "names of places, separated by semicolons"
    DATE = "EDTF date"
    CHOICE = "one of the field's choices"
    FLAG = "yes or no"
    NUMBER = "whole number"
    URL = "address on the web"
    PAGE = "address on this site: a method that returns it"
    RECORD = "another record"
    RECORDS = "several other records"


@dataclass(frozen=True)
class PublicField:
    """One field of a model, and where its values are shown."""

    name: str  # the attribute of a record
    type: ValueType
    label: Promise | str = ""  # in the list of corrections; without one, changes of it are not listed there
    correction_key: str = ""  # in stored corrections, where it is not the name
    in_sheet: bool = True  # has a column in the spreadsheet
    sheet_help: Promise | str = ""  # about the column, where the model's own help text is not enough
    searched: bool = False  # its words find the record; of other records their own searched fields do
    schema: str = ""  # property of schema.org
    language: str = ""  # of the value, where it is not English
    in_workbench: bool = False  # in the workbench's form for a new record

    @property
    def key(self) -> str:
        return self.correction_key or self.name


# ---- the fields of a model that a part of the program shows


@cache
def fields_in_corrections(model: Any) -> tuple[PublicField, ...]:
    return tuple(field for field in model.public_fields if field.label)


@cache
def fields_in_sheet(model: Any) -> tuple[PublicField, ...]:
    return tuple(field for field in model.public_fields if field.in_sheet)


@cache
def searched_fields(model: Any) -> tuple[PublicField, ...]:
    return tuple(field for field in model.public_fields if field.searched)


@cache
def fields_for_machines(model: Any) -> tuple[PublicField, ...]:
    return tuple(field for field in model.public_fields if field.schema)


@cache
def fields_in_workbench(model: Any) -> tuple[PublicField, ...]:
    return tuple(field for field in model.public_fields if field.in_workbench)
