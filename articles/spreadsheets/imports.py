"""Imports one file, completely or not at all."""

from __future__ import annotations

from django.db import router, transaction

from ..locking import write_lock
from .files import Table
from .results import ImportReport
from .sheet import Sheet


def import_table(
    sheet: Sheet, table: Table, *, dry_run: bool = False, looked_at: str | None = None, using: str = ""
) -> ImportReport:
    """Store nothing in a dry run, if any row is invalid, or if the results differ from those of the preview.

    `looked_at` is the fingerprint of the preview's report. Raises CannotRead.
    """
    using = using or router.db_for_write(sheet._meta.model)
    table = sheet.check_columns(table)
    with write_lock(using):
        report = ImportReport(sheet.import_rows(table), table.notes)
        report.is_outdated = looked_at is not None and report.fingerprint != looked_at
        report.is_done = not (dry_run or report.wrong or report.is_outdated)
        if not report.is_done:
            transaction.set_rollback(True, using=using)
    return report
