"""One function a page: what it shows, then how much of the page is asked for."""

from .actors import actor, actor_list
from .compare import compare
from .corrections import correction, corrections, corrections_feed
from .days import on_day, on_this_day, random_event
from .events import event, statement
from .feed import feed
from .lists import event_list
from .networks import network
from .previews import event_picture, picture
from .site import about, not_found, robots
from .sources import source, source_list
from .topics import topic, topic_list

__all__ = [
    "about",
    "actor",
    "actor_list",
    "compare",
    "correction",
    "corrections",
    "corrections_feed",
    "event",
    "event_list",
    "event_picture",
    "feed",
    "network",
    "not_found",
    "on_day",
    "on_this_day",
    "picture",
    "random_event",
    "robots",
    "source",
    "source_list",
    "statement",
    "topic",
    "topic_list",
]
