"""A cache shared by several servers. If Redis does not respond, the cache is empty and pages are rendered again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.cache.backends import redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

TIMEOUT = 0.25  # seconds: rendering a page takes less
PAUSE = 2.0  # seconds without requests after a failure

logger = logging.getLogger(__name__)


class FaultTolerantClient(redis.RedisCacheClient):
    """Django's client, with a fallback value for each operation."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        timeouts = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT, "retry": Retry(NoBackoff(), 0)}
        super().__init__(servers, **{**timeouts, **options})
        self.unavailable_until = 0.0

    def call(self, operation: Callable[..., Any], *args: Any, fallback: Any) -> Any:
        if time.monotonic() < self.unavailable_until:
            return fallback
        try:
            return operation(*args)
        except RedisError as error:
            self.unavailable_until = time.monotonic() + PAUSE
            logger.warning("The cache does not answer: %s", error)
            return fallback

    def get(self, key: Any, default: Any) -> Any:
        return self.call(super().get, key, default, fallback=default)

    def get_many(self, keys: Iterable[Any]) -> dict[Any, Any]:
        return self.call(super().get_many, keys, fallback={})

    def has_key(self, key: Any) -> bool:
        return self.call(super().has_key, key, fallback=False)

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return self.call(super().add, key, value, timeout, fallback=False)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self.call(super().set, key, value, timeout, fallback=None)

    def set_many(self, data: Mapping[Any, Any], timeout: Any) -> None:
        self.call(super().set_many, data, timeout, fallback=None)

    def touch(self, key: Any, timeout: Any) -> bool:
        return self.call(super().touch, key, timeout, fallback=False)

    def incr(self, key: Any, delta: int) -> int:
        count = self.call(super().incr, key, delta, fallback=None)
        if count is None:
            raise ValueError(f"Key {key!r} not found.")  # Django's error for a missing key
        return int(count)

    def delete(self, key: Any) -> bool:
        return self.call(super().delete, key, fallback=False)

    def delete_many(self, keys: Iterable[Any]) -> None:
        self.call(super().delete_many, keys, fallback=None)

    def clear(self) -> bool:
        return self.call(super().clear, fallback=False)


class RedisCache(redis.RedisCache):
    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = FaultTolerantClient
