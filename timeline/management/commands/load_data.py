from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import DataError, transaction
from django.utils.translation import gettext as _

from timeline.maintenance import shipped_data


class Command(BaseCommand):
    """Update the site to the data in fixtures/. What editors changed or deleted is not touched, and is listed."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help=_("only show what would be done"))

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        try:
            with transaction.atomic():
                report = shipped_data.update_site(shipped_data.read_release())
                transaction.set_rollback(dry_run)
        except (shipped_data.OlderRelease, shipped_data.BadRelease) as error:
            raise CommandError(_("%(why)s Nothing was changed.") % {"why": error}) from error
        except DataError as error:
            raise CommandError(
                _("The database refused the data: %(why)s. Nothing was changed.") % {"why": str(error).strip()}
            ) from error
        for line in report.lines():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was changed."))
