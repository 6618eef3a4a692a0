"""The style sheets of every page, which are part of the page itself.

A browser that has to fetch them first shows nothing for another round trip: half a second on a phone with a slow
connection. The Content-Security-Policy allows this text by its hash, and nothing else inline.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "static" / "timeline"
SHEETS = ("base.css", "pages.css")

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Quoted text, which stays, or white space without meaning. Around + and - it may have a meaning (`calc`).
SPACE = re.compile(r'("[^"]*")|;?\s*(})\s*|\s*([{;,>])\s*|(:)\s+|(\s)\s*')


def minify(css: str) -> str:
    """Remove comments and white space."""
    return SPACE.sub(lambda found: "".join(filter(None, found.groups())), COMMENT.sub("", css)).strip()


TEXT = minify("".join((FOLDER / name).read_text(encoding="utf-8") for name in SHEETS))
SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(TEXT.encode()).digest()).decode()}'"
