"""Finding words in three scripts: one analyser in Python, whichever database keeps the index."""
