from . import actors, events, quotes  # noqa: F401
