"""Decodes files: with certainty, or with a note about the guess, or not at all; never with loss of characters."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .results import CannotImport

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings that pages declare, by their name in Python, with the encodings that browsers use for them.
ENCODING_BY_DECLARATION = {
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_jp": "euc_jis_2004",
    "cp1251": "cp1251",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "iso8859-5": "iso8859-5",
    "cp866": "cp866",
    "mac-cyrillic": "mac-cyrillic",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "cp1252": "cp1252",
    "iso8859-15": "iso8859-15",
    "iso8859-2": "iso8859-2",
    "cp1250": "cp1250",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "cp949": "cp949",
}
ENCODING_BY_OTHER_NAME = {
    "x-sjis": "cp932",
    "x-euc-jp": "euc_jis_2004",
    "x-cp1251": "cp1251",
    "x-mac-cyrillic": "mac-cyrillic",
}
# Candidates for a guess: the fewer, the better. The articles are in English, Japanese and Russian.
GUESSED_ENCODINGS = [
    "cp932",
    "euc_jis_2004",
    "cp1251",
    "koi8_r",
    "iso8859_5",
    "cp866",
    "cp1252",
    "latin_1",
    "utf_16_le",
    "utf_16_be",
]
ENCODING_NAMES = {
    "cp932": "Shift_JIS",
    "euc_jis_2004": "EUC-JP",
    "koi8_r": "KOI8-R",
    "koi8-r": "KOI8-R",
    "cp1251": "windows-1251",
    "cp1252": "windows-1252",
    "latin_1": "ISO-8859-1",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
}
DECLARED = re.compile(rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
DECLARED_WITHIN = 4096  # bytes; browsers read 1,024
ESCAPES = (b"\x1b$", b"\x1b(")  # with these ISO-2022-JP, which has ASCII bytes only, changes between alphabets
# Narrower first: the wider ones add characters such as ①, but decode some common ones differently.
NARROWER_ENCODINGS = {"euc_jis_2004": ("euc_jp",)}
ISO_2022_JP = ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004")
MULTIBYTE_SHARE = 10  # so many valid characters for each damaged one: certainly UTF-8
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
CONTROLS_PER_TEXT = 0.01
GUESS_FROM = 100_000  # bytes; a guess from ten million takes a gigabyte of memory


@dataclass(frozen=True)
class DecodedText:
    text: str
    note: str = ""


def decode(data: bytes, *, page: bool = False) -> DecodedText:
    """The text of a file. Raises CannotImport."""
    decoded = (
        _decode_by_mark(data)
        or _decode_by_escapes(data)
        or _decode_utf8(data)
        or (page and _decode_as_declared(data))
        or _decode_by_guess(data)
    )
    if not decoded.text.strip():
        raise CannotImport(_("it is empty"))
    _refuse_binary(decoded.text)
    return decoded


def _decode_by_mark(data: bytes) -> DecodedText | None:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise _build_damage_error(encoding.upper()[:6].rstrip("-"), len(mark) + error.start) from error
            return DecodedText(text, _note_lost_characters(text))
    return None


def _decode_by_escapes(data: bytes) -> DecodedText | None:
    if not data.isascii() or not any(escape in data for escape in ESCAPES):
        return None
    text = _decode_strictly(data, *ISO_2022_JP)
    if text is None:
        raise _build_encoding_error()
    return DecodedText(text, _note_encoding("ISO-2022-JP"))


def _decode_utf8(data: bytes) -> DecodedText | None:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        lenient = data.decode(errors="replace")
        damages = lenient.count("\ufffd")
        if sum(c > "\x7f" for c in lenient) - damages > MULTIBYTE_SHARE * damages:
            raise _build_damage_error("UTF-8", error.start) from error
        return None
    return None if "\0" in text else DecodedText(text, _note_lost_characters(text))


def _decode_as_declared(data: bytes) -> DecodedText | None:
    found = DECLARED.search(data[:DECLARED_WITHIN])
    name = found[1].decode("ascii", "replace").lower() if found else ""
    try:
        encoding = ENCODING_BY_OTHER_NAME.get(name) or ENCODING_BY_DECLARATION[codecs.lookup(name).name]
    except (LookupError, ValueError):
        return None
    text = _decode_strictly(data, *NARROWER_ENCODINGS.get(encoding, ()), encoding)
    return None if text is None else DecodedText(text, _note_encoding(encoding))


def _decode_by_guess(data: bytes) -> DecodedText:
    from charset_normalizer import from_bytes  # here: few processes ever import an article

    best = from_bytes(_take_sample(data), cp_isolation=GUESSED_ENCODINGS).best()
    text = _decode_strictly(data, *NARROWER_ENCODINGS.get(best.encoding, ()), best.encoding) if best else None
    if best is None or text is None or any(_is_unwritable(c) for c in set(text)):
        raise _build_encoding_error()
    return DecodedText(
        text, _("encoding guessed: %(encoding)s") % {"encoding": ENCODING_NAMES.get(best.encoding, best.encoding)}
    )


def _take_sample(data: bytes) -> bytes:
    """Whole lines from the beginning, so that no character is cut; everything if these are only ASCII."""
    start = data[:GUESS_FROM]
    if b"\0" not in start:  # in UTF-16 two bytes are a character, and GUESS_FROM is even
        start = start[: start.rfind(b"\n") + 1]
    return data if start.isascii() and b"\0" not in start else start


def _decode_strictly(data: bytes, *encodings: str) -> str | None:
    """Decodes with the first encoding that can."""
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_unwritable(char: str) -> bool:
    """A control, private or unassigned character, which no article contains. DOS files end with \\x1a."""
    return unicodedata.category(char) in {"Cc", "Cn", "Co", "Cs"} and char not in "\t\n\v\f\r\x1a"


def _refuse_binary(text: str) -> None:
    if "\0" in text or len(CONTROLS.findall(text)) > CONTROLS_PER_TEXT * len(text):
        raise CannotImport(_("it is not text"))


def _build_damage_error(encoding: str, start: int) -> CannotImport:
    place = {"encoding": encoding, "place": f"{start + 1:,}"}
    return CannotImport(_("it is %(encoding)s, but damaged at byte %(place)s") % place)


def _build_encoding_error() -> CannotImport:
    return CannotImport(_("the encoding could not be detected, or it is not text; save it as UTF-8"))


def _note_lost_characters(text: str) -> str:
    lost = text.count("\ufffd")
    note = ngettext(
        "%(n)s character was lost before the import (�)", "%(n)s characters were lost before the import (�)", lost
    )
    return note % {"n": f"{lost:,}"} if lost else ""


def _note_encoding(encoding: str) -> str:
    return _("read as %(encoding)s") % {"encoding": ENCODING_NAMES.get(encoding, encoding)}
