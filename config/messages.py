"""How Babel finds the texts of Django's own templates; `[tool.babel]` in pyproject.toml names it.

Django's makemessages is not used: it loses every `{% trans %}` of a Jinja2 template without a word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def extract_django(
    template: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Any]:
    """The texts of a template, after Django wrote it as calls of gettext with all else crossed out."""
    calls = "\n".join(line.strip() for line in templatize(template.read().decode()).splitlines())
    return extract_python(BytesIO(calls.encode()), keywords, comment_tags, options)  # type: ignore[arg-type]
