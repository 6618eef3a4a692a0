"""Makes a plan from a request, and executes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import gettext as _

from articles.locking import write_lock
from timeline.models import Correction
from timeline.serving import revision

from . import plan as planned
from . import remaining
from .erasing import erase_free_space
from .matching import Matcher
from .person import find_person, list_names, list_surnames, plan_person
from .plan import RemovalPlan
from .request import RemovalRequest, check_reason_without
from .words import scan_words

NO_EVENT = 0  # in the place of an event's key


@dataclass
class RemovalResult:
    plan: RemovalPlan
    problems: list[str] = field(default_factory=list)  # with clearing the database's files
    remains: remaining.Remainder = field(default_factory=remaining.Remainder)


class OutdatedPlan(Exception):
    """The records have changed since the preview: `plan` is the new one."""

    def __init__(self, plan: RemovalPlan) -> None:
        super().__init__()
        self.plan = plan


def make_plan(request: RemovalRequest) -> RemovalPlan:
    """Changes nothing. Raises CannotRemove."""
    request.check()
    plan = RemovalPlan()
    if request.person:
        actor = find_person(request.person)
        names = list_names(actor)
        check_reason_without(request.reason, [*names, *list_surnames(names, actor.country)])
        plan_person(plan, actor)
    else:
        scan_words(plan, Matcher(request.words))
    return plan


def remove(request: RemovalRequest, user: Any = None, numbers: str = "") -> RemovalResult:
    """Raises CannotRemove, and OutdatedPlan if the plan no longer has these `numbers`."""
    surnames = load_surnames(request)
    with write_lock(DEFAULT_DB_ALIAS):
        plan = make_plan(request)
        if numbers and plan.numbers != numbers:
            raise OutdatedPlan(plan)
        if plan.is_empty:
            return RemovalResult(plan)
        planned.apply_plan(plan)
        note_removal(plan, request, user)
        revision.move()
    cache.clear()
    done = RemovalResult(plan, erase_free_space(plan.list_tables()))
    done.remains = remaining.find_remains(plan.names or request.words, surnames)
    return done


def load_surnames(request: RemovalRequest) -> list[str]:
    if not request.person:
        return []
    request.check()
    actor = find_person(request.person)
    return list_surnames(list_names(actor), actor.country)


def note_removal(plan: RemovalPlan, request: RemovalRequest, user: Any) -> None:
    """In the public list of corrections and in the admin's log, never with the words."""
    events = plan.events or {NO_EVENT: _("(no public event)")}
    kind = Correction.Kind.REMOVED
    made = Correction.objects.bulk_create(
        Correction(kind=kind, record=key, title=title, reason=request.reason) for key, title in events.items()
    )
    if user is None:
        return
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Correction),
        object_id=str(made[0].pk),
        object_repr=_("Removal for legal or privacy reasons"),
        action_flag=CHANGE,
        change_message=_("%(what)s removed. Reason: %(reason)s")
        % {"what": _("A person") if request.person else _("Words"), "reason": request.reason},
    )
