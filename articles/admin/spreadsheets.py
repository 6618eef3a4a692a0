"""Import and export of records as a spreadsheet. An import is previewed, then stored exactly as previewed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from ..spreadsheets import (
    FORMATS,
    MOST_BYTES,
    CannotRead,
    ImportReport,
    Sheet,
    Table,
    encode_table,
    get_sheet_for,
    import_table,
    read_table,
)
from ..spreadsheets.sheet import LONGEST_REASON

SALT = "articles.admin.sheets."  # unchanged, so that previews made before an upgrade can be stored after it
MOST_NEW = 200  # rows: other editors wait for these, about 20 ms each; on SQLite for 5 seconds and no longer
PREVIEW_LIFETIME = 24 * 3600  # seconds in which a preview may be confirmed


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A CSV or XLSX file of at most %(most)s MB. Nothing is imported yet: you see a preview first."
        )
        % {"most": MOST_BYTES // 1024**2},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("For the history of the records. If left empty, the name of the file is used."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.table = read_table(file.read(MOST_BYTES + 1))
        except CannotRead as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "file" in cleaned and not cleaned.get("reason"):
            cleaned["reason"] = (_("Imported from %(file)s") % {"file": cleaned["file"].name})[:LONGEST_REASON]
        return cleaned


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        widget=forms.RadioSelect,
        initial="xlsx",
        choices=[
            ("xlsx", gettext_lazy("XLSX: an Excel workbook, with every cell as text")),
            ("csv", gettext_lazy("CSV: UTF-8, marked so that Excel reads it correctly")),
        ],
    )


class SheetAdmin(SimpleHistoryAdmin):
    """Import and export, if the model has a sheet."""

    @property
    def sheet(self) -> type[Sheet] | None:
        return get_sheet_for(self.model)

    def get_urls(self) -> list[Any]:
        if self.sheet is None:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("export/", view(self.export_view), name=f"{name}_export"),
            path("import/", view(self.import_view), name=f"{name}_import"),
            *super().get_urls(),
        ]

    def render_sheet_page(
        self, request: HttpRequest, template: str, title: str, status: int = 200, **context: Any
    ) -> HttpResponse:
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "sheet": self.sheet}
        return render(request, template, context, status=status)

    # ---- export

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Export the records of the list, with the filters and search words of the address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        assert self.sheet is not None
        try:
            listed = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)
        sheet, form = self.sheet(), ExportForm(request.POST or None)
        records = sheet.get_queryset().filter(pk__in=listed.order_by().values("pk"))
        if form.is_valid():
            return build_download(sheet, records, form.cleaned_data["format"])
        title = _("Export %(records)s") % {"records": self.opts.verbose_name_plural}
        columns = [(column.attribute, self.describe_column(column)) for column in sheet.columns]
        return self.render_sheet_page(
            request,
            "admin/sheet_export.html",
            title,
            form=form,
            n=records.count(),
            columns=columns,
            all=not request.GET,
        )

    def describe_column(self, column: Any) -> str:
        """The column's own help text, or that of the model's field."""
        if column.help_text:
            return str(column.help_text)
        field: Any = self.opts.get_field(column.attribute)
        return str(field.help_text or field.verbose_name)

    # ---- import

    def has_import_permission(self, request: HttpRequest) -> bool:
        also = self.sheet.also_needs if self.sheet else ()
        may = self.has_add_permission(request) and self.has_change_permission(request)
        return bool(may and request.user.has_perms(also))

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        if "looked_at" in request.POST:
            return self.confirm_import(request)
        form = ImportForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            return self.preview_file(request, form.table, form.cleaned_data["reason"], form)
        return self.render_import(request, form)

    def preview_file(self, request: HttpRequest, table: Table, reason: str, form: ImportForm) -> HttpResponse:
        """Show what would be stored, with a button to store exactly that."""
        assert self.sheet is not None
        try:
            report = import_table(self.sheet(request.user, reason, MOST_NEW), table, dry_run=True)
        except CannotRead as error:
            form.add_error("file", str(error))
            return self.render_import(request, form)
        return self.render_preview(request, report, table, reason)

    def render_preview(self, request: HttpRequest, report: ImportReport, table: Table, reason: str) -> HttpResponse:
        assert self.sheet is not None
        sent = [report.fingerprint, reason, table.columns, table.rows, table.numbers, table.notes, request.user.pk]
        may_store = report.has_work and not report.wrong
        looked_at = signing.dumps(sent, salt=SALT + self.sheet.name, compress=True) if may_store else ""
        return self.render_import(request, ImportForm(), report=report, looked_at=looked_at)

    def confirm_import(self, request: HttpRequest) -> HttpResponse:
        assert self.sheet is not None
        try:
            sent = signing.loads(request.POST["looked_at"], salt=SALT + self.sheet.name, max_age=PREVIEW_LIFETIME)
            fingerprint, reason, columns, rows, numbers, notes, user = sent
        except (signing.BadSignature, ValueError):
            user = None
        if user != request.user.pk:
            self.message_user(request, _("This page has expired. Upload the file again."), messages.ERROR)
            return HttpResponseRedirect(request.path)
        table = Table(columns, rows, numbers, notes)
        try:
            report = import_table(self.sheet(request.user, reason, MOST_NEW), table, looked_at=fingerprint)
        except CannotRead as error:  # a file with the columns of another model
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.path)
        if not report.is_done:
            return self.render_preview(request, report, table, reason)
        self.message_user(request, _("Imported. %(report)s.") % {"report": report}, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def render_import(self, request: HttpRequest, form: ImportForm, **context: Any) -> HttpResponse:
        assert self.sheet is not None
        title = _("Import %(records)s") % {"records": self.opts.verbose_name_plural}
        columns = [(column.attribute, self.describe_column(column)) for column in self.sheet.columns]
        return self.render_sheet_page(request, "admin/sheet_import.html", title, form=form, columns=columns, **context)


def build_download(sheet: Sheet, records: models.QuerySet[Any], file_format: str) -> HttpResponse:
    response = HttpResponse(encode_table(sheet.export_table(records), file_format), content_type=FORMATS[file_format])
    name = f"{sheet.name}-{timezone.localdate().isoformat()}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
