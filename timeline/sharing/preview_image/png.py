"""Draws a scene: text, and below it a time axis on which every public event is a tick."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .scene import PreviewScene

WIDTH, HEIGHT = 1200, 630
SCALE = 4  # shapes are drawn this much larger and reduced, which smooths their edges
COLOURS = 64
MARGIN, AXIS, TICK, SIDE_WIDTH, SIDE_HEIGHT = 84, 470, 17, 72, 44

# As in static/timeline/base.css, with light colours.
PAPER, INK, SOFT, RULE, MARK = "#fbfaf7", "#1c1e22", "#565b64", "#b9b3a5", "#17507f"
SIDES = {"JP": "#a83d00", "RU": "#00609c", "US": "#00694f", "other": "#5b5f66"}

FONTS = Path(__file__).parent / "faces"
PLAIN, STRONG = "source-serif-4-latin-400-normal.woff", "source-serif-4-latin-600-normal.woff"
TITLE_SIZES, TITLE_LINES = (68, 60, 52), 3


@lru_cache(maxsize=64)
def draw_png(scene: PreviewScene) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = Pen(image)
    pen.draw_text(MARGIN, 74, scene.line, PLAIN, 34, SOFT)
    lines, size = fit_title(scene.title)
    for n, line in enumerate(lines):
        pen.draw_text(MARGIN, 138 + n * size * 1.18, line, STRONG, size, INK)
    for n, side in enumerate(reversed(scene.sides)):
        pen.draw_side(WIDTH - MARGIN - SIDE_WIDTH - n * (SIDE_WIDTH + 16), 72, side)
    draw_axis(pen, scene)
    pen.draw_text(MARGIN, 556, scene.foot, PLAIN, 26, SOFT)
    file = io.BytesIO()
    image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def draw_axis(pen: Pen, scene: PreviewScene) -> None:
    first, last = scene.years
    begin, end = dt.date(first, 1, 1).toordinal(), dt.date(last, 12, 31).toordinal()

    def x(day: int) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * (min(max(day, begin), end) - begin) / (end - begin)

    pen.draw_box(MARGIN, AXIS - 1, WIDTH - MARGIN, AXIS + 1, RULE)
    for at in sorted({round(x(day)) for day in scene.days}):
        pen.draw_box(at, AXIS - TICK, at + 1, AXIS + TICK, RULE)
    for year in choose_years(first, last):
        anchor = "la" if year == first else "ra" if year == last else "ma"
        day = end if year == last else dt.date(year, 1, 1).toordinal()
        pen.draw_text(x(day), AXIS + 26, str(year), PLAIN, 22, SOFT, anchor)
    if scene.span:
        pen.draw_mark(x(scene.span[0]), x(scene.span[1]), AXIS, scene.certain)


def choose_years(first: int, last: int) -> list[int]:
    """The first and the last year, and the half-centuries between that are not too close to them."""
    room = max(1, (last - first) // 14)
    between = [year for year in range(first // 50 * 50 + 50, last, 50) if first + room < year < last - room]
    return [first, *between, last] if last > first else [first]


def fit_title(title: str) -> tuple[list[str], int]:
    """The title in as many lines as fit, as large as possible; shortened with an ellipsis if it is still too long."""
    for size in TITLE_SIZES:
        lines = wrap_lines(title, size, WIDTH - 2 * MARGIN)
        if len(lines) <= TITLE_LINES:
            return balance_lines(title, size, len(lines)), size
    lines_shown = lines[:TITLE_LINES]
    return [*lines_shown[:-1], lines_shown[-1].rstrip(" ,;:–-") + "…"], size


def balance_lines(text: str, size: int, n: int) -> list[str]:
    """Still in n lines, but of similar length, so that no single word is left in the last."""
    for width in range(WIDTH // 3, WIDTH - 2 * MARGIN, 40):
        lines = wrap_lines(text, size, width)
        if len(lines) == n and all(measure_text(line, size) <= width for line in lines):
            return lines
    return wrap_lines(text, size, WIDTH - 2 * MARGIN)


def measure_text(text: str, size: int) -> float:
    return load_font(STRONG, size).getlength(replace_missing(text, STRONG))


def wrap_lines(text: str, size: int, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and measure_text(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@lru_cache(maxsize=16)
def load_font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / name), size)


@lru_cache(maxsize=1024)
def has_glyph(name: str, character: str) -> bool:
    """Whether the font draws the character differently from a missing one."""
    probe = load_font(name, 20)
    return character == " " or bytes(probe.getmask(character)) != bytes(probe.getmask("\uffff"))


def replace_missing(text: str, name: str) -> str:
    """Characters that the font does not have become plain letters (ℝ: R), or are left out."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(character if has_glyph(name, character) else find_plain_letter(character) for character in composed)


