"""Where words stand in an article: columns that the program fills, and that nobody moves by hand."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.spreadsheets import Number, Place

from .corrected_sheet import PublicSheet

FOUND = gettext_lazy("Found by the program: leave it as it was exported; empty in a new row.")
PLACE = (
    Place("prefix", FOUND),
    Place("suffix", FOUND),
    Number("start", FOUND),
    Number("end", FOUND),
    Place("lead", FOUND),
    Place("tail", FOUND),
    Place("text_sha256", FOUND),
)


class PlacedSheet(PublicSheet):
    """Of records with words from an article."""

    def refused(self) -> dict[str, ValidationError]:
        """A stored record's place follows from its words alone; empty cells leave it as it is."""
        told = _("The place of words is found by the program. Leave this cell as it was exported, or empty.")
        moved = [column.attribute for column in PLACE if self.before and column.attribute in self.values]
        return {name: ValidationError(told) for name in moved if self.values.pop(name) not in ("", None)}
