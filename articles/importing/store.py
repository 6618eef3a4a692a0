"""Stores an article and its text. Details that an editor has entered are never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from django.utils.translation import gettext as _

from articles import normalisation

from ..models import Article, ArticleText, Outlet
from .details import Details, clean_line
from .identify import find_article, normalise_url
from .metadata import ProposedArticle
from .results import CannotImport, ImportOutcome, ImportResult
from .slugs import build_outlet_slug

UNKNOWN_SLUG, UNKNOWN_NAME = "unknown-outlet", "Unknown outlet"
TEXT_FIELDS = ("title", "author", "dateline", "published", "language", "url", "archive_url", "rights")
LONGEST_REASON = 100  # characters, as in the history's column


def store_article(name: str, given: Details, proposal: ProposedArticle, taken: Mapping[str, str]) -> ImportResult:
    """`taken` are the slugs already used by this import, with the names of the files."""
    text = normalisation.normalise(proposal.text)
    if not text.strip():
        raise CannotImport(_("no text was found in it"))
    article, slug = find_article(name, given, proposal.details, text)
    if article is None:
        article, notes = create_article(name, slug, given.fill_from(proposal.details))
        store_text(article, text, name)
        return ImportResult(name, ImportOutcome.NEW, article.slug, len(text), (*proposal.notes, *notes))
    refuse_second_file(article, text, taken)
    filled = fill_empty_fields(article, given.fill_from(proposal.details), name)
    notes = [
        *format_note(_("filled in: "), filled),
        *format_note(_("not changed: "), find_contradictions(article, given)),
    ]
    outcome = store_text(article, text, name)
    if outcome is ImportOutcome.UNCHANGED and filled:
        outcome = ImportOutcome.FILLED
    return ImportResult(name, outcome, article.slug, len(text), (*proposal.notes, *notes))


def create_article(name: str, slug: str, details: Details) -> tuple[Article, list[str]]:
    notes = [] if details.outlet else [_("outlet: %(name)s") % {"name": UNKNOWN_NAME}]
    article = Article(
        slug=slug,
        outlet=get_outlet(details),
        agency=get_agency(details),
        **{word: value for word in TEXT_FIELDS if (value := getattr(details, word))},
    )
    article.title = article.title or clean_line(PurePath(name).stem)
    article.full_clean()
    save_with_reason(article, name)
    return article, notes


def fill_empty_fields(article: Article, details: Details, name: str) -> list[str]:
    """Fill in empty fields only, and return their names."""
    new: dict[str, object] = {word: getattr(details, word) for word in TEXT_FIELDS if not getattr(article, word)}
    if article.outlet.slug == UNKNOWN_SLUG and details.outlet:
        new["outlet"] = get_outlet(details)
    if article.agency is None:
        new["agency"] = get_agency(details)
    new = {field: value for field, value in new.items() if value}
    if not new:
        return []
    if "url" in new and Article.objects.filter(url=new["url"]).exists():
        raise CannotImport(_("another article already has its address, %(url)s") % {"url": new["url"]})
    for field, value in new.items():
        setattr(article, field, value)
    article.full_clean(exclude={field.name for field in article._meta.fields} - new.keys())
    save_with_reason(article, name)
    return list(new)


def find_contradictions(article: Article, given: Details) -> list[str]:
    """Names of given details that differ from those of the article."""
    stored = {word: getattr(article, word) for word in (*TEXT_FIELDS, "slug")}
    differs = [word for word, value in stored.items() if getattr(given, word) not in ("", value)]
    if "url" in differs and normalise_url(given.url) == normalise_url(article.url):
        differs.remove("url")
    for role, body in (("outlet", article.outlet), ("agency", article.agency)):
        name = getattr(given, role)
        if name and body and not has_name(name, body.name, body.slug):
            differs.append(role)
    return differs


def store_text(article: Article, text: str, name: str) -> ImportOutcome:
    """Store the text, unless it is unchanged: this would only add a version to the history."""
    held: ArticleText | None = getattr(article, "held", None)
    if held is None:
        save_with_reason(ArticleText(article=article, body=text), name)
        return ImportOutcome.STORED
    if held.sha256 == normalisation.fingerprint(text):
        return ImportOutcome.UNCHANGED
    held.body = text
    save_with_reason(held, name)
    return ImportOutcome.CHANGED


def save_with_reason(record: Article | ArticleText, name: str) -> None:
    """With a reason for the history, because a command has no user."""
    record._change_reason = (_("imported from %(name)s") % {"name": clean_line(PurePath(name).name)})[:LONGEST_REASON]  # type: ignore[union-attr]
    record.save()


def refuse_second_file(article: Article, text: str, taken: Mapping[str, str]) -> None:
    """Otherwise two files that are the same article would replace each other at every import."""
    if article.slug in taken and article.text is not None and article.held.sha256 != normalisation.fingerprint(text):
        values = {"slug": article.slug, "other": taken[article.slug]}
        raise CannotImport(_("it is the same article (%(slug)s) as %(other)s, but its text is different") % values)


def get_outlet(details: Details) -> Outlet:
    if not details.outlet:
        return get_or_create_outlet(UNKNOWN_NAME, UNKNOWN_SLUG, Outlet.Kind.OTHER)
    return get_or_create_outlet(
        details.outlet, build_outlet_slug(details.outlet), Outlet.Kind.NEWSPAPER, details.outlet_country
    )


def get_agency(details: Details) -> Outlet | None:
    if not details.agency:
        return None
    return get_or_create_outlet(details.agency, build_outlet_slug(details.agency), Outlet.Kind.AGENCY)


def get_or_create_outlet(name: str, slug: str, kind: Outlet.Kind, country: str = "") -> Outlet:
    """By name, ignoring capitals (in Python, since SQLite folds ASCII only), or by slug."""
    matches = [known for known in Outlet.objects.order_by("pk") if has_name(name, known.name, known.slug)]
    if matches:
        return max(matches, key=lambda known: known.name == name)
    new = Outlet(name=name, slug=slug, kind=kind, country=country)
    new.full_clean()
    new.save()
    return new


def has_name(wanted: str, name: str, slug: str) -> bool:
    return wanted.casefold() == name.casefold() or slug in (wanted, build_outlet_slug(wanted))


def format_note(note: str, names: Iterable[str]) -> list[str]:
    joined = ", ".join(names)
    return [note + joined] if joined else []
