"""What a page of events shows: the selection, its facets, its description and the presets."""
