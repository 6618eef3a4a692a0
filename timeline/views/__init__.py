"""One function a page: what it shows, then how much of the page is asked for."""

from .actors import actor, actor_list
from .compare import compare
from .events import event, statement
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
    "event",
    "event_list",
    "event_picture",
    "network",
    "not_found",
    "picture",
    "robots",
    "source",
    "source_list",
    "statement",
    "topic",
    "topic_list",
]
