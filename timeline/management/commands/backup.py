from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from timeline.maintenance.backups.engines import get_engine
from timeline.maintenance.backups.errors import BackupError
from timeline.maintenance.backups.making import make_backup
from timeline.maintenance.backups.restoring import describe_rows


class Command(BaseCommand):
    """Write the whole database to one file, while the site runs. “manage.py restore” loads it again."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path, help=_("a new file, such as backup-monday.zip"))
        parser.add_argument("--overwrite", action="store_true", help=_("replace the file if it exists"))

    def handle(self, *args: Any, path: Path, overwrite: bool, **options: Any) -> None:
        try:
            backup = make_backup(path, get_engine(), overwrite=overwrite)
        except BackupError as error:
            raise CommandError(_("%(error)s No backup was written.") % {"error": error}) from error
        for warning in backup.warnings:
            self.stderr.write(warning)
        rows = describe_rows({name: table.rows for name, table in backup.manifest.tables.items()})
        if options["verbosity"]:
            values = {"rows": rows, "path": path, "size": f"{path.stat().st_size:,}"}
            self.stdout.write(_("Backed up %(rows)s, with all other tables, to %(path)s (%(size)s bytes).") % values)
