"""Makes a plan from the request, and carries it out."""

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
from .asked import Asked, check_reason_without
from .erasing import erase_free_space
from .matching import Matcher
from .person import find_person, names_of, plan_person, surnames_of
from .plan import Plan
from .words import scan_words

NO_EVENT = 0  # in the place of an event's key


@dataclass
class Done:
    plan: Plan
    problems: list[str] = field(default_factory=list)  # with clearing the database's files
    remains: remaining.Remains = field(default_factory=remaining.Remains)


class Outdated(Exception):
    """The records have changed since the preview: `plan` is the new one."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


def make_plan(asked: Asked) -> Plan:
    """What would be done. Changes nothing. Raises CannotRemove."""
    asked.check()
    plan = Plan()
    if asked.person:
        actor = find_person(asked.person)
        names = names_of(actor)
        check_reason_without(asked.reason, [*names, *surnames_of(names, actor.country)])
        plan_person(plan, actor)
    else:
        scan_words(plan, Matcher(asked.words))
    return plan


def remove(asked: Asked, user: Any = None, numbers: str = "") -> Done:
    """Do it, and say what is left. Raises CannotRemove, and Outdated where `numbers` are not the plan's any more."""
    surnames = surnames_for(asked)
    with write_lock(DEFAULT_DB_ALIAS):
        plan = make_plan(asked)
        if numbers and plan.numbers != numbers:
            raise Outdated(plan)
        if plan.is_empty:
            return Done(plan)
        planned.carry_out(plan)
        note_removal(plan, asked, user)
        revision.move()
    cache.clear()
    done = Done(plan, erase_free_space(plan.tables()))
    done.remains = remaining.find_remains(plan.names or asked.words, surnames)
    return done


def surnames_for(asked: Asked) -> list[str]:
    if not asked.person:
        return []
    asked.check()
    actor = find_person(asked.person)
    return surnames_of(names_of(actor), actor.country)


def note_removal(plan: Plan, asked: Asked, user: Any) -> None:
    """For readers in the list of corrections, for editors in the log: never with the words."""
    told = plan.events or {NO_EVENT: _("(no public event)")}
    kind = Correction.Kind.REMOVED
    made = Correction.objects.bulk_create(
        Correction(kind=kind, record=key, title=title, reason=asked.reason) for key, title in told.items()
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
        % {"what": _("A person") if asked.person else _("Words"), "reason": asked.reason},
    )
