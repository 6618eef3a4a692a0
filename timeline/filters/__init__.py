"""The filters of the timeline and their query strings."""
