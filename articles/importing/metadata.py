"""Proposes an article's details from a file: title, date, outlet, language, and the text without the page around it."""

from __future__ import annotations

import datetime as dt
import html
import logging
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import urldefrag, urlsplit

from django.utils.translation import gettext as _

from .decode import decode
from .details import Details, clean_line
from .results import CannotImport

TEXTS, PAGES = (".txt",), (".html", ".htm")
LONGEST_TITLE = 200  # a longer line of a plain text is a paragraph
FEWEST_LETTERS = 5
SENTENCE_ENDS = (".", "。", "．", ";", ":", ",", "、")
GUESS_WITHIN = 20_000  # characters

KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9d]")
HAN = re.compile(r"[\u3400-\u9fff]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
REFERENCE = re.compile(r"&#(?:[xX][0-9A-Fa-f]{1,8}|[0-9]{1,10});?")
ADDRESS = re.compile(r"(?:https?://|www\.)", re.I)


@dataclass(frozen=True)
class ProposedArticle:
    text: str
    details: Details
    notes: tuple[str, ...] = ()


def propose_article(name: str, data: bytes) -> ProposedArticle:
    """Text and details of a file, by its extension. Raises CannotImport."""
    extension = PurePath(name).suffix.lower()
    if extension not in TEXTS + PAGES:
        raise CannotImport(_("only .txt, .html and .htm files are imported"))
    if not data:
        raise CannotImport(_("it is empty"))
    page = extension in PAGES
    decoded = decode(data, page=page)
    text, details = read_page(decoded.text) if page else (decoded.text, read_text(decoded.text))
    if not text.strip():
        raise CannotImport(_("no text was found in it"))
    unusable = details.find_problems().keys() - {"title"}  # an article needs a title, so a bad one is reported
    return ProposedArticle(text, details.without(unusable), (decoded.note,) if decoded.note else ())


def read_text(text: str) -> Details:
    return Details(title=guess_title(text), language=guess_language(text))


def guess_title(text: str) -> str:
    """The first line that looks like a title; otherwise the beginning of the first line with letters."""
    lines = [line for line in map(clean_line, text[:GUESS_WITHIN].splitlines()) if any(c.isalpha() for c in line)]
    return next((line for line in lines if looks_like_title(line)), shorten(lines[0]) if lines else "")


def looks_like_title(line: str) -> bool:
    letters = sum(c.isalpha() for c in line)
    words = len(line.split())
    spaceless = bool(KANA.search(line) or HAN.search(line))
    return (
        letters >= FEWEST_LETTERS
        and len(line) <= LONGEST_TITLE
        and (words > 1 or spaceless)
        and not line.endswith(SENTENCE_ENDS)
        and not ADDRESS.match(line)
    )


def shorten(line: str) -> str:
    if len(line) <= LONGEST_TITLE:
        return line
    start = line[: LONGEST_TITLE - 1]
    return (start.rpartition(" ")[0] or start) + "…"


def guess_language(text: str) -> str:
    """Judged by script alone: ja, ru, otherwise en."""
    start = text[:GUESS_WITHIN]
    kana, han, cyrillic, latin = (len(script.findall(start)) for script in (KANA, HAN, CYRILLIC, LATIN))
    if kana and kana + han > max(latin, cyrillic):
        return "ja"
    return "ru" if cyrillic > latin else "en"


def read_page(source: str) -> tuple[str, Details]:
    """Main text and details of a web page."""
    source = REFERENCE.sub(resolve_reference, source)
    if "<html" not in source.lower():  # a fragment of a page
        source = f"<html><body>{source}</body></html>"
    tree, found = extract_page(source)
    text = (found and found.text) or ""
    if not text.strip():
        raise CannotImport(_("no text was found in it"))
    return text, Details(
        title=found.title or guess_title(text),
        author=found.author or "",
        published=found.date or "",
        outlet=found.sitename or "",
        url=get_own_address(tree, found.url or ""),
        language=get_declared_language(tree, text),
    )


def extract_page(source: str) -> tuple[Any, Any]:
    """The page's tree and what trafilatura finds in it, or None and None. Makes no requests."""
    import trafilatura  # here: it takes 0.4 s to load, and few processes ever import an article

    for noisy in ("trafilatura", "htmldate"):  # the result explains problems in plain words
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    dates = {"original_date": True, "extensive_search": False, "max_date": str(dt.date.today())}
    try:
        tree = trafilatura.load_html(source)
        if tree is None:
            return None, None
        return tree, trafilatura.bare_extraction(
            tree, with_metadata=True, include_comments=False, date_extraction_params=dates
        )
    except Exception:  # the file may contain anything; if the parser fails, no text was found
        return None, None


def resolve_reference(reference: re.Match[str]) -> str:
    """Decodes a numeric reference as browsers do: old pages use &#146; for ’, which the parser would drop."""
    char = html.unescape(reference[0])
    return reference[0] if char in "<>&\"'" else char


def get_own_address(tree: Any, url: str) -> str:
    """The address that the page gives for itself. Some pages give the site's front page, which is ignored."""
    says_so = tree.find('.//link[@rel="canonical"]') is not None or tree.find('.//meta[@property="og:url"]') is not None
    try:
        path = urlsplit(url)
    except ValueError:
        return ""
    return urldefrag(url).url if says_so and (path.path.strip("/") or path.query) else ""


def get_declared_language(tree: Any, text: str) -> str:
    """The declared language, unless this is English (often from a template) and the text is in another script."""
    declared = re.match(r"[a-z]{2,3}(?![a-z])", (tree.get("lang") or "").strip().lower())
    guess = guess_language(text)
    return declared[0] if declared and (declared[0] != "en" or guess == "en") else guess
