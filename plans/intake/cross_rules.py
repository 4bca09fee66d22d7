"""Rules between fields of one intake (medications-2 3.0, medications-3 5.5, joins.md 3)."""

from __future__ import annotations

from datetime import date

from plans.intake.intake import Goal, Intake, Labs
from plans.intake.values import Reading

MICROMOL_PER_MILLIGRAM = 88.4
AGREE_WITHIN = 0.02
OWN_GOALS = ("own",)  # may stand more than once; every template at most once (J-04)


def check_intake(reading: Reading, intake: Intake) -> None:
    """Note every fault that shows only when two values are seen together."""
    _check_red_flags(reading, intake)
    _check_creatinine(reading, intake.labs)
    _check_goals(reading, intake.life.goals or ())


def _check_red_flags(reading: Reading, intake: Intake) -> None:
    answered = intake.red_flags or ()
    for at, flag in enumerate(intake.red_flags_cleared or ()):
        if flag not in answered:
            reading.fault(f"red_flags_cleared[{at}]", f"{flag} is not among the red flags answered yes")


def _check_creatinine(reading: Reading, labs: Labs) -> None:
    mg, micromol = labs.serum_creatinine_mg_dl, labs.serum_creatinine_umol_l
    if mg is not None and micromol is not None:
        converted = micromol / MICROMOL_PER_MILLIGRAM
        if abs(converted - mg) > AGREE_WITHIN * mg:
            reading.fault(
                "labs.serum_creatinine_umol_l",
                f"the two differ: {mg:g} mg/dL, and {micromol:g} µmol/L is {converted:.2f} mg/dL; give one",
            )
    newer = creatinine_date(labs)
    previous = labs.serum_creatinine_previous_on
    if newer and previous and previous >= newer:
        reading.fault(
            "labs.serum_creatinine_previous_on",
            f"must be before the newer creatinine ({newer}), not {previous}",
        )


def creatinine_date(labs: Labs) -> date | None:
    """The day of the newer creatinine, its own or the common one."""
    return labs.serum_creatinine_on or labs.taken_on


def _check_goals(reading: Reading, goals: tuple[Goal, ...]) -> None:
    seen: set[str] = set()
    for at, goal in enumerate(goals):
        path = f"life.goals[{at}]"
        if goal.id in seen and goal.id not in OWN_GOALS:
            reading.fault(f"{path}.id", f"{goal.id} stands twice: at most one goal of a kind")
        seen.add(goal.id)
        units: tuple[str, ...] = reading.words.goal_units.get(goal.id, ())
        if goal.unit and units and goal.unit not in units:
            reading.fault(f"{path}.unit", f"{goal.id} is counted in {' or '.join(units)}, not {goal.unit}")
