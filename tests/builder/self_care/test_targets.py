"""Weekly targets: factor, start, step, pace and days (self-care.md 2.2, 2.4)."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.plan import GoalPlan
from plans.builder.self_care.goals import Goals, is_safe, plan_goals
from plans.builder.self_care.move import AerobicDose, MoveNumbers, find_move_numbers
from plans.builder.self_care.targets import days_a_week, find_factor, is_slow, start_amount
from plans.intake.intake import Goal, Tolerance
from tests.builder.self_care.test_habits import facts
from tests.builder.self_care.test_worked_cases import knowledge

ENOUGH = {"confidence": None, "nprs": 5, "age": 40}

# self-care.md 2.4: goal, trials, what makes it smaller, S, d, week 12, reached in week
WORKED = [
    (Goal("own", 300, "m", (200,)), {}, 160, 20, 300, 8),
    (Goal("G-MAILBOX", 60, "m", (30, 40, 35)), {"age": 60}, 25, 5, 60, 8),
    (Goal("G-MAILBOX", 200, "ft", (90, 110, 100)), {"barriers": ["too_tired"]}, 40, 10, 90, 33),
    (Goal("G-MAILBOX", 100, "ft", (90, 110, 100)), {"barriers": ["too_tired"]}, 40, 10, 90, 13),
    (Goal("G-SIT", 45, "min", (20, 20, 20)), {}, 16, 2, 38, 16),
    (Goal("G-STAND", 20, "min", (10, 8, 9)), {"barriers": ["afraid_to_move"]}, 3, 1, 14, 18),
    (Goal("G-STAIRS", 14, "stairs", (6, 6, 6)), {"confidence": 6}, 3, 1, 14, 12),
    (Goal("G-STEPS", 6000, "steps", (3000, 3400, 2900)), {}, 2400, 300, 5700, 13),
    (Goal("G-CARRY", 10, "lb", (5,)), {}, 4, 1, 10, 7),
    (Goal("G-RISE", 10, "reps", (5,)), {"age": 76}, 4, 1, 9, 13),
]


def plan_of(goal: Goal, changed: dict[str, Any], **more: Any) -> Goals:
    return plan_goals((goal,), Tolerance(), facts(**(ENOUGH | changed)), None, (), knowledge(), **more)


def one(goal: Goal, **changed: Any) -> GoalPlan:
    return plan_of(goal, changed).plans[0]


@pytest.mark.parametrize(("goal", "changed", "first", "step", "last", "reached"), WORKED)
def test_worked_goals(
    goal: Goal, changed: dict[str, Any], first: int, step: int, last: int, reached: int
) -> None:
    plan = one(goal, **changed)
    assert (plan.weeks[0], plan.step, plan.weeks[-1], plan.reached_week) == (first, step, last, reached)


@pytest.mark.parametrize(
    ("changed", "factor", "rule"),
    [
        ({"confidence": 7}, 1.0, None),
        ({"confidence": 6}, 0.75, "GOAL-F1"),
        ({"confidence": 5}, 0.75, "GOAL-F1"),
        ({"confidence": 4}, 0.5, "GOAL-F1"),
        ({"confidence": None}, 1.0, None),
        ({"confidence": 6, "barriers": ["too_tired"]}, 0.5, "GOAL-F2"),
        ({"nprs": 8}, 0.5, "GOAL-F3"),
        ({"nprs": 7}, 1.0, None),
        ({"confidence": 3, "barriers": ["afraid_to_move"], "nprs": 9}, 0.5, "GOAL-F1"),
    ],
)
def test_the_smallest_factor_counts_and_they_are_never_multiplied(
    changed: dict[str, Any], factor: float, rule: str | None
) -> None:
    found = find_factor(facts(**(ENOUGH | changed)), knowledge())
    assert (found.value, found.rule) == (factor, rule)


def test_slow_pace_from_age_tiredness_or_strong_pain() -> None:
    def slow(**changed: Any) -> bool:
        return is_slow(facts(**(ENOUGH | changed)), knowledge())

    assert (slow(age=74), slow(age=75)) == (False, True)
    assert (slow(nprs=7), slow(nprs=8)) == (False, True)
    assert slow(barriers=["too_tired"])
    assert not slow(barriers=["tried_and_quit"])


def test_floating_point_never_steals_a_minute() -> None:
    assert start_amount(7.5, 1.0, knowledge().units["min"], knowledge()) == 6
    assert start_amount(15, 1.0, knowledge().units["min"], knowledge()) == 12


def test_days_a_week() -> None:
    assert days_a_week(facts(), knowledge()) == (5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7)
    gentle = days_a_week(facts(barriers=["tried_and_quit"]), knowledge())
    assert gentle == (3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 7, 7)
    assert sum(gentle) == 64  # JRN-5
    assert sum(days_a_week(facts(), knowledge())) == 72


def test_a_goal_that_was_not_measured_is_not_offered() -> None:
    found = plan_of(Goal("G-STAIRS", 14, "stairs"), {})
    assert found.plans == ()
    assert found.not_judged[0].id == "G-STAIRS"


def test_sitting_starts_from_the_measured_tolerance() -> None:
    found = plan_goals(
        (Goal("G-SIT", 45, "min"),), Tolerance(sit_minutes=20), facts(**ENOUGH), None, (), knowledge()
    )
    assert found.plans[0].weeks[0] == 16


def test_days_of_a_habit_goal_grow_without_a_baseline() -> None:
    assert one(Goal("G-BED")).weeks == (3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 7, 7)
    assert one(Goal("G-LIKE")).weeks[:4] == (2, 2, 3, 3)


@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("walk to the mailbox without painkillers", False),
        ("Get off my pills", False),
        ("caminar sin pastillas", False),
        ("Walk without my naproxen", False),
        ("stop Tylenol", False),
        ("cut my dose in half", False),
        ("take one more pill", False),
        ("vivir sin naproxen", False),
        ("walk to the mailbox", True),
        ("walk to the pharmacy for my pills", True),
        ("walk without a stick", True),
        ("meditate more", True),
        (None, True),
    ],
)
def test_no_goal_tells_to_skip_a_medicine(words: str | None, *, safe: bool) -> None:
    assert is_safe(words, knowledge(), {"naproxen": "naproxen", "tylenol": "acetaminophen"}) is safe


def test_a_walking_goal_says_the_week_beyond_the_twelve() -> None:
    """2.2: S 2, d 1: 30 minutes in week 29; no week when time ends it before."""
    dose = AerobicDose("walk-paced", 2, 3, (30,) * 12)
    goals = (Goal("G-WALK", 30, "min"),)
    move = find_move_numbers(dose, facts(**ENOUGH), goals, knowledge())
    for limit, week in ((30, 29), (20, None)):
        weeks = move.weeks(limit, knowledge())
        found = plan_goals(goals, Tolerance(), facts(**ENOUGH), move, weeks, knowledge(), limit=limit)
        assert found.plans[0].reached_week == week


def test_unsafe_words_are_not_printed_but_said_to_the_clinician() -> None:
    found = plan_of(Goal("own", 5, "min", words="no pills for a day"), {})
    assert (found.unsafe, found.not_judged) == (("own",), ())  # one row a goal
    assert all(plan.words is None for plan in found.plans)


def test_a_goal_that_must_wait_keeps_its_words_and_gets_no_numbers() -> None:
    goal = Goal("own", 300, "m", (200,), "walk round the lake")
    found = plan_of(goal, {}, held=lambda goal: True)
    assert (found.plans[0].words, found.plans[0].weeks) == ("walk round the lake", ())


def numbers(exercise: str, minutes: int, baseline: float | None, **changed: Any) -> MoveNumbers:
    ceilings = tuple(range(minutes, minutes + 12))
    dose = AerobicDose(exercise, minutes, baseline, ceilings)
    return find_move_numbers(dose, facts(**(ENOUGH | changed)), (), knowledge())


def test_unknown_baseline_starts_from_the_therapists_dose() -> None:
    move = numbers("walk-paced", 8, None)
    assert (move.start, move.step, move.goal) == (8, 1, 30)
    assert numbers("walk-paced", 8, None, confidence=3).start == 4
    assert numbers("seated-march", 8, None, confidence=3).start == 5  # at least 5 outside walking
    assert numbers("walk-paced", 2, None, confidence=3).start == 2


def test_the_goal_is_the_patients_up_to_what_the_mode_aims_at() -> None:
    dose = AerobicDose("walk-paced", 8, 10, (30,) * 12)
    bike = AerobicDose("bike-upright", 8, 10, (20,) * 12)
    for target, walk, ride in ((15, 15, 15), (25, 25, 20), (40, 30, 20)):
        goals = (Goal("G-WALK", target, "min"),)
        assert find_move_numbers(dose, facts(), goals, knowledge()).goal == walk
        assert find_move_numbers(bike, facts(), goals, knowledge()).goal == ride


def test_no_week_is_above_the_therapists_dose_of_that_week() -> None:
    dose = AerobicDose("walk-paced", 4, 5, (4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9))
    weeks = find_move_numbers(dose, facts(**ENOUGH), (), knowledge()).weeks(30, knowledge())
    assert weeks == (4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9)
