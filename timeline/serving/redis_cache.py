"""Redis for what several servers keep in common. One that does not answer keeps nothing: whoever asks makes it anew."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.cache.backends import redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

PATIENCE = 0.25  # seconds: a page is made in less
REST = 2.0  # seconds in which one that did not answer is left alone

logger = logging.getLogger(__name__)


class Client(redis.RedisCacheClient):
    """Each of Django's questions, with what is said where no answer comes."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "retry": Retry(NoBackoff(), 0)}
        super().__init__(servers, **{**patience, **options})
        self.away_until = 0.0

    def asked(self, question: Callable[..., Any], *args: Any, without: Any) -> Any:
        if time.monotonic() < self.away_until:
            return without
        try:
            return question(*args)
        except RedisError as error:
            self.away_until = time.monotonic() + REST
            logger.warning("The cache does not answer: %s", error)
            return without

    def get(self, key: Any, default: Any) -> Any:
        return self.asked(super().get, key, default, without=default)

    def get_many(self, keys: Iterable[Any]) -> dict[Any, Any]:
        return self.asked(super().get_many, keys, without={})

    def has_key(self, key: Any) -> bool:
        return self.asked(super().has_key, key, without=False)

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return self.asked(super().add, key, value, timeout, without=False)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self.asked(super().set, key, value, timeout, without=None)

    def set_many(self, data: Mapping[Any, Any], timeout: Any) -> None:
        self.asked(super().set_many, data, timeout, without=None)

    def touch(self, key: Any, timeout: Any) -> bool:
        return self.asked(super().touch, key, timeout, without=False)

    def incr(self, key: Any, delta: int) -> int:
        counted = self.asked(super().incr, key, delta, without=None)
        if counted is None:
            raise ValueError(f"Key {key!r} not found.")  # as Django says of a key that is not there
        return int(counted)

    def delete(self, key: Any) -> bool:
        return self.asked(super().delete, key, without=False)

    def delete_many(self, keys: Iterable[Any]) -> None:
        self.asked(super().delete_many, keys, without=None)

    def clear(self) -> bool:
        return self.asked(super().clear, without=False)


class RedisCache(redis.RedisCache):
    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client
