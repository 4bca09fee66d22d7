"""A body around a skeleton: tapered limbs, clothes, a face that looks somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import atan2, cos, degrees, radians
from operator import itemgetter

from plans.handout.figures.canvas import Path, Shape, capsule, circle, line, polygon, smooth
from plans.handout.figures.kinematics import Point, Skeleton, step

FAR_SHIFT = 1.6  # far limbs stand a little to the right, so that a pair of equal limbs reads as two
LINE = 1.1  # 0.94 pt at 0.3 mm a unit, and not under 0.75 pt at 0.24
THIN = 0.9  # 0.76 pt at 0.3 mm a unit
SKIN = 3.5 + LINE / 2  # from a joint to the surface it rests on: half a thigh and half a line


@dataclass(frozen=True)
class Tone:
    """The inks of one depth. Fills stay light, lines keep 3:1 on white."""

    line: str
    skin: str
    shirt: str
    shorts: str
    hair: str


NEAR_START = Tone("#5a5a5a", "#ffffff", "#f5f5f5", "#e6e6e6", "#e6e6e6")
NEAR_END = Tone("#1a1a1a", "#ffffff", "#f5f5f5", "#e6e6e6", "#e6e6e6")
FAR = Tone("#868686", "#f0f0f0", "#ececec", "#e6e6e6", "#e6e6e6")

Filled = tuple[Path, str]


def outlined(parts: Sequence[Filled], ink: str) -> list[Shape]:
    """One silhouette of several overlapping parts: their lines first, then their fills without seams.

    The parts run counter-clockwise, so that they fill one another's overlap.
    """
    shapes = [Shape(sum((path for path, _ in parts), ()), None, ink, 2 * LINE)]
    for fill, group in groupby(parts, key=itemgetter(1)):
        shapes.append(Shape(sum((path for path, _ in group), ()), fill))
    return shapes


def between(start: Point, end: Point, part: float) -> Point:
    return (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)


def limb(start: Point, start_width: float, end: Point, end_width: float) -> Path:
    """A tapered limb of the given widths, measured to the middle of its line."""
    return capsule(start, (start_width - LINE) / 2, end, (end_width - LINE) / 2)


def sleeve(start: Point, start_width: float, end: Point, end_width: float) -> Path:
    """As `limb`, cut straight at both ends: cloth, not flesh."""
    along = degrees(atan2(end[1] - start[1], end[0] - start[0]))
    a, b = (start_width - LINE) / 2, (end_width - LINE) / 2
    return polygon(
        step(start, along - 90, a),
        step(end, along - 90, b),
        step(end, along + 90, b),
        step(start, along + 90, a),
    )


def hem(cloth: Path, tone: Tone) -> Shape:
    """The line where a sleeve ends."""
    _, near, far, *_ = cloth
    return Shape(line(*near[1], *far[1]), None, tone.line, THIN)


def dressed(skin: Sequence[Path], under: Path, cloth: Path, fill: str, tone: Tone) -> list[Shape]:
    """A limb whose upper part, `under` and `cloth`, is dressed."""
    parts = [*((path, tone.skin) for path in skin), (under, fill), (cloth, fill)]
    return [*outlined(parts, tone.line), hem(cloth, tone)]


# --- limbs ----------------------------------------------------------------------------------------


def leg(body: Skeleton, side: str, tone: Tone) -> list[Shape]:
    hip, knee, ankle = (body.points[f"{joint}_{side}"] for joint in ("hip", "knee", "ankle"))
    shank = body.directions[f"ankle_{side}"]
    calf = step(between(knee, ankle, 0.32), shank - 90, 0.5)
    skin = [
        limb(hip, 7.4, knee, 6.2),
        limb(knee, 5.9, calf, 6.2),
        limb(calf, 6.2, ankle, 4.2),
        shoe(ankle, body.directions[f"toe_{side}"]),
    ]
    under, cloth = (
        limb(hip, 7.4, between(hip, knee, 0.3), 7.4),
        sleeve(hip, 7.4, between(hip, knee, 0.6), 7.6),
    )
    return dressed(skin, under, cloth, tone.shorts, tone)


def shoe(ankle: Point, direction: float) -> Path:
    """A shoe seen from the side; its sole lies SKIN below the ankle."""

    def at(along: float, up: float) -> Point:
        return step(step(ankle, direction, along), direction + 90, up)

    sole = -SKIN + LINE
    return smooth(
        [
            at(-2.9, sole + 0.9),
            at(-1.9, sole),
            at(3, sole),
            at(8.6, sole),
            at(10, sole + 0.9),
            at(8.6, -0.4),
            at(4.6, 0.7),
            at(2.2, 2.2),
            at(-2.2, 2.2),
            at(-2.7, 0),
        ],
        closed=True,
    )


def arm(body: Skeleton, side: str, tone: Tone, grip: float | None = None) -> list[Shape]:
    """An arm and its hand; the hand points on from the forearm, or to `grip` degrees."""
    shoulder, elbow, wrist = (body.points[f"{joint}_{side}"] for joint in ("shoulder", "elbow", "wrist"))
    tip = step(wrist, body.directions[f"wrist_{side}"] if grip is None else grip, 3.6)
    skin = [limb(shoulder, 5.4, elbow, 4.8), limb(elbow, 4.7, wrist, 3.6), limb(wrist, 3.7, tip, 3.0)]
    under = limb(shoulder, 5.8, between(shoulder, elbow, 0.2), 5.8)
    cloth = sleeve(shoulder, 5.8, between(shoulder, elbow, 0.55), 6.0)
    return dressed(skin, under, cloth, tone.shirt, tone)


# --- trunk and head, from the side ----------------------------------------------------------------


def spine(body: Skeleton, part: float) -> Point:
    """A point of the smooth curve through hip (0), waist (0.5) and shoulder (1)."""
    hip, waist, shoulder = (body.points[joint] for joint in ("hip", "waist", "shoulder"))
    bow = (2 * waist[0] - (hip[0] + shoulder[0]) / 2, 2 * waist[1] - (hip[1] + shoulder[1]) / 2)
    return between(between(hip, bow, part), between(bow, shoulder, part), part)


# Along the spine curve: how far forward of it the middle of the trunk lies, and how wide the trunk is there.
TORSO = (
    (0.3, -0.1, 8.6),
    (0.45, 0.0, 8.4),
    (0.62, 0.3, 9.0),
    (0.78, 0.5, 9.4),
    (0.9, 0.3, 8.6),
    (1.0, -0.2, 6.6),
)
SWELL = (0.6, 1.0, 0.5, 0.0, 0.0, 0.0)  # how much of it each place takes when the belly moves
PELVIS_FORWARD, PELVIS_WIDTH = -0.5, 9.2


def trunk(body: Skeleton, tone: Tone, belly: float) -> list[Shape]:
    """The trunk from the side; `belly`: how far the belly stands out, or in when negative."""
    lower, upper = body.directions["waist"], body.directions["shoulder"]
    lift = _lift(body)

    def at(part: float, forward: float) -> Point:
        x, y = step(spine(body, part), lower + (upper - lower) * part - 90, forward)
        return (x, y + lift)

    points = [
        (at(part, forward + belly * swell / 2), width + belly * swell)
        for (part, forward, width), swell in zip(TORSO, SWELL, strict=True)
    ]
    parts = [(limb(at(0, PELVIS_FORWARD), PELVIS_WIDTH, points[0][0], points[0][1]), tone.shorts)]
    parts += [(limb(*low, *high), tone.shirt) for low, high in pairwise(points[1:])]
    belt = sleeve(*points[1], *points[0])
    parts.append((belt, tone.shirt))
    return [*outlined(parts, tone.line), hem(belt, tone)]


def pelvis(body: Skeleton, tone: Tone) -> list[Shape]:
    """Hides where the near thigh begins inside the pelvis."""
    x, y = step(body.points["hip"], body.directions["waist"] - 90, PELVIS_FORWARD)
    return [Shape(circle((x, y + _lift(body)), (PELVIS_WIDTH - LINE) / 2), tone.shorts)]


def _lift(body: Skeleton) -> float:
    """How far a lying trunk is drawn above its joints, which a thigh's half width parts from the floor."""
    return (PELVIS_WIDTH / 2 - PELVIS_FORWARD - 3.5) * cos(radians(body.directions["waist"])) ** 2


