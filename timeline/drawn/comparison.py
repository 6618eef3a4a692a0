"""The rows of what was said side by side, year by year."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from ..pages.compare.columns import Comparison
from .mould import fill, mould


def years(found: Comparison, *, oldest_first: bool) -> SafeString:
    columns, drawn = len(found.sides) + 1, []
    for year in found.years:
        cast = mould(
            "timeline/compare.html#year",
            "year years rows",
            columns=columns,
            apart=year.apart > 1,
            oldest_first=oldest_first,
        )
        rows = mark_safe("".join(html for _row, html in year.rows))
        drawn.append(fill(cast, year=str(year.year), years=str(year.apart), rows=rows))
    return mark_safe("".join(drawn))
