"""The values a form was opened with, in a hidden field of the form.

Values rather than a version number: most records come from fixtures and have no version yet, and what the program
stores by itself, such as an anchor's state, does not conflict with anybody's work.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.core.exceptions import BadRequest
from django.db import models, router
from django.forms.models import BaseInlineFormSet, ModelForm
from django.http import HttpRequest

from articles import normalisation

from ..locking import write_lock

NAME = "_opened"  # the hidden field
SALT = "articles.admin.opened"  # unchanged, so that forms opened before an upgrade can be saved after it
LONGEST = 2_000  # characters of a value; of longer ones only the fingerprint is stored

Values = dict[str, Any]  # by field name
Rows = dict[str, Values]  # by primary key


def lock_for_saving(request: HttpRequest, model: type[models.Model]) -> AbstractContextManager[None]:
    """A transaction that waits for other editors' transactions if the request is a POST; else nothing."""
    return write_lock(router.db_for_write(model)) if request.method == "POST" else nullcontext()


@dataclass
class FormState:
    """The values of a record's form, and those of its formsets by prefix."""

    record: Values
    rows: dict[str, Rows] = field(default_factory=dict)

    def sign(self) -> str:
        rows = {prefix: {key: shorten_values(row) for key, row in of.items()} for prefix, of in self.rows.items()}
        return signing.dumps([shorten_values(self.record), rows], salt=SALT, compress=True)


def load_state(token: str) -> FormState:
    try:
        return FormState(*signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError) as error:
        raise BadRequest from error


def shorten_values(values: Values) -> Values:
    return {name: shorten_value(value) for name, value in values.items()}


def shorten_value(value: Any) -> Any:
    is_long = isinstance(value, str) and len(value) > LONGEST
    return {"sha256": normalisation.fingerprint(value)} if is_long else value


def is_same(one: Any, other: Any) -> bool:
    return bool(shorten_value(one) == shorten_value(other))


def normalise_value(value: Any) -> Any:
    """The same form for stored and typed values: browsers change line ends and send keys as text."""
    if isinstance(value, (list, tuple, set, models.QuerySet)):
        return sorted(str(one) for one in value)
    if isinstance(value, bool):
        return value
    return normalisation.normalise("" if value is None else str(value)).strip()


def read_values(form: ModelForm, but: str = "") -> Values:
    """The values that a form shows, except the field `but`; if it was submitted, the typed values."""
    meta = form._meta.model._meta
    stored = {one.name for one in (*meta.fields, *meta.many_to_many) if not one.primary_key}
    return {name: normalise_value(form[name].value()) for name in form.fields if name in stored and name != but}


def read_state(form: ModelForm, formsets: list[BaseInlineFormSet]) -> FormState:
    """The state of forms that show stored values."""
    rows = {
        str(formset.prefix): {str(row.instance.pk): read_values(row, formset.fk.name) for row in formset.initial_forms}
        for formset in formsets
    }
    return FormState(read_values(form), rows)
