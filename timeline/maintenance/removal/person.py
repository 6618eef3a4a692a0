"""Removing a person: the actor, posts and statements, all links to them, and their old versions.

The full names are then removed as words from all other records. A surname alone may be another person's, so the
places where it remains are only listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from articles.extraction.name_aliases import SURNAME_FIRST, get_surname
from timeline.models import Actor, Correction, Quote, Redirect
from timeline.models.redirects import Name
from timeline.sharing.redirects import TYPES, find_present_slug

from ..batches import split_into_batches
from .matching import BLOCK, IS_CJK, Matcher, is_long_enough
from .plan import RemovalPlan, Values, note_events
from .relations import RemovedRecords
from .request import CannotRemove, has_control_characters
from .shipped import withhold_records
from .words import VERSIONS_OF_REDIRECTS, WordScan

NAMES = ("name", "name_ja", "name_ru")
VERSIONS_OF_ACTORS: Any = Actor.history.model
VERSIONS_OF_QUOTES: Any = Quote.history.model


def find_person(slug: str) -> Any:
    """The actor, or the last version of one that was deleted. Raises CannotRemove."""
    if has_control_characters(slug):
        raise CannotRemove(_("Give the slug of the person as in the address of the actor’s page."))
    found = Actor.objects.filter(slug=slug).first() or find_deleted_person(slug)
    if found is None:
        if new := find_present_slug(Actor, slug):
            raise CannotRemove(_("The person’s slug “%(old)s” is now “%(new)s”: use that.") % {"old": slug, "new": new})
        raise CannotRemove(_("There is no person “%(slug)s”: copy the slug from the actor’s page.") % {"slug": slug})
    if found.kind != Actor.Kind.PERSON:
        text = _("“%(name)s” is a state or an organisation, not a person. Only a person’s record can be removed.")
        raise CannotRemove(text % {"name": found.name})
    return found


def find_deleted_person(slug: str) -> Any:
    versions = VERSIONS_OF_ACTORS.objects
    last = versions.filter(slug=slug).first()
    return None if last is None or Actor.objects.filter(pk=last.id).exists() else last.instance


def list_names(actor: Any) -> list[str]:
    """The person's present and former full names."""
    own = [getattr(actor, name) for name in NAMES]
    rows = [*VERSIONS_OF_ACTORS.objects.filter(id=actor.pk).values_list(*NAMES), own]
    return sorted({name.strip() for row in rows for name in row if name.strip()})


def list_surnames(names: list[str], country: str) -> list[str]:
    found = set()
    for name in names:
        parts = name.replace("・", " ").split()
        if "," in name:
            last = name.partition(",")[0]
        elif not IS_CJK.search(name):
            last = get_surname(name, country)
        else:  # in Japan the surname comes first
            last = parts[0 if country in {"JP", *SURNAME_FIRST} else -1] if len(parts) > 1 else ""
        if last and is_long_enough(last) and last not in names:
            found.add(last)
    return sorted(found)


class PersonRemoval:
    def __init__(self, plan: RemovalPlan, actor: Any) -> None:
        self.plan, self.actor = plan, actor
        self.removed = RemovedRecords(plan, Actor, actor.pk)

    def run(self) -> None:
        names = list_names(self.actor)
        self.plan.names = [name for name in names if is_long_enough(name)]
        self.plan.short_names = [name for name in names if name not in self.plan.names]
        self.removed.run()
        self.delete_redirects()
        withhold_records(self.plan, self.removed.ids)
        matcher = Matcher(self.plan.names)
        with_statements = Matcher([*self.plan.names, *self.list_statements()])
        WordScan(self.plan, matcher, {Correction: with_statements, LogEntry: with_statements}).run()
        self.blank_log()
        self.blank_corrections()
        note_events(self.plan)

    def list_statements(self) -> list[str]:
        """The present and former words of the removed statements."""
        found = set()
        for table, key in ((Quote, "pk__in"), (VERSIONS_OF_QUOTES, "id__in")):
            for keys in split_into_batches(self.removed.ids[Quote]):
                rows = table._base_manager.filter(**{key: keys}).values_list("exact", "paraphrase")
                found |= {words for row in rows for words in row}
        return sorted(words for words in found if is_long_enough(words))

    def delete_redirects(self) -> None:
        """From and to the person and the removed statements."""
        names = set(self.list_slugs())
        self.plan.former_names |= names
        for row in Redirect.objects.all():
            if {Name(row.old_type, row.old), Name(*row.target)} & names:
                self.plan.former_names.add(Name(row.old_type, row.old))
                self.plan.delete(Redirect, [row.pk])
        for row in VERSIONS_OF_REDIRECTS._base_manager.all():
            if {Name(row.old_type, row.old), Name(row.new_type or row.old_type, row.new)} & names:
                self.plan.delete(VERSIONS_OF_REDIRECTS, [row.pk])

    def list_slugs(self) -> Iterator[Name]:
        """The present and former slugs of the removed records."""
        for model, kind in TYPES.items():
            for keys in split_into_batches(self.removed.ids.get(model, ())):
                for table, key in ((model, "pk__in"), (model.history.model, "id__in")):  # type: ignore[attr-defined]
                    rows = table._base_manager.filter(**{key: keys})
                    yield from (Name(kind, slug) for slug in rows.values_list("slug", flat=True))

    # ---- log and corrections

    def blank_log(self) -> None:
        for model, keys in self.removed.ids.items():
            kind = ContentType.objects.filter(app_label=model._meta.app_label, model=model._meta.model_name)
            for some in split_into_batches(keys):
                about = LogEntry.objects.filter(content_type__in=kind, object_id__in=[str(key) for key in some])
                for entry in about.values_list("pk", flat=True):
                    self.plan.change(LogEntry, entry, {"object_repr": _("(removed)"), "change_message": ""}, 1)

    def blank_corrections(self) -> None:
        """Corrections contain former words of a statement."""
        for pk, stored in Correction.objects.values_list("pk", "changes"):
            changes = self.plan.changes[Correction].get(pk, {}).get("changes", stored)
            about = [one for one in changes if one["of"] == "statements" and one["key"] in self.removed.ids[Quote]]
            if about:
                new = [blank_change(one) if one in about else one for one in changes]
                self.plan.change(Correction, pk, {"changes": new}, len(about))


def blank_change(change: Values) -> Values:
    return {
        name: BLOCK * min(len(value), 3) if name in ("name", "before", "after") else value
        for name, value in change.items()
    }


def plan_person(plan: RemovalPlan, actor: Any) -> None:
    PersonRemoval(plan, actor).run()
