"""The public pages, a package for each."""
