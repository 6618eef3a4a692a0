from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.spreadsheets import MOST_BYTES, CannotRead, import_table, read_table, sheets
from articles.spreadsheets.imports import ImportReport
from timeline import spreadsheets  # noqa: F401


class Command(BaseCommand):
    """Import the rows of a CSV or XLSX file: all, or none if any row is invalid. Slugs name the records."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sheets())
        parser.add_argument("path", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help=_("only show what would change"))
        parser.add_argument("--user", default="", help=_("the account shown in the history of the records"))
        parser.add_argument("--reason", default="", help=_("the reason shown in the history of the records"))

    def handle(self, *args: Any, kind: str, path: str, dry_run: bool, user: str, reason: str, **options: Any) -> None:
        reason = reason or _("Imported from %(file)s") % {"file": Path(path).name}
        try:
            with Path(path).open("rb") as file:
                table = read_table(file.read(MOST_BYTES + 1))
            report = import_table(sheets()[kind](find_account(user), reason), table, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except CannotRead as error:
            raise CommandError(_("%(error)s Nothing was changed.") % {"error": error}) from error
        self.print_report(report, dry_run)

    def print_report(self, report: ImportReport, dry_run: bool) -> None:
        for line in [*report.notes, *report.listed, report]:
            self.print_line(str(line))
        if wrong := len(report.wrong):
            problem = ngettext("%(n)s row is invalid.", "%(n)s rows are invalid.", wrong) % {"n": wrong}
            raise CommandError(_("%(problem)s Nothing was changed.") % {"problem": problem})
        if dry_run:
            self.print_line(_("This was a dry run. Nothing was changed."))

    def print_line(self, line: str) -> None:
        """Escapes characters that the terminal cannot show."""
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        self.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding))


def find_account(name: str) -> Any:
    if not name:
        return None
    users = get_user_model()
    try:
        return users._default_manager.get_by_natural_key(name)
    except users.DoesNotExist as error:
        raise CommandError(_("No account is named “%(name)s”.") % {"name": name}) from error
