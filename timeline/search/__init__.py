"""Full-text search in three scripts: one analyser in Python for both databases."""
