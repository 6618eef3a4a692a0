from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.spreadsheets import FORMATS, encode_table, sheets
from timeline import spreadsheets  # noqa: F401


class Command(BaseCommand):
    """Write all records of a kind to a CSV or XLSX file."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sheets())
        parser.add_argument("path", metavar="FILE", help=_("the file to write, ending in .csv or .xlsx"))

    def handle(self, *args: Any, kind: str, path: str, **options: Any) -> None:
        file_format = Path(path).suffix.lower().removeprefix(".")
        if file_format not in FORMATS:
            raise CommandError(_("The file name must end in .csv or .xlsx."))
        table = sheets()[kind]().export_table()
        try:
            Path(path).write_bytes(encode_table(table, file_format))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        self.stdout.write(_("%(n)s rows written to %(path)s.") % {"n": f"{len(table):,}", "path": path})
