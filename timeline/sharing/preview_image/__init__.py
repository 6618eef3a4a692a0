"""Preview images: an event on a time axis, as PNG for services that show shared links and do not support SVG.

The font is Source Serif 4, as on the pages: two weights in `faces/` with their licence (SIL Open Font License).
"""

from .png import HEIGHT, WIDTH, draw_png
from .scene import PreviewScene, build_event_scene, build_site_scene

__all__ = ["HEIGHT", "WIDTH", "PreviewScene", "build_event_scene", "build_site_scene", "draw_png"]
