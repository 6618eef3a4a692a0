"""Where given words are in the database, and what replaces them in each row.

Each character of the words becomes a block, so that everything after them stays where it was: anchors hold. A slug with
the words becomes “removed-” and the record's number; an address with them is emptied, because with blocks it would lead
nowhere.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.text import slugify

from articles import normalisation
from articles.models import CONTEXT_LENGTH, ArticleText
from timeline.models import Post, Redirect, ShippedRecord
from timeline.models.redirects import Name
from timeline.sharing.redirects import TYPES

from . import shipped
from .columns import Column, Kind, Model, all_models, columns_of, record_key
from .matching import BLOCK, Matcher
from .plan import Plan, Values, note_events

READ_AT_ONCE = 1000
ANCHOR = ("prefix", "exact", "suffix", "lead", "tail")
VERSIONS_OF_REDIRECTS: Model = Redirect.history.model
VERSIONS_OF_POSTS: Model = Post.history.model
OWN_WAY = (ArticleText, ShippedRecord, Redirect, VERSIONS_OF_REDIRECTS)

SIGNED_IN = (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY)

Matchers = dict[Model, Matcher]  # for single models, in place of the one for all


class Text(NamedTuple):
    """An article's text before and after, and its new fingerprint."""

    before: str
    after: str
    sha256: str


