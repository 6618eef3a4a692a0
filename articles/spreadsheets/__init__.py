"""Records as rows of a spreadsheet, and rows as records: CSV and XLSX, with slugs instead of numbers."""

from . import article_sheets  # noqa: F401
from .columns import Column
from .files import FORMATS, MOST_BYTES, Table, read_table, written
from .imports import bring_in
from .results import Answer, CannotRead, Outcome, Report
from .sheet import Sheet, register, sheet_named, sheet_of, sheets

__all__ = [
    "FORMATS",
    "MOST_BYTES",
    "Answer",
    "CannotRead",
    "Column",
    "Outcome",
    "Report",
    "Sheet",
    "Table",
    "bring_in",
    "read_table",
    "register",
    "sheet_named",
    "sheet_of",
    "sheets",
    "written",
]
