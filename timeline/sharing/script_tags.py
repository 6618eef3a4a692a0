"""Records in the words of schema.org as a page carries them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from . import jsonld

# Inside a <script> nothing may look like markup; the two separators are line ends to an old reader of JavaScript.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


def serialize_node(node: jsonld.Node) -> str:
    return json.dumps(node, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)


def list_json(items: Sequence[str], name: str, total: int, first: int) -> SafeString:
    """The events of one page of a list, each serialized before; `first` is the place of the first of them among all."""
    head = serialize_node(jsonld.event_list(name, total)).removesuffix("}")
    elements = [
        f'{{"@type":"ListItem","position":{place},"item":{item}}}' for place, item in enumerate(items, start=first)
    ]
    return mark_safe(f'{head},"itemListElement":[{",".join(elements)}]}}')  # each item is escaped for a <script>
