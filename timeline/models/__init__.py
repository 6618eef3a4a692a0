from .actors import Actor, Post, Side, Topic
from .events import Citation, Event, public_articles
from .proposals import Proposal
from .quotes import Quote

__all__ = ["Actor", "Citation", "Event", "Post", "Proposal", "Quote", "Side", "Topic", "public_articles"]
