from typing import Any

from django.core.management import BaseCommand
from django.db import DEFAULT_DB_ALIAS, transaction

from timeline.search import full_text_index
from timeline.serving import revision


class Command(BaseCommand):
    """Rebuild the search index. Needed only after changes that bypass the models (SQL, bulk updates)."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            events, quotes = full_text_index.reindex(DEFAULT_DB_ALIAS)
            revision.move()
        self.stdout.write(f"Indexed {events} events and {quotes} statements.")
