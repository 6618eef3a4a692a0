"""The data that comes with the program (`fixtures/`), and how a site gets it without losing its editors' work.

`docs/adr/0016-shipped-data-beside-editors-work.md` has the decision and its reasons.
"""

from __future__ import annotations

from .fixtures import MODELS, BadRelease, read_release
from .fixtures import fixture_files as fixtures
from .report import UpdateReport
from .update import OlderRelease, is_filled, is_loaded, update_site

__all__ = [
    "ARTICLES",
    "MODELS",
    "BadRelease",
    "OlderRelease",
    "UpdateReport",
    "fixtures",
    "is_filled",
    "is_loaded",
    "load",
    "read_release",
    "update_site",
]

ARTICLES = "articles-2007-2018"  # the folder of the two articles' own data, which can be loaded without the rest


def load(folder: str = "") -> int:
    """Load the shipped data, or one folder of it; editors' work stays. Returns the number of events."""
    return update_site(read_release(folder)).events
