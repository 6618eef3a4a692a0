"""What happened and who said it, as sheets; the machinery is `articles.spreadsheets`."""

from . import actors, events, quotes

__all__ = ["actors", "events", "quotes"]
