import sys
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.utils import timezone
from django.utils.translation import gettext as _

from timeline.maintenance.shipped_data import emptying


class Command(BaseCommand):
    """Delete all events, statements, actors and sources, with their histories. Accounts stay. Makes a backup first."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help=_("do not ask for confirmation"))

    def handle(self, *args: Any, yes: bool, **options: Any) -> None:
        rows = emptying.count_records()
        if not rows:
            self.stdout.write(_("There is nothing to delete."))
            return
        self.stdout.write(_("This deletes from the database:"))
        for row in rows:
            self.stdout.write(f"  {row}")
        if not yes:
            self.ask()
        folder = settings.VAR_DIR / "backups"
        folder.mkdir(exist_ok=True)
        file = folder / f"before-emptying-{timezone.now():%Y%m%d-%H%M%S}.zip"
        call_command("backup", str(file), stdout=self.stdout)
        emptying.delete_records()
        self.stdout.write(
            _("Everything was deleted. “make data” loads the shipped data again; the backup is “%(file)s”.")
            % {"file": file}
        )

    def ask(self) -> None:
        if not sys.stdin.isatty():
            raise CommandError(_("Nothing was deleted. There is no terminal for the confirmation; add --yes."))
        if input(_("Type “delete” to continue: ")).strip() != "delete":
            raise CommandError(_("Nothing was deleted."))
