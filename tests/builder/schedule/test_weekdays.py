"""Which days of the week (joins.md J-19)."""

from __future__ import annotations

from plans.builder.build import build_plan
from plans.builder.plan import Plan
from plans.knowledge.loader import load
from tests.builder.self_care.test_worked_cases import knowledge
from tests.builder.test_decisions import patient


def plan_of(id: str) -> Plan:
    intake = patient(id)
    return build_plan(intake, load(), intake.assessed_on)


def test_the_table() -> None:
    assert dict(knowledge().day.weekdays) == {
        7: (1, 2, 3, 4, 5, 6, 7),
        6: (1, 2, 3, 4, 5, 6),
        5: (1, 2, 4, 5, 6),
        4: (1, 2, 4, 5),
        3: (1, 3, 5),
        2: (2, 5),
        1: (3,),
    }


def test_sets_take_turns_from_monday_and_an_exercise_keeps_its_first_days() -> None:
    """X9: three sets; lift-table has 3 days a week, heel-slide 5."""
    days = plan_of("X9").schedule.weekdays
    assert days["lift-table"] == (1, 4, 7)
    assert days["hip-flexor-stand"] == (2, 5)
    assert days["wall-angel"] == (3, 6)
    assert days["walk-paced"] == days["SM-MOVE"] == (1, 2, 4, 5, 6)


def test_one_set_follows_the_table() -> None:
    """X7: one set a day; 7 days a week."""
    days = plan_of("X7").schedule.weekdays
    assert days["draw-in-lying"] == (1, 2, 3, 4, 5, 6, 7)
    assert days["SM-BREATHE"] == (1, 2, 4, 5, 6)


def test_taking_turns_exercises_stand_on_the_other_days() -> None:
    """X3: chair march on Mon Tue Thu Fri; sets A, B in order on Wed Sat Sun."""
    days = plan_of("X3").schedule.weekdays
    assert days["seated-march"] == (1, 2, 4, 5)
    assert days["draw-in-lying"] == (3, 7)
    assert days["lift-table"] == (6,)


def test_nothing_has_a_day_until_cleared() -> None:
    days = plan_of("X6").schedule.weekdays
    assert set(days) == {"SM-JOURNAL", "SM-BREATHE"}
