"""A removal as lines of text: the preview, the result, and what remains. Never with the words themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .plan import PreviewRow, RemovalPlan
from .remaining import Remainder
from .remove import RemovalResult

MOST_LINES = 100  # of one list


def describe_plan(plan: RemovalPlan) -> list[str]:
    if plan.is_empty:
        return [_("The words were not found anywhere on this site. Nothing was changed.")]
    return list(_describe_plan(plan))


def _describe_plan(plan: RemovalPlan) -> Iterator[str]:
    if plan.deleted:
        yield _("Permanently deleted:")
        yield from (f"  {describe_deleted(row)}" for row in plan.deleted)
    if plan.names:
        yield _("Names to be removed as words: %(names)s") % {"names": "; ".join(plan.names)}
    if plan.short_names:
        yield describe_short_names(plan)
    if plan.redacted:
        yield _("Words to be removed:")
        yield from (f"  {describe_redacted(row)}" for row in plan.redacted)
    if plan.sessions:
        yield f"  {describe_messages(plan)}"
    if plan.events:
        yield _("Public events that will visibly change, each with an entry in the list of corrections:")
        yield from shorten_list(f"  {title}" for title in plan.events.values())
    else:
        yield _("No public event is changed. The list of corrections says only that something was removed.")


def describe_short_names(plan: RemovalPlan) -> str:
    text = _("Names that are too short to be removed as words, so they remain in other records: %(names)s")
    return text % {"names": "; ".join(plan.short_names)}


def describe_deleted(row: PreviewRow) -> str:
    return f"{row.label}: {row.records}"


def describe_redacted(row: PreviewRow) -> str:
    records = ngettext("%(n)s record", "%(n)s records", row.records) % {"n": row.records}
    places = ngettext("%(n)s place", "%(n)s places", row.places) % {"n": row.places}
    return _("%(label)s: %(places)s in %(records)s") % {"label": row.label, "places": places, "records": records}


def describe_messages(plan: RemovalPlan) -> str:
    n = len(plan.sessions)
    return ngettext("unread messages of %(n)s editor", "unread messages of %(n)s editors", n) % {"n": n}


def describe_done(done: RemovalResult) -> list[str]:
    return [_("Removed, and noted in the list of corrections."), *done.problems, *describe_remains(done.remains)]


def describe_remains(remains: Remainder) -> Iterator[str]:
    yield from list_other_places()
    if remains.backups:
        yield _("Earlier backups, and damaged databases that were moved aside, still contain the words. Delete them:")
        yield from (f"  {name}" for name in remains.backups)
    if remains.files:
        yield _("Updates will not load the words again, but these files of the program still contain them:")
        yield from (f"  {name}" for name in remains.files)
    yield from describe_surnames(remains)


def list_other_places() -> list[str]:
    """Places that the program cannot clean."""
    return [
        _("Restart the site on every server: pages with the words may still be in their memory."),
        _(
            "Check yourself: backups stored elsewhere, database replicas that are behind, archives of the write-ahead "
            "log, and the caches of nginx or a CDN may still contain the words."
        ),
    ]


def describe_surnames(remains: Remainder) -> Iterator[str]:
    if not remains.left:
        return
    yield _("Only the surname remains in these records; it may be another person’s:")
    yield from shorten_list(f"  {one.label}, “{one.name}”: {one.places}" for one in remains.left)
    yield _("To remove it as well: %(command)s") % {"command": suggest_command(remains.forms)}


def suggest_command(forms: list[str]) -> str:
    words = " ".join(f'--words "{form}"' for form in forms)
    return f'manage.py remove {words} --reason "…"'


def shorten_list(lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    yield from found[:MOST_LINES]
    if len(found) > MOST_LINES:
        yield _("  … and %(n)s more") % {"n": len(found) - MOST_LINES}
