"""Sheets whose rows readers see: what they change in published records stands among the corrections."""

from __future__ import annotations

from articles.spreadsheets import Sheet, Table
from articles.spreadsheets.results import Answer
from timeline.corrections import recording


class PublicSheet(Sheet):
    def answers(self, table: Table) -> list[Answer]:
        with recording.give_reason(self.reason):
            return super().answers(table)
