"""What a program reads out of an article’s text for an editor to take or leave: statements, dates, events.

A statement is who said what, in whose words.

Two engines find them: `spacy`, rules on a small English model that reads grammar, and `plain`, rules on words alone.
What they find is the same kind of thing and goes the same way from there.
"""

from __future__ import annotations

from .model import ProposedStatement
from .sentences import sentences

__all__ = ["ProposedStatement", "engines", "propose"]


def engines() -> list[str]:
    """What is available, the better first."""
    from .by_grammar.parsed_sentences import model

    return ["spacy", "plain"] if model() else ["plain"]


def propose(text: str, *, engine: str | None = None) -> list[ProposedStatement]:
    """The quotations and reported statements of a text, in order."""
    from .statements.merging import proposals

    engine = engine or engines()[0]
    if engine == "spacy":
        from .by_grammar.engine import drafts
    elif engine == "plain":
        from .by_pattern.engine import drafts
    else:
        raise ValueError(f"There is no engine {engine!r}; there are: {', '.join(engines())}.")
    found = sentences(text)
    return proposals(text, found, drafts(found))
