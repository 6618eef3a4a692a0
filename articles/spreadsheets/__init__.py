"""Records as rows of a spreadsheet, and rows as records: CSV and XLSX, with slugs in place of numbers."""

from .article_sheets import ArticleSheet, OutletSheet
from .columns import Cited, Column, Dated, Flag, Many, Number, One, Place
from .files import FORMATS, MOST_BYTES, Table, read_table, written
from .imports import bring_in
from .results import Answer, CannotRead, Outcome, Report
from .sheet import Sheet, register, sheet_named, sheet_of, sheets

__all__ = [
    "FORMATS",
    "MOST_BYTES",
    "Answer",
    "ArticleSheet",
    "CannotRead",
    "Cited",
    "Column",
    "Dated",
    "Flag",
    "Many",
    "Number",
    "One",
    "Outcome",
    "OutletSheet",
    "Place",
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
