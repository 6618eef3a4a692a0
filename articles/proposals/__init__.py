from .model import ProposedStatement
from .sentences import sentences
def engines(): return ["spacy","plain"]
def propose(text, *, engine=None):
    from .frames import frames
    from .clauses import statements
    from .mixed import judged
    from .spoken import spoken
    from .join import proposals
    found = sentences(text)
    drafts = []
    for f in frames(found):
        here = [*spoken(f), *statements(f)]
        drafts += [*here, *judged(f, here)]
    return proposals(text, found, drafts)
