"""Reads and writes files: CSV that Excel opens correctly, and XLSX with every cell as text."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tablib import Dataset

from ..importing import CannotImport
from ..importing.decode import decode
from .cells import clean_text, guard_cell, read_excel_value, unguard_cell
from .results import CannotRead

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024  # XLSX files are compressed: a small one may contain gigabytes
MOST_ROWS = 5_000
MOST_COLUMNS = 200
LAST_ROW = 100_000  # including the empty ones that some programs write
LONGEST_CELL = 32_767  # Excel's own limit
DELIMITERS = ",;\t"

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Table:
    """Rows of text with their numbers in the file. `notes` are for the person who uploaded it."""

    columns: list[str]
    rows: list[list[str]]
    numbers: list[int]
    notes: list[str] = field(default_factory=list)


def read_table(data: bytes) -> Table:
    """Read a CSV or XLSX file, whatever its name. Raises CannotRead."""
    if not data.strip():
        raise CannotRead(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise CannotRead(_("The file is larger than %(most)s MB. Split it.") % {"most": MOST_BYTES // 1024**2})
    if data.startswith(b"PK"):
        return build_table(read_xlsx_rows(data))
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")):
        raise CannotRead(_("This is not a CSV or XLSX file. Save it as “Excel workbook (.xlsx)” or “CSV UTF-8”."))
    try:
        decoded = decode(data)
    except CannotImport as error:
        raise CannotRead(_("The file cannot be read: %(reason)s.") % {"reason": error}) from error
    table = build_table(read_csv_rows(decoded.text))
    if decoded.note:
        table.notes.append(_("Encoding: %(note)s.") % {"note": decoded.note})
    return table


def read_csv_rows(text: str) -> Iterator[list[str]]:
    text = text.removeprefix("\ufeff")
    first, _end, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # Excel's way to declare the delimiter
        delimiter, text = first[4], rest
    else:
        delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(MOST_BYTES)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise CannotRead(_("The file is not valid CSV: %(reason)s.") % {"reason": error}) from error


def read_xlsx_rows(data: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # imported here because few processes need it

    check_unpacked_size(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about colours and drop-down lists, which are ignored
        try:
            book = load_workbook(io.BytesIO(data), read_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_col=MOST_COLUMNS)
            for number, row in enumerate(rows, 1):
                yield [read_xlsx_cell(cell, number) for cell in row]
        except (CannotRead, GeneratorExit):
            raise
        except Exception as error:  # a damaged file can raise anything
            raise CannotRead(_("The file is damaged or is not an Excel workbook (.xlsx).")) from error


def check_unpacked_size(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size, names = sum(one.file_size for one in packed.infolist()), packed.namelist()
    except zipfile.BadZipFile as error:
        raise CannotRead(_("The file is damaged or is not an Excel workbook (.xlsx).")) from error
    if "xl/workbook.xml" not in names:
        raise CannotRead(_("This is not a CSV or XLSX file. Save it as “Excel workbook (.xlsx)” or “CSV UTF-8”."))
    if size > MOST_UNPACKED:
        raise CannotRead(_("The file unpacks to more than %(most)s MB. Split it.") % {"most": MOST_UNPACKED // 1024**2})


def read_xlsx_cell(cell: object, row: int) -> str:
    value, kind = getattr(cell, "value", None), getattr(cell, "data_type", "")
    if kind in ("f", "e") and value is not None:
        raise CannotRead(
            _("Row %(row)s contains a formula or an error, “%(cell)s”. Replace it with its value as text.")
            % {"row": row, "cell": str(value)[:40]}
        )
    return read_excel_value(value)


def build_table(found: Iterable[list[str]]) -> Table:
    """Build a table; the first row that is not empty has the column names."""
    table = Table([], [], [])
    for number, raw in enumerate(found, 1):
        if number > LAST_ROW:
            raise CannotRead(_("The file has more than %(last)s rows.") % {"last": f"{LAST_ROW:,}"})
        row = [unguard_cell(cell).replace("_x000D_", "") for cell in raw]
        while row and not row[-1].strip():
            row.pop()
        if not row:
            continue
        if not table.columns:
            table.columns = [clean_text(name).strip() for name in row]
            continue
        check_row(table, row, number)
        table.rows.append([clean_text(cell) for cell in row] + [""] * (len(table.columns) - len(row)))
        table.numbers.append(number)
    if not table.rows:
        raise CannotRead(_("The file has no rows below the column names."))
    return table


def check_row(table: Table, row: list[str], number: int) -> None:
    if len(row) > len(table.columns):
        message = ngettext(
            "Row %(row)s has more cells than the %(n)s column named in the first row.",
            "Row %(row)s has more cells than the %(n)s columns named in the first row.",
            len(table.columns),
        )
        raise CannotRead(message % {"row": number, "n": len(table.columns)})
    if len(table.rows) == MOST_ROWS:
        raise CannotRead(_("The file has more than %(most)s rows. Split it.") % {"most": f"{MOST_ROWS:,}"})
    if any(len(cell) > LONGEST_CELL for cell in row):
        raise CannotRead(
            _("Row %(row)s has a cell with more than %(most)s characters.")
            % {"row": number, "most": f"{LONGEST_CELL:,}"}
        )


# ---- writing


def write_csv(dataset: Dataset) -> bytes:
    """UTF-8 with a byte order mark, without which Excel garbles Cyrillic and kanji."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([dataset.headers, *([guard_cell(cell) for cell in row] for row in dataset)])
    return file.getvalue().encode("utf-8-sig", "replace")


def write_xlsx(dataset: Dataset) -> bytes:
    """Every cell as text, so that Excel does not convert 1998 and 2007-10-23."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(dataset.title or "")
    sheet.freeze_panes = "A2"
    for row in [dataset.headers, *dataset]:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, guard_cell(clean_text(text)))
            cell.data_type, cell.number_format = "s", "@"
            cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


WRITERS: dict[str, Callable[[Dataset], bytes]] = {"csv": write_csv, "xlsx": write_xlsx}
FORMATS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


def encode_table(dataset: Dataset, file_format: str) -> bytes:
    return WRITERS[file_format](dataset)
