"""The sheets of this app; `articles.spreadsheets` has the common code."""

from . import actors, events, quotes

__all__ = ["actors", "events", "quotes"]
