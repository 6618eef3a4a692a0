"""Whether the addresses of articles still lead to them. Asked by a command, never while somebody waits for a page."""

from .ask import Answer, ask, resolve
from .rounds import check, due, in_turn
from .targets import Refused, Target, is_public, target

__all__ = ["Answer", "Refused", "Target", "ask", "check", "due", "in_turn", "is_public", "resolve", "target"]
