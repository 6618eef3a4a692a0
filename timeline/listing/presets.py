"""Suggested selections on the start page: each has a title, a paragraph and the parameters of its address."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from timeline.filters import querystring


@dataclass(frozen=True)
class Preset:
    title: Promise
    text: Promise
    parameters: querystring.Pairs

    @property
    def query(self) -> str:
        return querystring.build_query(self.parameters)


PRESETS = (
    Preset(
        _("Lavrov in Tokyo, 2007, and in Moscow, 2018"),
        _("The two news reports on which this timeline was first based, with every statement linked to its article."),
        (("order", "oldest"), ("outlet", "daily-manila-shimbun"), ("outlet", "trend-news-agency")),
    ),
    Preset(
        _("The missile shield, 1998 to 2020"),
        _("From a North Korean rocket over Japan to the plan for Aegis Ashore and its end, and what Moscow said."),
        (("order", "oldest"), ("side", "JP"), ("since", "1998"), ("topic", "missile-defence"), ("until", "2020")),
    ),
    Preset(
        _("A peace treaty that was not signed, 1956 to 2022"),
        _("From the Joint Declaration that ended the state of war to the day on which Russia halted the talks."),
        (("order", "oldest"), ("since", "1956"), ("topic", "peace-treaty"), ("until", "2022")),
    ),
    Preset(
        _("Four islands, 1855 to 1956"),
        _("How a border moved: the islands that Russia calls the South Kurils and Japan the Northern Territories."),
        (("order", "oldest"), ("topic", "territorial-dispute"), ("until", "1956")),
    ),
    Preset(
        _("Arms control between Washington and Moscow"),
        _("Treaties that limited weapons, how they ended, and what each side said about them."),
        (("order", "oldest"), ("side", "RU"), ("side", "US"), ("topic", "arms-control")),
    ),
    Preset(
        _("Japan’s foreign ministers"),
        _("What Japanese foreign ministers said while in office, in talks and to the press."),
        (("office", "minister-for-foreign-affairs"),),
    ),
)
