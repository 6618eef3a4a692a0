"""Records as two people change them, for the tests of undoing one's work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from simple_history.models import HistoricalRecords

from tests import factories as make
from tests.timeline.admin.test_admin import TEXT, make_editor
from timeline.maintenance.account_undo import UndoEntry, UndoOutcome, UndoReport, undo
from timeline.models import Event

WORDS = "missile defence is no way out"
Saving = Callable[[], AbstractContextManager[None]]


@contextmanager
def work_of(account: User) -> Iterator[None]:
    """What is stored meanwhile is this account's in the histories, as in a request of its own."""
    before = getattr(HistoricalRecords.context, "request", None)
    HistoricalRecords.context.request = SimpleNamespace(user=account)
    try:
        yield
    finally:
        HistoricalRecords.context.request = before


class People:
    """Anna, who works as usual; Ed, whose account is misused from `since` on; Root, who undoes it."""

    def __init__(self) -> None:
        self.anna, self.ed = make_editor("anna"), make_editor("ed")
        self.root = User.objects.create_superuser("root")
        self.since = timezone.now()

    def begin(self) -> None:
        """From here on the account is misused."""
        self.since = timezone.now()

    @property
    def since_typed(self) -> str:
        return self.since.astimezone(dt.UTC).isoformat()

    def undo(self, **options: Any) -> UndoReport:
        return undo(self.ed, self.since, self.root, **options)


def outcomes(report: UndoReport) -> list[tuple[UndoOutcome, str]]:
    return [(entry.outcome, entry.kind) for entry in report.entries]


def entry_of(report: UndoReport, record: Any) -> UndoEntry:
    return next(one for one in report.entries if (one.model, one.key) == (type(record), record.pk))


def save(record: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()
    return record


@pytest.fixture
def people(db: None) -> People:
    return People()


@pytest.fixture
def saving(django_capture_on_commit_callbacks: Any) -> Saving:
    """As if what stands in it were one transaction: a test is one that never ends."""

    @contextmanager
    def one_transaction() -> Iterator[None]:
        connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return one_transaction


def talks(people: People, **fields: Any) -> Event:
    """An event of Anna's with a statement; the account is misused from now on."""
    with work_of(people.anna):
        cites = make.article(TEXT)
        event = make.event("Talks in Tokyo", cites=cites, topics=[make.topic("Islands")], **fields)
        make.quote(WORDS, of=event, by=make.actor("Sergei Lavrov"), topics=[make.topic("Islands")], slug="no-way-out")
    people.begin()
    return event
