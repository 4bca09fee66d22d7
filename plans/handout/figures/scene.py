"""One exercise as pictures: start pose, end pose, and both side by side with an arrow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import radians, sin

from plans.content import FigureSpec
from plans.handout.figures.arrows import SAMPLES, arrow, in_between, way
from plans.handout.figures.body import LINE, NEAR_END, NEAR_START, Tone, side_body
from plans.handout.figures.canvas import (
    MM_PER_UNIT,
    Box,
    Shape,
    bounds,
    document,
    elements,
    line,
    moved_right,
    rectangle,
)
from plans.handout.figures.front import front_body
from plans.handout.figures.kinematics import Point, Skeleton, is_frontal, step
from plans.handout.figures.props import GREY, PROPS, WHITE, Layers, Stage, drawn
from plans.handout.figures.staging import GROUND, placed

MARGIN = 2.5
GAP = 16.0
HANDS_ON_WALL = ("wall-forearms", "wall-hands", "wall-elbow")
BELLY = {"belly-up": 2.2, "belly-down": -1.0}


@dataclass(frozen=True)
class Figure:
    """SVG documents and their natural size in millimetres; a standing person is then 29 mm tall.

    `start` and `end` have one size; `pair` is both side by side with an arrow, as high as one. Lines keep
    0.75 pt down to 0.81 of the natural size.
    """

    start: str
    end: str
    pair: str
    width_mm: float
    height_mm: float
    pair_width_mm: float


@lru_cache(maxsize=256)
def draw(spec: FigureSpec) -> Figure:
    """The pictures of an exercise; the same spec gives the same bytes."""
    start, end, view = compose(spec)
    y = view.top - view.height * 0.45
    between = arrow([(view.right + part * GAP, y) for part in (0.12, 0.5, 0.88)])
    wide = Box(view.left, view.bottom, view.right + GAP + view.width, view.top)
    left, middle, right = (elements(shapes, view) for shapes in (start, between, end))
    return Figure(
        document(view, left),
        document(view, right),
        document(wide, left, middle, moved_right(right, view.width + GAP)),
        view.width * MM_PER_UNIT,
        view.height * MM_PER_UNIT,
        wide.width * MM_PER_UNIT,
    )


def compose(spec: FigureSpec) -> tuple[list[Shape], list[Shape], Box]:
    """The shapes of both poses in one frame, and that frame."""
    start, end = placed(spec, spec.start, spec.end)
    bare = Stage(spec, spec.start, start, start, end, Box(0, 0, 0, 0))
    box = bounds([*_body(bare, NEAR_START, []), *_body(bare.turned(spec.end, end), NEAR_END, [])])
    stage = Stage(spec, spec.start, start, start, end, box)
    first = _layers(stage).around(lambda held: _body(stage, NEAR_START, held))
    last = _with_arrows(stage.turned(spec.end, end))
    view = bounds([*first, *last]).grown(MARGIN * 2.4 if spec.view == "top" else MARGIN)
    ground = _ground(spec, view)
    return [*ground, *first], [*ground, *last], view


def _with_arrows(stage: Stage) -> list[Shape]:
    layers = _layers(stage)
    things = [point for shape in layers.all() for point in shape.outline()]
    shapes = layers.around(lambda held: _body(stage, NEAR_END, held))
    return [*shapes, *_arrows(stage, things)]


def _layers(stage: Stage) -> Layers:
    layers = Layers()
    for name in stage.pose.props:
        if name in PROPS:
            layers.add(PROPS[name](stage))
    return layers


def _body(stage: Stage, tone: Tone, held: list[Shape]) -> list[Shape]:
    grips = _grips(stage.spec, stage.body)
    if is_frontal(stage.spec):
        legs = next((name for name in ("knees-up", "shanks-back") if name in stage.pose.props), "")
        return front_body(stage.body, tone, grips, held, legs)
    belly = max((BELLY.get(name, 0.0) for name in stage.spec.arrows), key=abs, default=0.0)
    return side_body(stage.body, tone, grips, held, belly if stage.pose is stage.spec.end else 0.0)


def _grips(spec: FigureSpec, body: Skeleton) -> dict[str, float]:
    """Which way a hand points that lies flat on something."""
    if any(name in spec.start.props for name in HANDS_ON_WALL):
        return {"n": 90.0} if spec.view == "front" else {"n": 90.0, "f": 90.0}
    if "hand-on-belly" in spec.start.props:
        return {"n": body.directions["waist"] + 180}
    flat = {}
    for side in ("n", "f"):
        down = sin(radians(body.directions[f"wrist_{side}"])) < -0.5
        on_floor = spec.surface == "floor" and abs(body.points[f"wrist_{side}"][1]) < 3
        if down and (on_floor or "counter-front" in spec.start.props):
            flat[side] = 0.0
    return flat


def _arrows(stage: Stage, things: list[Point]) -> list[Shape]:
    spec = stage.spec
    if not spec.arrows:
        return []
    # A leg seen end-on in one pose only has no poses in between that could be drawn.
    parts = range(1, SAMPLES) if ("knees-up" in spec.start.props) == ("knees-up" in spec.end.props) else ()
    bodies = placed(spec, spec.start, *(in_between(spec, part / SAMPLES) for part in parts), spec.end)
    floor = stage.box.bottom - 20 if spec.view == "top" else GROUND
    shapes: list[Shape] = []
    for name in spec.arrows:
        shapes += _belly(stage.body, name) if name in BELLY else way(bodies, name, things, floor)
    return shapes


def _belly(body: Skeleton, name: str) -> list[Shape]:
    """A short arrow over the belly: out of it when it lifts, into it when it is drawn in."""
    trunk = body.directions["waist"]
    belly = step(body.points["hip"], trunk, 10)
    track = [step(belly, trunk - 90, distance) for distance in (10.0, 15.5, 21.0)]
    return arrow(track if name == "belly-up" else track[::-1])


def _ground(spec: FigureSpec, view: Box) -> list[Shape]:
    if spec.view == "top":
        edges = [view.grown(-inset) for inset in (0.6, 2.6)]
        return [drawn(rectangle(edge.left, edge.bottom, edge.right, edge.top), WHITE) for edge in edges]
    if spec.surface == "water":
        return []
    y = GROUND - LINE / 2 - (2 if "mat" in spec.start.props else 0)
    if spec.surface == "bike":
        y = view.bottom + MARGIN
    return [Shape(line((view.left + 1, y), (view.right - 1, y)), None, GREY, LINE)]
