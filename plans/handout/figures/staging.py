"""From joint positions to bodies on the paper: set on one ground, seen as the view shows them."""

from __future__ import annotations

from math import radians, sin

from plans.content import FigureSpec, Pose
from plans.handout.figures.body import LINE, SKIN, between
from plans.handout.figures.kinematics import HEAD_RADIUS, Point, Skeleton, is_frontal, solve, step

GROUND = -SKIN  # where soles, knees and backs end
STEPS = {"step-10": 10.0, "step-15": 15.0}
# What stays where it is while the body moves, if it is not the first contact.
ANCHORS = {"wall-forearms": "wrist_n", "wall-elbow": "elbow_n", "step-15": "ankle_n"}
SHORTENED = 0.62  # how long such a thigh looks
TURNED_OUT = 130  # seated with the hip flexed further, the thigh is turned out to the viewer and looks short


def placed(spec: FigureSpec, *poses: Pose) -> list[Skeleton]:
    """The bodies of the poses on the same paper: what rests on the surface stays where it is."""
    anchor = _anchor(spec)
    home = solve(spec, spec.start).points[anchor][0]
    bodies = []
    for pose in poses:
        body = solve(spec, pose)
        bodies.append(_seen(spec, pose, body.moved(home - body.points[anchor][0], _rise(spec, body))))
    return bodies


def _anchor(spec: FigureSpec) -> str:
    for prop, joint in ANCHORS.items():
        if prop in spec.start.props:
            return joint
    near, far = spec.end.hip_n, spec.end.hip_f
    strides = near != far and (spec.start.hip_n, spec.start.hip_f) == (far, near)
    return "hip" if strides or not spec.contacts else spec.contacts[0]


def _rise(spec: FigureSpec, body: Skeleton) -> float:
    """How far a body rises that has stepped up: its near foot stands on the step of both poses."""
    for prop, height in STEPS.items():
        if prop in spec.start.props:
            return max(0.0, height - body.points["ankle_n"][1])
    return 0.0


def _seen(spec: FigureSpec, pose: Pose, body: Skeleton) -> Skeleton:
    points = dict(body.points)
    if "knees-up" in pose.props:
        _shorten(points, "n", 0.62, 0.5)
        _shorten(points, "f", 0.62, 0.5)
    if "hand-on-belly" in pose.props:
        # The forearm lies across the belly, away from the viewer, so it looks short.
        belly = between(points["hip"], points["waist"], 0.55)
        points["wrist_n"] = step(belly, pose.trunk - 90, 8.0)
    if not is_frontal(spec):
        if pose.hip_n > TURNED_OUT and spec.surface == "chair-24":
            points["knee_n"] = between(points["hip"], points["knee_n"], SHORTENED)
        if spec.surface == "floor":
            points["head"] = _rested(points["head"], body.directions["head"])
    directions = dict(body.directions)
    if spec.view == "front":
        _stand_flat(points, directions)
    return Skeleton(points, directions)


def _stand_flat(points: dict[str, Point], directions: dict[str, float]) -> None:
    """Feet that stand on the floor stand on it whole, also under a leg that leans."""
    for side in ("n", "f"):
        x, y = points[f"ankle_{side}"]
        if abs(y) < 3.5 and abs(directions[f"ankle_{side}"] - 270) < 25:
            points[f"ankle_{side}"], directions[f"ankle_{side}"] = (x, 0.0), 270.0


def _shorten(points: dict[str, Point], side: str, thigh: float, shank: float) -> None:
    """A leg that points at the viewer: its segments look as much shorter."""
    hip, knee, ankle, toe = (points[f"{joint}_{side}"] for joint in ("hip", "knee", "ankle", "toe"))
    new_knee = between(hip, knee, thigh)
    new_ankle = (new_knee[0] + (ankle[0] - knee[0]) * shank, new_knee[1] + (ankle[1] - knee[1]) * shank)
    points[f"knee_{side}"], points[f"ankle_{side}"] = new_knee, new_ankle
    points[f"toe_{side}"] = (new_ankle[0] + toe[0] - ankle[0], new_ankle[1] + toe[1] - ankle[1])


def _rested(head: Point, direction: float) -> Point:
    """The head on the floor, where the formulas would have it half in the floor."""
    nose_down = -sin(radians(direction - 90))
    lowest = GROUND + HEAD_RADIUS + LINE / 2 + max(0.0, nose_down) * 1.6
    return (head[0], max(head[1], lowest))
