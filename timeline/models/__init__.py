from .actors import Actor, Post, Side, Topic
from .events import Citation, Event, public_articles
from .quotes import Quote

__all__ = ["Actor", "Citation", "Event", "Post", "Quote", "Side", "Topic", "public_articles"]
