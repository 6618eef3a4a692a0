from . import actors, articles, events, quotes  # noqa: F401
