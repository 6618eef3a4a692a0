"""Undo the changes of one account since a given time, unless others have changed the records since.

`undo` does everything in one transaction, and for a preview rolls it back. So a preview reports the same obstacles.
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