class Scan:
    """Adds to a plan what becomes of the words in every row that the plan does not delete anyway."""

    def __init__(self, plan: Plan, matcher: Matcher, others: Matchers | None = None) -> None:
        self.plan, self.matcher, self.others = plan, matcher, others or {}
        self.texts: dict[str, Text] = {}  # by the fingerprint before

    def run(self) -> None:
        self.scan_texts()
        for model in all_models():
            if model not in OWN_WAY and columns_of(model):
                self.scan(model)
        self.scan_redirects()
        shipped.withhold_words(self.plan, self.matcher)
        self.scan_sessions()

    def matcher_of(self, model: Model) -> Matcher:
        return self.others.get(model, self.matcher)

    # ---- tables in general

    def scan(self, model: Model, kind: Kind | None = None) -> None:
        """All its columns with words, or those of one kind."""
        columns = [column for column in columns_of(model) if kind in (None, column.kind)]
        matcher, key = self.matcher_of(model), record_key(model)
        names = {"pk", key, *(column.name for column in columns)}
        is_anchored = {*ANCHOR, "start", "text_sha256"} <= {field.attname for field in model._meta.concrete_fields}
        if is_anchored:
            names |= {"start", "text_sha256"}
        for row in model._base_manager.order_by("pk").values(*names).iterator(READ_AT_ONCE):
            if row["pk"] in self.plan.deletions[model]:
                continue
            values, places = self.scan_anchor(row) if is_anchored else ({}, 0)
            for column in columns:
                if not (is_anchored and column.name in ANCHOR) and row[column.name]:
                    places += self.scan_value(matcher, column, row, row[key], values)
            if model in (Post, VERSIONS_OF_POSTS) and {"title", "office"} & values.keys():
                values["office"] = slugify(values.get("title", row["title"]))
            if slug := values.get("slug"):
                values["slug"] = find_free_slug(model, row[key], slug)
            self.plan.change(model, row["pk"], values, places)

    def scan_value(self, matcher: Matcher, column: Column, row: Values, record: Any, values: Values) -> int:
        """The number of places in one value."""
        value, places = row[column.name], 0
        if column.kind is Kind.JSON:
            new, places = matcher.redact_json(value, column.codes)
        elif column.kind is Kind.SLUG:
            new = f"removed-{record}"
            places = len(matcher.spans(value, in_slug=True, cut_end=len(value) == column.longest))
        elif column.kind is Kind.ADDRESS and matcher.finds_in_address(value):
            blocks, places = matcher.redact(value, in_slug=True)
            new, places = "" if column.may_be_empty else blocks, places or 1
        elif column.kind is Kind.TEXT:
            new, places = matcher.redact_column(value, cut_end=len(value) == column.longest)
        if places:
            values[column.name] = new
        return places

    # ---- articles' texts, and words with a place in them

    def scan_texts(self) -> None:
        held = ArticleText.objects.order_by("pk").values_list("pk", "body", "before", "sha256")
        for key, body, before, sha256 in held.iterator(50):
            after, places = self.matcher.redact(body)
            values: Values = {}
            if places:
                self.texts[sha256] = Text(body, after, normalisation.fingerprint(after))
                self.plan.fingerprints[sha256] = self.texts[sha256].sha256
                values = {"body": after, "sha256": self.texts[sha256].sha256}
            earlier, more = self.matcher.redact(before)
            if more:
                values["before"] = earlier
            self.plan.change(ArticleText, key, values, places + more)

    def scan_anchor(self, row: Values) -> tuple[Values, int]:
        """Its parts follow the text, or each other: words may stand half in the statement, half beside it."""
        text = self.texts.get(row["text_sha256"])
        if text and row["start"] is not None and text.before.startswith(row["exact"], row["start"]):
            found = self.follow_text(row, text)
        else:
            found = self.redact_together(row)
        values = {name: value for name, value in found.items() if value != row[name]}
        return values, sum(max(len(self.matcher.spans(row[name])), 1) for name in values)

    def follow_text(self, row: Values, text: Text) -> Values:
        start = row["start"]
        end = start + len(row["exact"])
        found: Values = {"exact": text.after[start:end]}
        for name in ("prefix", "lead"):
            words = row[name].removeprefix("…") if name == "lead" else row[name]
            if text.before.endswith(words, 0, start):
                found[name] = row[name][: len(row[name]) - len(words)] + text.after[start - len(words) : start]
        for name in ("suffix", "tail"):
            words = row[name].removesuffix("…") if name == "tail" else row[name]
            if text.before.startswith(words, end):
                found[name] = text.after[end : end + len(words)] + row[name][len(words) :]
        together = self.redact_together(row)
        return {name: found.get(name, together[name]) for name in ANCHOR}

    def redact_together(self, row: Values) -> Values:
        """What adjoins is searched as one."""
        found: Values = {}
        for before, after in (("prefix", "suffix"), ("lead", "tail")):
            parts = [row[before], row["exact"], row[after]]
            is_cut = before == "prefix"
            whole, _n = self.matcher.redact(
                "".join(parts),
                cut_start=is_cut and len(parts[0]) == CONTEXT_LENGTH,
                cut_end=is_cut and len(parts[2]) == CONTEXT_LENGTH,
            )
            first, last = len(parts[0]), len(parts[0]) + len(parts[1])
            found[before], found[after] = whole[:first], whole[last:]
            found["exact"] = both(found["exact"] if "exact" in found else parts[1], whole[first:last])
        return found

    # ---- what must not lead back to the words

    def scan_redirects(self) -> None:
        """A former name with the words goes; one that leads to a record whose slug is changed leads to the new slug."""
        renamed = self.renamed()
        self.plan.former_names |= renamed.keys()
        for row in Redirect.objects.values("pk", "old_type", "old", "new_type", "new"):
            target = Name(row["new_type"] or row["old_type"], row["new"])
            if self.matcher.finds(row["old"], in_slug=True):
                self.plan.former_names.add(Name(row["old_type"], row["old"]))
                self.plan.delete(Redirect, [row["pk"]])
            elif target in renamed:
                self.plan.change(Redirect, row["pk"], {"new": renamed[target]}, 1)
            elif self.matcher.finds(row["new"], in_slug=True):
                self.plan.delete(Redirect, [row["pk"]])
        for row in VERSIONS_OF_REDIRECTS._base_manager.values("pk", "old", "new"):
            if any(self.matcher.finds(row[name], in_slug=True) for name in ("old", "new")):
                self.plan.delete(VERSIONS_OF_REDIRECTS, [row["pk"]])
        self.scan(Redirect, Kind.TEXT)
        self.scan(VERSIONS_OF_REDIRECTS, Kind.TEXT)

    def renamed(self) -> dict[Name, str]:
        """The new slug of each record whose slug is changed, by the type and the slug that a redirect names."""
        found: dict[Name, str] = {}
        for model, kind in TYPES.items():
            slugs = {key: values["slug"] for key, values in self.plan.changes[model].items() if "slug" in values}
            stored = model._base_manager.filter(pk__in=list(slugs)).values_list("pk", "slug")
            found.update({Name(kind, slug): slugs[key] for key, slug in stored})
        return found

    def scan_sessions(self) -> None:
        """Messages that an editor has not seen yet may have the words."""
        for session in Session.objects.order_by("pk").iterator(READ_AT_ONCE):
            new, places = self.matcher.redact_json(session.get_decoded(), SIGNED_IN)
            if places:
                self.plan.sessions[session.pk] = Session.objects.encode(new)


def scan_words(plan: Plan, matcher: Matcher, others: Matchers | None = None) -> None:
    Scan(plan, matcher, others).run()
    note_events(plan)


def both(one: str, other: str) -> str:
    """Blocks where either has one."""
    return "".join(BLOCK if BLOCK in pair else pair[0] for pair in zip(one, other, strict=True))


def find_free_slug(model: Model, record: Any, slug: str) -> str:
    """The slug, or the same with a number where another record has it; versions have the slug of their record."""
    owner: Model = getattr(model, "instance_type", model)
    found, number = slug, 1
    while owner._base_manager.filter(slug=found).exclude(pk=record).exists():
        number += 1
        found = f"{slug}-{number}"
    return found
