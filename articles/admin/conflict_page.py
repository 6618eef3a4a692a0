"""Two editors at the same time: compares a record as opened, as stored now, and as typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms.fields import Field
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet, ModelForm
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles import anchors

from .form_snapshot import LONGEST, FormState, Rows, Values, is_same, read_state, read_values


@dataclass
class Difference:
    """A change by somebody else that saving the form would have overwritten."""

    row: str  # label of the row; empty for the record itself
    label: str
    opened: str | None  # None: too long for the form's hidden field
    theirs: str
    yours: str
    is_untouched: bool  # the form now shows the stored value

    @property
    def is_long(self) -> bool:
        return max(len(self.theirs), len(self.yours)) > LONGEST

    @property
    def theirs_compared(self) -> list[tuple[str, str, str]]:
        return anchors.diff_words(self.opened or "", self.theirs)

    @property
    def yours_compared(self) -> list[tuple[str, str, str]]:
        return anchors.diff_words(self.opened or "", self.yours)


class Conflict:
    """The differences, and `data`: the submitted form with current values in fields its editor had not changed."""

    def __init__(self, opened: FormState, form: ModelForm, formsets: list[BaseInlineFormSet], data: QueryDict) -> None:
        self.now, self.data = read_state(form, formsets), data.copy()
        self.differences: list[Difference] = []
        self.touched: list[models.Model] = []  # records changed by somebody else
        self.deletions: list[tuple[type[models.Model], str]] = []  # records deleted by somebody else
        self.compare(form, type(form)(data), opened.record, "")
        for formset in formsets:
            SentRows(self, formset, opened.rows.get(str(formset.prefix), {})).compare()

    def __bool__(self) -> bool:
        return bool(self.differences)

    def compare(self, stored: ModelForm, typed: ModelForm, opened: Values, row: str, but: str = "") -> None:
        now, mine = read_values(stored, but), read_values(typed, but)
        for name in [name for name in now if name in opened and name in mine]:
            if is_same(opened[name], now[name]) or mine[name] == now[name]:
                continue
            untouched = is_same(opened[name], mine[name])
            if untouched:
                set_value(self.data, typed.add_prefix(name), stored[name].value())
            field = stored.fields[name]
            self.add_difference(
                Difference(
                    row,
                    capfirst(str(stored[name].label)),
                    None if isinstance(opened[name], dict) else format_value(field, opened[name]),
                    format_value(field, now[name]),
                    format_value(field, mine[name]),
                    untouched,
                ),
                stored.instance,
            )

    def add_difference(self, difference: Difference, changed: models.Model | None = None) -> None:
        self.differences.append(difference)
        if changed is not None and changed not in self.touched:
            self.touched.append(changed)

    @property
    def last_editor(self) -> str:
        """Who made the latest of these changes, and when."""
        versions = [record.history.first() for record in self.touched]  # type: ignore[attr-defined]
        versions += [model.history.filter(**{model._meta.pk.attname: key}).first() for model, key in self.deletions]  # type: ignore[attr-defined]
        return describe_version(max(filter(None, versions), key=lambda version: version.history_date, default=None))


class SentRows:
    """The submitted rows of one formset."""

    def __init__(self, conflict: Conflict, formset: BaseInlineFormSet, opened: Rows) -> None:
        self.conflict, self.formset, self.opened = conflict, formset, opened
        model: Any = formset.model
        self.model, self.key = model, str(model._meta.pk.name)
        self.stored: dict[str, ModelForm] = {str(form.instance.pk): form for form in formset.initial_forms}
        self.numbers = range(parse_number(conflict.data, f"{formset.prefix}-TOTAL_FORMS"))

    def get_sent_value(self, number: int, name: str) -> str:
        return str(self.conflict.data.get(f"{self.formset.prefix}-{number}-{name}") or "")

    def compare(self) -> None:
        matched, new = [], []
        for number in self.numbers:
            key = self.get_sent_value(number, self.key) if self.get_sent_value(number, self.key) in self.opened else ""
            if key in self.stored:
                self.compare_row(number, key)
                matched.append(number)
            elif not key or self.keep_as_new(number, key):
                new.append(number)
        if self.formset.fk.unique and self.stored and not matched and new:
            self.match_only_row(new[0])
            matched, new = [new[0]], []
        if self.conflict:
            self.renumber(matched, new)

    def build_form(self, number: int) -> ModelForm:
        form: ModelForm = self.formset.form(self.conflict.data, prefix=f"{self.formset.prefix}-{number}")
        return form

    def compare_row(self, number: int, key: str) -> None:
        stored, link = self.stored[key], self.formset.fk.name
        name = capfirst(f"{self.model._meta.verbose_name}: {stored.instance}")
        if not self.get_sent_value(number, DELETION_FIELD_NAME):
            self.conflict.compare(stored, self.build_form(number), self.opened[key], name, link)
        elif not all(is_same(self.opened[key].get(field), value) for field, value in read_values(stored, link).items()):
            difference = Difference(name, _("Deletion"), _("stored"), _("changed"), _("deleted"), False)
            self.conflict.add_difference(difference, stored.instance)

    def keep_as_new(self, number: int, key: str) -> bool:
        """Note that somebody deleted this row. True if it stays in the form as new, because it was changed."""
        form = self.build_form(number)
        mine = read_values(form, self.formset.fk.name)
        untouched = self.get_sent_value(number, DELETION_FIELD_NAME) or all(
            is_same(self.opened[key].get(name), value) for name, value in mine.items()
        )
        words = ", ".join(filter(None, (format_value(form.fields[name], value) for name, value in mine.items())))
        yours = (
            _("not changed, so removed from the form as well")
            if untouched
            else _("shown below as a new entry: ") + words
        )
        name = capfirst(str(self.model._meta.verbose_name))
        self.conflict.add_difference(Difference(name, "", _("stored"), _("deleted"), yours, bool(untouched)))
        self.conflict.deletions.append((self.model, key))
        self.conflict.data.pop(f"{self.formset.prefix}-{number}-{self.key}", None)
        return not untouched

    def match_only_row(self, number: int) -> None:
        """Compare with the only row there can be, which somebody else has added in the meantime."""
        (key, stored), link = next(iter(self.stored.items())), self.formset.fk.name
        empty = dict.fromkeys(read_values(stored, link), "")
        self.conflict.compare(
            stored, self.build_form(number), empty, capfirst(str(stored.instance._meta.verbose_name)), link
        )
        self.conflict.data[f"{self.formset.prefix}-{number}-{self.key}"] = key

    def renumber(self, matched: list[int], new: list[int]) -> None:
        """Put stored rows first and number them without gaps, as a formset requires."""
        data, prefix = self.conflict.data, self.formset.prefix
        rows = []
        for number in [*matched, *new]:
            start = f"{prefix}-{number}-"
            rows.append({name.removeprefix(start): data.getlist(name) for name in data if name.startswith(start)})
        for number in self.numbers:
            for name in [name for name in data if name.startswith(f"{prefix}-{number}-")]:
                del data[name]
        for number, row in enumerate(rows):
            for name, values in row.items():
                data.setlist(f"{prefix}-{number}-{name}", values)
        data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(rows)), str(len(matched))


def parse_number(data: QueryDict, name: str) -> int:
    sent = str(data.get(name) or "")
    return min(int(sent), 1_000) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def set_value(data: QueryDict, name: str, value: Any) -> None:
    """Set a value in the form that a browser would send."""
    if isinstance(value, (list, tuple, models.QuerySet)):
        data.setlist(name, [str(one) for one in value])
    elif value is False:
        data.pop(name, None)
    else:
        data[name] = "on" if value is True else "" if value is None else str(value)


def format_value(field: Field, value: Any) -> str:
    """A field's value for editors: names instead of keys."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    queryset = getattr(field, "queryset", None)
    if queryset is not None:
        keys = value if isinstance(value, list) else [value] if value else []
        try:
            return ", ".join(sorted(str(record) for record in queryset.filter(pk__in=keys)))
        except (ValueError, ValidationError, OverflowError):
            return ", ".join(keys)
    choices = {str(key): str(label) for key, label in getattr(field, "choices", None) or ()}
    return choices.get(str(value), str(value))


def describe_version(version: Any) -> str:
    """“ed (22 November 2026, 21:50)” for a row of the history."""
    if version is None:
        return _("somebody else")
    when = date_format(localtime(version.history_date), "DATETIME_FORMAT")
    return _("%(who)s (%(when)s)") % {"who": version.history_user or _("somebody else"), "when": when}


def list_typed_values(form: ModelForm, formsets: list[BaseInlineFormSet]) -> list[tuple[str, str]]:
    """Labels and values of everything in the form, to be copied when the record no longer exists."""
    forms = [form, *(row for formset in formsets for row in formset.forms)]
    return [
        (capfirst(str(one[name].label)), words)
        for one in forms
        for name, value in read_values(one).items()
        if (words := format_value(one.fields[name], value))
    ]
