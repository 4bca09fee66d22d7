"""An adult with long back pain, and whatever facts a test adds by their intake paths."""

from __future__ import annotations

from datetime import date
from typing import Any

from plans.builder.movement.part import MovementPart, plan_movement
from plans.intake.intake import Intake
from plans.knowledge.loader import load
from tests.support import intake_from

AS_OF = date(2026, 3, 2)


def born(age: int) -> str:
    """The birth date of somebody exactly ``age`` years old on ``AS_OF``."""
    return f"{AS_OF.year - age}-03-02"


def patient(age: int = 45, sex: str | None = "male", **facts: Any) -> Intake:
    """An intake with the facts given as ``tolerance__sit_minutes=25``; a single name is a top-level field."""
    data: dict[str, Any] = {
        "patient": {"birth_date": born(age), "sex_at_birth": sex},
        "assessed_on": AS_OF.isoformat(),
        "pain": {"duration_weeks": 40, "nprs_average": 5},
        "red_flags": [],
        "conditions": [],
    }
    for path, value in facts.items():
        group, _, name = path.partition("__")
        if name:
            data.setdefault(group, {})[name] = value
        else:
            data[group] = value
    return intake_from(data)


def movement_of(intake: Intake, **effects: Any) -> MovementPart:
    return plan_movement(intake, load(), AS_OF, **effects)


def ids(part: MovementPart) -> list[str]:
    return [exercise.id for exercise in part.physical_therapy.exercises]


def doses(part: MovementPart) -> dict[str, str]:
    return {exercise.id: exercise.dose for exercise in part.physical_therapy.exercises}


def left_out(part: MovementPart) -> dict[str, str]:
    return {row.id: row.reason for row in part.physical_therapy.left_out}
