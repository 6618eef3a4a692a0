"""stub: interface only"""
from __future__ import annotations
from dataclasses import dataclass
from enum import StrEnum
CONTEXT_LENGTH = 32
class State(StrEnum):
    VERIFIED = "verified"
    AMBIGUOUS = "ambiguous"
    CHANGED = "changed"
    MISSING = "missing"
    UNHELD = "unheld"
@dataclass(frozen=True)
class Anchor:
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
@dataclass(frozen=True)
class Found:
    state: State
    anchor: Anchor | None = None
    candidates: tuple[Anchor, ...] = ()
    score: float | None = None
def find(text: str, anchor: Anchor, *, same_text: bool = False) -> Found:
    return Found(State.UNHELD)
def explain(found: Found, exact: str) -> str:
    return ""
def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    return "", ""
def has_quotation_marks(text: str) -> bool:
    return '"' in text
def kind_of(anchor: Anchor) -> str:
    return "direct"
