"""The load balancer's health check: whether this server can serve readers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from timeline.serving import replicas


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    if replicas.read_revision(replicas.PRIMARY):
        return HttpResponse("ok\n", content_type="text/plain")
    if replicas.find_copy(None):
        return HttpResponse("reading only\n", content_type="text/plain")
    return HttpResponse("away\n", status=503, content_type="text/plain")
