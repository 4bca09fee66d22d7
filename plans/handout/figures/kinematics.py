"""Joint angles to joint positions: physical-therapy.md 6.1, in figure units, x to the right, y up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin

from plans.content import FigureSpec, Pose

Point = tuple[float, float]

HIP_TO_WAIST = 14.0
WAIST_TO_SHOULDER = 16.0
SHOULDER_TO_HEAD = 10.0
HEAD_RADIUS = 6.0
UPPER_ARM = 16.0
FOREARM = 14.0
THIGH = 26.0
SHANK = 24.0
FOOT = 9.0
SHOULDERS_APART = 14.0
HIPS_APART = 9.0


@dataclass(frozen=True)
class Skeleton:
    """Where the joints are, and where the segments that end in them point (degrees, 0 right, 90 up).

    `points` also holds hip_n, hip_f, shoulder_n and shoulder_f: where the limbs start. They differ from hip
    and shoulder in front views only. `directions` is keyed by the joint at the segment's far end.
    """

    points: Mapping[str, Point]
    directions: Mapping[str, float]

    def moved(self, x: float, y: float) -> Skeleton:
        return Skeleton({name: (px + x, py + y) for name, (px, py) in self.points.items()}, self.directions)


def step(start: Point, direction: float, length: float) -> Point:
    """The point `length` away from `start` in `direction` degrees."""
    return (start[0] + length * cos(radians(direction)), start[1] + length * sin(radians(direction)))


def is_frontal(spec: FigureSpec) -> bool:
    """Whether the body shows its front, so that both arms and both legs are seen."""
    return spec.view == "front" or "face-up" in spec.start.props


def solve(spec: FigureSpec, pose: Pose) -> Skeleton:
    """The pose with the hip at x 0, shifted up or down so that the first contact lies on y 0."""
    skeleton = _chain(pose, is_frontal(spec))
    if not spec.contacts:
        return skeleton
    return skeleton.moved(0, -skeleton.points[spec.contacts[0]][1])


def contact_heights(spec: FigureSpec, pose: Pose) -> dict[str, float]:
    """How far each contact of the pose is from the surface, for the check of 6.1 (at most 2.2 units)."""
    skeleton = solve(spec, pose)
    return {joint: skeleton.points[joint][1] for joint in spec.contacts}


def _chain(pose: Pose, frontal: bool) -> Skeleton:
    trunk, upper = float(pose.trunk), float(pose.trunk - pose.bend)
    hip: Point = (0.0, 0.0)
    waist = step(hip, trunk, HIP_TO_WAIST)
    shoulder = step(waist, upper, WAIST_TO_SHOULDER)
    points: dict[str, Point] = {
        "hip": hip,
        "waist": waist,
        "shoulder": shoulder,
        "head": step(shoulder, upper - pose.neck, SHOULDER_TO_HEAD),
    }
    directions = {"waist": trunk, "shoulder": upper, "head": upper - pose.neck}
    for limb in ("n", "f"):
        # In a front view the far limbs are the mirror image, about the trunk line, of what their angles say.
        turn = -1 if frontal and limb == "f" else 1
        side = turn * near_side(pose) if frontal else 0
        points[f"hip_{limb}"] = step(hip, trunk + 90, -side * HIPS_APART / 2)
        points[f"shoulder_{limb}"] = step(shoulder, upper + 90, -side * SHOULDERS_APART / 2)
        _add_leg(pose, limb, turn, points, directions)
        _add_arm(pose, limb, turn, points, directions)
    return Skeleton(points, directions)


def near_side(pose: Pose) -> int:
    """In a front view: 1 when the near limbs are at the right of the trunk line, looking from hip to head."""
    return -1 if pose.shoulder_n < 0 else 1


def _add_leg(
    pose: Pose,
    limb: str,
    turn: int,
    points: dict[str, Point],
    directions: dict[str, float],
) -> None:
    hip, knee, ankle = (
        (pose.hip_n, pose.knee_n, pose.ankle_n) if limb == "n" else (pose.hip_f, pose.knee_f, pose.ankle_f)
    )
    thigh = pose.trunk + 180.0 + turn * hip
    shank = thigh - turn * knee
    foot = shank + turn * (90.0 + ankle)
    points[f"knee_{limb}"] = step(points[f"hip_{limb}"], thigh, THIGH)
    points[f"ankle_{limb}"] = step(points[f"knee_{limb}"], shank, SHANK)
    points[f"toe_{limb}"] = step(points[f"ankle_{limb}"], foot, FOOT)
    directions.update({f"knee_{limb}": thigh, f"ankle_{limb}": shank, f"toe_{limb}": foot})


def _add_arm(
    pose: Pose,
    limb: str,
    turn: int,
    points: dict[str, Point],
    directions: dict[str, float],
) -> None:
    shoulder, elbow = (pose.shoulder_n, pose.elbow_n) if limb == "n" else (pose.shoulder_f, pose.elbow_f)
    upper_arm = pose.trunk - pose.bend + 180.0 + turn * shoulder
    forearm = upper_arm + turn * elbow
    points[f"elbow_{limb}"] = step(points[f"shoulder_{limb}"], upper_arm, UPPER_ARM)
    points[f"wrist_{limb}"] = step(points[f"elbow_{limb}"], forearm, FOREARM)
    directions.update({f"elbow_{limb}": upper_arm, f"wrist_{limb}": forearm})
