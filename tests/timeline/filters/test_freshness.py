"""What filters show is up to date after every save, without a list of tables."""

from __future__ import annotations

import pytest
from django.db import models

from articles.models import Article
from timeline.filters.filterset import CHOICES
from timeline.index import vocabulary
from timeline.models import Event, Quote
from timeline.serving import change_log
from timeline.serving.change_log import ChangedEvents

SAVE_OF_AN_EVENT = ChangedEvents(frozenset({1}), names=False)


def tables_read() -> set[str]:
    """The tables that filters read values or labels from."""
    relations = [one.columns for one in CHOICES.values()]
    models_read: set[type[models.Model]] = {model for one in CHOICES.values() for model in one.names_from}
    if any(columns.articles for columns in relations):
        models_read.add(Article)
    for model, names in (
        (Event, {columns.event_relation for columns in relations}),
        (Quote, {columns.statement_relation for columns in relations}),
    ):
        models_read |= {model, *(getattr(model, name).through for name in names if name)}
    return {model._meta.db_table for model in models_read}


def test_every_change_of_what_a_filter_reads_is_logged():
    assert not [table for table in tables_read() if change_log.is_ignored(table)]


def test_saving_an_event_reads_no_names_again():
    assert not vocabulary.is_stale(SAVE_OF_AN_EVENT)


def test_labels_from_events_themselves_are_read_again_with_each_event(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(type(CHOICES["place"]), "names_from", (Event,))
    assert vocabulary.is_stale(SAVE_OF_AN_EVENT)
