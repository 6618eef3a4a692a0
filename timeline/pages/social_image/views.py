"""Preview images for pages whose address is shared."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from timeline.models import Event
from timeline.sharing import preview_image

from ..shared.cards import list_sides

cached_for_an_hour = cache_control(public=True, max_age=3600)


@require_safe
@cached_for_an_hour
def event_picture(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.public().prefetch_related("actors", "quotes__speaker"), slug=slug)
    return render_picture(preview_image.build_event_scene(event, list_sides(event)))


@require_safe
@cached_for_an_hour
def picture(request: HttpRequest) -> HttpResponse:
    return render_picture(preview_image.build_site_scene())


def render_picture(scene: preview_image.PreviewScene) -> HttpResponse:
    return HttpResponse(preview_image.draw_png(scene), content_type="image/png")
