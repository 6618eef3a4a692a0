"""What the tests hold the index to: the same answers from plain database queries, slow and easy to check."""
