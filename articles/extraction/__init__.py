"""Finds statements, dates and events in an article’s text, which an editor can accept or reject.

A statement is who said what, in whose words. Two engines find statements: `spacy`, rules on the parse of a small
English model, and `plain`, rules on words alone. Their results have the same form and are processed in the same way.
"""

from __future__ import annotations

from .model import ProposedStatement
from .sentences import split_sentences

__all__ = ["ProposedStatement", "list_engines", "propose_statements"]


def list_engines() -> list[str]:
    """The available engines, the better one first."""
    from .by_grammar.parsed_sentences import find_model

    return ["spacy", "plain"] if find_model() else ["plain"]


def propose_statements(text: str, *, engine: str | None = None) -> list[ProposedStatement]:
    """The quotations and reported statements of a text, in order."""
    from .statements.merging import merge_drafts

    engine = engine or list_engines()[0]
    if engine == "spacy":
        from .by_grammar.engine import draft_statements
    elif engine == "plain":
        from .by_pattern.engine import draft_statements
    else:
        raise ValueError(f"There is no engine {engine!r}; there are: {', '.join(list_engines())}.")
    found = split_sentences(text)
    return merge_drafts(text, found, draft_statements(found))
