from .actors import Actor, Post, Side, Topic
from .corrections import Correction
from .events import Citation, Event, public_articles
from .proposals import Proposal
from .quotes import Quote
from .redirects import Redirect
from .shipped import ShippedRecord, ShippedRelease

__all__ = [
    "Actor",
    "Citation",
    "Correction",
    "Event",
    "Post",
    "Proposal",
    "Quote",
    "Redirect",
    "ShippedRecord",
    "ShippedRelease",
    "Side",
    "Topic",
    "public_articles",
]
