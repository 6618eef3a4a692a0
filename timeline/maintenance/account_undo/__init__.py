"""Undo what one account has changed since a moment, as far as nobody else has built on it.

`undo` carries everything out in one transaction, or rolls it back and only reports what would be done. So a preview
names the same obstacles as the real thing.
"""

from .accounts import find_account, lock_account
from .report import FieldChange, UndoEntry, UndoOutcome, UndoReport
from .run import REASON, TooManyRecords, undo
from .since import parse_since

__all__ = [
    "REASON",
    "FieldChange",
    "TooManyRecords",
    "UndoEntry",
    "UndoOutcome",
    "UndoReport",
    "find_account",
    "lock_account",
    "parse_since",
    "undo",
]
