"""The movement, drawn on the end pose as the way a joint has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Any

from plans.content import FigureSpec, Pose
from plans.handout.figures.canvas import Shape, polygon, smooth
from plans.handout.figures.kinematics import HEAD_RADIUS, Point, Skeleton, step

Segment = tuple[Point, Point, float]
INK = "#1a1a1a"
WIDTH = 1.5
HEAD = 4.4
SHORTEST, LONGEST = 9.0, 34.0  # a single step of the movement may be longer
SAMPLES = 6  # the steps in which a movement is followed

# Segments of the body that an arrow keeps clear of, with half their width.
SEGMENTS = (
    ("hip", "waist", 5.0),
    ("waist", "shoulder", 5.0),
    ("head", "head", HEAD_RADIUS + 1),
    ("hip_n", "knee_n", 3.8),
    ("knee_n", "ankle_n", 3.2),
    ("ankle_n", "toe_n", 3.5),
    ("hip_f", "knee_f", 3.8),
    ("knee_f", "ankle_f", 3.2),
    ("ankle_f", "toe_f", 3.5),
    ("shoulder_n", "elbow_n", 3.0),
    ("elbow_n", "wrist_n", 3.0),
    ("shoulder_f", "elbow_f", 3.0),
    ("elbow_f", "wrist_f", 3.0),
)


def arrow(points: Sequence[Point]) -> list[Shape]:
    """A curve through the points that ends in a filled head."""
    tip, before = points[-1], points[-2]
    direction = degrees(atan2(tip[1] - before[1], tip[0] - before[0]))
    neck = step(tip, direction, -HEAD * 0.7)
    head = polygon(tip, step(tip, direction + 156, HEAD), step(tip, direction - 156, HEAD))
    return [Shape(smooth([*points[:-1], neck]), None, INK, WIDTH), Shape(head, INK, INK, 0.4)]


def in_between(spec: FigureSpec, part: float) -> Pose:
    """The pose `part` of the way from start to end."""
    angles: dict[str, Any] = {
        entry.name: _mean(getattr(spec.start, entry.name), getattr(spec.end, entry.name), part)
        for entry in fields(Pose)
        if entry.name != "props"
    }
    return Pose(**angles, props=spec.end.props)


def way(bodies: Sequence[Skeleton], joint: str, things: Sequence[Point], floor: float) -> list[Shape]:
    """The arrow of a joint through the bodies of a movement, laid beside the last of them.

    It keeps clear of `things`, points on the outlines of the props, and stays above `floor`.
    """
    track = _fitting([body.points[joint] for body in bodies])
    return arrow(_beside(track, bodies[-1], things, floor))


def _mean(a: float, b: float, part: float) -> float:
    return a + (b - a) * part


def _length(track: Sequence[Point]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(track))


def _fitting(track: list[Point]) -> list[Point]:
    """The track, straight and longer when too short to see, without its beginning when too long."""
    length = _length(track)
    if length < SHORTEST:
        start, end = track[0], track[-1]
        direction = degrees(atan2(end[1] - start[1], end[0] - start[0]))
        middle = (_mean(start[0], end[0], 0.5), _mean(start[1], end[1], 0.5))
        return [step(middle, direction, -SHORTEST / 2), middle, step(middle, direction, SHORTEST / 2)]
    while len(track) > 2 and _length(track) > LONGEST:
        track = track[1:]
    return track


def _beside(track: list[Point], body: Skeleton, things: Sequence[Point], floor: float) -> list[Point]:
    """The track moved to where it covers least of the body and of the things around it."""
    best, best_cost = track, float("inf")
    segments = [(body.points[a], body.points[b], width) for a, b, width in SEGMENTS]
    for distance in (0.0, 4.0, 6.0, 8.0, 10.0, 13.0):
        for direction in range(0, 360, 30) if distance else (0,):
            moved = [step(point, direction, distance) for point in track]
            cost = distance * 0.25
            for point in moved:
                cost += _cost(point, segments, things, floor)
                if cost >= best_cost - 1e-9:
                    break
            else:
                best, best_cost = moved, cost
    return best


def _cost(point: Point, segments: Sequence[Segment], things: Sequence[Point], floor: float) -> float:
    gap = min(_from_segment(point, start, end) - width for start, end, width in segments)
    near_things = sum(0.7 for x, y in things if abs(x - point[0]) < 3 and abs(y - point[1]) < 3)
    return 1.5 * max(0.0, 3.0 - gap) + near_things + 3 * max(0.0, floor + 3 - point[1])


def _from_segment(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    squared = dx * dx + dy * dy
    part = 0.0 if squared == 0 else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / squared
    part = max(0.0, min(1.0, part))
    return hypot(point[0] - start[0] - part * dx, point[1] - start[1] - part * dy)
