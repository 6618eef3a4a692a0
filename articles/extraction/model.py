"""Proposed statements: the spans of the words, of the speaker and of the cue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from articles.anchors.kinds import Kind


class Range(NamedTuple):
    """A range of a text, in code points."""

    start: int
    end: int

    def covers(self, other: Range) -> bool:
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Range) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class ProposedStatement:
    """A statement found in a text. A span is a pair of offsets; `names` is the speaker's fullest name in the text.

    `cue` and `speaker` are the words at their spans, joined by a space if there are several.
    """

    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    kind: Kind
    cue: str
    cue_spans: tuple[tuple[int, int], ...]
    speaker: str
    speaker_spans: tuple[tuple[int, int], ...]
    names: str


@dataclass
class Draft:
    """What an engine found in one sentence, before it is joined with others and trimmed."""

    content: list[Range]
    cue: list[Range] = field(default_factory=list)
    speaker: list[Range] = field(default_factory=list)
    meant: Range | None = None  # the antecedent of “who”
    announces: bool = False  # it ends with a colon: its words come next

    @property
    def start(self) -> int:
        return self.content[0].start

    @property
    def end(self) -> int:
        return self.content[-1].end

    @property
    def length(self) -> int:
        return sum(part.end - part.start for part in self.content)


def words_at(text: str, ranges: Iterable[Range]) -> str:
    return " ".join(text[start:end] for start, end in ranges)
