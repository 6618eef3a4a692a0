import sys
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from timeline.maintenance.backups.engines import get_engine
from timeline.maintenance.backups.errors import BackupError, DatabaseChanged
from timeline.maintenance.backups.files import make_working_folder
from timeline.maintenance.backups.making import explain_disk_errors
from timeline.maintenance.backups.restoring import Restore, make_backups_folder


class Command(BaseCommand):
    """Replace the whole database with a backup. The current database is backed up first."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path, help=_("a file that “manage.py backup” wrote"))
        parser.add_argument("--yes", action="store_true", help=_("do not ask for confirmation"))

    def handle(self, *args: Any, path: Path, yes: bool, **options: Any) -> None:
        try:
            parent = make_backups_folder()
            with explain_disk_errors(parent), make_working_folder(parent) as folder:
                restore = Restore(path, get_engine(), folder)
                if not yes:
                    self.confirm(restore)
                restore.run(self.stdout.write)
        except KeyboardInterrupt as error:
            text = _("Interrupted. The database is complete: either unchanged, or as in the backup.")
            raise CommandError(text) from error
        except DatabaseChanged as error:
            raise CommandError(str(error)) from error
        except BackupError as error:
            raise CommandError(_("%(error)s Nothing was changed.") % {"error": error}) from error

    def confirm(self, restore: Restore) -> None:
        self.stdout.write(
            _("This replaces %(present)s with %(backup)s from a backup of %(made)s.")
            % {
                "present": restore.describe_current(),
                "backup": restore.describe_backup(),
                "made": restore.manifest.made.replace("T", " ").replace("+00:00", " UTC"),
            }
        )
        text = _("The current database is backed up first. Accounts, passwords and sessions are replaced too.")
        self.stdout.write(text)
        if not sys.stdin.isatty():
            raise CommandError(_("Nothing was changed. There is no terminal for the confirmation; add --yes."))
        if input(_("Type “yes” to continue: ")).strip().lower() not in ("yes", _("yes")):
            raise CommandError(_("Nothing was changed."))
