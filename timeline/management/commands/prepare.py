from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command

from config import assets
from timeline import seeding
from timeline.models import Event


class Command(BaseCommand):
    """Make all ready to serve: style sheets packed, the database migrated and brought to this version's data."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        assets.pack()
        call_command("migrate", verbosity=0)
        for line in self.load():
            self.stdout.write(line)
        if not get_user_model().objects.filter(is_staff=True).exists():
            self.stdout.write("To edit at /admin/, make the first account:  .venv/bin/python manage.py createsuperuser")

    def load(self) -> Iterable[str]:
        try:
            release = seeding.read_release()
        except seeding.BadRelease as error:
            raise CommandError(f"{error} The data was left as it is.") from error
        if seeding.is_loaded(release.digest):
            return [f"The database has {Event.objects.count()} events, and all data of this version."]
        try:
            return seeding.update_site(release).lines()
        except seeding.OlderRelease as error:
            return [f"{error} The data stays as it is."]
