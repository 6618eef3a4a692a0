"""Run all jobs in one transaction, each in its own savepoint."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.locking import write_lock
from articles.models import ArticleText
from timeline.models import Redirect
from timeline.serving import revision

from .accounts import list_outside, log_change
from .histories import load_trails
from .jobs import ChangeJob, DeleteJob, Job, NoteJob, Obstacle, RestoreJob
from .marking import sign_versions
from .redirects import DeleteRedirect, RestoreRedirect
from .report import UndoEntry, UndoOutcome, UndoReport
from .texts import TextJob
from .traces import Traces

REASON = gettext_lazy("Changes of an account that was misused were undone.")


class TooManyRecords(Exception):
    """More records than a request can undo while others wait; `n` is their number."""

    def __init__(self, n: int) -> None:
        super().__init__(n)
        self.n = n


def undo(
    account: Any,
    since: dt.datetime,
    by: Any = None,
    *,
    dry_run: bool = False,
    looked_at: str | None = None,
    most: int | None = None,
) -> UndoReport:
    """Undo what the account changed at `since` or later, for the account `by`.

    Nothing is stored in a dry run, or if the report is not the one whose fingerprint is `looked_at`: then somebody has
    saved since. Nobody else can save while this runs. Raises TooManyRecords if there are more than `most` records.
    """
    with write_lock(DEFAULT_DB_ALIAS):
        revision.take_turn()
        trails = load_trails(account, since)
        if most is not None and len(trails) > most:
            raise TooManyRecords(len(trails))
        report = UndoReport(str(account), since)
        with sign_versions(by, str(REASON)):
            report.entries = run_stages([Traces(trail) for trail in trails])
        report.outside = list_outside(account, since)
        report.is_other = looked_at is not None and looked_at != report.fingerprint
        report.is_done = not (dry_run or report.is_other)
        if not report.is_done:
            transaction.set_rollback(True)
        elif report.has_work:
            when = date_format(localtime(since), "DATETIME_FORMAT")
            log_change(account, by, _("Changes since %(when)s undone: %(report)s.") % {"when": when, "report": report})
    return report


def run_stages(found: list[Traces]) -> list[UndoEntry]:
    absent = {(one.trail.model, one.trail.key) for one in found if one.trail.load_record() is None}
    done = [entry for jobs in plan_jobs(found) for entry in run_jobs(jobs)]
    # Records that were restored with another record and deleted again are in the trash as before.
    again = [one for one in done if one.outcome == UndoOutcome.DELETED and (one.model, one.key) in absent]
    return join_entries([one for one in done if one not in again])


def plan_jobs(found: list[Traces]) -> list[list[Job]]:
    """In stages: texts first, because anchors are found in them; then restore, change back, and delete."""
    texts = [one for one in found if one.trail.model is ArticleText]
    redirects = [one for one in found if one.trail.model is Redirect]
    rest = [one for one in found if one.trail.model not in (ArticleText, Redirect)]
    return [
        [
            *(TextJob(one) for one in texts),
            *(RestoreJob(one) for one in rest if one.is_restored),
            *(ChangeJob(one) for one in rest),
            *(DeleteJob(one) for one in reversed(rest) if one.is_deleted),
            *(NoteJob(one) for one in rest if one.is_adopted),
        ],
        [
            *(RestoreRedirect(one) for one in redirects if one.is_restored),
            *(ChangeJob(one) for one in redirects),
            *(DeleteRedirect(one) for one in redirects if one.is_deleted),
        ],
    ]


def run_jobs(jobs: list[Job]) -> list[UndoEntry]:
    """Jobs may wait for each other, so those that fail are tried again as long as any succeeds."""
    done: list[UndoEntry] = []
    waiting = jobs
    while waiting:
        left = [job for job in waiting if not try_job(job, done)]
        if len(left) == len(waiting):
            break
        waiting = left
    return done + [entry for job in waiting if (entry := job.describe_left())]


def try_job(job: Job, done: list[UndoEntry]) -> bool:
    try:
        with transaction.atomic():
            entry = job.try_once()
    except Obstacle as obstacle:
        job.obstacle = obstacle
        return False
    if entry:
        done.append(entry)
    return True


def join_entries(entries: list[UndoEntry]) -> list[UndoEntry]:
    """One entry for each record, by outcome."""
    joined: dict[tuple[Any, Any], UndoEntry] = {}
    for entry in entries:
        key = (entry.model, entry.key)
        if key in joined:
            joined[key].join(entry)
        else:
            joined[key] = entry
    order = list(UndoOutcome)
    return sorted(joined.values(), key=lambda entry: order.index(entry.outcome))
