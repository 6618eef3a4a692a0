"""The base of the Atom feeds (RFC 4287)."""

from __future__ import annotations

import re

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy

NEWEST = 50  # entries in a feed
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class AtomFeed(Feed):
    feed_type = Atom1Feed
    # Required by Atom; editors are not named.
    author_name = gettext_lazy("Security diplomacy: Japan, Russia, United States")


def clean_xml_text(text: str) -> str:
    """Without the control characters that XML 1.0 does not allow; pasted texts may contain them."""
    return NOT_IN_XML.sub("", text)
