"""Sheets of records that readers see: changes of published records are listed as corrections."""

from __future__ import annotations

from articles.spreadsheets import Sheet, Table
from articles.spreadsheets.results import RowResult
from timeline.corrections import recording


class PublicSheet(Sheet):
    def import_rows(self, table: Table) -> list[RowResult]:
        with recording.give_reason(self.reason):
            return super().import_rows(table)
