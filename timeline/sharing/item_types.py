"""The type of item that an article is in a reference manager, as Zotero calls it."""

from __future__ import annotations

from articles.models import Article, Outlet

BY_KIND: dict[str, str] = {
    Article.Kind.REPORT: "report",
    Article.Kind.TREATY: "document",
    Article.Kind.ENCYCLOPEDIA: "encyclopediaArticle",
}


def get_zotero_type(article: Article) -> str:
    """As in `articles.citations`: articles of newspapers are newspaper articles, pages of other outlets web pages."""
    if article.outlet.kind == Outlet.Kind.NEWSPAPER:
        return "newspaperArticle"
    return BY_KIND.get(article.kind, "webpage")
