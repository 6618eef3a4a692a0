"""JSON-LD for a `<script>` element."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from . import jsonld

# Nothing in a <script> may look like markup; for old JavaScript, the two separators are line ends.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


def serialize_node(node: jsonld.Node) -> str:
    return json.dumps(node, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)


def serialize_list(items: Sequence[str], name: str, total: int, first: int) -> SafeString:
    """The events of one page of a list, already serialized; `first` is the position of the first in the whole list."""
    head = serialize_node(jsonld.describe_event_list(name, total)).removesuffix("}")
    elements = [
        f'{{"@type":"ListItem","position":{place},"item":{item}}}' for place, item in enumerate(items, start=first)
    ]
    return mark_safe(f'{head},"itemListElement":[{",".join(elements)}]}}')  # each item is escaped for a <script>
