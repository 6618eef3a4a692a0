"""Checks whether the addresses of articles still work. Only a command does this, never a page request."""

from .address_policy import AddressRefused, Target, is_public, parse_target
from .fetch import LinkResult, check_link, resolve_host
from .schedule import alternate_hosts, check_articles, get_due_articles

__all__ = [
    "AddressRefused",
    "LinkResult",
    "Target",
    "alternate_hosts",
    "check_articles",
    "check_link",
    "get_due_articles",
    "is_public",
    "parse_target",
    "resolve_host",
]
