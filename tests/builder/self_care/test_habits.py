"""Habits: points at their thresholds, how many start, and what decisions and the aerobic line change."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.self_care.conditions import Facts
from plans.builder.self_care.habits import Habits, Wishes, choose_habits
from tests.builder.self_care.plain import plain_facts
from tests.builder.self_care.test_worked_cases import knowledge

READY: dict[str, Any] = {
    "age": 50, "nprs": 5, "walk_trials": [15], "minutes_per_day": 30,
    "confidence": 9, "readiness": "doing", "barriers": [], "phq2": 0,
}  # fmt: skip


def facts(**changed: Any) -> Facts:
    return plain_facts(READY | changed, knowledge())


def habits(wishes: Wishes | None = None, **changed: Any) -> Habits:
    return choose_habits(facts(**changed), knowledge(), wishes or Wishes())


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({}, "SEL-06c"),
        ({"confidence": 8}, "SEL-06b"),
        ({"minutes_per_day": 29}, "SEL-06b"),
        ({"readiness": "ready"}, "SEL-06b"),
        ({"barriers": ["no_time"]}, "SEL-06b"),
        ({"phq2": 3}, "SEL-06b"),
        ({"phq2": None}, "SEL-06c"),
        ({"confidence": 7, "minutes_per_day": 20}, "SEL-06b"),
        ({"confidence": 6}, "SEL-06a"),
        ({"confidence": None}, "SEL-06a"),
        ({"minutes_per_day": 19}, "SEL-06a"),
        ({"minutes_per_day": None}, "SEL-06b"),
        ({"readiness": "thinking"}, "SEL-06a"),
        ({"readiness": "not_yet"}, "SEL-06a"),
        ({"barriers": ["too_tired"]}, "SEL-06a"),
        ({"barriers": ["tried_and_quit"]}, "SEL-06a"),
        ({"nprs": 8}, "SEL-06a"),
        ({"nprs": 7}, "SEL-06c"),
        ({"nprs": None}, "SEL-06a"),
    ],
)
def test_how_many_habits_start(changed: dict[str, Any], rule: str) -> None:
    assert habits(**changed).rule == rule


@pytest.mark.parametrize(
    ("changed", "habit", "points"),
    [
        ({"walk_trials": [9.9]}, "SM-MOVE", 60),
        ({"walk_trials": [10]}, "SM-MOVE", 50),
        ({"walk_trials": None}, "SM-MOVE", 50),
        ({"sleep_hours": 5.9}, "SM-SLEEP", 45),
        ({"sleep_hours": 6}, "SM-SLEEP", 15),
        ({"bad_nights": 3}, "SM-SLEEP", 45),
        ({"bad_nights": 2}, "SM-SLEEP", 15),
        ({"sleep_hours": 5, "bad_nights": 5}, "SM-SLEEP", 45),
        ({"minutes_per_day": 9}, "SM-BREATHE", 45),
        ({"minutes_per_day": 10}, "SM-BREATHE", 35),
        ({"work_pain": True, "sit_hours": 4}, "SM-WORK", 40),
        ({"work_pain": True, "sit_hours": 3.9}, "SM-WORK", 0),
        ({"work_pain": True, "job": "heavy"}, "SM-WORK", 40),
        ({"work_pain": False, "job": "heavy"}, "SM-WORK", 0),
        ({"bmi": 30, "goals": ["weight"]}, "SM-WEIGHT", 35),
        ({"bmi": 29.9, "goals": ["weight"]}, "SM-WEIGHT", 0),
        ({"bmi": 40}, "SM-WEIGHT", 0),
        ({"smokes": True, "ready_to_quit": True}, "SM-SMOKE", 35),
        ({"smokes": True, "ready_to_quit": False}, "SM-SMOKE", 0),
        ({"tried": ["journal"]}, "SM-JOURNAL", 20),
    ],
)
def test_points_on_both_sides_of_each_threshold(changed: dict[str, Any], habit: str, points: int) -> None:
    assert habits(**changed).points[habit] == points


def test_a_missing_fact_is_named_with_the_habit_it_would_move() -> None:
    rows = {row.id: row for row in habits(walk_trials=None).not_judged}
    assert "tolerance.walk_minutes" in rows["SM-MOVE"].needs
    assert rows["SM-SLEEP"].needs == ("life.sleep_hours", "life.bad_nights_per_week")
    assert "SM-SMOKE" not in {row.id for row in habits(smokes=False).not_judged}


def test_barriers_and_readiness_that_were_not_asked_are_named_too() -> None:
    """SEL-05: no trigger fires, and each habit says what would have moved it."""
    rows = {row.id: row.needs for row in habits(barriers=None, readiness=None).not_judged}
    assert rows["SM-MOVE"] == ("life.barriers", "life.readiness")
    assert "life.barriers" in rows["SM-BREATHE"]
    assert "life.barriers" in rows["SM-SUPPORT"]
    assert "life.readiness" in rows["SM-JOURNAL"]
    assert "SM-MOVE" not in {row.id for row in habits().not_judged}


def test_the_aerobic_line_is_first_whatever_its_points() -> None:
    waits = habits(readiness="not_yet")
    assert "SM-MOVE" not in waits
    first = habits(Wishes(move_first=True), readiness="not_yet").modules[0]
    assert (first.id, first.points, first.starts_week) == ("SM-MOVE", 10, 1)


def test_an_own_choice_starts_beside_the_aerobic_line_even_if_one_habit_was_given() -> None:
    found = habits(Wishes(move_first=True, preferred="SM-SLEEP"), confidence=3)
    assert found.rule == "SEL-06a"
    assert [(h.id, h.starts_week) for h in found.modules][:3] == [
        ("SM-MOVE", 1), ("SM-SLEEP", 1), ("SM-JOURNAL", 3)
    ]  # fmt: skip


def test_a_module_kept_off_leaves_the_list_and_keeps_its_reason() -> None:
    found = habits(Wishes(kept_off={"SM-MOVE": "AER-1"}))
    assert "SM-MOVE" not in found
    assert [(row.id, row.reason) for row in found.left_out] == [("SM-MOVE", "AER-1")]


def test_a_clinician_adds_declines_and_reorders() -> None:
    assert habits(Wishes(added=("SM-SUPPORT",))).modules[-1].id == "SM-SUPPORT"
    assert habits(Wishes(first="SM-BREATHE")).modules[0].id == "SM-BREATHE"
    assert "SM-JOURNAL" not in habits(Wishes(kept_off={"SM-JOURNAL": "declined"}))


def test_at_most_five_habits_in_twelve_weeks() -> None:
    many = habits(
        phq2=4,
        boom_bust=True,
        sleep_hours=4,
        smokes=True,
        ready_to_quit=True,
        barriers=["lives_alone"],
        confidence=5,
    )
    assert [habit.starts_week for habit in many.modules] == [1, 3, 5, 7, 9]
    assert many.later
