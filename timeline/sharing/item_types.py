"""What sort of item an article becomes in a reference manager, in Zotero's names."""

from __future__ import annotations

from articles.models import Article, Outlet

BY_KIND: dict[str, str] = {
    Article.Kind.REPORT: "report",
    Article.Kind.TREATY: "document",
    Article.Kind.ENCYCLOPEDIA: "encyclopediaArticle",
}


def zotero_type(article: Article) -> str:
    """As `articles.citations` cites it: what a newspaper prints is its article, other outlets' pages are web pages."""
    if article.outlet.kind == Outlet.Kind.NEWSPAPER:
        return "newspaperArticle"
    return BY_KIND.get(article.kind, "webpage")
