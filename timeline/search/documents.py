"""What is searched: the words of each event and of each statement, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

Document = tuple[int, list[str]]
Models = Callable[[str, str], Any]  # `apps.get_model`, of today or of a migration's day
NAMES = ("name", "name_ja", "name_ru")


def events(get_model: Models, using: str, keys: Iterable[int]) -> Iterator[Document]:
    """Title, summary and place; the names of those who take part and of the topics in three scripts."""
    model = get_model("timeline", "Event")
    own = model._base_manager.using(using).filter(pk__in=list(keys)).values_list("pk", "title", "summary", "place")
    found = {pk: list(fields) for pk, *fields in own}
    for relation in ("actor", "topic"):
        linked = getattr(model, f"{relation}s").through._base_manager.using(using).filter(event__in=list(found))
        for pk, *names in linked.values_list("event_id", *(f"{relation}__{name}" for name in NAMES)):
            found[pk] += names
    yield from found.items()


def quotes(get_model: Models, using: str, keys: Iterable[int]) -> Iterator[Document]:
    """The words, and who said them and where, as we and as the article put it."""
    fields = ("exact", "paraphrase", *(f"speaker__{name}" for name in NAMES), "attributed_to", "venue")
    stored = get_model("timeline", "Quote")._base_manager.using(using).filter(pk__in=list(keys))
    for pk, *words in stored.values_list("pk", *fields):
        yield pk, words
