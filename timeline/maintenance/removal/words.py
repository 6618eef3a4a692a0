"""Finding words in the database, and replacing them in each row.

Each character of the words becomes a block, so that the positions of anchors stay valid. A slug with the words becomes
“removed-” and the record's number; an address with them is emptied, because with blocks it would be broken.
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
from .columns import Kind, Model, TextColumn, find_record_key, list_columns, list_models
from .matching import BLOCK, Matcher
from .plan import RemovalPlan, Values, note_events

READ_AT_ONCE = 1000
ANCHOR = ("prefix", "exact", "suffix", "lead", "tail")
VERSIONS_OF_REDIRECTS: Model = Redirect.history.model
VERSIONS_OF_POSTS: Model = Post.history.model
SCANNED_SEPARATELY = (ArticleText, ShippedRecord, Redirect, VERSIONS_OF_REDIRECTS)

SIGNED_IN = (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY)

Matchers = dict[Model, Matcher]  # for some models, instead of the default matcher


class TextChange(NamedTuple):
    """An article's text before and after, and its new fingerprint."""

    before: str
    after: str
    sha256: str


class WordScan:
    """Adds to a plan the changes to all rows that contain the words, unless the plan deletes them."""

    def __init__(self, plan: RemovalPlan, matcher: Matcher, others: Matchers | None = None) -> None:
        self.plan, self.matcher, self.others = plan, matcher, others or {}
        self.texts: dict[str, TextChange] = {}  # by the fingerprint before

    def run(self) -> None:
        self.scan_texts()
        for model in list_models():
            if model not in SCANNED_SEPARATELY and list_columns(model):
                self.scan(model)
        self.scan_redirects()
        shipped.withhold_words(self.plan, self.matcher)
        self.scan_sessions()

    def get_matcher(self, model: Model) -> Matcher:
        return self.others.get(model, self.matcher)

    # ---- tables in general

    def scan(self, model: Model, kind: Kind | None = None) -> None:
        """All its columns, or those of one kind."""
        columns = [column for column in list_columns(model) if kind in (None, column.kind)]
        matcher, key = self.get_matcher(model), find_record_key(model)
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

    def scan_value(self, matcher: Matcher, column: TextColumn, row: Values, record: Any, values: Values) -> int:
        """Returns the number of places in one value."""
        value, places = row[column.name], 0
        if column.kind is Kind.JSON:
            new, places = matcher.redact_json(value, column.codes)
        elif column.kind is Kind.SLUG:
            new = f"removed-{record}"
            places = len(matcher.find_spans(value, in_slug=True, cut_end=len(value) == column.longest))
        elif column.kind is Kind.ADDRESS and matcher.matches_address(value):
            blocks, places = matcher.redact(value, in_slug=True)
            new, places = "" if column.may_be_empty else blocks, places or 1
        elif column.kind is Kind.TEXT:
            new, places = matcher.redact_column(value, cut_end=len(value) == column.longest)
        if places:
            values[column.name] = new
        return places

    # ---- articles' texts, and anchors in them

    def scan_texts(self) -> None:
        held = ArticleText.objects.order_by("pk").values_list("pk", "body", "before", "sha256")
        for key, body, before, sha256 in held.iterator(50):
            after, places = self.matcher.redact(body)
            values: Values = {}
            if places:
                self.texts[sha256] = TextChange(body, after, normalisation.fingerprint(after))
                self.plan.fingerprints[sha256] = self.texts[sha256].sha256
                values = {"body": after, "sha256": self.texts[sha256].sha256}
            earlier, more = self.matcher.redact(before)
            if more:
                values["before"] = earlier
            self.plan.change(ArticleText, key, values, places + more)

    def scan_anchor(self, row: Values) -> tuple[Values, int]:
        """Its parts change with the text or together: the words may be partly in the quotation, partly next to it."""
        text = self.texts.get(row["text_sha256"])
        if text and row["start"] is not None and text.before.startswith(row["exact"], row["start"]):
            found = self.follow_text(row, text)
        else:
            found = self.redact_together(row)
        values = {name: value for name, value in found.items() if value != row[name]}
        return values, sum(max(len(self.matcher.find_spans(row[name])), 1) for name in values)

    def follow_text(self, row: Values, text: TextChange) -> Values:
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
        """Adjacent parts are searched as one text."""
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
            found["exact"] = merge_blocks(found["exact"] if "exact" in found else parts[1], whole[first:last])
        return found

    # ---- redirects and sessions

    def scan_redirects(self) -> None:
        """Delete redirects whose former name contains the words; change those that lead to a slug that changes."""
        renamed = self.find_renamed_slugs()
        self.plan.former_names |= renamed.keys()
        for row in Redirect.objects.values("pk", "old_type", "old", "new_type", "new"):
            target = Name(row["new_type"] or row["old_type"], row["new"])
            if self.matcher.matches(row["old"], in_slug=True):
                self.plan.former_names.add(Name(row["old_type"], row["old"]))
                self.plan.delete(Redirect, [row["pk"]])
            elif target in renamed:
                self.plan.change(Redirect, row["pk"], {"new": renamed[target]}, 1)
            elif self.matcher.matches(row["new"], in_slug=True):
                self.plan.delete(Redirect, [row["pk"]])
        for row in VERSIONS_OF_REDIRECTS._base_manager.values("pk", "old", "new"):
            if any(self.matcher.matches(row[name], in_slug=True) for name in ("old", "new")):
                self.plan.delete(VERSIONS_OF_REDIRECTS, [row["pk"]])
        self.scan(Redirect, Kind.TEXT)
        self.scan(VERSIONS_OF_REDIRECTS, Kind.TEXT)

    def find_renamed_slugs(self) -> dict[Name, str]:
        """The new slugs of records, by type and old slug as in redirects."""
        found: dict[Name, str] = {}
        for model, kind in TYPES.items():
            slugs = {key: values["slug"] for key, values in self.plan.changes[model].items() if "slug" in values}
            stored = model._base_manager.filter(pk__in=list(slugs)).values_list("pk", "slug")
            found.update({Name(kind, slug): slugs[key] for key, slug in stored})
        return found

    def scan_sessions(self) -> None:
        """Unread messages of editors may contain the words."""
        for session in Session.objects.order_by("pk").iterator(READ_AT_ONCE):
            new, places = self.matcher.redact_json(session.get_decoded(), SIGNED_IN)
            if places:
                self.plan.sessions[session.pk] = Session.objects.encode(new)


def scan_words(plan: RemovalPlan, matcher: Matcher, others: Matchers | None = None) -> None:
    WordScan(plan, matcher, others).run()
    note_events(plan)


def merge_blocks(one: str, other: str) -> str:
    """A block wherever either has one."""
    return "".join(BLOCK if BLOCK in pair else pair[0] for pair in zip(one, other, strict=True))


def find_free_slug(model: Model, record: Any, slug: str) -> str:
    """The slug, with a number if another record has it; versions get the slug of their record."""
    owner: Model = getattr(model, "instance_type", model)
    found, number = slug, 1
    while owner._base_manager.filter(slug=found).exclude(pk=record).exists():
        number += 1
        found = f"{slug}-{number}"
    return found
