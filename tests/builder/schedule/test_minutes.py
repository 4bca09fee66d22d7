"""Minutes shared: CAP-1 to CAP-4b, taking turns, daily exercises, bouts and breathing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.builder.schedule.minutes import (
    DayShare,
    MoveNeed,
    TimedExercise,
    bouts_a_day,
    breathing_base,
    breathing_minutes,
    counted,
    minutes_for_one_set,
    share_minutes,
)
from tests.builder.self_care.test_worked_cases import knowledge

BOTH = ["SM-MOVE", "SM-JOURNAL", "SM-BREATHE"]


def share(
    cap: int,
    exercises: tuple[TimedExercise, ...],
    move: MoveNeed | None = MoveNeed(8, 30),  # noqa: B008
    habits: list[str] = BOTH,
    factor: float = 1.0,
) -> DayShare:
    return share_minutes(cap, habits, factor, move, exercises, knowledge())


def timed(*minutes: int, **more: bool) -> tuple[TimedExercise, ...]:
    return tuple(TimedExercise(f"e{n}", one, **more) for n, one in enumerate(minutes))


@pytest.mark.parametrize(("cap", "factor", "minutes"), [
    (25, 1.0, 5), (24, 1.0, 3), (15, 1.0, 3), (14, 1.0, 2), (25, 0.5, 2), (25, 0.75, 3), (15, 0.75, 2),
])  # fmt: skip
def test_breathing_starts_by_minutes_and_factor(cap: int, factor: float, minutes: int) -> None:
    assert breathing_base(cap, factor, knowledge()) == minutes


def test_nothing_is_kept_for_a_habit_outside_the_sequence() -> None:
    assert share(25, timed(3)).reserve == 7
    assert share(25, timed(3), habits=["SM-MOVE"]).reserve == 0
    assert share(14, timed(3), habits=["SM-JOURNAL"]).journal == 1
    assert share(15, timed(3), habits=["SM-JOURNAL"]).journal == 2


def test_without_an_aerobic_line_the_exercises_get_what_is_left() -> None:
    found = share(25, timed(3, 3), move=None)
    assert (found.limit, found.room, found.taking_turns) == (0, 18, False)


def test_days_take_turns_under_fifteen_minutes() -> None:
    assert share(14, timed(3)).turns_rule == "CAP-4b"
    assert share(15, timed(3)).turns_rule is None
    assert share(14, ()).turns_rule is None
    assert share(14, timed(3), move=None).turns_rule is None


def test_days_take_turns_when_half_of_what_the_back_allows_would_be_lost() -> None:
    exercises = timed(4, 6)  # X5: 15 minutes, S 24, goal 30
    assert share(15, exercises, MoveNeed(24, 30)).turns_rule == "J-05"
    assert share(15, exercises, MoveNeed(8, 30)).turns_rule is None


def test_sets_are_filled_in_order_and_skip_what_does_not_fit() -> None:
    found = share(25, timed(4, 4, 2, 3, 5), MoveNeed(20, 30))
    assert found.room == 7
    assert [[e.id for e in one] for one in found.sets] == [["e0", "e2"], ["e1", "e3"], ["e4"]]
    assert found.left_out == ()


def test_three_sets_at_most_and_the_rest_is_left_for_time() -> None:
    found = share(20, timed(6, 6, 6, 6), MoveNeed(8, 30))
    assert found.room == 6
    assert len(found.sets) == 3
    assert [e.id for e in found.left_out] == ["e3"]


def daily(id: str, minutes: int, rounds: int) -> TimedExercise:
    return TimedExercise(id, minutes, rounds, daily=True)


def test_daily_exercises_stand_in_every_set_and_their_rounds_are_cut_together() -> None:
    # X7: prone-on-elbows 2 min x 3, lateral-shift-wall 1 min x 3, draw-in-lying 1 min; C = 8
    exercises = (TimedExercise("draw-in", 1), daily("prone", 2, 3), daily("shift", 1, 3))
    found = share(25, exercises, MoveNeed(7, 30), factor=0.5)
    assert found.room == 8
    assert [[(e.id, e.rounds) for e in one] for one in found.sets] == [
        [("prone", 2), ("shift", 2), ("draw-in", 1)]
    ]
    assert found.rounds_cut_to == 2


def test_daily_exercises_take_turns_with_uncut_rounds_when_nothing_fits_beside_them() -> None:
    exercises = (TimedExercise("long", 8), daily("prone", 3, 3))
    found = share(20, exercises, MoveNeed(8, 30))
    assert found.room == 9
    assert [[(e.id, e.rounds) for e in one] for one in found.sets] == [[("long", 1)], [("prone", 3)]]
    assert found.rounds_cut_to is None


def test_bouts_by_minutes_while_they_fit() -> None:
    roomy = share(45, timed(3))
    assert [bouts_a_day(t, 0, roomy, False, knowledge()) for t in (10, 9, 5, 4)] == [1, 2, 2, 3]
    assert bouts_a_day(4, 0, roomy, True, knowledge()) == 1
    tight = share(15, timed(2, 2), MoveNeed(2, 30), factor=0.5)
    # X2: journal 2, T 4, longest set 4, breathing 2: 12 of 15, no second bout
    assert bouts_a_day(4, 2, tight, False, knowledge()) == 1


def test_breathing_grows_by_a_minute_every_two_weeks_up_to_the_spare_minutes() -> None:
    found = share(60, timed(3))
    grown = [breathing_minutes(week, found, knowledge(), opioid=False) for week in range(1, 13)]
    assert grown == [5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10]
    slow = [breathing_minutes(week, found, knowledge(), opioid=True) for week in range(1, 13)]
    assert slow == [2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]


def test_minutes_that_would_make_one_set() -> None:
    exercises, move = timed(4, 4, 4), MoveNeed(20, 30)
    assert len(share(25, exercises, move).sets) > 1
    needed = minutes_for_one_set(25, BOTH, 1.0, move, exercises, knowledge())
    assert needed is not None
    assert len(share(needed, exercises, move).sets) == 1
    assert len(share(needed - 1, exercises, move).sets) > 1


@given(
    cap=st.integers(5, 240),
    minutes=st.lists(st.integers(1, 12), max_size=7),
    rounds=st.integers(1, 3),
    start=st.integers(2, 40),
    goal=st.integers(1, 30),
    factor=st.sampled_from([1.0, 0.75, 0.5]),
    habits=st.lists(st.sampled_from(BOTH), unique=True),
    every_day=st.booleans(),
)
def test_no_share_is_above_the_cap(
    cap: int,
    minutes: list[int],
    rounds: int,
    start: int,
    goal: int,
    factor: float,
    habits: list[str],
    *,
    every_day: bool,
) -> None:
    exercises = tuple(
        TimedExercise(f"e{n}", one, rounds, daily=every_day and n == 0) for n, one in enumerate(minutes)
    )
    found = share(cap, exercises, MoveNeed(start, goal), habits, factor)
    for one in found.sets:
        used = max(found.limit, counted(one)) if found.taking_turns else found.limit + counted(one)
        assert found.reserve + used <= max(cap, found.reserve + 2)
    placed = {e.id for one in found.sets for e in one} | {e.id for e in found.left_out}
    assert placed == {e.id for e in exercises}
