"""The tracker's grid keeps its measures: cells wide enough, as many weeks as fit (self-care.md 3.2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plans.content import Tracker, TrackerRow, TrackerWeek
from plans.handout import grid
from plans.handout.styles import sheet_height, text_width
from tests.builder.content.patients import WHOLE, content

ROWS = {
    "pain": TrackerRow("pain", "Pain 0-10"),
    "plan": TrackerRow("plan", "My plan", boxes=("A", "S", "N")),
    "minutes": TrackerRow("minutes", "Minutes"),
    "exercises": TrackerRow("exercises", "Exercises of 5"),
    "mood": TrackerRow("mood", "Mood", boxes=("G", "S", "L")),
    "trigger": TrackerRow("trigger", "Trigger", from_week=3),
    "medicine": TrackerRow("medicine", "Medicine", boxes=("M", "N", "E", "B")),
}


def tracker(*names: str, weeks: int = 12) -> Tracker:
    rows = tuple(ROWS[name] for name in names)
    found = tuple(TrackerWeek(week, f"Week {week}") for week in range(1, weeks + 1))
    return Tracker(rows, found, ("How",), tuple("1" for _ in rows))


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("weeks", [8, 12])
def test_all_weeks_stand_once_and_in_order(paper: str, weeks: int) -> None:
    sides = grid.sides(tracker(*ROWS, weeks=weeks), grid.standard(text_width(paper), 220))
    heads = [head for side in sides for _, head in side.heads]
    assert heads == [f"Week {week}" for week in range(1, weeks + 1)]
    assert next((side.first, side.last) for side in sides)[0] == 1


@pytest.mark.parametrize("case", WHOLE)
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_twelve_weeks_are_one_sheet(case: str, paper: str) -> None:
    found = content(case).sheets["en"].tracker
    assert found is not None
    room = sheet_height(paper, False, "standard") - 6.4 - 1.2 - 4 * 4.95
    assert len(grid.sides(found, grid.standard(text_width(paper), room))) == 2


def test_few_rows_are_higher_and_never_above_their_most() -> None:
    low = grid.sides(tracker("pain", "plan"), grid.standard(175, 220))[0]
    assert low.height == pytest.approx(6 * (4.8 + 2 * 7.6), abs=0.2)


def test_a_grid_too_high_for_six_weeks_takes_another_side() -> None:
    sides = grid.sides(tracker(*ROWS), grid.standard(175, 150))
    assert len(sides) == 3
    assert [len(side.heads) for side in sides] == [4, 4, 4]


def test_large_print_holds_three_weeks_a_side() -> None:
    sides = grid.sides(tracker("pain", "plan", "minutes", "mood"), grid.large(175, 190))
    assert [len(side.heads) for side in sides] == [3, 3, 3, 3]


def test_cells_are_wide_enough_to_write_in() -> None:
    for measures in (grid.standard(175, 220), grid.standard(169, 240)):
        assert measures.day / 2 >= 8
        assert measures.label + 7 * measures.day <= measures.width
        assert measures.least >= 6


@pytest.mark.parametrize("letter", sorted(grid.STROKES))
def test_letters_stay_inside_their_box(letter: str) -> None:
    path = grid._letter(letter, 10, 20, 2, 3)
    numbers = [
        float(part)
        for part in path.replace("M", " ").replace("L", " ").replace("Q", " ").split()
        if part.replace(".", "").isdigit()
    ]
    assert all(9.9 <= number <= 23.1 for number in numbers)


def test_what_starts_later_is_pale_before() -> None:
    side = grid.sides(tracker("pain", "trigger"), grid.standard(175, 220))[0]
    assert side.svg.count('fill="#f2f2f2"') == 1
    assert side.svg.split('fill="#f2f2f2"')[0].count("Z") >= 14  # seven days of the first two weeks


def test_sundays_are_found_wherever_the_week_begins() -> None:
    """JRN-0: the pain number is asked on Sundays; weeks that begin on Thursday have them in column 4."""
    for first, sunday in ((1, 7), (4, 4), (7, 1)):
        found = replace(tracker("pain"), first_weekday=first)
        assert [grid.weekday_of(column, found) for column in range(1, 8)].index(7) + 1 == sunday


def test_a_head_says_the_day_where_there_is_room_and_is_never_cut() -> None:
    long = "Week 1: march in a chair 6 min, 2 times a day, 5 days, breathe 2 min"
    weeks = (TrackerWeek(1, long, begins="from 5 MAR"), TrackerWeek(2, "Week 2", begins="from 12 MAR"))
    found = replace(tracker("pain", "plan"), weeks=weeks)
    standard = grid.sides(found, grid.standard(175, 220))[0]
    assert [text for _, text in standard.heads] == [f"{long}, from 5 MAR", "Week 2, from 12 MAR"]
    large = grid.sides(found, grid.large(175, 187))[0]
    assert [text for _, text in large.heads] == [long, "Week 2, from 12 MAR"]
    (first, _), (second, _) = large.heads
    rows = (large.height - 0.15) / 2 - (8 + 6.4)
    assert second - first == pytest.approx(8 + rows + 6.4 + 6.4)  # one line stands low in the space of two
