"""Columns with the position of words in an article. The program fills them in; they cannot be changed by hand."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Anchored

from .corrected_sheet import PublicSheet

PLACE = tuple(field.name for field in Anchored.place_fields)


class AnchoredSheet(PublicSheet):
    """A sheet of records with words from an article."""

    def refuse_columns(self) -> dict[str, ValidationError]:
        """Reject changes of a stored record's place, which follows from its words. Empty cells are ignored."""
        message = _("The program finds where the words are. Leave this cell as exported, or empty it.")
        moved = [name for name in PLACE if self.before and name in self.values]
        return {name: ValidationError(message) for name in moved if self.values.pop(name) not in ("", None)}
