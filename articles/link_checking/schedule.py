"""Which addresses are checked, in what order, and with what pauses."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from urllib.parse import urlsplit

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ..models import Article, LinkCheck
from .fetch import LinkResult, check_link

DELAY = 5.0  # seconds between two requests to one host


def get_due_articles(older_than: int, limit: int) -> QuerySet[Article]:
    """Articles whose current address was not checked for so many days: never checked ones first, then the oldest."""
    lately = timezone.now() - dt.timedelta(days=older_than)
    done = Q(link_check__asked=F("url"), link_check__checked_at__gt=lately)
    order = F("link_check__checked_at").asc(nulls_first=True)
    return Article.objects.exclude(url="").exclude(done).order_by(order, "pk")[:limit]


def alternate_hosts(articles: Iterable[Article]) -> Iterator[Article]:
    """Takes articles of each host in turn, so that few requests have to wait."""
    by_host: dict[str, list[Article]] = {}
    for article in articles:
        by_host.setdefault(get_host(article.url), []).append(article)
    for row in zip_longest(*by_host.values()):
        yield from filter(None, row)


def get_host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def check_articles(
    articles: Iterable[Article],
    *,
    ask: Callable[[str], LinkResult] = check_link,
    delay: float = DELAY,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[LinkCheck]:
    """One request at a time; each result is stored before the next request."""
    requested_at: dict[str, float] = {}
    for article in alternate_hosts(articles):
        host = get_host(article.url)
        if host in requested_at and (wait := requested_at[host] + delay - clock()) > 0:
            sleep(wait)
        result = ask(article.url)
        requested_at[host] = clock()
        yield store_result(article, result)


def store_result(article: Article, result: LinkResult) -> LinkCheck:
    values = {"state": result.state, "status": result.status, "final": result.final, "note": result.note}
    return LinkCheck.objects.update_or_create(article=article, defaults={"asked": article.url, **values})[0]
