"""The journal read back: the worked examples of self-care.md 3.4 and the edges of each verdict."""

from __future__ import annotations

import pytest

from plans.builder.self_care.journal import (
    Planned,
    adherence,
    adherence_verdict,
    flare_days,
    is_boom_and_bust,
    pain_change,
    pain_of_week,
    pain_verdict,
)
from plans.intake.history import JournalDay, JournalWeek, WeekTotals
from tests.builder.self_care.test_worked_cases import knowledge

READING = knowledge().journal.reading


def week(number: int, evenings: str) -> JournalWeek:
    pains = (None if text == "-" else int(text) for text in evenings.split())
    return JournalWeek(number, tuple(JournalDay(pain=pain) for pain in pains))


WORKED = {
    "A": (("7 6 7 8 6 7 6", "5 4 5 - 4 4 4", "4 4 3 4 5 4 3"), (6.71, 7, 4.08, 13, 39.3, "JRN-21")),
    "B": (("5 5 6 - - - 5", "5 4 5 5 5 4 5", "4 5 5 4 5 5 4"), (5.25, 4, 4.64, 14, 11.6, "JRN-22")),
    "C": (("3 3 4 3 3 2 3", "2 2 1 2 2 2 1", "1 2 1 1 2 1 1"), (3.00, 7, 1.50, 14, 50.0, "JRN-20")),
    "D": (("5 5 5 6 5 5 5", "7 7 8 7 6 7 7", "7 8 7 7 7 8 7"), (5.14, 7, 7.14, 14, -38.9, "JRN-25")),
}


@pytest.mark.parametrize("name", sorted(WORKED))
def test_worked_examples(name: str) -> None:
    (base, before_last, last), expected = WORKED[name]
    found = pain_change([week(0, base), week(11, before_last), week(12, last)], None, READING)
    assert found.before is not None and found.now is not None and found.percent is not None  # noqa: PT018
    assert (
        round(found.before, 2),
        found.before_evenings,
        round(found.now, 2),
        found.now_evenings,
        round(found.percent, 1),
        found.verdict,
    ) == expected
    assert found.points_first is (name == "C")


def test_the_start_is_the_intakes_number_when_week_1_was_not_written() -> None:
    found = pain_change([week(1, "5 - - - - - -"), week(2, "4 4 4 4 - - -")], 6, READING)
    assert (found.before, found.from_intake, found.now) == (6.0, True, 4.0)


def test_weeks_apart_are_not_two_weeks_in_a_row() -> None:
    found = pain_change(
        [week(1, "5 5 5 5 5 5 5"), week(3, "2 2 2 2 2 2 2"), week(8, "4 4 4 4 - - -")], 5, READING
    )
    assert (found.now, found.now_evenings) == (4.0, 4)


def test_too_few_evenings_give_no_mean() -> None:
    assert pain_of_week(week(2, "4 4 4 - - - -"), READING) is None
    assert pain_of_week(week(2, "4 4 4 4 - - -"), READING) == 4


def test_percent_is_not_worked_out_from_almost_no_pain() -> None:
    found = pain_change([week(0, "0 1 0 1 0 1 0"), week(2, "0 0 0 0 0 0 0")], None, READING)
    assert found.percent is None
    assert found.verdict == "JRN-23"


@pytest.mark.parametrize(
    ("drop", "percent", "verdict"),
    [
        (4.0, 45.0, "JRN-20"),
        (2.0, 50.0, "JRN-20"),
        (2.0, 20.0, "JRN-21"),
        (1.9, 30.0, "JRN-21"),
        (1.9, 29.9, "JRN-22"),
        (0.5, 10.0, "JRN-22"),
        (0.5, 9.9, "JRN-23"),
        (-0.5, -9.9, "JRN-23"),
        (-0.5, -10.0, "JRN-24"),
        (-1.9, -29.9, "JRN-24"),
        (-1.9, -30.0, "JRN-25"),
        (-2.0, -10.0, "JRN-25"),
        (None, None, None),
    ],
)
def test_verdicts_on_both_sides_of_each_threshold(
    drop: float | None, percent: float | None, verdict: str | None
) -> None:
    assert pain_verdict(drop, percent, READING) == verdict


def done_week(done: str, exercises: str = "", minutes: str = "") -> JournalWeek:
    words = {"a": "all", "s": "small", "n": "none", "-": None}
    each = [int(text) for text in exercises.split()] or [None] * 7
    moved = [float(text) for text in minutes.split()] or [None] * 7
    days = zip(done.split(), each, moved, strict=True)
    return JournalWeek(1, tuple(JournalDay(done=words[d], exercises=e, minutes=m) for d, e, m in days))


def test_adherence_caps_each_day_and_gives_nothing_for_more() -> None:
    one = done_week("a s a a a n -", "4 2 5 4 0 4 4", "10 12 8 0 15 10 10")
    found = adherence([(one, Planned(7, 4, 10))], READING)
    assert found.days is not None and found.exercises is not None and found.minutes is not None  # noqa: PT018
    assert [round(x, 1) for x in (found.days, found.exercises, found.minutes)] == [71.4, 78.6, 82.9]
    assert found.verdict == "JRN-11"


def test_adherence_divides_by_planned_days() -> None:
    written = JournalWeek(1, totals=WeekTotals(days_done=53))
    found = adherence([(written, Planned(72))], READING)
    assert found.days is not None
    assert round(found.days, 1) == 73.6


@pytest.mark.parametrize(
    ("percent", "verdict"),
    [(80, "JRN-10"), (79.9, "JRN-11"), (63, "JRN-11"), (62.9, "JRN-12"), (None, None)],
)
def test_adherence_verdicts(percent: float | None, verdict: str | None) -> None:
    assert adherence_verdict(percent, READING) == verdict


def test_boom_and_bust_from_two_days_far_above_the_target() -> None:
    assert is_boom_and_bust(done_week("a a a a a a a", "", "16 16 10 10 10 10 10"), 10, READING)
    assert not is_boom_and_bust(done_week("a a a a a a a", "", "16 15 10 10 10 10 10"), 10, READING)
    assert not is_boom_and_bust(done_week("a a a a a a a"), None, READING)


def test_the_way_back_after_a_flare_up() -> None:
    flare = knowledge().support.flare
    found = flare_days(12, flare.half_days, flare.first_percent, flare.step_percent)
    assert found == (6, 6, 8, 9, 10, 11, 12)
