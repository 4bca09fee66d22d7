"""Shapes in figure units (y up) and the one place that writes them as SVG (y down)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import acos, atan2, ceil, cos, degrees, hypot, radians, sin, tan

from plans.handout.figures.kinematics import Point, step

Command = tuple[str, tuple[Point, ...]]
Path = tuple[Command, ...]


@dataclass(frozen=True)
class Box:
    """A rectangle in figure units."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def joined(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)


@dataclass(frozen=True)
class Shape:
    """A path with its ink. `fill` and `stroke` are colours or None; `dash` is in figure units."""

    path: Path
    fill: str | None = None
    stroke: str | None = None
    width: float = 0.0
    dash: tuple[float, ...] = ()

    def box(self) -> Box:
        xs = [x for _, points in self.path for x, _ in points]
        ys = [y for _, points in self.path for _, y in points]
        edge = self.width / 2 if self.stroke else 0.0
        return Box(min(xs), min(ys), max(xs), max(ys)).grown(edge)

    def outline(self) -> list[Point]:
        """Points on the path, not more than about 3 units apart on its straight parts."""
        points: list[Point] = []
        for _, ends in self.path:
            if not ends:
                continue
            end = ends[-1]
            start = points[-1] if points else end
            count = max(1, ceil(hypot(end[0] - start[0], end[1] - start[1]) / 3))
            dx, dy = (end[0] - start[0]) / count, (end[1] - start[1]) / count
            points += [(start[0] + dx * part, start[1] + dy * part) for part in range(1, count + 1)]
        return points


def bounds(shapes: Iterable[Shape]) -> Box:
    boxes = [shape.box() for shape in shapes]
    joined = boxes[0]
    for box in boxes[1:]:
        joined = joined.joined(box)
    return joined


# --- paths ----------------------------------------------------------------------------------------


def polygon(*points: Point) -> Path:
    return (("M", (points[0],)), *(("L", (point,)) for point in points[1:]), ("Z", ()))


def line(*points: Point) -> Path:
    return (("M", (points[0],)), *(("L", (point,)) for point in points[1:]))


def rectangle(left: float, bottom: float, right: float, top: float) -> Path:
    return polygon((left, bottom), (right, bottom), (right, top), (left, top))


def circle(centre: Point, radius: float) -> Path:
    return (("M", (step(centre, 0, radius),)), *_arc(centre, radius, 0, 360), ("Z", ()))


def capsule(start: Point, start_radius: float, end: Point, end_radius: float) -> Path:
    """Two circles and the straight lines that touch both, run through counter-clockwise."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    if length <= abs(start_radius - end_radius):
        return circle(start, start_radius) if start_radius >= end_radius else circle(end, end_radius)
    along = degrees(atan2(end[1] - start[1], end[0] - start[0]))
    lean = degrees(acos((start_radius - end_radius) / length))
    first = step(end, along - lean, end_radius)
    return (
        ("M", (first,)),
        *_arc(end, end_radius, along - lean, along + lean),
        ("L", (step(start, along + lean, start_radius),)),
        *_arc(start, start_radius, along + lean, along - lean + 360),
        ("Z", ()),
    )


def smooth(points: Sequence[Point], closed: bool = False) -> Path:
    """A curve through all the points."""
    count = len(points)

    def at(index: int) -> Point:
        return points[index % count] if closed else points[max(0, min(count - 1, index))]

    path: list[Command] = [("M", (points[0],))]
    for index in range(count if closed else count - 1):
        before, here, there, after = (at(index + offset) for offset in (-1, 0, 1, 2))
        leaving = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        coming = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        path.append(("C", (leaving, coming, there)))
    if closed:
        path.append(("Z", ()))
    return tuple(path)


def _arc(centre: Point, radius: float, start: float, end: float) -> list[Command]:
    pieces = max(1, ceil(abs(end - start) / 90 - 1e-9))
    turn = (end - start) / pieces
    reach = radius * 4 / 3 * tan(radians(turn) / 4)
    commands: list[Command] = []
    for piece in range(pieces):
        a, b = radians(start + piece * turn), radians(start + (piece + 1) * turn)
        p = (centre[0] + radius * cos(a), centre[1] + radius * sin(a))
        q = (centre[0] + radius * cos(b), centre[1] + radius * sin(b))
        commands.append(
            (
                "C",
                (
                    (p[0] - reach * sin(a), p[1] + reach * cos(a)),
                    (q[0] + reach * sin(b), q[1] - reach * cos(b)),
                    q,
                ),
            )
        )
    return commands


# --- SVG ------------------------------------------------------------------------------------------

# The scale at which a standing person, 96 units tall, is 29 mm high on paper.
MM_PER_UNIT = 0.3
# Coordinates are written as whole tenths of a unit.
GRAIN = 10


def document(view: Box, *parts: str) -> str:
    """A document of its own, as large as `view`, without ids, styles or references."""
    size = f'width="{view.width * MM_PER_UNIT:.2f}mm" height="{view.height * MM_PER_UNIT:.2f}mm"'
    box = f'viewBox="0 0 {_whole(view.width)} {_whole(view.height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} '
        f'stroke-linecap="round" stroke-linejoin="round">{"".join(parts)}</svg>'
    )


def elements(shapes: Iterable[Shape], view: Box) -> str:
    """The shapes as SVG elements, in the coordinates of a document as large as `view`."""
    return "".join(_element(shape, view.left * GRAIN, view.top * GRAIN) for shape in shapes)


def moved_right(part: str, by: float) -> str:
    """Elements moved by `by` units."""
    return f'<g transform="translate({_whole(by)} 0)">{part}</g>'


def _element(shape: Shape, left: float, top: float) -> str:
    d = "".join(
        [
            name + " ".join([f"{round(x * GRAIN - left)} {round(top - y * GRAIN)}" for x, y in points])
            for name, points in shape.path
        ]
    )
    stroke = f' stroke="{shape.stroke}" stroke-width="{_whole(shape.width)}"' if shape.stroke else ""
    dash = f' stroke-dasharray="{" ".join(map(_whole, shape.dash))}"' if shape.dash else ""
    return f'<path fill="{shape.fill or "none"}"{stroke}{dash} d="{d}"/>'


def _whole(value: float) -> str:
    return str(round(value * GRAIN))
