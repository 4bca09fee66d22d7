"""A clinic's logo that is a picture of pixels, kept as an SVG that holds it: one field for both kinds.

The handout prints the pixels and never reads the SVG around them, so nothing is fetched for it.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass
from xml.etree import ElementTree

KINDS = ("image/png", "image/jpeg")
SIDES = 2
_HELD = re.compile(
    r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 ([1-9]\d{0,3}) ([1-9]\d{0,3})">'
    r'<image width="\1" height="\2" href="data:(image/png|image/jpeg);base64,([A-Za-z0-9+/]+={0,2})"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Pixels:
    """An encoded picture; ``kind`` is of ``KINDS``, width and height are in pixels."""

    kind: str
    data: bytes
    width: int
    height: int


def svg_around(pixels: Pixels) -> str:
    """The SVG that ``pixels_in`` reads, and that a browser shows as well."""
    size = f'width="{pixels.width}" height="{pixels.height}"'
    address = f"data:{pixels.kind};base64,{b64encode(pixels.data).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {pixels.width} {pixels.height}">'
        f'<image {size} href="{address}"/></svg>'
    )


def pixels_in(svg: str) -> Pixels | None:
    """The picture in what ``svg_around`` wrote; None for every other text."""
    found = _HELD.fullmatch(svg)
    if found is None:
        return None
    width, height, kind, data = found.groups()
    try:
        return Pixels(kind, b64decode(data, validate=True), int(width), int(height))
    except Error:
        return None


def shape_of(svg: str) -> float | None:
    """How many times as wide as high; None when that cannot be read, and the logo is left out."""
    if pixels := pixels_in(svg):
        return pixels.width / pixels.height
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - refused with entities where it is typed in
    except ElementTree.ParseError:
        return None
    box = root.get("viewBox", "").replace(",", " ").split()[2:]
    sides = [
        _number(side) for side in (box if len(box) == SIDES else (root.get("width"), root.get("height")))
    ]
    width, height = sides
    return width / height if width and height else None


def _number(text: str | None) -> float:
    """The number that a length begins with, 0 without one."""
    found = re.match(r"\s*(\d*\.?\d+)(?!\d*%)", text or "")
    return float(found[1]) if found else 0.0
