from .. import spreadsheets  # noqa: F401
from . import actors, articles, events, quotes, redirects, shipped  # noqa: F401
