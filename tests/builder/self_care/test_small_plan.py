"""The small plan and the first goal of page 1 (joins.md J-17, J-18)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from plans.builder.build import build_plan
from plans.builder.plan import Plan
from plans.intake.intake import Goal, Intake, PsfsActivity
from plans.knowledge.loader import load
from tests.builder.test_decisions import patient


def plan_of(intake: Intake) -> Plan:
    return build_plan(intake, load(), intake.assessed_on)


def small(intake: Intake) -> dict[str, Any]:
    return dict(plan_of(intake).self_care.small_plan or {})


@pytest.mark.parametrize(
    ("id", "move", "exercise"),
    [
        ("X1", "walk", "bend-slide-thighs"),
        ("X3", "chair", "diaphragmatic-breathing"),  # falls-risk; the easier form of the draw-in
        ("X4", "spot", "knee-to-chest"),  # a machine
        ("X6", None, None),  # exercise-stop
        ("X9", "chair", "lift-table"),  # sedated all day; the easier form bends a thin spine
    ],
)
def test_small_plans(id: str, move: str | None, exercise: str | None) -> None:
    found = small(patient(id))
    assert (found["move"], found["exercise"], found["pain_number"]) == (move, exercise, True)


def test_the_easier_form_stands_only_where_it_is_allowed() -> None:
    """X9: the regression of lift-table is bend-slide-thighs, which osteoporosis forbids."""
    assert load().movement.exercises["lift-table"].regression == "bend-slide-thighs"
    assert "bend-slide-thighs" not in small(patient("X9")).values()


def test_the_first_goal_says_minutes_and_days() -> None:
    goal = plan_of(patient("X7")).self_care.first_goal
    assert goal is not None
    assert goal["text"] == {
        "en": "Walk 7 minutes, 5 days this week.",
        "es": "Camine 7 minutos, 5 días esta semana.",
    }


def test_without_a_walk_the_next_running_habit_is_the_goal() -> None:
    goal = plan_of(patient("X6")).self_care.first_goal
    assert goal is not None
    assert (goal["module"], goal["days"]) == ("SM-JOURNAL", 5)


def test_a_walk_without_a_place_is_no_goal() -> None:
    """Working hours all day leave no room for eleven minutes."""
    intake = patient("X1")
    life = replace(intake.life, work=replace(intake.life.work, start=0, end=23 * 60 + 59))
    plan = plan_of(replace(intake, life=life))
    assert plan.physical_therapy.exercises[0].patient_dose is None
    assert ("walk-paced", "SCH-18") in {(row.id, row.reason) for row in plan.schedule.not_placed}
    goal = plan.self_care.first_goal
    assert goal is not None
    assert goal["module"] == "SM-JOURNAL"


def test_what_the_goal_is_for() -> None:
    intake = patient("X1")
    activities = (PsfsActivity("gardening", 4), PsfsActivity("driving", 2), PsfsActivity("sleeping", None))
    rated = replace(intake, measures=replace(intake.measures, psfs=activities))
    goal = plan_of(rated).self_care.first_goal
    assert goal is not None
    assert (goal["activity"], goal["own_goal"]) == ("driving", None)
    own = replace(rated, life=replace(rated.life, goals=(Goal("own", words="dance again"),)))
    goal = plan_of(own).self_care.first_goal
    assert goal is not None
    assert (goal["activity"], goal["own_goal"]) == ("driving", "dance again")
