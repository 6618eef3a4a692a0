"""Reads the metadata of a page as other programs do."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl

from django.test import Client

SITE = "http://testserver"


def read_text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def read_meta(client: Client, address: str) -> dict[str, list[str]]:
    """By name or property, the contents of the meta elements."""
    found: dict[str, list[str]] = {}
    elements = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', read_text(client, address))
    for name, content in elements:
        found.setdefault(name, []).append(html.unescape(content))
    return found


def read_references(client: Client, address: str) -> list[dict[str, str]]:
    """The COinS of a page."""
    spans = re.findall(r'<span class="Z3988" title="([^"]*)"></span>', read_text(client, address))
    return [dict(parse_qsl(html.unescape(span))) for span in spans]
