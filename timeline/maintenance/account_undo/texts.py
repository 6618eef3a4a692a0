"""Texts of articles. The history has only their fingerprints, but the previous text is stored with the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles import normalisation, trash
from articles.models import Anchored, Article, ArticleText

from .histories import Version
from .jobs import Job, Obstacle
from .report import FieldChange, UndoEntry, UndoOutcome
from .traces import Blank, trace_changes


class TextJob(Job):
    """Restore the text that the account replaced, or remove the one it added."""

    def run(self) -> UndoEntry | None:
        text = self.trail.load_record()
        if text is None:
            return self.describe_absent()
        return self.remove(text) if self.traces.is_deleted else self.restore_previous(text)

    def make_entry(self, outcome: UndoOutcome, record: Any, **fields: Any) -> UndoEntry:
        """Named after the article: the text itself has no name."""
        article = Article._base_manager.filter(pk=self.trail.key).first()
        name = trash.get_display_name(article) if article else str(self.trail.key)
        return UndoEntry(outcome, self.model, self.trail.key, name, **fields)

    def describe_absent(self) -> UndoEntry | None:
        if not self.traces.is_restored:
            return None
        raise Obstacle(_("The account deleted the text, and the history does not contain texts. Add the text again."))

    def remove(self, text: ArticleText) -> UndoEntry:
        """A text does not go to the trash, so it is not removed if others have worked with it."""
        if other := self.find_change_by_others():
            message = _("The account added the text, but it has since been replaced by %(who)s.")
            raise Obstacle(message % {"who": other.describe()})
        if taken := [f"“{trash.get_display_name(one)}”" for one in self.find_quotes_by_others(text)]:
            message = _("The account added the text, but others have quoted from it since: %(records)s.")
            raise Obstacle(message % {"records": "; ".join(taken[:3])})
        note = _("The text cannot be restored from the trash.")
        entry = self.make_entry(UndoOutcome.DELETED, text, notes=[note])
        text.delete()
        return entry

    def find_quotes_by_others(self, text: ArticleText) -> Iterator[Any]:
        """Records of others with words from the text, made since it was added."""
        stored = next(one.row for one in self.trail.versions if one.is_account)
        for relation in Article._meta.related_objects:
            model: Any = relation.related_model
            if issubclass(model, Anchored):
                made = model.history.filter(article=text.pk, history_type="+", history_date__gt=stored.history_date)
                others = made.exclude(history_user=stored.history_user_id)
                yield from model._base_manager.filter(pk__in=others.order_by().values("id"))

    def find_change_by_others(self) -> Version | None:
        trace = self.trace()
        return trace.after if trace else None

    def trace(self) -> Any:
        ends = [(end, end.row.sha256) for end in self.traces.ends]
        return trace_changes(ends, self.traces.first, str.__eq__)

    def restore_previous(self, text: ArticleText) -> UndoEntry | None:
        trace = self.trace()
        if trace is None or text.sha256 == trace.before or trace.before is Blank.NOTHING:
            return None
        if trace.after or text.sha256 != trace.left:
            who = trace.after.describe() if trace.after else _("the history does not say by whom")
            problem = _("The account replaced the text, but it has been replaced again since: %(who)s.")
            raise Obstacle(problem % {"who": who})
        if normalisation.fingerprint(text.before) != trace.before:
            raise Obstacle(
                _("The account replaced the text more than once, so the original is lost. Add the text again.")
            )
        change = FieldChange(str(ArticleText._meta.get_field("body").verbose_name), text.body, text.before)
        text.body = text.before
        text.save()
        return self.make_entry(UndoOutcome.CHANGED, text, changes=[change])
