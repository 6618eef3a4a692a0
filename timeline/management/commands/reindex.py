from typing import Any

from django.core.management import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from timeline.search import engine


class Command(BaseCommand):
    """Make the index of words anew. Needed only after changes past the models (SQL, bulk updates)."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        events, quotes = engine.reindex(DEFAULT_DB_ALIAS)
        self.stdout.write(f"Indexed {events} events and {quotes} statements.")
