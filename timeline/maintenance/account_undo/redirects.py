"""Redirects from former names. Most are made by renaming a record, and undone with it.

Restoring a slug records another rename (`timeline.sharing.redirects`), so redirects come after everything else. Only
those that the account itself made, changed or deleted are then left to undo.
"""

from __future__ import annotations

from typing import Any

from timeline.models import Post, Redirect
from timeline.sharing.redirects import TYPES

from .jobs import DeleteJob, RestoreJob
from .marking import is_marked
from .report import UndoEntry

MODELS: dict[str, Any] = {name: model for model, name in TYPES.items()}


class RestoreRedirect(RestoreJob):
    """Restore a redirect, replacing one from the same name that this undo has just made."""

    def run(self) -> UndoEntry | None:
        gone = self.trail.versions[-1].row
        twin = Redirect.objects.filter(old_type=gone.old_type, old=gone.old).exclude(pk=self.trail.key).first()
        if twin and all(is_marked(version) for version in twin.history.all()):
            twin.delete()
        return super().run()


class DeleteRedirect(DeleteJob):
    """Delete a redirect that the account made, unless a record was actually renamed so."""

    def run(self) -> UndoEntry | None:
        redirect = self.trail.load_record()
        return None if redirect is None or is_true(redirect) else super().run()


def is_true(redirect: Redirect) -> bool:
    """Whether the record that it leads to has had the former name."""
    kind, name = redirect.target
    if kind != redirect.old_type:
        return False
    if kind == Redirect.Type.OFFICE:
        held = Post.objects.filter(office=name).values("pk")
        return bool(Post.history.filter(id__in=held, office=redirect.old).exists())
    model = MODELS.get(kind)
    record = model._base_manager.filter(slug=name).first() if model else None
    return record is not None and bool(record.history.filter(slug=redirect.old).exists())
