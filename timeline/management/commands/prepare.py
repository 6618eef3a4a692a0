from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command

from config import assets
from timeline import seeding
from timeline.models import Event


class Command(BaseCommand):
    """Make all ready to serve: style sheets packed, the database migrated and brought to this version's data."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        assets.pack()
        call_command("migrate", verbosity=0)
        release = seeding.read_release()
        if seeding.is_loaded(release.digest):
            self.stdout.write(f"The database has {Event.objects.count()} events, and all data of this version.")
        else:
            self.stdout.write("\n".join(seeding.update_site(release).lines()))
        if not get_user_model().objects.filter(is_staff=True).exists():
            self.stdout.write("To edit at /admin/, make the first account:  .venv/bin/python manage.py createsuperuser")
