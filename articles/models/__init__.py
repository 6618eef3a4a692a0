from .anchored import CONTEXT_LENGTH, Anchored, AnchorState
from .articles import SLUG_HELP, Article, ArticleText, Outlet, SlugManager
from .checks import LinkCheck
from .public_fields import PublicField, ValueType

__all__ = [
    "CONTEXT_LENGTH",
    "SLUG_HELP",
    "AnchorState",
    "Anchored",
    "Article",
    "ArticleText",
    "LinkCheck",
    "Outlet",
    "PublicField",
    "SlugManager",
    "ValueType",
]
