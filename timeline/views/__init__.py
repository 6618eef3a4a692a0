"""One function a page: what it shows, then how much of the page is asked for."""

from .actors import actor, actor_list
from .days import on_day, on_this_day, random_event
from .events import event, statement
from .lists import event_list
from .site import not_found
from .sources import source, source_list
from .topics import topic, topic_list

__all__ = [
    "actor",
    "actor_list",
    "event",
    "event_list",
    "not_found",
    "on_day",
    "on_this_day",
    "random_event",
    "source",
    "source_list",
    "statement",
    "topic",
    "topic_list",
]
