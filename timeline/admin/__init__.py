from .. import spreadsheets  # noqa: F401
from . import actors, articles, events, quotes  # noqa: F401
