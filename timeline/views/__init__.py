"""One function a page: what it shows, then how much of the page is asked for."""

from .actors import actor, actor_list
from .corrections import correction, corrections, corrections_feed
from .events import event, statement
from .lists import event_list
from .site import not_found
from .sources import source, source_list
from .topics import topic, topic_list

__all__ = [
    "actor",
    "actor_list",
    "correction",
    "corrections",
    "corrections_feed",
    "event",
    "event_list",
    "not_found",
    "source",
    "source_list",
    "statement",
    "topic",
    "topic_list",
]
