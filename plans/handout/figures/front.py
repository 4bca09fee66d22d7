"""A body seen from the front: standing, lying on its side towards the viewer, or on its back from above."""

from __future__ import annotations

from collections.abc import Iterable

from plans.handout.figures.body import LINE, SKIN, Tone, arm, between, limb, outlined
from plans.handout.figures.canvas import Path, Shape, circle, line, smooth
from plans.handout.figures.kinematics import Point, Skeleton, step


def front_body(body: Skeleton, tone: Tone, grips: dict[str, float], between_hands: Iterable[Shape]) -> list[Shape]:
    """The whole body from the front; both sides are equally near."""
    return [*_leg(body, "f", tone), *_leg(body, "n", tone), *_neck(body, tone), *_trunk(body, tone), *_head(body, tone),
            *between_hands, *arm(body, "f", tone, grips.get("f")), *arm(body, "n", tone, grips.get("n"))]


def _leg(body: Skeleton, side: str, tone: Tone) -> list[Shape]:
    hip, knee, ankle = (body.points[f"{joint}_{side}"] for joint in ("hip", "knee", "ankle"))
    calf = between(knee, ankle, 0.3)
    hem = between(hip, knee, 0.62)
    return outlined([(limb(hip, 7.8, knee, 6.0), tone.skin), (limb(knee, 5.8, calf, 6.0), tone.skin),
                     (limb(calf, 6.0, ankle, 4.2), tone.skin), (_shoe(body, side), tone.skin),
                     (limb(hip, 8.6, hem, 7.6), tone.shorts)], tone.line)


def _shoe(body: Skeleton, side: str) -> Path:
    """A shoe whose toe points at the viewer."""
    ankle, down = body.points[f"ankle_{side}"], body.directions[f"ankle_{side}"]

    def at(along: float, across: float) -> Point:
        return step(step(ankle, down, along), down + 90, across)
    sole = SKIN - LINE
    return smooth([at(-2, -1.8), at(-2, 1.8), at(0.6, 2.9), at(sole - 0.4, 3.1), at(sole, 0), at(sole - 0.4, -3.1),
                   at(0.6, -2.9)], closed=True)


def _neck(body: Skeleton, tone: Tone) -> list[Shape]:
    return outlined([(limb(body.points["shoulder"], 4.8, body.points["head"], 4.8), tone.skin)], tone.line)


def _trunk(body: Skeleton, tone: Tone) -> list[Shape]:
    lower, upper = body.directions["waist"], body.directions["shoulder"]
    hip, waist, shoulder = (body.points[joint] for joint in ("hip", "waist", "shoulder"))

    def across(centre: Point, direction: float, half: float) -> tuple[Point, Point]:
        return step(centre, direction + 90, half), step(centre, direction - 90, half)
    chest = across(between(waist, shoulder, 0.6), upper, 6.6)
    middle = across(waist, (lower + upper) / 2, 5.2)
    hips = across(hip, lower, 6.6)
    top = across(step(shoulder, upper, 1.4), upper, 4.5)
    corner = across(step(shoulder, upper, -0.5), upper, 7.4)
    shirt = smooth([top[0], corner[0], chest[0], middle[0], hips[0], hips[1], middle[1], chest[1], corner[1], top[1]],
                   closed=True)
    low = across(step(hip, lower, -3.2), lower, 6.2)
    belt = across(step(hip, lower, 4.6), lower, 6.2)
    shorts = smooth([belt[0], hips[0], low[0], low[1], hips[1], belt[1]], closed=True)
    return outlined([(shirt, tone.shirt), (shorts, tone.shorts)], tone.line)


def _head(body: Skeleton, tone: Tone) -> list[Shape]:
    centre, crown = body.points["head"], body.directions["head"]

    def at(up: float, across: float) -> Point:
        return step(step(centre, crown, up), crown - 90, across)
    skull = smooth([at(6, 0), at(4.4, 4.2), at(0, 5.4), at(-4, 3.7), at(-6.2, 0), at(-4, -3.7), at(0, -5.4), at(4.4, -4.2)],
                   closed=True)
    hair = smooth([at(0.8, -5), at(4.2, -4), at(5.6, 0), at(4.2, 4), at(0.8, 5), at(2.6, 3.2), at(3.4, 0), at(2.6, -3.2)],
                  closed=True)
    ears = [(circle(at(-0.4, across), 1.1), tone.skin) for across in (-5.3, 5.3)]
    return [*outlined([*ears, (skull, tone.skin)], tone.line), Shape(hair, tone.hair),
            Shape(circle(at(0.2, -2.1), 0.6), tone.line), Shape(circle(at(0.2, 2.1), 0.6), tone.line),
            Shape(line(at(-0.2, 0), at(-1.8, 0.6), at(-1.8, -0.3)), None, tone.line, 0.7),
            Shape(smooth([at(-3.3, -1.5), at(-3.8, 0), at(-3.3, 1.5)]), None, tone.line, 0.7)]
