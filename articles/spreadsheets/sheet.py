"""The sheet of a model: its columns, the record each row is about, and what may be stored from it."""

from __future__ import annotations

import difflib
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import Error, IntegrityError, models, transaction
from django.utils.translation import gettext as _
from import_export import resources
from tablib import Dataset

from ..former_slugs import find_present_slug
from .columns import SheetColumn, columns_for
from .files import Table
from .results import CannotRead, RowOutcome, RowResult

LONGEST_REASON = 100  # simple-history's limit

_sheets: dict[str, type[Sheet]] = {}
S = TypeVar("S", bound="type[Sheet]")


def register(sheet: S) -> S:
    """Register the sheet of a model. Its columns are the model's public fields."""
    sheet.columns = columns_for(sheet._meta.model)
    _sheets[sheet.name] = sheet
    return sheet


def sheets() -> dict[str, type[Sheet]]:
    return dict(_sheets)


def get_sheet(name: str) -> type[Sheet] | None:
    return _sheets.get(name)


def get_sheet_for(model: type[models.Model]) -> type[Sheet] | None:
    return next((sheet for sheet in _sheets.values() if sheet._meta.model is model), None)


class Sheet(resources.ModelResource):
    """The base of all sheets. Unchanged cells are never written, so importing an export changes nothing."""

    name: ClassVar[str]  # in commands and file names
    key: ClassVar[tuple[str, ...]] = ("slug",)  # the columns that identify a record
    also_needs: ClassVar[tuple[str, ...]] = ()  # permissions beyond adding and changing the record itself
    order: ClassVar[tuple[str, ...]] = ("pk",)
    columns: ClassVar[tuple[SheetColumn, ...]]

    def __init__(self, user: Any = None, reason: str = "", most_new: int | None = None) -> None:
        super().__init__()
        self.most_new = most_new
        self.fields = {column.attribute: column for column in self.columns}
        self.user, self.reason = user, reason[:LONGEST_REASON]
        self.known: dict[Any, dict[str, Any]] = {}
        self.stored: dict[tuple[str, ...], Any] = {}
        self.before: dict[str, str] = {}
        self.values: dict[str, Any] = {}

    # ---- export

    def get_queryset(self) -> models.QuerySet[Any]:
        one = [column.attribute for column in self.columns if hasattr(column, "model") and not column.is_many]
        many = [getattr(column, "through", column.attribute) for column in self.columns if column.is_many]
        many = ["citations__article" if name == "citations" else name for name in many]
        return super().get_queryset().select_related(*one).prefetch_related(*many).order_by(*self.order)

    def export_table(self, records: models.QuerySet[Any] | None = None) -> Dataset:
        dataset = self.export(records)
        dataset.title = self.name
        return dataset

    def iter_queryset(self, queryset: Any) -> Any:
        return iter(queryset)  # all at once: pages could overlap if somebody changes a record meanwhile

    # ---- import

    def check_columns(self, table: Table) -> Table:
        """The table to import, with normalised column names. Raises CannotRead."""
        known = [column.attribute for column in self.columns]
        names = [name.lower().replace(" ", "_") for name in table.columns]
        if unknown := [name for name, plain in zip(table.columns, names, strict=True) if plain not in known]:
            raise CannotRead(describe_unknown_columns(unknown, known))
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise CannotRead(_("Two columns have the same name: %(names)s.") % {"names": ", ".join(twice)})
        if lacking := [name for name in self.key if name not in names]:
            message = _("The column %(names)s is missing. It identifies the record of each row.")
            raise CannotRead(message % {"names": ", ".join(lacking)})
        left = [name for name in known if name not in names]
        notes = [_("Columns not in the file stay unchanged: %(names)s.") % {"names": ", ".join(left)}] if left else []
        return Table(names, table.rows, table.numbers, [*table.notes, *notes])

    def get_key(self, row: Any) -> tuple[str, ...]:
        return tuple(self.fields[name].normalise(row[name]) for name in self.key)

    def list_keys(self, record: Any) -> list[tuple[str, ...]]:
        """The keys by which rows may identify a stored record."""
        return [self.get_key({name: self.fields[name].export(record) for name in self.key})]

    def load_stored(self, dataset: Dataset) -> None:
        """Load all records of the file in one query."""
        first = self.key[0]
        column = dict.fromkeys(cell.strip() for cell in dataset[first])
        path = f"{first}__slug" if hasattr(self.fields[first], "model") else first
        for record in self.get_queryset().filter(**{f"{path}__in": list(column)}):
            self.stored |= dict.fromkeys(self.list_keys(record), record)
        self.seen: dict[tuple[str, ...], int] = {}
        new = sum(self.get_key(row) not in self.stored for row in dataset.dict)
        if self.most_new is not None and new > self.most_new:
            message = _(
                "%(n)s rows are new. This page can store at most %(most)s: split the file, or import it with %(by)s."
            )
            by = f"manage.py import_sheet {self.name}"
            raise CannotRead(message % {"n": f"{new:,}", "most": f"{self.most_new:,}", "by": by})

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        return self.stored.get(self.get_key(row))

    def find_related(self, model: Any, slugs: list[str]) -> list[Any]:
        """The records with these slugs. ValueError if any is missing."""
        if model not in self.known:
            self.known[model] = {record.slug: record for record in model._default_manager.all()}
        if lacking := [slug for slug in slugs if slug not in self.known[model]]:
            message = _("No %(model)s has the slug “%(slug)s”%(near)s. Correct the slug, or add the record first.")
            near = [find_present_slug(model, lacking[0])] if find_present_slug(model, lacking[0]) else []
            near = near or difflib.get_close_matches(lacking[0], self.known[model], 1)
            perhaps = _(" (did you mean %(slug)s?)") % {"slug": near[0]} if near else ""
            raise ValueError(
                message % {"model": model._meta.verbose_name, "slug": "”, “".join(lacking)[:200], "near": perhaps}
            )
        return [self.known[model][slug] for slug in slugs]

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        self.before = {} if new else {column.attribute: column.export(instance) for column in self.columns}
        self.values = {}

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Set only the values that differ from those stored."""
        errors = self.check_key(row, kwargs["row_number"])
        for column in self.columns:
            name = column.attribute
            if name not in row:
                continue
            cell = column.normalise(row[name])
            if not self.before and not column.is_given(row[name]):
                continue  # a new record keeps the field's default
            if self.before and cell == column.normalise(self.before[name]):
                continue
            try:
                self.values[name] = column.parse(cell, self)
            except ValueError as error:
                errors[name] = ValidationError(str(error))
        errors |= self.refuse_columns()
        for name, value in self.values.items():
            if not self.fields[name].is_many:
                setattr(instance, name, value)
        try:
            self.check(instance, row)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def check_key(self, row: Any, number: int) -> dict[str, Any]:
        key = self.get_key(row)
        if not key[0]:
            message = _("This cell is empty. Enter the record's slug, such as lavrov-visits-tokyo-2007.")
            return {self.key[0]: ValidationError(message)}
        if key not in self.stored and (present := find_present_slug(self._meta.model, key[0])):
            message = _("This record was renamed. Its slug is now “%(slug)s”; use that one.") % {"slug": present}
            return {self.key[0]: ValidationError(message)}
        if key in self.seen:
            message = _("This record is already in row %(row)s of the file.") % {"row": self.seen[key]}
            return {self.key[0]: ValidationError(message)}
        self.seen[key] = self.numbers[number - 1]
        return {}

    def refuse_columns(self) -> dict[str, Any]:
        """Errors for columns that may not be changed, before `values` are set on the record."""
        return {}

    def check(self, instance: Any, row: Any) -> None:
        """Rules of this kind of record beyond those of its model."""

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return bool(self.before) and not self.values and not import_validation_errors

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Apply the model's own rules, as the admin does, except to fields that the program computes."""
        errors = dict(import_validation_errors or {})
        computed = {field.name for field in instance._meta.fields if not field.editable}
        try:
            instance.full_clean(exclude={*errors, *computed}, validate_unique=validate_unique)
        except ValidationError as error:
            errors = add_choices(error, instance).update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        try:
            with transaction.atomic():
                self.add_author(instance).save()
        except IntegrityError as error:
            raise ValidationError(_("The database already has a record like this.")) from error
        except Error as error:
            raise ValidationError(
                _("The database rejected the row: %(error)s") % {"error": str(error).split("\n")[0]}
            ) from error

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        for name, value in self.values.items():
            if self.fields[name].is_many:
                self.fields[name].store(instance, value, self)

    def add_author(self, record: Any) -> Any:
        """Set author and reason for the record's history."""
        record._change_reason = self.reason
        if self.user is not None:
            record._history_user = self.user
        return record

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        instance = row_result.instance
        row_result.changes = row_result.notes = ()
        if not row_result.is_skip():
            after = {column.attribute: column.export(instance) for column in self.columns}
            row_result.changes = tuple(
                (name, self.before.get(name, ""), text)
                for name, text in after.items()
                if text != self.before.get(name, "")
            )
            row_result.notes = tuple(self.list_notes(instance, bool(self.before)))

    def list_notes(self, instance: Any, was_stored: bool) -> list[str]:
        """Notes for the editor about a new or changed row."""
        return []

    def import_rows(self, table: Table) -> list[RowResult]:
        """Import the rows, inside the caller's transaction."""
        self.numbers = table.numbers
        dataset = Dataset(*table.rows, headers=table.columns)
        self.load_stored(dataset)
        result = self.import_data(dataset, use_transactions=False, retain_instance_in_row_result=True)
        if result.base_errors:
            raise result.base_errors[0].error
        return [self.describe_row(*one) for one in zip(table.numbers, dataset.dict, result.rows, strict=True)]

    def describe_row(self, number: int, row: Any, result: Any) -> RowResult:
        name = " · ".join(filter(None, self.get_key(row)))
        if result.errors:
            error = result.errors[0].error
            message = _("The row cannot be stored: %(error)s") % {
                "error": f"{type(error).__name__}: {error}".split("\n")[0]
            }
            return RowResult(number, name, RowOutcome.WRONG, problems=(("", message),))
        if result.validation_error:
            return RowResult(number, name, RowOutcome.WRONG, problems=list_problems(result.validation_error))
        outcome = RowOutcome.NEW if result.is_new() else RowOutcome.CHANGED if result.changes else RowOutcome.SAME
        return RowResult(number, name, outcome, result.changes, notes=result.notes)

    class Meta:
        fields = ()  # otherwise the library adds all of the model's
        import_id_fields = ()
        skip_diff = True
        use_transactions = False


