from timeline import spreadsheets  # noqa: F401

from . import accounts, actors, articles, events, quotes, redirects, shipped  # noqa: F401
