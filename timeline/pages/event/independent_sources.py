"""The articles that report an event, grouped by the outlet or agency that wrote them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Outlet
from timeline.filters.wording import join_all
from timeline.models import Citation, Event, Quote


@dataclass(frozen=True)
class Report:
    """An article, with the passages and statements taken from it."""

    article: Article
    cited: bool  # for the event itself; else only for statements
    passages: list[Citation]  # citations with recorded words
    statements: list[Quote]


@dataclass(frozen=True)
class Origin:
    """The author of a report: an outlet, or the agency whose report one or more outlets republish. Counts once."""

    outlet: Outlet
    reports: list[Report]

    @property
    def cited(self) -> bool:
        return any(report.cited for report in self.reports)

    @property
    def carriers(self) -> list[str]:
        """Other outlets that republish its report, each once."""
        return list(dict.fromkeys(str(r.article.outlet) for r in self.reports if r.article.outlet != self.outlet))

    @property
    def outlets(self) -> list[str]:
        return list(dict.fromkeys(str(report.article.outlet) for report in self.reports))


def group_by_origin(event: Event) -> list[Origin]:
    """Those cited for the event first, in order of publication."""
    citations, quotes = list(event.citations.all()), list(event.quotes.all())
    articles = list({one.article_id: one.article for one in [*citations, *quotes]}.values())
    by_origin: dict[int, list[Report]] = {}
    for article in articles:
        resting = [one for one in citations if one.article_id == article.pk]
        passages = [one for one in resting if one.exact]
        statements = [one for one in quotes if one.article_id == article.pk]
        by_origin.setdefault(article.origin_id, []).append(Report(article, bool(resting), passages, statements))
    found = [Origin(rs[0].article.agency or rs[0].article.outlet, rs) for rs in by_origin.values()]
    return sorted(found, key=lambda origin: not origin.cited)


def describe_independence(found: list[Origin]) -> list[str]:
    """The number of independent reports, by the rule of `EventQuerySet.corroborated`, in one or more sentences."""
    independent, others = [one for one in found if one.cited], [one for one in found if not one.cited]
    if len(independent) == 1:
        sentences = [_("Only one outlet reports this: %(outlet)s.") % {"outlet": independent[0].outlet}]
    else:
        count = ngettext("%(n)s independent report", "%(n)s independent reports", len(independent))
        counted = count % {"n": len(independent)}
        sides = _join_sides(report.article for one in independent for report in one.reports if report.cited)
        from_sides = _("%(count)s, from %(sides)s sources.") % {"count": counted, "sides": sides}
        sentences = [from_sides if sides else f"{counted}."]
    for one in found:
        if len(one.outlets) > 1:
            text = ngettext(
                "%(outlets)s republished the report by %(origin)s, which counts once.",
                "%(outlets)s republished the report by %(origin)s, which counts once.",
                len(one.carriers),
            )
            sentences.append(text % {"outlets": join_all(one.carriers), "origin": one.outlet})
    if others:
        names = join_all(str(one.outlet) for one in others)
        text = _("Cited for statements only: %(outlets)s.")
        sentences.append(text % {"outlets": names})
    return sentences


def _join_sides(articles: Iterable[Article]) -> str:
    here = {article.side for article in articles}
    names = {
        Article.Side.JP: _("Japanese"),
        Article.Side.RU: _("Russian"),
        Article.Side.US: _("US"),
        Article.Side.OTHER: _("third-country"),
        Article.Side.INTERNATIONAL: _("international"),
    }
    found = [name for side, name in names.items() if side in here]
    return join_all(found) if found else ""
