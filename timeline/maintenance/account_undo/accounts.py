"""Finding and locking the account, and its actions that are in no record's history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .histories import has_history


def find_account(name: str) -> Any:
    """Raises LookupError with a message."""
    users = get_user_model()
    try:
        return users._default_manager.get_by_natural_key(name)
    except users.DoesNotExist as error:
        raise LookupError(_("There is no account “%(name)s”.") % {"name": name}) from error


@transaction.atomic
def lock_account(account: Any, by: Any = None) -> int:
    """Returns the number of sessions that were ended."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    keys = [session.pk for session in find_sessions(account)]
    Session.objects.filter(pk__in=keys).delete()
    log_change(account, by, _("Locked; its sessions were ended."))
    return len(keys)


def find_sessions(account: Any) -> Iterator[Session]:
    """The account is in a session's encoded data, so the database cannot filter by it."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            yield session


def log_change(account: Any, by: Any, message: str) -> None:
    """In the admin's log, shown on the account's “History” page. Not without `by`: the log requires an account."""
    if by is not None:
        LogEntry.objects.log_actions(by.pk, [account], CHANGE, message, single_object=True)


def list_outside(account: Any, since: dt.datetime) -> list[str]:
    """The account's changes to records without a history (users, groups, permissions), from the admin's log."""
    entries = LogEntry.objects.filter(user=account, action_time__gte=since).select_related("content_type")
    return [describe_log(entry) for entry in entries.order_by("action_time", "pk") if is_outside(entry)]


def is_outside(entry: LogEntry) -> bool:
    model = entry.content_type.model_class() if entry.content_type else None
    return model is None or not has_history(model)


def describe_log(entry: LogEntry) -> str:
    when = date_format(localtime(entry.action_time), "DATETIME_FORMAT")
    kind = entry.content_type.name if entry.content_type else _("record")
    what = entry.get_change_message() or entry.get_action_flag_display()
    return f"{when}: {capfirst(str(kind))} “{entry.object_repr}”: {what}"
