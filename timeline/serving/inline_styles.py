"""The style sheets of every page, which stand in the page itself.

A browser that must fetch them first shows nothing for another journey to the server: half a second on a phone with a
poor line. The Content-Security-Policy names this one text by its fingerprint; nothing else inline is allowed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "static" / "timeline"
SHEETS = ("base.css", "pages.css")

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Text in quotation marks, which stays, or white space that means nothing. Around + and - it may be a sum's.
SPACE = re.compile(r'("[^"]*")|;?\s*(})\s*|\s*([{;,>])\s*|(:)\s+|(\s)\s*')


def minify(css: str) -> str:
    """Remove comments and white space."""
    return SPACE.sub(lambda found: "".join(filter(None, found.groups())), COMMENT.sub("", css)).strip()


TEXT = minify("".join((FOLDER / name).read_text(encoding="utf-8") for name in SHEETS))
SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(TEXT.encode()).digest()).decode()}'"
