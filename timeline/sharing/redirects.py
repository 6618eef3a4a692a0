"""Redirects from former slugs and filter values to the present ones, for pages and for parameters.

A rename is recorded whenever a record is saved. A redirect applies only if the name is no longer in use: a record that
has the name today comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse

from articles import former_slugs
from articles.models import Article, Outlet
from timeline.filters import querystring

from ..models import Actor, Event, Post, Quote, Redirect, Topic, public_articles
from ..models.redirects import Name

LONGEST_CHAIN = 10  # renames followed; more would be a circle

TYPES: dict[type[Model], str] = {
    Event: "event",
    Quote: "statement",
    Actor: "actor",
    Topic: "topic",
    Article: "source",
    Outlet: "outlet",
}


# ---- recording


def record_rename(old: Name, new: Name, note: str = "") -> None:
    """From now on `old` redirects to `new`, and so does everything that redirected to `old`."""
    if old == new:
        return
    new_type = "" if old.type == new.type else new.type
    with transaction.atomic():
        for earlier in Redirect.objects.filter(new=old.slug):
            if earlier.target == old:
                earlier.new, earlier.new_type = new.slug, "" if earlier.old_type == new.type else new.type
                earlier.delete() if (earlier.old_type, earlier.old) == new else earlier.save()
        Redirect.objects.filter(old_type=new.type, old=new.slug).delete()  # the name is in use again
        made, _created = Redirect.objects.get_or_create(
            old_type=old.type, old=old.slug, defaults={"new": new.slug, "new_type": new_type, "note": note}
        )
        if made.target != new:
            made.new, made.new_type, made.note = new.slug, new_type, note
            made.save()


def is_saving(field: str, update_fields: Iterable[str] | None) -> bool:
    return update_fields is None or field in update_fields


def remember_slug(sender: type[Model], instance: Any, raw: bool, update_fields: Any, using: str, **kwargs: Any) -> None:
    instance._slug_stored = ""
    if not raw and instance.pk and is_saving("slug", update_fields):
        stored = sender._base_manager.using(using).filter(pk=instance.pk).values_list("slug", flat=True)
        instance._slug_stored = stored.first() or ""


def follow_slug(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if (stored := instance._slug_stored) and stored != instance.slug:
        record_rename(Name(TYPES[sender], stored), Name(TYPES[sender], instance.slug))


for model in TYPES:
    pre_save.connect(remember_slug, sender=model)
    post_save.connect(follow_slug, sender=model)


@receiver(pre_save, sender=Post)
def remember_office(instance: Any, raw: bool, using: str, **kwargs: Any) -> None:
    stored = Post.objects.using(using).filter(pk=instance.pk).values_list("office", flat=True)
    instance._office_stored = "" if raw or not instance.pk else stored.first() or ""


@receiver(post_save, sender=Post)
def follow_office(instance: Any, using: str, **kwargs: Any) -> None:
    """An office is a filter's value as long as a post has it: renaming the last such post renames it."""
    stored = instance._office_stored
    if stored and stored != instance.office and not Post.objects.using(using).filter(office=stored).exists():
        record_rename(Name("office", stored), Name("office", instance.office))


# ---- redirecting


def find_name(old: Name) -> Name | None:
    """The present name for a former one; None if it never was one."""
    found = old
    for _step in range(LONGEST_CHAIN):
        redirect = Redirect.objects.filter(old_type=found.type, old=found.slug).first()
        if redirect is None:
            return found if found != old else None
        found = redirect.target
    return None


def find_present_slug(model: type[Model], slug: str) -> str:
    """The present slug of the record that once had this one."""
    found = find_name(Name(TYPES[model], slug)) if model in TYPES else None
    return found.slug if found else ""


former_slugs.SLUG_FINDERS.append(find_present_slug)


class RecordPage(NamedTuple):
    """The address of a type of record, and its records that readers see."""

    view: str
    records: Callable[[], Any]


PAGES = {
    "event": RecordPage("timeline:event", lambda: Event.objects.public()),
    "statement": RecordPage("timeline:statement", lambda: Quote.objects.public()),
    "actor": RecordPage("timeline:actor", lambda: Actor.objects.public()),
    "topic": RecordPage("timeline:topic", Topic.objects.all),
    "source": RecordPage("timeline:source", public_articles),
}
PICTURES = {"event_picture": "event"}  # by the name of a view, the type of its record


def find_page(request: HttpRequest) -> str | None:
    """The present address of the page of a renamed record, with the same query string."""
    match = request.resolver_match
    if match is None or match.app_names != ["timeline"] or "slug" not in match.kwargs:
        return None
    name = match.url_name or ""
    found = find_name(Name(PICTURES.get(name, name), match.kwargs["slug"]))
    if found is None or found.type not in PAGES or not is_shown(found):
        return None
    view = match.view_name if name in PICTURES and PICTURES[name] == found.type else PAGES[found.type].view
    query = request.META.get("QUERY_STRING", "")
    return reverse(view, args=[found.slug]) + (f"?{query}" if query else "")


def is_shown(name: Name) -> bool:
    """Whether readers may know the name: a record that has a page is only named while they see it."""
    return name.type not in PAGES or PAGES[name.type].records().filter(slug=name.slug).exists()


class RenamedValue(Exception):
    """A parameter has a former value: `address` is the same page with the present one."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def replace_former_values(data: QueryDict, unknown: Iterable[Name]) -> querystring.Pairs | None:
    """The parameters with present values instead of the former ones among `unknown`; None if there are none."""
    present: dict[tuple[str, str], str] = {}
    for old in unknown:
        new = find_name(old)
        if new is not None and new.type == old.type and is_shown(new):
            present[old] = new.slug
    if not present:
        return None
    return tuple(sorted({(name, present.get((name, value), value)) for name, value in querystring.list_pairs(data)}))


class RedirectMiddleware:
    """Answers with 301 where a page or a parameter has been renamed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        address = None
        if isinstance(exception, RenamedValue):
            address = exception.address
        elif isinstance(exception, Http404):
            address = find_page(request)
        return HttpResponsePermanentRedirect(address) if address else None
