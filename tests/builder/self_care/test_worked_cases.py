"""T1 to T6 and W1 to W10 of self-care.md: points, habits, numbers of twelve weeks, times of the day."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from plans.builder.schedule.clock import show
from plans.builder.schedule.minutes import breathing_minutes
from plans.builder.schedule.place import active_minutes
from plans.builder.self_care.targets import days_a_week
from plans.knowledge.self_care import SelfCareKnowledge, read_self_care
from tests.builder.self_care.plain import PlainDay, plain_day
from tests.support import read_cases

CASES = {case["id"]: case for case in read_cases("self-care.json")}
NO_WALK = "W10"  # the walk is below 30 points: its limit is printed as 0, its weeks as if it ran


@cache
def knowledge() -> SelfCareKnowledge:
    return read_self_care()


@pytest.fixture(params=sorted(CASES))
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], PlainDay]:
    row = CASES[request.param]
    return row, plain_day(row["facts"], knowledge())


def test_points_and_habits(case: tuple[dict[str, Any], PlainDay]) -> None:
    row, day = case
    expected = row["expected"]
    assert day.habits.points == expected["points"]
    assert day.habits.rule == expected["rule"]
    started = [{"id": habit.id, "starts_week": habit.starts_week} for habit in day.habits.modules]
    assert started == expected["modules"]


def test_numbers_of_twelve_weeks(case: tuple[dict[str, Any], PlainDay]) -> None:
    row, day = case
    expected, share = row["expected"], day.share
    assert share.limit == expected["limit"]
    assert list(day.walk_weeks) == expected["walk_weeks"]
    most = knowledge().days.short_day_most if share.taking_turns else 7
    assert list(days_a_week(day.facts, knowledge(), most)) == expected["walk_days"]
    breathing = [breathing_minutes(week, share, knowledge(), opioid=False) for week in range(1, 13)]
    assert breathing == expected["breathing_from_start"]
    assert share.journal == expected["journal_minutes"]
    assert [[exercise.id for exercise in one] for one in share.sets] == expected["sets"]


def test_times_of_the_day(case: tuple[dict[str, Any], PlainDay]) -> None:
    row, day = case
    entries = [(dose.minute, 0) for dose in day.doses.doses]
    entries += [(thing.start, thing.minutes) for thing in day.placed.things]
    shown = [(show(start), minutes) for start, minutes in sorted(entries)]
    assert shown == [(entry["time"], entry["minutes"]) for entry in row["expected"]["entries"]]
    assert active_minutes(day.placed, day.exercises) == row["expected"]["active_minutes"]
    assert day.placed.missed == ()


def test_the_limit_of_a_habit_that_waits_is_nothing() -> None:
    assert CASES[NO_WALK]["expected"]["limit"] == 0
    assert plain_day(CASES[NO_WALK]["facts"], knowledge()).share.limit == 0
