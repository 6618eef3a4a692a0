"""The style sheets of every page, which stand in the page itself.

A browser that must fetch them first shows nothing for another journey to the server: half a second on a phone with a
poor line. The Content-Security-Policy names this one text by its fingerprint; nothing else inline is allowed.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "timeline"
SHEETS = ("base.css", "pages.css")
TEXT = "".join((FOLDER / name).read_text(encoding="utf-8") for name in SHEETS)
SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(TEXT.encode()).digest()).decode()}'"
