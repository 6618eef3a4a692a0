"""What to remove, and why: validated before the search."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from timeline.corrections.recording import LONGEST_REASON
from timeline.models import ShippedRecord, ShippedRelease

from ..shipped_data import is_filled
from .matching import SHORTEST, SHORTEST_CJK, Matcher, is_long_enough

LONGEST_PASSAGE, MOST_PASSAGES = 5_000, 100  # characters of one passage, and passages


class CannotRemove(Exception):
    """With a message that says what is wrong and what to do."""


@dataclass(frozen=True)
class RemovalRequest:
    """Either words or a person, by the slug of the actor."""

    words: tuple[str, ...] = ()
    person: str = ""
    reason: str = ""

    def check(self) -> None:
        """Raises CannotRemove."""
        if bool(self.words) == bool(self.person):
            raise CannotRemove(_("Give either words or a person."))
        if len(self.words) > MOST_PASSAGES:
            raise CannotRemove(_("Give at most %(n)s words or passages at a time.") % {"n": MOST_PASSAGES})
        for words in self.words:
            check_words(words)
        self.check_reason()
        is_noted = ShippedRelease.objects.exists() or ShippedRecord.objects.exists()
        if is_filled() and not is_noted:
            # An update would not recognise the records, and would add them and the words again.
            text = _("This site does not have the data of this version yet. Run “manage.py prepare” first.")
            raise CannotRemove(text)

    def check_reason(self) -> None:
        if not self.reason.strip():
            raise CannotRemove(_("Give a reason: readers see it in the list of corrections."))
        if len(self.reason) > LONGEST_REASON:
            raise CannotRemove(_("The reason is longer than %(n)s characters: shorten it.") % {"n": LONGEST_REASON})
        if has_control_characters(self.reason):
            raise CannotRemove(_("The reason contains characters that cannot be stored: use one plain line."))
        check_reason_without(self.reason, list(self.words))


def check_words(words: str) -> None:
    if has_control_characters(words):
        raise CannotRemove(_("The words contain characters that cannot be stored, such as NUL: type them again."))
    if len(words) > LONGEST_PASSAGE:
        raise CannotRemove(_("A passage has more than %(n)s characters: remove it in parts.") % {"n": LONGEST_PASSAGE})
    if not is_long_enough(words):
        text = _(
            "“%(words)s” is too short: it would be found in too many places. Give at least %(n)s letters or digits, "
            "or at least %(cjk)s Chinese, Japanese or Korean characters."
        )
        raise CannotRemove(text % {"words": words.strip(), "n": SHORTEST, "cjk": SHORTEST_CJK})


def check_reason_without(reason: str, words: list[str]) -> None:
    if Matcher(words).matches(reason):
        raise CannotRemove(_("The reason contains the words, and readers see the reason: write it without them."))


def has_control_characters(text: str) -> bool:
    """Line breaks and tabs are white space. A lone surrogate cannot be stored either."""
    return any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t" for sign in text)
