"""Draws a scene: what is said above, and below it a line of time on which every public event is a tick."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .scene import Scene

WIDTH, HEIGHT = 1200, 630
FINE = 4  # shapes are drawn so much larger and reduced, which smooths their edges
COLOURS = 64
MARGIN, AXIS, TICK, SIDE_WIDTH, SIDE_HEIGHT = 84, 470, 17, 72, 44

# As in static/timeline/base.css, in the light.
PAPER, INK, SOFT, RULE, MARK = "#fbfaf7", "#1c1e22", "#565b64", "#b9b3a5", "#17507f"
SIDES = {"JP": "#a83d00", "RU": "#00609c", "US": "#00694f", "other": "#5b5f66"}

FACES = Path(__file__).parent / "faces"
PLAIN, STRONG = "source-serif-4-latin-400-normal.woff", "source-serif-4-latin-600-normal.woff"
TITLE_SIZES, TITLE_LINES = (68, 60, 52), 3


@lru_cache(maxsize=64)
def png(scene: Scene) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = Pen(image)
    pen.text(MARGIN, 74, scene.line, PLAIN, 34, SOFT)
    lines, size = fitted(scene.title)
    for n, line in enumerate(lines):
        pen.text(MARGIN, 138 + n * size * 1.18, line, STRONG, size, INK)
    for n, side in enumerate(reversed(scene.sides)):
        pen.side(WIDTH - MARGIN - SIDE_WIDTH - n * (SIDE_WIDTH + 16), 72, side)
    line_of_time(pen, scene)
    pen.text(MARGIN, 556, scene.foot, PLAIN, 26, SOFT)
    made = io.BytesIO()
    image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(made, "PNG")
    return made.getvalue()


def line_of_time(pen: Pen, scene: Scene) -> None:
    first, last = scene.years
    begin, end = dt.date(first, 1, 1).toordinal(), dt.date(last, 12, 31).toordinal()

    def x(day: int) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * (min(max(day, begin), end) - begin) / (end - begin)

    pen.box(MARGIN, AXIS - 1, WIDTH - MARGIN, AXIS + 1, RULE)
    for at in sorted({round(x(day)) for day in scene.days}):
        pen.box(at, AXIS - TICK, at + 1, AXIS + TICK, RULE)
    for year in labelled_years(first, last):
        anchor = "la" if year == first else "ra" if year == last else "ma"
        day = end if year == last else dt.date(year, 1, 1).toordinal()
        pen.text(x(day), AXIS + 26, str(year), PLAIN, 22, SOFT, anchor)
    if scene.span:
        pen.mark(x(scene.span[0]), x(scene.span[1]), AXIS, scene.certain)


def labelled_years(first: int, last: int) -> list[int]:
    """The ends, and the half-centuries between that leave them room."""
    room = max(1, (last - first) // 14)
    between = [year for year in range(first // 50 * 50 + 50, last, 50) if first + room < year < last - room]
    return [first, *between, last] if last > first else [first]


def fitted(title: str) -> tuple[list[str], int]:
    """The title in as many lines as there is room for, as large as it can be; cut with dots where nothing helps."""
    for size in TITLE_SIZES:
        lines = wrapped(title, size, WIDTH - 2 * MARGIN)
        if len(lines) <= TITLE_LINES:
            return balanced(title, size, len(lines)), size
    kept = lines[:TITLE_LINES]
    return [*kept[:-1], kept[-1].rstrip(" ,;:–-") + "…"], size


def balanced(text: str, size: int, n: int) -> list[str]:
    """In n lines still, but of nearly one length: no word stands alone in the last."""
    for width in range(WIDTH // 3, WIDTH - 2 * MARGIN, 40):
        lines = wrapped(text, size, width)
        if len(lines) == n and all(length(line, size) <= width for line in lines):
            return lines
    return wrapped(text, size, WIDTH - 2 * MARGIN)


def length(text: str, size: int) -> float:
    return face(STRONG, size).getlength(drawable(text, STRONG))


def wrapped(text: str, size: int, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and length(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@lru_cache(maxsize=16)
def face(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FACES / name), size)


@lru_cache(maxsize=1024)
def has(name: str, character: str) -> bool:
    """Whether the face draws the character otherwise than as a character it lacks."""
    probe = face(name, 20)
    return character == " " or bytes(probe.getmask(character)) != bytes(probe.getmask("\uffff"))


def drawable(text: str, name: str) -> str:
    """What the face lacks is drawn as its plain letter (ℝ as R); without one it is left out."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(character if has(name, character) else bare(character) for character in composed)


def bare(character: str) -> str:
    return unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()


Box = tuple[float, float, float, float]


class Pen:
    """Takes measures of the picture as it will be seen."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self.draw = ImageDraw.Draw(image)

    def text(self, x: float, y: float, text: str, name: str, size: int, colour: str, anchor: str = "la") -> None:
        self.draw.text((x, y), drawable(text, name), colour, face(name, size), anchor=anchor)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.draw.rectangle((left, top, right - 1, bottom - 1), colour)

    def rounded(self, box: Box, radius: float, colour: str) -> None:
        stencil, fine = self.stencil(box)
        ImageDraw.Draw(stencil).rounded_rectangle((0, 0, *fine), radius * FINE, 255)
        self.paint(stencil, box, colour)

    def cut_corners(self, box: Box, cut: float, colour: str) -> None:
        stencil, (right, bottom) = self.stencil(box)
        c = cut * FINE
        corners = [(c, 0), (right, 0), (right, bottom - c), (right - c, bottom), (0, bottom), (0, c)]
        ImageDraw.Draw(stencil).polygon(corners, 255)
        self.paint(stencil, box, colour)

    def stencil(self, box: Box) -> tuple[Image.Image, tuple[int, int]]:
        """A large empty mask for the box, and its last pixel."""
        wide, high = (round(box[2] - box[0]) * FINE, round(box[3] - box[1]) * FINE)
        return Image.new("L", (wide, high)), (wide - 1, high - 1)

    def paint(self, stencil: Image.Image, box: Box, colour: str) -> None:
        self.image.paste(colour, (round(box[0]), round(box[1])), stencil.reduce(FINE))

    def side(self, x: float, y: float, side: str) -> None:
        """The mark of a side, by letters, shape and colour as on the pages."""
        box = (x, y, x + SIDE_WIDTH, y + SIDE_HEIGHT)
        if side == "US":
            self.cut_corners(box, 12, SIDES[side])
        else:
            self.rounded(box, {"JP": SIDE_HEIGHT / 2, "other": 8}.get(side, 0), SIDES[side])
        if side == "other":
            self.rounded((box[0] + 3, box[1] + 3, box[2] - 3, box[3] - 3), 5, PAPER)
        letters, colour = ("+", SIDES[side]) if side == "other" else (side, PAPER)
        self.text(x + SIDE_WIDTH / 2, y + SIDE_HEIGHT / 2 - 1, letters, STRONG, 24, colour, "mm")

    def mark(self, first: float, last: float, y: float, certain: bool) -> None:
        """The event's own days: a disc, longer for a span, hollow where they are not certain."""
        radius, line = 15, 4
        box = (round(first) - radius, y - radius, round(last) + radius, y + radius)
        middle = round((first + last) / 2)
        self.box(middle - 1, y - 46, middle + 2, y - radius, MARK)
        self.rounded(box, radius, MARK)
        if not certain:
            self.rounded((box[0] + line, box[1] + line, box[2] - line, box[3] - line), radius - line, PAPER)
