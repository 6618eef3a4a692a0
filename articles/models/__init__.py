from .anchored import CONTEXT_LENGTH, Anchored, AnchorState
from .articles import Article, ArticleText, Outlet, SlugManager

__all__ = ["CONTEXT_LENGTH", "AnchorState", "Anchored", "Article", "ArticleText", "Outlet", "SlugManager"]
