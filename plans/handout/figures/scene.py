"""One exercise as pictures: start pose, end pose, and both side by side with an arrow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import radians, sin

from plans.content import FigureSpec, Pose
from plans.handout.figures.arrows import SAMPLES, arrow, in_between, way
from plans.handout.figures.body import LINE, NEAR_END, NEAR_START, Tone, side_body
from plans.handout.figures.canvas import MM_PER_UNIT, Box, Shape, bounds, line, rectangle, write_svg
from plans.handout.figures.front import front_body
from plans.handout.figures.kinematics import HEAD_RADIUS, Skeleton, is_frontal, solve, step
from plans.handout.figures.props import GREY, GROUND, PROPS, TINT, Layers, Stage, drawn

MARGIN = 2.5
GAP = 16.0


@dataclass(frozen=True)
class Figure:
    """SVG documents; `start` and `end` share one size, given in millimetres at their natural scale."""

    start: str
    end: str
    pair: str
    width_mm: float
    height_mm: float


@lru_cache(maxsize=256)
def draw(spec: FigureSpec) -> Figure:
    start, end, view = compose(spec)
    right = [shape.moved(view.width + GAP, 0) for shape in end]
    middle = view.top - view.height * 0.45
    between = arrow([(view.right + 2, middle), (view.right + GAP / 2, middle), (view.right + GAP - 2, middle)])
    wide = Box(view.left, view.bottom, view.right + GAP + view.width, view.top)
    return Figure(write_svg(start, view), write_svg(end, view), write_svg([*start, *between, *right], wide),
                  view.width * MM_PER_UNIT, view.height * MM_PER_UNIT)


def compose(spec: FigureSpec) -> tuple[list[Shape], list[Shape], Box]:
    """The shapes of both poses in one frame, and that frame."""
    start, end = placed(spec, spec.start, spec.end)
    frontal = is_frontal(spec)
    box = bounds([*_body(start, NEAR_START, frontal, Layers(), {}), *_body(end, NEAR_END, frontal, Layers(), {})])
    first = _pose(spec, spec.start, Stage(start, start, end, frontal, box), NEAR_START)
    last = [*_pose(spec, spec.end, Stage(end, start, end, frontal, box), NEAR_END), *_arrows(spec)]
    view = bounds([*first, *last]).grown(MARGIN)
    ground = _ground(spec, view)
    return [*ground, *first], [*ground, *last], view


def placed(spec: FigureSpec, *poses: Pose) -> list[Skeleton]:
    """The bodies of the poses on the same paper: what rests on the surface stays where it is."""
    anchor = spec.contacts[0] if spec.contacts else "hip"
    for prop, joint in (("wall-front", "wrist_n"), ("wall-right", "elbow_n")):
        if prop in spec.start.props:
            anchor = joint
    bodies = [solve(spec, pose) for pose in poses]
    home = solve(spec, spec.start).points[anchor][0]
    return [rested(spec, body.moved(home - body.points[anchor][0], 0)) for body in bodies]


def rested(spec: FigureSpec, body: Skeleton) -> Skeleton:
    """The body with its head on the floor, where the formulas would have it half in the floor."""
    if spec.surface != "floor" or is_frontal(spec):
        return body
    x, y = body.points["head"]
    nose_down = -sin(radians(body.directions["head"] - 90))
    lowest = GROUND + HEAD_RADIUS + LINE / 2 + max(0.0, nose_down) * 1.6
    return Skeleton({**body.points, "head": (x, max(y, lowest))}, body.directions)


def _pose(spec: FigureSpec, pose: Pose, stage: Stage, tone: Tone) -> list[Shape]:
    layers = Layers()
    for name in pose.props:
        if name in PROPS:
            more = PROPS[name](stage)
            layers.behind += more.behind
            layers.held += more.held
            layers.front += more.front
    return [*layers.behind, *_body(stage.body, tone, stage.frontal, layers, _grips(spec, stage.body)), *layers.front]


def _body(body: Skeleton, tone: Tone, frontal: bool, layers: Layers, grips: dict[str, float]) -> list[Shape]:
    paint = front_body if frontal else side_body
    return paint(body, tone, grips, layers.held)


def _grips(spec: FigureSpec, body: Skeleton) -> dict[str, float]:
    """Which way a hand points that lies flat on something."""
    if "wall-front" in spec.start.props or "wall-right" in spec.start.props:
        return {"n": 90.0, "f": 90.0} if "wall-front" in spec.start.props else {"n": 90.0}
    flat = {}
    for side in ("n", "f"):
        down = sin(radians(body.directions[f"wrist_{side}"])) < -0.5
        on_floor = spec.surface == "floor" and abs(body.points[f"wrist_{side}"][1]) < 3
        if down and (on_floor or "counter-front" in spec.start.props):
            flat[side] = 0.0
    return flat


def _arrows(spec: FigureSpec) -> list[Shape]:
    if not spec.arrows:
        return []
    bodies = placed(spec, *(in_between(spec, part / (SAMPLES - 1)) for part in range(SAMPLES)))
    shapes: list[Shape] = []
    for name in spec.arrows:
        shapes += _belly(bodies[-1], name) if name.startswith("belly") else way(bodies, name)
    return shapes


def _belly(body: Skeleton, name: str) -> list[Shape]:
    """A short arrow over the belly: out of it when it lifts, into it when it is drawn in."""
    trunk = body.directions["waist"]
    belly = step(body.points["hip"], trunk, 9)
    near, far = step(belly, trunk - 90, 9), step(belly, trunk - 90, 21)
    middle = step(belly, trunk - 90, 15)
    return arrow([near, middle, far] if name == "belly-up" else [far, middle, near])


def _ground(spec: FigureSpec, view: Box) -> list[Shape]:
    if spec.view == "top":
        return [drawn(rectangle(view.left + 1, view.bottom + 1, view.right - 1, view.top - 1), TINT)]
    if spec.surface == "water":
        return []
    y = GROUND - LINE / 2 - (2 if "mat" in spec.start.props else 0)
    if spec.surface == "bike":
        y = view.bottom + MARGIN
    return [Shape(line((view.left + 1, y), (view.right - 1, y)), None, GREY, LINE)]
