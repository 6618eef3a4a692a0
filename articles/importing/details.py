"""Details of an article besides its text: from the editor, from an index.json, or from the page itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from ..models import Article, Outlet

BLANKS = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")  # not U+3000, which is used in Japanese titles


def clean_line(value: str) -> str:
    """One line, without characters that no database accepts: control characters and halves of surrogate pairs."""
    line = BLANKS.sub(" ", value)
    return "".join(c for c in line if unicodedata.category(c) not in {"Cc", "Cs"}).strip("\ufeff ")


@dataclass(frozen=True)
class Details:
    """An empty string is “not given”. Outlet and agency are names or slugs."""

    title: str = ""
    outlet: str = ""
    outlet_country: str = ""
    agency: str = ""
    author: str = ""
    dateline: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    archive_url: str = ""
    rights: str = ""
    slug: str = ""

    def __post_init__(self) -> None:
        for name in NAMES:
            object.__setattr__(self, name, clean_line(getattr(self, name)))

    def fill_from(self, other: Details) -> Details:
        """These details, with empty ones taken from `other`. A country belongs to its outlet."""
        if self.outlet and self.outlet != other.outlet:
            other = replace(other, outlet_country="")
        return Details(**{name: getattr(self, name) or getattr(other, name) for name in NAMES})

    def without(self, names: Iterable[str]) -> Details:
        return replace(self, **dict.fromkeys(names, ""))

    def find_problems(self) -> dict[str, str]:
        """Error messages, by name of the detail."""
        wrong = {}
        for name in NAMES:
            field, value = get_model_field(name), getattr(self, name)
            try:
                if value:
                    field.clean(value, None)
            except ValidationError as error:
                wrong[name] = " ".join(error.messages)
                if field.choices:
                    choices = get_text_list([str(key) for key, _label in field.flatchoices], _("or"))
                    wrong[name] = _("“%(value)s” is not %(choices)s.") % {"value": value, "choices": choices}
        return wrong


NAMES = tuple(field.name for field in fields(Details))
OUTLET_FIELDS = {"outlet": "name", "agency": "name", "outlet_country": "country"}


def get_model_field(name: str) -> models.Field[Any, Any]:
    """The model field that stores and validates a detail."""
    field = Outlet._meta.get_field(OUTLET_FIELDS[name]) if name in OUTLET_FIELDS else Article._meta.get_field(name)
    return cast("models.Field[Any, Any]", field)


NOTHING_GIVEN = Details()
