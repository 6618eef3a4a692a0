from .model import ProposedStatement
from .sentences import sentences
def engines(): return ["spacy","plain"]
def propose(text, *, engine=None):
    from .frames import frames
    from .clauses import statements
    from .spoken import spoken
    from .join import proposals
    found = sentences(text)
    return proposals(text, found, [d for f in frames(found) for d in [*spoken(f), *statements(f)]])
