"""Pain and function over the visits, as numbers that a template draws into an SVG."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from plans.models import Draft, PlanVersion

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 320, 150, 30, 14, 14, 24


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    value: str
    day: date


@dataclass(frozen=True, slots=True)
class Chart:
    """One instrument: where its points lie in a drawing of 320 by 150, and the marks of its scale."""

    title: str
    note: str
    points: tuple[Point, ...]
    marks: tuple[tuple[float, str], ...]  # height, number

    @property
    def line(self) -> str:
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


Reader = Callable[[dict[str, Any]], float | None]


def _mean(values: Any) -> float | None:
    numbers = [value["rating"] if isinstance(value, dict) else value for value in values or ()]
    known = [number for number in numbers if number is not None]
    return sum(known) / len(known) if known else None


INSTRUMENTS: tuple[tuple[str, Callable[[], tuple[str, str]], Reader, int], ...] = (
    (
        "nprs",
        lambda: (_("Average pain"), _("0-10, lower is better")),
        lambda i: i.get("pain", {}).get("nprs_average"),
        10,
    ),
    (
        "peg",
        lambda: (_("PEG"), _("0-10, lower is better")),
        lambda i: _mean(i.get("measures", {}).get("peg")),
        10,
    ),
    (
        "psfs",
        lambda: (_("PSFS"), _("0-10, higher is better")),
        lambda i: _mean(i.get("measures", {}).get("psfs")),
        10,
    ),
    (
        "rmdq",
        lambda: (_("Roland-Morris"), _("0-24, lower is better")),
        lambda i: i.get("measures", {}).get("rmdq"),
        24,
    ),
)


def charts(versions: list[PlanVersion], draft: Draft | None) -> list[Chart]:
    """A chart for each instrument measured at two visits or more, oldest visit first."""
    visits = [(version.as_of, version.intake) for version in reversed(versions)]
    if draft is not None and draft.assessment is not None and not draft.is_typed_on:
        visits.append((draft.assessment.assessed_on, _measured(draft)))
    found = []
    for _name, words, read, top in INSTRUMENTS:
        values = [(day, value) for day, intake in visits if (value := read(intake)) is not None]
        if len(values) > 1:
            found.append(_chart(*words(), values, top))
    return found


def _measured(draft: Draft) -> dict[str, Any]:
    """What the charts read of the assessment in work."""
    row = draft.assessment
    assert row is not None  # noqa: S101 - asked by the caller
    measures = {"peg": row.measures_peg, "psfs": row.measures_psfs, "rmdq": row.measures_rmdq}
    return {"pain": {"nprs_average": row.pain_nprs_average}, "measures": measures}


def _chart(title: str, note: str, values: list[tuple[date, float]], top: int) -> Chart:
    first, last = values[0][0], values[-1][0]
    days = max((last - first).days, 1)

    def height(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)

    points = tuple(
        Point(
            round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / days, 1),
            height(value),
            f"{value:.3g}",
            day,
        )
        for day, value in values
    )
    return Chart(title, note, points, tuple((height(mark), f"{mark:g}") for mark in (0, top / 2, top)))
