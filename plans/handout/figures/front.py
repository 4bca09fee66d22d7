"""A body seen from the front: standing, lying on its side towards the viewer, or on its back from above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plans.handout.figures.body import LINE, SKIN, THIN, Tone, arm, between, dressed, limb, outlined, sleeve
from plans.handout.figures.canvas import Path, Shape, circle, line, smooth
from plans.handout.figures.kinematics import Point, Skeleton, step


def front_body(
    body: Skeleton, tone: Tone, grips: Mapping[str, float], held: Iterable[Shape], legs: str = ""
) -> list[Shape]:
    """The whole body from the front; both sides are equally near. `legs`: knees-up, shanks-back or empty."""
    leg = {"shanks-back": _kneeling_leg, "knees-up": _upright_leg}.get(legs, _leg)
    return [
        *leg(body, "f", tone),
        *leg(body, "n", tone),
        *_neck(body, tone),
        *_trunk(body, tone),
        *_hips(body, tone),
        *_head(body, tone),
        *held,
        *arm(body, "f", tone, grips.get("f")),
        *arm(body, "n", tone, grips.get("n")),
    ]


def _leg(body: Skeleton, side: str, tone: Tone) -> list[Shape]:
    knee, ankle = body.points[f"knee_{side}"], body.points[f"ankle_{side}"]
    calf = between(knee, ankle, 0.3)
    return _thigh(
        body, side, tone, limb(knee, 5.8, calf, 6.0), limb(calf, 6.0, ankle, 4.2), _shoe(body, side)
    )


def _upright_leg(body: Skeleton, side: str, tone: Tone) -> list[Shape]:
    """A bent leg seen from above: the foot stands flat, the knee is nearest to the viewer and looks large."""
    knee, ankle = body.points[f"knee_{side}"], body.points[f"ankle_{side}"]
    away = body.directions[f"ankle_{side}"]
    toe = step(ankle, away, 9)
    shin = outlined([(limb(knee, 5.6, ankle, 4.4), tone.skin)], tone.line)
    shoe = outlined([(limb(step(ankle, away, -1.5), 4.6, toe, 5.6), tone.skin)], tone.line)
    return [
        *shoe,
        *shin,
        *_thigh(body, side, tone),
        Shape(circle(knee, 3.9), tone.skin, tone.line, LINE),
        Shape(line(*_knee_cap(knee, away)), None, tone.line, THIN),
    ]


def _knee_cap(knee: Point, away: float) -> tuple[Point, ...]:
    """A short bow on the knee, towards the foot."""
    return tuple(step(knee, away + turn, 2.2) for turn in (-60, -30, 0, 30, 60))


def _kneeling_leg(body: Skeleton, side: str, tone: Tone) -> list[Shape]:
    """A leg whose shank goes away from the viewer, behind the knee."""
    knee = body.points[f"knee_{side}"]
    foot = step(knee, body.directions[f"ankle_{side}"], 15)
    hidden = [
        Shape(line(step(knee, 90, across), step(foot, 90, across)), None, tone.line, LINE, (2, 2.4))
        for across in (-2, 2)
    ]
    return [*hidden, *_thigh(body, side, tone)]


def _thigh(body: Skeleton, side: str, tone: Tone, *below: Path) -> list[Shape]:
    hip, knee = body.points[f"hip_{side}"], body.points[f"knee_{side}"]
    under, cloth = (
        limb(hip, 7.8, between(hip, knee, 0.3), 7.6),
        sleeve(hip, 7.8, between(hip, knee, 0.6), 7.6),
    )
    return dressed([limb(hip, 7.8, knee, 6.0), *below], under, cloth, tone.shorts, tone)


def _shoe(body: Skeleton, side: str) -> Path:
    """A shoe whose toe points at the viewer."""
    ankle, down = body.points[f"ankle_{side}"], body.directions[f"ankle_{side}"]

    def at(along: float, across: float) -> Point:
        return step(step(ankle, down, along), down + 90, across)

    sole = SKIN - LINE
    edge = ((-2, 1.8), (-2, -1.8), (0.6, -2.9), (sole - 0.4, -3.1), (sole, 0), (sole - 0.4, 3.1), (0.6, 2.9))
    return smooth([at(along, across) for along, across in edge], closed=True)


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
    shirt = smooth(
        [top[0], corner[0], chest[0], middle[0], hips[0], hips[1], middle[1], chest[1], corner[1], top[1]],
        closed=True,
    )
    low = across(step(hip, lower, -3.2), lower, 6.2)
    belt = across(step(hip, lower, 4.6), lower, 6.2)
    shorts = smooth([belt[0], hips[0], low[0], low[1], hips[1], belt[1]], closed=True)
    waistband = Shape(line(*belt), None, tone.line, THIN)
    return [*outlined([(shirt, tone.shirt), (shorts, tone.shorts)], tone.line), waistband]


def _hips(body: Skeleton, tone: Tone) -> list[Shape]:
    """Hides the lower edge of the trunk where the thighs begin."""
    thighs = [
        limb(
            body.points[f"hip_{side}"],
            7.4,
            between(body.points[f"hip_{side}"], body.points[f"knee_{side}"], 0.28),
            7.2,
        )
        for side in ("n", "f")
    ]
    return [Shape(thigh, tone.shorts) for thigh in thighs]


# Around the face: how far towards the crown and, with the crown up, to the right of its middle.
SKULL = ((6, 0), (4.4, -4.2), (0, -5.4), (-4, -3.7), (-6.2, 0), (-4, 3.7), (0, 5.4), (4.4, 4.2))
HAIR = ((4.2, -4), (5.6, 0), (4.2, 4))
HAIRLINE = ((0.8, 5), (2.6, 3.2), (3.4, 0), (2.6, -3.2), (0.8, -5))
NOSE = ((-0.2, 0), (-1.8, 0.6), (-1.8, -0.3))
MOUTH = ((-3.3, -1.5), (-3.8, 0), (-3.3, 1.5))


def _head(body: Skeleton, tone: Tone) -> list[Shape]:
    centre, crown = body.points["head"], body.directions["head"]

    def at(place: tuple[float, float]) -> Point:
        return step(step(centre, crown, place[0]), crown - 90, place[1])

    skull, hair = (smooth([at(place) for place in edge], closed=True) for edge in (SKULL, (*HAIR, *HAIRLINE)))
    ears = [(circle(at((-0.4, across)), 1.1), tone.skin) for across in (-5.3, 5.3)]
    eyes = [Shape(circle(at((0.2, across)), 0.6), tone.line) for across in (-2.1, 2.1)]
    return [
        *outlined([*ears, (skull, tone.skin)], tone.line),
        Shape(hair, tone.hair),
        Shape(smooth([at(place) for place in HAIRLINE]), None, tone.line, THIN),
        *eyes,
        Shape(line(*map(at, NOSE)), None, tone.line, THIN),
        Shape(smooth([at(place) for place in MOUTH]), None, tone.line, THIN),
    ]