def add_choices(error: ValidationError, instance: models.Model) -> ValidationError:
    """Add the list of choices to the message, since a cell does not show them."""
    message = _("“%(value)s” is not one of: %(choices)s.")
    for name, found in error.error_dict.items():
        for one in [one for one in found if one.code == "invalid_choice"]:
            field: Any = instance._meta.get_field(name)
            one.message = message
            one.params = {
                "value": str(getattr(instance, name))[:60],
                "choices": ", ".join(str(value) for value, _label in field.flatchoices),
            }
    return error


def list_problems(error: ValidationError) -> tuple[tuple[str, str], ...]:
    """Column and reason; the column is empty for a problem of the whole row."""
    found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    return tuple(
        ("" if name == NON_FIELD_ERRORS else name, message) for name, messages in found.items() for message in messages
    )


def describe_unknown_columns(unknown: list[str], known: list[str]) -> str:
    message = []
    for name in unknown:
        near = difflib.get_close_matches(name.lower(), known, 1)
        message.append(f"“{name[:60]}”" + (_(" (did you mean %(name)s?)") % {"name": near[0]} if near else ""))
    return _(
        "Unknown columns: %(unknown)s. Rename or remove them. The spreadsheet can have these columns: %(known)s."
    ) % {
        "unknown": ", ".join(message),
        "known": ", ".join(known),
    }
