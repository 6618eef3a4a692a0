"""Undo what one account has changed since a moment, as far as nobody else has built on it.

`undo` carries everything out in one transaction, or rolls it back and only reports what would be done. So a preview
names the same obstacles as the real thing.
"""

from .accounts import find_account, lock_account
from .report import Change, Entry, Outcome, Report
from .run import REASON, TooMany, undo
from .since import parse_since

__all__ = [
    "REASON",
    "Change",
    "Entry",
    "Outcome",
    "Report",
    "TooMany",
    "find_account",
    "lock_account",
    "parse_since",
    "undo",
]
