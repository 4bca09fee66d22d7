"""A tolerance that was measured again, and how its numbers go on (joins.md J-04, J-14; DOSE-T)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.builder.build import build_plan
from plans.builder.plan import Plan, to_json
from plans.intake.history import History
from plans.knowledge.loader import load
from tests.builder.test_history import NOW, START, week
from tests.builder.test_next_version import FOUR, minutes, sitting, unhurried, walks


def dose(plan: Plan) -> int | None:
    return next(row.dose_parts.minutes for row in plan.physical_therapy.exercises if row.id == "walk-paced")


def test_the_same_tolerance_again_is_no_new_baseline() -> None:
    """Measured again and equal: T(5) = 16 + 2 x 4 = 24, and DOSE-T of that week is 0.8 x 20 + 2 x 4 too."""
    plan = walks(*(week(n) for n in FOUR))
    assert minutes(plan)[:5] == [24, 26, 28, 30, 30]
    assert dose(plan) == 24  # J-04: never above DOSE-T of the same week


@pytest.mark.parametrize(
    ("walk", "expected"),
    [
        (21, [24, 26, 28]),  # S = 16 is less than what goes on
        (30, [24, 27, 30]),  # S = 24, d = 3: the same in week 1, then the new table
        (32, [25, 28, 30]),
        (19, [15, 17, 19]),  # DOSE-T of 19 in week 1 is 15: less than before starts anew
        (10, [8, 9, 10]),
    ],
)
def test_a_new_baseline_takes_back_only_what_was_measured_lower(walk: int, expected: list[int]) -> None:
    """J-14: T starts anew; "targets never fall in green weeks": with more, the higher of both tables."""
    plan = walks(*(week(n) for n in FOUR), now=unhurried(NOW, walk=walk))
    assert minutes(plan)[:3] == expected
    assert dose(plan) == expected[0]


@given(st.integers(2, 40), st.integers(0, 20), st.integers(0, 20), st.integers(1, 12), st.booleans())
@settings(max_examples=60, deadline=None)
def test_green_weeks_are_never_taken_back(
    walk: int, more: int, still_more: int, number: int, afraid: bool
) -> None:
    """As much or more tolerance: no fall. A better measure never gives less."""
    barriers = ("afraid_to_move",) if afraid else ()
    start, day = unhurried(START, walk=walk, barriers=barriers), START + timedelta(weeks=number)
    first_plan = build_plan(start, load(), START)
    history = History(START, (start,), to_json(first_plan), tuple(week(n) for n in range(1, number + 1)))
    plans = [
        build_plan(unhurried(day, walk=measured, barriers=barriers), load(), day, history=history)
        for measured in (walk + more, walk + more + still_more)
    ]
    reached = minutes(first_plan)[number - 1]
    room = min(plan.self_care.move.limit for plan in plans if plan.self_care.move is not None)
    less, best = (minutes(plan)[0] for plan in plans)
    assert min(reached, room) <= less
    assert min(less, room) <= best


def test_a_third_plan_counts_on_from_the_second() -> None:
    """24 26 28 30 were the second plan's; the walk's dose ends at 30 (DOSE-T)."""
    second = to_json(walks(*(week(n) for n in FOUR)))
    day = START + timedelta(weeks=8)
    history = History(START, (unhurried(START), unhurried(NOW)), second, tuple(week(n) for n in range(1, 9)))
    plan = build_plan(unhurried(day), load(), day, history=history)
    assert (minutes(plan)[:2], dose(plan)) == ([30, 30], 30)


def test_weeks_that_stood_still_do_not_count_for_the_dose() -> None:
    """DOSE-T "only after a green week; else stay": halved to 11 after four poor weeks, then 11 13 15 17 | 19.
    Four of eight weeks moved, so the dose is that of week 5: 24."""
    second = walks(*(week(n, done=2) for n in FOUR))
    assert (minutes(second)[0], dose(second)) == (11, 16)
    day = START + timedelta(weeks=8)
    weeks = (*(week(n, done=2) for n in FOUR), *(week(n, done=7) for n in range(5, 9)))
    history = History(START, (unhurried(START), unhurried(NOW)), to_json(second), weeks)
    plan = build_plan(unhurried(day), load(), day, history=history)
    assert (minutes(plan)[:2], dose(plan)) == ([19, 21], 24)


def test_a_baseline_of_the_second_visit_counts_from_there() -> None:
    """25 min measured at week 4: S = 20, so 24 went on; d = 3: 24 26 28 30 by both tables, then 30."""
    second = walks(*(week(n) for n in FOUR), now=unhurried(NOW, walk=25))
    assert minutes(second)[:4] == [24, 26, 28, 30]
    assert dose(second) == 24


def test_a_tolerance_that_was_not_known_before_goes_on_from_what_was_supposed() -> None:
    """Aerobic fitness not judged: u = 8, as from a baseline of 10 (DOSE-A): 8 9 10 11 | 12."""
    guessed = unhurried(START, walk=None)
    guessed = replace(guessed, aerobic=replace(guessed.aerobic, six_minute_walk_m=None))
    later = replace(guessed, assessed_on=NOW)
    assert minutes(build_plan(guessed, load(), START))[:5] == [8, 9, 10, 11, 12]
    assert minutes(walks(*(week(n) for n in FOUR), now=later, before=guessed))[0] == 12
    for walk, first_week in ((12, 12), (9, 7), (40, 30)):
        measured = replace(later, tolerance=replace(later.tolerance, walk_minutes=walk))
        plan = walks(*(week(n) for n in FOUR), now=measured, before=guessed)
        assert minutes(plan)[0] == first_week


def test_the_review_says_what_became_of_each_tolerance() -> None:
    plan = walks(*(week(n) for n in FOUR), now=unhurried(NOW, walk=18))
    assert plan.progress is not None
    rows = {row["path"]: (row["before"], row["now"], row["class"]) for row in plan.progress["baselines"]}
    assert rows["tolerance.walk_minutes"] == (20, 18, "lower")
    assert rows["tolerance.sit_minutes"] == (25, 25, "same")
    assert "tolerance.aerobic_minutes" not in rows
    guessed = walks(*(week(n) for n in FOUR), before=unhurried(START, walk=None))
    assert guessed.progress is not None
    assert guessed.progress["baselines"][0]["class"] == "first"
    assert all(row["text"] for row in plan.progress["baselines"])


def test_without_a_diary_the_dose_stays_too() -> None:
    """DOSE-T moves "only after a green week"; the tracker says "stay on that week until your visit"."""
    assert (minutes(walks())[:3], dose(walks())) == ([16, 16, 18], 16)
    two = walks(week(1), week(2))
    assert (minutes(two)[:3], dose(two)) == ([20, 20, 22], 20)  # week 3 was the first that was not written


@pytest.mark.parametrize(("tried", "expected"), [(21, 24), (10, 8)])
def test_a_goal_falls_back_only_when_less_was_possible(tried: float, expected: int) -> None:
    """16 18 20 22 | 24: with tries of 21 it goes on; tries of 10 minutes start anew at 8."""
    plan = walks(*(week(n) for n in FOUR), now=sitting(NOW, (tried,)), before=sitting(START))
    (goal,) = [goal for goal in plan.self_care.goals if goal.id == "G-SIT"]
    assert goal.weeks[0] == expected
