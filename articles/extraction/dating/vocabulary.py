"""The words of dates, as patterns and as numbers.

Names of days and months must have a capital, so that “may” and “march” are verbs.
"""

from __future__ import annotations

import re

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = ("first", "second", "third", "fourth")
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
FIRST_QUARTER = 33  # in EDTF 33 to 36 are quarters, 40 and 41 halves of a year
FIRST_HALF = 40

UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {word: number for number, word in enumerate(UNITS, 1)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}

GAP = r"(?:[^\S\n]{1,2}\n?|\n)[^\S\n]?"  # one or two spaces, or the end of a line, but no empty line
MONTH_NAME = "|".join(MONTHS)
MONTH = rf"(?:{MONTH_NAME}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b(?:\.|(?!\.)))"
WEEKDAY = "(?:" + "|".join(WEEKDAYS) + ")"
SHORT_WEEKDAY = rf"(?:{WEEKDAY}|(?:Mon|Tues|Tue|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)\b\.?)"
SEASON = "(?:spring|summer|autumn|fall|winter)"
ORDINAL = "(?:first|second|third|fourth|1st|2nd|3rd|4th)"
DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9%]|[.,][0-9])"
YEAR = r"(?:1[5-9]|20)[0-9]{2}(?![0-9%]|[.,][0-9])"
SPOKEN_YEAR = rf"(?:nineteen(?:{GAP}|-)(?:{'|'.join(_TENS)})(?:[-\s](?:{'|'.join(UNITS[:9])}))?)"
COUNT = rf"(?<!-)(?:an?|{'|'.join(UNITS)}|(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(UNITS[:9])}))?|[1-9][0-9]{{0,2}})"
PART_OF_DAY = "(?:morning|afternoon|evening|night)"
# Words for a rough part of a month or year: the date is the whole month or year.
PART = (
    r"(?:the\s(?:end|beginning|start|middle|close|first\sdays|last\sdays)\sof\s|"
    r"(?:early|late|mid|later|earlier)(?:-|\s)(?:in\s)?)"
)
HYPHEN = r"\s?(?:-|–|—|to|through|until)\s?"


def parse_month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month[:3] == name[:3])


def parse_weekday(name: str) -> int:
    """Monday is 0, as in datetime."""
    return next(number for number, weekday in enumerate(WEEKDAYS) if weekday[:3] == name[:3])


def parse_day(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def parse_count(text: str) -> int:
    if text.isdigit():
        return int(text)
    return 1 if text in ("a", "an") else sum(_NUMBERS[word] for word in text.split("-"))


def parse_ordinal(text: str) -> int:
    return int(text[0]) if text[0].isdigit() else ORDINALS.index(text) + 1


def parse_spoken_year(text: str) -> int:
    return 1900 + sum(_NUMBERS[word] for word in re.split(r"[-\s]+", text)[1:])
