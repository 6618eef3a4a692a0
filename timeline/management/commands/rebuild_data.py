from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser, call_command

from timeline import seeding


class Command(BaseCommand):
    """Empty the timeline's tables and load fixtures/ again. Accounts stay."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask, even where records of yours would be lost")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if (lost := seeding.strays()) and not options["yes"]:
            raise CommandError(
                f"This would delete what no fixture has: {', '.join(lost)}. Nothing was changed. "
                "To go on: make data YES=1"
            )
        self.stdout.write(f"Loaded {seeding.rebuild()} events from fixtures/.")
