"""Which colours a PDF really paints with, and how they look beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

Color = tuple[float, float, float]
WHITE: Color = (1.0, 1.0, 1.0)
TEXT, SHAPES = {"Tj", "TJ", "'", '"'}, {"f", "F", "f*", "B", "B*", "b", "b*"}
LINES = {"S", "s", "B", "B*", "b", "b*"}


def painted(pdf: bytes) -> Iterator[tuple[str, Color]]:
    """``text``, ``shape`` or ``line``, with its colour, for every stroke of every page."""
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            yield from _stream(page.obj, page.Resources)


def _stream(source: Any, resources: Any) -> Iterator[tuple[str, Color]]:
    fill = stroke = (0.0, 0.0, 0.0)
    kept: list[tuple[Color, Color]] = []
    for operands, operator in pikepdf.parse_content_stream(source):
        name = str(operator)
        if name in ("rg", "g"):
            fill = _color(operands)
        elif name in ("RG", "G"):
            stroke = _color(operands)
        elif name == "q":
            kept.append((fill, stroke))
        elif name == "Q":
            fill, stroke = kept.pop()
        elif name == "Do":
            yield from _object(resources.XObject[str(operands[0])], resources)
        if name in TEXT:
            yield "text", fill
        if name in SHAPES:
            yield "shape", fill
        if name in LINES:
            yield "line", stroke


def _object(form: Any, resources: Any) -> Iterator[tuple[str, Color]]:
    if form.Subtype == "/Form":
        yield from _stream(form, form.get("/Resources", resources))


def _color(operands: Any) -> Color:
    parts = [float(part) for part in operands]
    red, green, blue = parts * 3 if len(parts) == 1 else parts
    return (red, green, blue)


def luminance(color: Color) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color = WHITE) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def grey(color: Color) -> float:
    """How light it is on a laser printer, 0 to 1."""
    red, green, blue = color
    return 0.299 * red + 0.587 * green + 0.114 * blue
