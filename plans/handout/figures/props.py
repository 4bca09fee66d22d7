"""The things around the body. Each prop is a function from the stage to the layers it draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from plans.content import FigureSpec, Pose
from plans.handout.figures.body import LINE, SKIN, between
from plans.handout.figures.canvas import Box, Path, Shape, capsule, circle, line, rectangle, smooth
from plans.handout.figures.kinematics import Point, Skeleton, step
from plans.handout.figures.staging import GROUND, STEPS

GREY = "#6e6e6e"
TINT = "#efefef"
WHITE = "#ffffff"
SEAT = 24 - SKIN
TABLE = 46.0


@dataclass(frozen=True)
class Stage:
    """One pose as it is drawn: its body, and the start and end bodies in the same place on the paper."""

    spec: FigureSpec
    pose: Pose
    body: Skeleton
    start: Skeleton
    end: Skeleton
    box: Box  # of the bodies of both poses

    def point(self, joint: str) -> Point:
        return self.body.points[joint]

    def turned(self, pose: Pose, body: Skeleton) -> Stage:
        """The same stage with the other pose on it."""
        return replace(self, pose=pose, body=body)


@dataclass
class Layers:
    """What lies behind the body, what behind the near arm only, and what in front of all."""

    behind: list[Shape] = field(default_factory=list)
    held: list[Shape] = field(default_factory=list)
    front: list[Shape] = field(default_factory=list)

    def add(self, other: Layers) -> None:
        self.behind += other.behind
        self.held += other.held
        self.front += other.front

    def all(self) -> list[Shape]:
        return [*self.behind, *self.held, *self.front]

    def around(self, body: Callable[[list[Shape]], list[Shape]]) -> list[Shape]:
        return [*self.behind, *body(self.held), *self.front]


def drawn(path: Path, fill: str | None = WHITE, width: float = LINE) -> Shape:
    return Shape(path, fill, GREY, width)


def rope(*points: Point, dash: tuple[float, ...] = ()) -> Shape:
    return Shape(line(*points), None, "#1a1a1a", LINE, dash)


# --- furniture ------------------------------------------------------------------------------------


def _chair_at(x: float, facing: int) -> list[Shape]:
    """A chair with its seat centred on x; facing 1: its back is at the left."""
    back = x - facing * 10.5
    return [
        drawn(line((x - 8.5, SEAT - 2), (x - 9, GROUND)), None, 1.6),
        drawn(line((x + 8.5, SEAT - 2), (x + 9, GROUND)), None, 1.6),
        drawn(line((back, SEAT - 1), (back - facing * 0.8, 48)), None, 1.6),
        drawn(capsule((back - facing * 0.6, 38), 1.4, (back - facing * 0.9, 49), 1.4)),
        drawn(capsule((x - 9.6, SEAT - 1.8), 1.2, (x + 9.6, SEAT - 1.8), 1.2)),
    ]


def chair(stage: Stage) -> Layers:
    return Layers(behind=_chair_at(stage.start.points["hip"][0], 1))


def chair_front(stage: Stage) -> Layers:
    return Layers(behind=_chair_at(stage.start.points["wrist_n"][0] + 7, -1))


def table(stage: Stage) -> Layers:
    left = stage.start.points["wrist_n"][0] - 3
    return Layers(
        behind=[
            drawn(line((left + 20, TABLE - 2), (left + 20, GROUND)), None, 1.6),
            drawn(line((left + 3, TABLE - 2), (left + 3, GROUND)), None, 1.6),
            drawn(rectangle(left, TABLE - 2.6, left + 24, TABLE)),
        ]
    )


def counter_front(stage: Stage) -> Layers:
    x, y = stage.start.points["wrist_n"]
    top = y - 2.4
    return Layers(
        behind=[
            drawn(rectangle(x + 1, GROUND, x + 15, top), TINT),
            drawn(rectangle(x - 2, top - 2.6, x + 16, top)),
        ]
    )


def counter_behind(stage: Stage) -> Layers:
    x, y = stage.start.points["wrist_f"]
    top = y - 2.4
    return Layers(
        behind=[
            drawn(rectangle(x - 24, GROUND, x + 22, top), TINT),
            drawn(rectangle(x - 26, top - 2.6, x + 24, top)),
        ]
    )


def step_box(stage: Stage) -> Layers:
    height = next(height for name, height in STEPS.items() if name in stage.pose.props)
    x = stage.point("ankle_n")[0]
    return Layers(behind=[drawn(rectangle(x - 5.5, GROUND, x + 15, height - SKIN), TINT)])


def mat(stage: Stage) -> Layers:
    if stage.spec.view == "top":
        return Layers()
    left, right = stage.box.left - 2, stage.box.right + 2
    return Layers(behind=[drawn(rectangle(left, GROUND - 2, right, GROUND), TINT)])


# --- walls ----------------------------------------------------------------------------------------


def _wall(stage: Stage, x: float, side: int) -> Layers:
    """A wall whose face is at x; side 1: the wall lies to the right of its face."""
    left, right = sorted((x, x + side * 4.5))
    return Layers(behind=[drawn(rectangle(left, GROUND, right, stage.box.top), TINT)])


def wall_hips(stage: Stage) -> Layers:
    return _wall(stage, stage.end.points["hip"][0] - 5.8, -1)


def wall_hands(stage: Stage) -> Layers:
    return _wall(stage, stage.point("wrist_n")[0] + 2.6, 1)


def wall_elbow(stage: Stage) -> Layers:
    return _wall(stage, stage.point("elbow_n")[0] + 3, 1)


def wall_shoulder(stage: Stage) -> Layers:
    return _wall(stage, max(body.points["elbow_n"][0] for body in (stage.start, stage.end)) + 3, 1)


def wall_back(stage: Stage) -> Layers:
    left, right, top = stage.box.left - 4, stage.box.right + 4, stage.box.top + 3
    return Layers(
        behind=[
            drawn(rectangle(left, GROUND, right, top)),
            drawn(rectangle(left, GROUND, right, GROUND + 4), TINT),
        ]
    )


# --- things held ----------------------------------------------------------------------------------


def box_held(stage: Stage) -> Layers:
    """A box in the hands, or under them on the floor, the seat or the table."""
    x, y = step(stage.point("wrist_n"), stage.body.directions["wrist_n"], 2)
    support = TABLE if "table" in stage.pose.props else SEAT if "chair-front" in stage.pose.props else GROUND
    low = support if stage.pose is stage.spec.start else y - 4
    return Layers(
        held=[
            drawn(rectangle(x - 4, low, x + 4, low + 8)),
            drawn(line((x - 4, low + 5.6), (x + 4, low + 5.6)), None),
        ]
    )


def band_front(stage: Stage) -> Layers:
    hip = stage.start.points["hip"][0]
    post = hip + 46
    anchor = (post, stage.end.points["elbow_n"][1])
    x, y = stage.point("wrist_n")
    return Layers(
        behind=[drawn(rectangle(post, GROUND, post + 3, stage.box.top)), drawn(circle(anchor, 1.6), GREY)],
        held=[rope((x + 2, y + 0.8), anchor), rope((x + 2, y - 0.8), anchor)],
    )


def band_viewer(stage: Stage) -> Layers:
    """A band that comes out of the page, to a post that stands nearer to the viewer than the body."""
    x, y = stage.point("wrist_n")
    post = stage.end.points["wrist_n"][0] + 13
    top, foot = stage.end.points["shoulder"][1] - 2, GROUND - 9
    held = (post + 2, top - 8)
    middle = between((x + 2, y), held, 0.5)
    return Layers(
        front=[
            drawn(rectangle(post, foot, post + 4, top)),
            drawn(capsule((post - 3, foot), 1.2, (post + 7, foot), 1.2)),
            drawn(circle(held, 2.6), TINT, 1.6),
            rope((x + 2, y), held, dash=(0.1, 2.4)),
            Shape(line(middle, held), None, "#1a1a1a", 1.9, (0.1, 3.0)),
        ]
    )


def stick(stage: Stage) -> Layers:
    trunk = stage.body.directions["waist"]
    low = step(step(stage.point("hip"), trunk + 90, 6.8), trunk, -8)
    high = step(low, trunk, 60)
    return Layers(held=[drawn(capsule(low, 0.8, high, 0.8))])


def strap(stage: Stage) -> Layers:
    ankle, toe = stage.point("ankle_n"), stage.point("toe_n")
    direction = stage.body.directions["toe_n"]
    sole = step(between(ankle, toe, 0.7), direction - 90, SKIN + 0.2)
    instep = step(between(ankle, toe, 0.7), direction + 90, 1)
    return Layers(held=[rope(sole, stage.point("wrist_n")), rope(instep, stage.point("wrist_n"))])


def pillow(stage: Stage) -> Layers:
    x, y = stage.point("head")
    edge = [(x - 9, y - 11), (x + 6, y - 11), (x + 8, y), (x + 6, y + 11), (x - 9, y + 11), (x - 11, y)]
    return Layers(behind=[drawn(smooth(edge, closed=True), TINT)])


def clock(stage: Stage) -> Layers:
    centre = (stage.box.right + 8, stage.box.top - 7)
    hands = line(step(centre, 90, 4.8), centre, step(centre, 0, 3.4))
    return Layers(behind=[drawn(circle(centre, 7)), drawn(hands, None)])


# --- water ----------------------------------------------------------------------------------------


def _wave(left: float, right: float, y: float) -> Shape:
    count = max(2, round((right - left) / 6))
    reach = (right - left) / count
    points = [(left + reach * index, y + (0.9 if index % 2 else -0.9)) for index in range(count + 1)]
    return Shape(smooth(points), None, GREY, 1.3)


def pool(stage: Stage) -> Layers:
    y = stage.point("shoulder")[1] - 6
    left, right = stage.box.left - 10, stage.box.right + 10
    return Layers(
        front=[
            _wave(left, right, y),
            _wave(left + 2, left + 14, y - 9),
            _wave(right - 16, right - 2, y - 12),
            _wave(left + 4, left + 16, y - 40),
            _wave(right - 14, right - 2, y - 46),
        ]
    )


def water(stage: Stage) -> Layers:
    left, right = stage.box.left - 6, stage.box.right + 6
    return Layers(
        front=[_wave(left, right, 0), _wave(left + 8, left + 26, -14), _wave(right - 40, right - 20, -16)]
    )


# --- bikes ----------------------------------------------------------------------------------------


def _pedal(body: Skeleton, side: str) -> Point:
    ball = between(body.points[f"ankle_{side}"], body.points[f"toe_{side}"], 0.6)
    return step(ball, body.directions[f"toe_{side}"] - 90, SKIN + 1)


def _crank(stage: Stage) -> tuple[Point, list[Shape], list[Shape]]:
    near, far = _pedal(stage.body, "n"), _pedal(stage.body, "f")
    centre = between(near, far, 0.5)

    def arm(pedal: Point, side: str) -> list[Shape]:
        along = stage.body.directions[f"toe_{side}"]
        return [
            drawn(line(centre, pedal), None, 1.8),
            drawn(capsule(step(pedal, along, -3), 0.9, step(pedal, along, 3), 0.9)),
        ]

    return centre, arm(far, "f"), arm(near, "n")


def bike_recumbent(stage: Stage) -> Layers:
    centre, far, near = _crank(stage)
    floor = centre[1] - 20
    hip, trunk, grip = stage.point("hip"), stage.body.directions["waist"], stage.point("wrist_n")
    back = step(hip, trunk + 90, 6.6)
    return Layers(
        behind=[
            drawn(line((hip[0] - 4, floor + 2), (centre[0] + 8, floor + 2)), None, 2.4),
            drawn(line((hip[0] + 2, floor + 2), (hip[0] + 2, -SKIN - 2)), None, 2.4),
            drawn(line((centre[0], floor + 2), centre), None, 2.4),
            drawn(capsule(step(back, trunk, -2), 1.5, step(back, trunk, 30), 1.5), TINT),
            drawn(capsule((hip[0] - 5, -SKIN - 2), 1.5, (hip[0] + 12, -SKIN - 1), 1.5), TINT),
            drawn(line((centre[0] + 7, floor + 2), (centre[0] + 13, 26)), None, 2.0),
            drawn(capsule((centre[0] + 10, 25), 1.2, (centre[0] + 14, 30), 1.2)),
            drawn(line((grip[0] + 1, -SKIN - 2), grip), None, 2.0),
            drawn(circle(centre, 9.5)),
            *far,
        ],
        front=[*near],
    )


def bike_upright(stage: Stage) -> Layers:
    centre, far, near = _crank(stage)
    floor = centre[1] - 13
    hip, wrist = stage.point("hip"), stage.point("wrist_n")
    front = (centre[0] + 16, centre[1] + 3)
    return Layers(
        behind=[
            drawn(line((hip[0] - 6, floor + 1.4), (front[0] + 10, floor + 1.4)), None, 2.4),
            drawn(line(centre, (centre[0] - 4, floor + 1.4)), None, 2.4),
            drawn(line((hip[0] - 2, -SKIN - 2), centre), None, 2.4),
            drawn(circle(front, 11)),
            drawn(line(front, (wrist[0] + 2, wrist[1] - 2), (wrist[0] - 2, wrist[1] - 1.6)), None, 2.4),
            drawn(
                smooth(
                    [
                        (hip[0] - 8, -SKIN - 0.8),
                        (hip[0], -SKIN - 0.4),
                        (hip[0] + 8, -SKIN - 1.2),
                        (hip[0] + 2, -SKIN - 3.6),
                        (hip[0] - 7, -SKIN - 3.6),
                    ],
                    closed=True,
                ),
                TINT,
            ),
            drawn(circle(centre, 4)),
            *far,
        ],
        front=[*near],
    )


PROPS: Mapping[str, Callable[[Stage], Layers]] = {
    "band-front": band_front,
    "band-viewer": band_viewer,
    "bike-recumbent": bike_recumbent,
    "bike-upright": bike_upright,
    "box": box_held,
    "chair": chair,
    "chair-front": chair_front,
    "clock": clock,
    "counter-behind": counter_behind,
    "counter-front": counter_front,
    "mat": mat,
    "pillow": pillow,
    "pool": pool,
    "step-10": step_box,
    "step-15": step_box,
    "stick": stick,
    "strap": strap,
    "table": table,
    "wall-back": wall_back,
    "wall-elbow": wall_elbow,
    "wall-forearms": wall_hands,
    "wall-hands": wall_hands,
    "wall-hips": wall_hips,
    "wall-shoulder": wall_shoulder,
    "water": water,
}
