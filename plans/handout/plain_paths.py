"""SVG of plain paths as PDF operators: what the handout's own pictures are made of.

The library reads an SVG of any kind, 17 ms for one picture, and each new patient brings three: two sides of
the tracker and its example. Paths of straight lines and curves in one ink need a tenth of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
PX_PER_MM = 96 / 25.4
INK = {
    "fill": "#000000", "stroke": "none", "stroke-width": "1", "stroke-dasharray": "none",
    "stroke-linecap": "butt", "stroke-linejoin": "miter",
}  # fmt: skip
FRAME = {"width", "height", "viewBox"}
SHAPE = {"d", "transform"}
CAPS, JOINS = {"butt": 0, "round": 1, "square": 2}, {"miter": 0, "round": 1, "bevel": 2}
ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "C": 6}
PAINT = {(True, False): "f", (False, True): "S", (True, True): "B"}
SIZE = re.compile(r"([\d.]+)mm\Z")
COLOR = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\Z")
MOVED = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\)\Z")
PIECE = re.compile(r"([A-Za-z])([^A-Za-z]*)")
THIRDS = 2 / 3
LINE, CURVE = "%.2f %.2f l", "%.2f %.2f %.2f %.2f %.2f %.2f c"
WRITTEN = {"M": "%.2f %.2f m", "L": LINE, "H": LINE, "V": LINE, "Q": CURVE, "C": CURVE}


class NotPlainError(ValueError):
    """The SVG holds something else than plain paths."""


def operators(tree: ElementTree.Element) -> tuple[float, float, bytes]:
    """Width and height in CSS pixels, and the operators; raises NotPlainError for any other SVG."""
    width, height = (_pixels(tree.get(side, "")) for side in ("width", "height"))
    box = [float(number) for number in tree.get("viewBox", "").split()]
    if len(box) != 4 or box[:2] != [0, 0]:
        raise NotPlainError("viewBox")
    scale = f"{width / box[2]:.6f} 0 0 {height / box[3]:.6f} 0 0 cm"
    lines = ["q", scale, "[] 0 d 0 J 0 j 4 M", *_inside(tree, _ink(tree, INK, FRAME)), "Q"]
    return width, height, "\n".join(lines).encode()


def _pixels(length: str) -> float:
    if not (size := SIZE.match(length)):
        raise NotPlainError("size")
    return float(size[1]) * PX_PER_MM


def _ink(element: ElementTree.Element, around: Mapping[str, str], known: set[str]) -> dict[str, str]:
    """The inks of an element, which are those around it where it names no other."""
    own = element.attrib
    if not own.keys() <= known | INK.keys():
        raise NotPlainError("attribute")
    return {name: own.get(name, value) for name, value in around.items()}


def _inside(element: ElementTree.Element, ink: Mapping[str, str]) -> Iterator[str]:
    for child in element:
        own = _ink(child, ink, SHAPE)
        if child.tag == f"{SVG}g" and "d" not in child.attrib:
            yield from ("q", *_moved(child), *_inside(child, own), "Q")
        elif child.tag == f"{SVG}path":
            yield from _path(child, own)
        else:
            raise NotPlainError("element")


def _moved(element: ElementTree.Element) -> Iterator[str]:
    if transform := element.get("transform"):
        if not (moved := MOVED.match(transform)):
            raise NotPlainError("transform")
        yield f"1 0 0 1 {moved[1]} {moved[2]} cm"


def _path(element: ElementTree.Element, ink: Mapping[str, str]) -> Iterator[str]:
    filled, stroked = ink["fill"] != "none", ink["stroke"] != "none"
    lines = list(_line(element.get("d", "")))
    if lines and (filled or stroked):
        yield from ("q", *_moved(element))
        if filled:
            yield f"{_color(ink['fill'])} rg"
        if stroked:
            yield f"{_color(ink['stroke'])} RG {float(ink['stroke-width']):g} w"
            yield from _pen(ink)
        yield from (*lines, PAINT[filled, stroked], "Q")


def _pen(ink: Mapping[str, str]) -> Iterator[str]:
    """How a stroke ends, bends and breaks, where it is not as usual."""
    try:
        cap, join = CAPS[ink["stroke-linecap"]], JOINS[ink["stroke-linejoin"]]
    except KeyError:
        raise NotPlainError("pen") from None
    if cap:
        yield f"{cap} J"
    if join:
        yield f"{join} j"
    if ink["stroke-dasharray"] != "none":
        yield f"[{' '.join(ink['stroke-dasharray'].split())}] 0 d"


def _color(text: str) -> str:
    if not (color := COLOR.match(text)):
        raise NotPlainError("colour")
    return " ".join(f"{int(part, 16) / 255:.3g}" for part in color.groups())


def _line(data: str) -> Iterator[str]:
    """The path's operators. More numbers than one step takes are further steps; a move goes on as lines."""
    x = y = start_x = start_y = 0.0
    for letter, text in PIECE.findall(data):
        if letter in "Zz":
            x, y = start_x, start_y
            yield "h"
            continue
        command, numbers = letter.upper(), [float(number) for number in text.split()]
        size = ARITY.get(command)
        if size is None or not numbers or len(numbers) % size:
            raise NotPlainError("path")
        for first in range(0, len(numbers), size):
            points = _points(command, numbers[first : first + size], x, y, letter.islower())
            yield _step(command, points, x, y)
            x, y = points[-2:]
            if command == "M":
                start_x, start_y, command = x, y, "L"


def _points(command: str, numbers: list[float], x: float, y: float, relative: bool) -> list[float]:
    """Where a step from (x, y) goes through, and ends: x and y in turn."""
    if command == "H":
        return [numbers[0] + x if relative else numbers[0], y]
    if command == "V":
        return [x, numbers[0] + y if relative else numbers[0]]
    if relative:
        return [number + (x, y)[n % 2] for n, number in enumerate(numbers)]
    return numbers


def _step(command: str, points: list[float], x: float, y: float) -> str:
    if command == "Q":  # a curve by one point as the curve by two that PDF knows, at two thirds of the way
        a, b, end_x, end_y = points
        points = [x + (a - x) * THIRDS, y + (b - y) * THIRDS,
                  end_x + (a - end_x) * THIRDS, end_y + (b - end_y) * THIRDS, end_x, end_y]  # fmt: skip
    return WRITTEN[command] % tuple(points)
