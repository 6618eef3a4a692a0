"""Detects whether the words around a date are about the past or the future.

The last cue before the date in its sentence decides, as in “said Thursday” and “said he would leave Thursday”; without
one, the first cue after it. This is a heuristic: it uses words, not grammar.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

Tense = Literal["past", "future"]

REACH = 160  # code points examined on either side, within the sentence

_VERB = r"(?:\ (?:not|also|then|now|be|n['’]t|\w+ly)\b){0,3}(?:\ [a-z]+)?"
_CUE = re.compile(
    r"""
    (?P<past>
        (?:had|has|have)\ (?:\w+\ )?been\ (?:set|due|scheduled|expected|planned)\b
      | \b(?:ended|expired)\b
    )
  | (?P<future>  # with the verb that follows: “will be paid” is not past
        (?:\b(?:will|shall|wo)\b|['’]ll\b|\bto\ be\b) <VERB>
      | \b(?:set|due|slated|scheduled|scheduling|planned|planning|timed|bound|expected|expecting|proposed|supposed)\b
        (?=\ (?:for|to|on|in|at|by|next|later|this|tomorrow|early|late|mid|[A-Z0-9]))(?:\ to\ (?:be\ )?[a-z]+)?
      | \b(?:is|are|was|were|be|been)\ (?:also\ |now\ )?(?:to\b|(?:expected|scheduled|planned|slated|due)\b(?:\ to\b)?)
            <VERB>
      | \b(?:postponed|delayed|extended|adjourned|rescheduled|moved|put\ off)\ (?:until|till|to|for|through)\b
      | \b(?:plan|expect|hope|intend|aim|want|promise|vow|pledge|seek|propose|await)s?\b
      | (?<!to\ )\bexpires?\b
      | \b(?:planning|hoping|intending|aiming|preparing|seeking|going|expiring|looking)\ (?:to|for)\b
      | \b(?:to\ take|upcoming|forthcoming|ahead\ of|payable|effective|deadline|redeemable|pending)\b
      | \b(?:arrives|leaves|departs|begins|starts|opens|convenes|resumes|takes\ place)\b
    )
  | (?P<modal>\b(?:would|may|might|can|could|should|must|cannot)\b <VERB>)
  | (?P<said>
        \b(?:said|was|were|had|has|have|did|told|made|met|held|began|took|came|went|left|rose|fell|spoke|gave|saw|got
            |won|lost|became|sent|brought|put|flew|hit|cut|shot|struck|broke|drew|grew|knew|led|fought|stood|kept
            |found|built|bought|sold|paid|ran|swore|wrote|chose|drove|threw|withdrew|underwent|sank|forecast)\b
      | (?<!\bthe\ )(?<!\ba\ )(?<!\ban\ )(?<!\bits\ )(?<!\btheir\ )(?<!\bhis\ )(?<!\bher\ )  # “the disputed islands”
        \b(?!un|(?:need|indeed|speed|exceed|proceed|succeed|hundred|seed|feed|bleed|breed|sacred|armed|allied)\b)
        [a-z]{2,20}ed\b
    )
    """.replace("<VERB>", _VERB),
    re.VERBOSE,
)


class Cues:
    """The cues of a text, found once."""

    def __init__(self, text: str) -> None:
        cues = list(_CUE.finditer(text))
        self.starts = [cue.start() for cue in cues]
        self.kinds = [cue.lastgroup for cue in cues]

    def detect_tense(self, start: int, end: int, first: int, last: int) -> Tense | None:
        """The tense for a date from `start` to `end` in a sentence from `first` to `last`."""
        before = bisect_left(self.starts, start) - 1
        if before >= 0 and self.starts[before] >= max(first, start - REACH):
            return "past" if self.kinds[before] in ("past", "said") else "future"
        after = bisect_left(self.starts, end)
        if after == len(self.starts) or self.starts[after] >= min(last, end + REACH):
            return None
        if self.kinds[after] == "modal":
            return None  # “Monday’s debate might not help”: it may be over
        return "future" if self.kinds[after] == "future" else "past"
