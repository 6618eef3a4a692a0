"""Export of records to CSV and XLSX files and import from them. Slugs identify records."""

from . import article_sheets  # noqa: F401
from .columns import SheetColumn
from .files import FORMATS, MOST_BYTES, Table, encode_table, read_table
from .imports import import_table
from .results import CannotRead, ImportReport, RowOutcome, RowResult
from .sheet import Sheet, get_sheet, get_sheet_for, register, sheets

__all__ = [
    "FORMATS",
    "MOST_BYTES",
    "CannotRead",
    "ImportReport",
    "RowOutcome",
    "RowResult",
    "Sheet",
    "SheetColumn",
    "Table",
    "encode_table",
    "get_sheet",
    "get_sheet_for",
    "import_table",
    "read_table",
    "register",
    "sheets",
]
