from .actors import Actor, Post, Side, Topic
from .corrections import Correction
from .events import Citation, Event, public_articles
from .quotes import Quote

__all__ = ["Actor", "Citation", "Correction", "Event", "Post", "Quote", "Side", "Topic", "public_articles"]
