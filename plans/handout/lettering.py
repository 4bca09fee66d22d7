"""Words inside pictures as outlines of the handout's own font, so that a drawing needs no font."""

from __future__ import annotations

from functools import cache, lru_cache
from math import ceil
from typing import Any

from fontTools.misc.transform import Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from plans.handout.assets import FOLDER

STEM = "atkinson-hyperlegible-next-latin"
MM_PER_PT = 25.4 / 72
RAGGED = 0.95  # how full a ragged line is
BOLD = 1.1  # bold letters are as much wider


@lru_cache(maxsize=1024)
def outline(text: str, size: float, bold: bool = False) -> tuple[str, float]:
    """The path of ``text`` with its baseline's start at (0, 0), y down, and its width, in units of ``size``.

    A letter the font lacks is left out: names and typed text are never drawn here.
    """
    face = _face(700 if bold else 400)
    scale, at, paths = size / face.per_em, 0.0, []
    for letter in text:
        name = face.names.get(ord(letter))
        if name is None:
            continue
        pen = SVGPathPen(face.glyphs, lambda value: f"{value:.2f}".rstrip("0").rstrip("."))
        face.glyphs[name].draw(TransformPen(pen, Transform(scale, 0, 0, -scale, at, 0)))
        paths.append(pen.getCommands())
        at += face.glyphs[name].width * scale
    return "".join(paths), at


@lru_cache(maxsize=1024)
def measured(text: str, size: float) -> float:
    """The width of ``text`` in units of ``size``, in regular type."""
    face = _face(400)
    names = (face.names.get(ord(letter)) for letter in text)
    return sum(float(face.glyphs[name].width) for name in names if name) * size / face.per_em


def lines_of(text: str, size: float, width: float) -> int:
    """The lines that ``text`` takes, ragged, in a column; ``size`` and ``width`` in one unit."""
    return ceil(measured(text, size) / (width * RAGGED))


class _Face:
    def __init__(self, weight: int) -> None:
        font = TTFont(FOLDER / "fonts" / f"{STEM}-{weight}-normal.woff2")
        self.glyphs: Any = font.getGlyphSet()
        self.names: dict[int, str] = font.getBestCmap()
        self.per_em: int = font["head"].unitsPerEm


@cache
def _face(weight: int) -> _Face:
    return _Face(weight)
