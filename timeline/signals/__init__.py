"""Signal receivers that keep anchors and the search index up to date."""
