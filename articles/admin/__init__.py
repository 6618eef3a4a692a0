from . import articles, outlets  # noqa: F401
