from .anchored import CONTEXT_LENGTH, Anchored, AnchorState
from .articles import Article, ArticleText, Outlet, SlugManager
from .checks import LinkCheck

__all__ = ["CONTEXT_LENGTH", "AnchorState", "Anchored", "Article", "ArticleText", "LinkCheck", "Outlet", "SlugManager"]
