"""Whether the addresses of articles still lead to them. Asked by a command, never while somebody waits for a page."""

from .address_policy import Refused, Target, is_public, target
from .fetch import Answer, ask, resolve
from .schedule import check, due, in_turn

__all__ = ["Answer", "Refused", "Target", "ask", "check", "due", "in_turn", "is_public", "resolve", "target"]
