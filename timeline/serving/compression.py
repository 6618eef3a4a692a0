"""Compression of responses by django-http-compression, with a level for zstd that makes smaller pages.

The library always uses level 3 and has no setting. Pages are stored compressed (`page_cache`), so each is compressed
once per revision: level 8 takes half a millisecond longer and saves a kilobyte of a page that htmx swaps in.
"""

from __future__ import annotations

from functools import partial

from django_http_compression import middleware

ZSTD_LEVEL = 8

middleware.zstd_compress = partial(middleware.zstd_compress, level=ZSTD_LEVEL)
CompressionMiddleware = middleware.HttpCompressionMiddleware
