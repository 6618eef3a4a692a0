"""How an article's text is stored: one rule, numbered, so that offsets mean the same everywhere.

Rule 1 preserves the words as published and removes only what is invisible or what no database can store:

1. Line ends (CRLF, CR, U+0085, U+2028, U+2029) become LF.
2. Surrogate pairs become one character, single surrogates U+FFFD: UTF-8 encodes neither.
3. The byte order mark U+FEFF and the control characters C0, DEL and C1 are removed, except LF and tab. (PostgreSQL
   rejects NUL.)
4. Unicode normal form C (UAX 15).
5. Spaces at the ends of lines and of the text are removed; three or more LF become two.

Everything else is unchanged: quotation marks, dashes, no-break spaces inside a line, soft hyphens, runs of spaces. A
second pass changes nothing. All offsets in the project count Unicode code points of the normalised text. A different
rule needs a different number, and all anchors must be found again.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

RULE = 1
REMOVED = "█"  # replaces each character of words that were removed for legal or privacy reasons

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
_EMPTY_LINES = re.compile("\n{3,}")


def normalise(text: str) -> str:
    """The text as it is stored, by rule 1. Accepts any string; the result can be stored in UTF-8 and PostgreSQL."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATES.sub(_join_surrogates, text)
    text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def fingerprint(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hexadecimal. Surrogates raise UnicodeEncodeError; `normalise` removes them."""
    return hashlib.sha256(text.encode()).hexdigest()


def _join_surrogates(surrogates: re.Match[str]) -> str:
    return surrogates[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
