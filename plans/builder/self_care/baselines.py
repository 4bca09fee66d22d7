"""The tolerances that a later plan is dosed from, visit by visit (joins.md J-14, DOSE-T)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.builder.movement.dose import AEROBIC, LIFT, WALK
from plans.builder.movement.stage import Measured
from plans.builder.movement.walking import walking_baseline, with_walk_minutes
from plans.builder.weeks import whole_weeks
from plans.intake.history import History
from plans.intake.intake import Intake
from plans.knowledge.movement.dosing import Dosing

SAME, HIGHER, LOWER, FIRST = "same", "higher", "lower", "first"
ASSUMED = (WALK, AEROBIC)  # DOSE-A supposes a value until there is one


@dataclass(frozen=True, slots=True)
class Counted:
    """How weeks are counted: from the start of the whole plan, the ``phase`` of this version, and the weeks
    in which the minutes of the aerobic line stayed."""

    started_on: date
    as_of: date
    phase: int
    held: int


def baselines_of(
    intake: Intake, visits: Sequence[Intake], counted: Counted, dosing: Dosing
) -> dict[str, tuple[Measured, ...]]:
    """Path -> what each visit found there, in order; ``intake`` is this visit's, the last.

    A tolerance that this visit did not measure is only there where the plan reads the last one known.
    """
    found = {path: tuple(_found(path, intake, visits, counted, dosing)) for path in _paths(dosing)}
    return {
        path: rows
        for path, rows in found.items()
        if rows and (path in ASSUMED or value_at(path, intake) is not None)
    }


def _paths(dosing: Dosing) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ASSUMED, *dosing.tolerance.timed.values(), LIFT)))


def _found(
    path: str, intake: Intake, visits: Sequence[Intake], counted: Counted, dosing: Dosing
) -> list[Measured]:
    rows = [
        _measured(value_at(path, visit), visit.assessed_on, counted, dosing)
        for visit in visits
        if value_at(path, visit) is not None
    ]
    if path in ASSUMED and visits and value_at(path, visits[0]) is None:
        rows.insert(0, _measured(None, visits[0].assessed_on, counted, dosing))
    now = value_at(path, intake)
    return [*rows, *([Measured(now, 1, 1)] if now is not None else [])]


def _measured(value: float | None, day: date, counted: Counted, dosing: Dosing) -> Measured:
    """A baseline of an earlier visit, in the week of the phase; later ones have as many weeks less."""
    late = whole_weeks(counted.started_on, day)
    since = whole_weeks(day, counted.as_of)
    week = dosing.tolerance.week_of_phase[counted.phase - 1] - late
    return Measured(value, max(1, week), max(1, since - counted.held + 1))


def value_at(path: str, intake: Intake) -> float | None:
    """The tolerance at ``tolerance.NAME``; walking from its tries too (J-02)."""
    value: float | None = getattr(with_walk_minutes(intake).tolerance, path.partition(".")[2])
    return value


def compared(now: float | None, before: float | None) -> str | None:
    """Whether a baseline is a new one: same, higher or lower; None when one of the two is not known."""
    if now is None or before is None:
        return None
    return SAME if now == before else HIGHER if now > before else LOWER


def aerobic_value(intake: Intake, *, reads_walking: bool) -> float | None:
    """B of J-04, min."""
    baseline = walking_baseline(intake) if reads_walking else intake.tolerance.aerobic_minutes
    return None if baseline is None else float(baseline)


def last_known(values: Sequence[float | None]) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)


def compared_baselines(intake: Intake, history: History, dosing: Dosing) -> list[Mapping[str, Any]]:
    """The tolerances that this visit measured, beside the last value known; the first time only where a
    value was supposed before."""
    rows: list[Mapping[str, Any]] = []
    for path in _paths(dosing):
        now = value_at(path, intake)
        before = last_known([value_at(path, visit) for visit in history.assessments])
        first = FIRST if path in ASSUMED and now is not None and before is None else None
        kind = compared(now, before) or first
        if kind is not None:
            rows.append({"path": path, "before": before, "now": now, "class": kind})
    return rows