def find_plain_letter(character: str) -> str:
    return unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()


Box = tuple[float, float, float, float]


class Pen:
    """Draws with the coordinates of the finished image."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self.draw = ImageDraw.Draw(image)

    def draw_text(self, x: float, y: float, text: str, name: str, size: int, colour: str, anchor: str = "la") -> None:
        self.draw.text((x, y), replace_missing(text, name), colour, load_font(name, size), anchor=anchor)

    def draw_box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.draw.rectangle((left, top, right - 1, bottom - 1), colour)

    def draw_rounded(self, box: Box, radius: float, colour: str) -> None:
        stencil, fine = self.make_stencil(box)
        ImageDraw.Draw(stencil).rounded_rectangle((0, 0, *fine), radius * SCALE, 255)
        self.paint(stencil, box, colour)

    def draw_cut_corners(self, box: Box, cut: float, colour: str) -> None:
        stencil, (right, bottom) = self.make_stencil(box)
        c = cut * SCALE
        corners = [(c, 0), (right, 0), (right, bottom - c), (right - c, bottom), (0, bottom), (0, c)]
        ImageDraw.Draw(stencil).polygon(corners, 255)
        self.paint(stencil, box, colour)

    def make_stencil(self, box: Box) -> tuple[Image.Image, tuple[int, int]]:
        """A large empty mask for the box, and its last pixel."""
        wide, high = (round(box[2] - box[0]) * SCALE, round(box[3] - box[1]) * SCALE)
        return Image.new("L", (wide, high)), (wide - 1, high - 1)

    def paint(self, stencil: Image.Image, box: Box, colour: str) -> None:
        self.image.paste(colour, (round(box[0]), round(box[1])), stencil.reduce(SCALE))

    def draw_side(self, x: float, y: float, side: str) -> None:
        """The mark of a side, with the letters, shape and colour that pages have."""
        box = (x, y, x + SIDE_WIDTH, y + SIDE_HEIGHT)
        if side == "US":
            self.draw_cut_corners(box, 12, SIDES[side])
        else:
            self.draw_rounded(box, {"JP": SIDE_HEIGHT / 2, "other": 8}.get(side, 0), SIDES[side])
        if side == "other":
            self.draw_rounded((box[0] + 3, box[1] + 3, box[2] - 3, box[3] - 3), 5, PAPER)
        letters, colour = ("+", SIDES[side]) if side == "other" else (side, PAPER)
        self.draw_text(x + SIDE_WIDTH / 2, y + SIDE_HEIGHT / 2 - 1, letters, STRONG, 24, colour, "mm")

    def draw_mark(self, first: float, last: float, y: float, certain: bool) -> None:
        """The event's own days: a disc, longer for a span, hollow where they are not certain."""
        radius, line = 15, 4
        box = (round(first) - radius, y - radius, round(last) + radius, y + radius)
        middle = round((first + last) / 2)
        self.draw_box(middle - 1, y - 46, middle + 2, y - radius, MARK)
        self.draw_rounded(box, radius, MARK)
        if not certain:
            self.draw_rounded((box[0] + line, box[1] + line, box[2] - line, box[3] - line), radius - line, PAPER)
