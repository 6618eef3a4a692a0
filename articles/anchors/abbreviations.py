"""Tells a full stop from the dot of an abbreviation, in English and Russian."""

from __future__ import annotations

import re


def _split_words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Always followed by a name or a number.
_TITLES = _split_words(
    "mr mrs ms dr prof gen lt col maj capt cmdr adm sgt sen rep gov pres hon rev st fr msgr amb messrs vs viz approx "
    "ca cf al г гг т ул им пр просп д стр с см напр ср акад проф ген полк адм св о обл р н"
)
# May end a sentence if the next word is one that begins sentences.
_OTHERS = _split_words(
    "inc co corp ltd bros plc dept univ assn govt etc jr sr др проч млн млрд трлн тыс руб долл коп чел"
)
_DAYS_AND_MONTHS = _split_words(
    "Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec"
)
# Abbreviations only before a number: No. 2, Art. 9.
_NUMBERED = _split_words("no nos art arts para paras pp p vol fig sec ch рис табл п пп ст гл")
_FIRST_WORDS = _split_words(
    "the a an this that these those he she it they we i you his her its their our in on at by for from with after "
    "before but and however meanwhile when while if as there what who no не но он она они это этот мы я в на по однако"
)

_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+\Z")
_FIRST_WORD = re.compile(r"\W*([^\W\d_]+)")
_LIST_NUMBER = re.compile(r"\s*\d{1,2}\Z")


def ends_sentence(before: str, after: str) -> bool:
    """Whether the dot between `before` and `after` (which follows a space) ends a sentence."""
    if _LIST_NUMBER.fullmatch(before):
        return False  # 1. The parties agree …
    match = _WORD.search(before)
    word = match[0] if match else ""
    lower = word.lower()
    if lower in _NUMBERED:
        return not after[:1].isdigit()
    if lower in _TITLES:
        return False
    if "." in word or lower in _OTHERS or word in _DAYS_AND_MONTHS:  # U.S., p.m., Jan.
        following = _FIRST_WORD.match(after)
        return following is not None and following[1].lower() in _FIRST_WORDS
    return not (len(word) == 1 and word.isalpha() and word.isupper())  # J. Smith, С. Лавров
