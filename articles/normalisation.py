"""How an article's text is stored: one rule, numbered, so that offsets mean the same everywhere.

Rule 1 keeps the words as they were published and removes only what nobody can see or no database can hold:

1. Line ends (CRLF, CR, U+0085, U+2028, U+2029) become LF.
2. Two surrogates that make one character become it, one alone becomes U+FFFD: UTF-8 encodes neither.
3. The byte order mark U+FEFF and the control characters C0, DEL and C1 go, except LF and tab. PostgreSQL refuses NUL.
4. Unicode normal form C (UAX 15).
5. Blanks at the ends of lines go; three or more LF become two; blanks at both ends of the text go.

Everything else stays: quotation marks, dashes, no-break spaces inside a line, soft hyphens, runs of blanks. A second
pass changes nothing. All offsets in the project count Unicode code points of a text that has gone through the rule it
is stored with; another rule needs another number, and every anchor looked for again.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

RULE = 1
REMOVED = "█"  # stands for each character of words that were removed for legal or privacy reasons

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
_EMPTY_LINES = re.compile("\n{3,}")


def normalise(text: str) -> str:
    """The text as it is stored, by rule 1. Takes any string and gives one that UTF-8 and PostgreSQL can hold."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATES.sub(_join_surrogates, text)
    text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def fingerprint(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hexadecimal. UnicodeEncodeError for surrogates; `normalise` leaves none."""
    return hashlib.sha256(text.encode()).hexdigest()


def _join_surrogates(surrogates: re.Match[str]) -> str:
    return surrogates[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
