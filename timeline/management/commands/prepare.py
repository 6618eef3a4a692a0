from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command

from timeline.maintenance import shipped_data
from timeline.models import Event
from timeline.serving import static_files


class Command(BaseCommand):
    """Prepare the site: pack the style sheets, migrate the database, and load this version's data."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        static_files.pack()
        call_command("migrate", verbosity=0)
        for line in self.load():
            self.stdout.write(line)
        if not get_user_model().objects.filter(is_staff=True).exists():
            self.stdout.write("To edit at /admin/, make the first account:  .venv/bin/python manage.py createsuperuser")

    def load(self) -> Iterable[str]:
        try:
            release = shipped_data.read_release()
        except shipped_data.BadRelease as error:
            raise CommandError(f"{error} The data was not changed.") from error
        if shipped_data.is_loaded(release.digest):
            return [f"The database has {Event.objects.count()} events, and all data of this version."]
        try:
            return shipped_data.update_site(release).lines()
        except shipped_data.OlderRelease as error:
            return [f"{error} The data was not changed."]