def neck(body: Skeleton, tone: Tone) -> list[Shape]:
    return outlined([(limb(body.points["shoulder"], 4.6, body.points["head"], 4.6), tone.skin)], tone.line)


# The skull and the hair as angles from the face, crown at 90, and distances from the middle of the head.
# fmt: off
PROFILE = ((90, 6.0), (52, 6.0), (24, 5.7), (10, 5.6), (-6, 7.5), (-15, 6.1), (-26, 5.9), (-38, 6.0),
           (-52, 6.3), (-72, 5.6), (-110, 5.0), (-145, 5.4), (180, 5.9), (135, 6.2))
HAIR = ((90, 5.5), (135, 5.7), (180, 5.4))
HAIRLINE = ((-148, 4.9), (-165, 3.0), (172, 2.2), (140, 1.6), (90, 2.6), (66, 4.2), (58, 5.3))
# fmt: on


def head_from_side(body: Skeleton, tone: Tone) -> list[Shape]:
    centre, face = body.points["head"], body.directions["head"] - 90

    def at(angle: float, radius: float) -> Point:
        return step(centre, face + angle, radius)

    skull = smooth([at(angle, radius - LINE / 2) for angle, radius in reversed(PROFILE)], closed=True)
    line_of_hair = [at(angle, radius) for angle, radius in HAIRLINE]
    hair = smooth([*(at(angle, radius) for angle, radius in HAIR), *line_of_hair], closed=True)
    eye, ear = circle(at(16, 4.1), 0.6), circle(at(195, 0.9), 0.9)
    return [
        *outlined([(skull, tone.skin)], tone.line),
        Shape(hair, tone.hair),
        Shape(smooth(line_of_hair), None, tone.line, THIN),
        Shape(eye, tone.line),
        Shape(ear, tone.skin, tone.line, THIN),
    ]


def side_body(
    body: Skeleton, tone: Tone, grips: Mapping[str, float], held: Iterable[Shape], belly: float = 0.0
) -> list[Shape]:
    """The whole body from the side, far limbs first; `held` lies behind the near arm only."""
    far = body.moved(FAR_SHIFT, 0)
    return [
        *arm(far, "f", FAR, grips.get("f")),
        *leg(far, "f", FAR),
        *neck(body, tone),
        *trunk(body, tone, belly),
        *head_from_side(body, tone),
        *leg(body, "n", tone),
        *pelvis(body, tone),
        *held,
        *arm(body, "n", tone, grips.get("n")),
    ]
