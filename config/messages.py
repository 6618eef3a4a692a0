"""How Babel finds the texts of Django's own templates; `[tool.babel]` in pyproject.toml names it.

Django's makemessages is not used, because it silently ignores every `{% trans %}` of a Jinja2 template.
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
    """The texts of a template, which Django first converts to calls of gettext, with everything else replaced by X."""
    calls = "\n".join(line.strip() for line in templatize(template.read().decode()).splitlines())
    return extract_python(BytesIO(calls.encode()), keywords, comment_tags, options)  # type: ignore[arg-type]
