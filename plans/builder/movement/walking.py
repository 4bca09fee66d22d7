"""Walking tolerance: one number out of one field or up to three tries (joins.md J-02)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import floor

from plans.builder.rounding import exact
from plans.intake.intake import Intake


def walking_baseline(intake: Intake) -> Decimal | None:
    """B in minutes: the mean of the tries, else the walking tolerance; None if neither is known."""
    trials = intake.tolerance.walk_trials_minutes
    if trials:
        return sum((exact(trial) for trial in trials), Decimal()) / len(trials)
    minutes = intake.tolerance.walk_minutes
    return None if minutes is None else Decimal(minutes)


def with_walk_minutes(intake: Intake) -> Intake:
    """The intake with ``tolerance.walk_minutes`` filled in from the tries where only these are known."""
    baseline = walking_baseline(intake)
    if intake.tolerance.walk_minutes is not None or baseline is None:
        return intake
    return replace(intake, tolerance=replace(intake.tolerance, walk_minutes=floor(baseline)))
