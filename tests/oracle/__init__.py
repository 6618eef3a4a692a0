"""The same results as from the index, by plain database queries: slow, but easy to check. Tests compare the two."""
