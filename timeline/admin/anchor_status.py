"""The position of words in the article, shown next to the form."""

from __future__ import annotations

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Anchored

from .passage_choice import describe_passage
from .visibility import format_anchor_state


class AnchorStatusMixin:
    @admin.display(description=gettext_lazy("In the article"))
    def anchor_status(self, anchored: Anchored) -> str | SafeString:
        if not anchored.pk:
            return _("found when you save")
        state = format_anchor_state(anchored.anchor_state)
        if anchored.start is None or anchored.end != anchored.start + len(anchored.exact):
            return state  # the form has different words from those stored
        return render_to_string(
            "admin/anchor_status.html", {"state": state, "place": describe_passage(anchored.anchor)}
        )
