"""stub: interface only"""
from __future__ import annotations
import datetime as dt
from dataclasses import dataclass
FIRST_DAY, LAST_DAY = dt.date.min, dt.date.max
@dataclass(frozen=True)
class Span:
    edtf: str
    earliest: dt.date
    latest: dt.date
    @property
    def sort_date(self) -> dt.date:
        return self.earliest if self.earliest != FIRST_DAY else self.latest
def parse(edtf: str) -> Span:
    d = dt.date.fromisoformat(edtf)
    return Span(edtf, d, d)
def bounds(edtf: str) -> tuple[dt.date, dt.date]:
    if not edtf:
        return FIRST_DAY, LAST_DAY
    s = parse(edtf)
    return s.earliest, s.latest
def validate(edtf: str) -> None:
    parse(edtf)
def label(edtf: str, language: str = "en") -> str:
    return edtf
