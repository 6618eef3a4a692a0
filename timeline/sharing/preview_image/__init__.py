"""Pictures of a place in time, drawn here as PNG for the services that show a shared address and know no SVG.

The letters are Source Serif 4, as on the pages: two weights in `faces/` with their licence (SIL Open Font License).
"""

from .png import HEIGHT, WIDTH, png
from .scene import Scene, of_event, of_site

__all__ = ["HEIGHT", "WIDTH", "Scene", "of_event", "of_site", "png"]
