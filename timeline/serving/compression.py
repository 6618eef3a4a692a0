"""Responses compressed by django-http-compression, with a `Vary` that does not depend on the outcome."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django_http_compression.middleware import HttpCompressionMiddleware


class CompressionMiddleware(HttpCompressionMiddleware):
    """The library names `Accept-Encoding` only on what it compresses. A cache must also know it of the uncompressed
    response, or it would give that one to everybody (RFC 9110, section 12.5.5).
    """

    def maybe_compress(self, request: HttpRequest, response: HttpResponseBase) -> None:
        super().maybe_compress(request, response)
        if self.content_type_re.match(response.get("Content-Type", "")):
            patch_vary_headers(response, ["Accept-Encoding"])
