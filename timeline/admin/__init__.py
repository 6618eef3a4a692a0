from .. import spreadsheets  # noqa: F401
from . import actors, events, quotes  # noqa: F401
