"""What a second handout tells: how it goes, and what is new (self-care.md 3.3; joins.md 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import textstat

from plans.builder.build import build_plan
from plans.builder.content import build_content
from plans.builder.plan import to_json as plan_data
from plans.content import Doing, from_json, to_json
from plans.intake.history import History, JournalWeek
from plans.knowledge.loader import load
from tests.builder.content.patients import CLINIC, DRAFT
from tests.builder.content.reading import names, scored
from tests.builder.test_decisions import patient
from tests.builder.test_history import NOW, START, first, followed_up, week

SCARE = re.compile(r"\bfail|\bworse\b|\bbad\b|%", re.I)


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    textstat.set_lang("en")  # it is global


def told(*weeks: JournalWeek, language: str = "en") -> Doing:
    made = build_content(followed_up(*weeks), patient("X1"), load(), DRAFT, CLINIC)
    assert from_json(to_json(made)) == made
    found = made.sheets[language].doing
    assert found is not None
    return found


GOOD = tuple(week(n, pain=6 - n, done=5) for n in range(1, 5))
POOR = tuple(week(n, done=2) for n in range(1, 5))


def test_a_first_handout_says_nothing_of_it() -> None:
    made = build_content(build_plan(first(), load(), START), first(), load(), DRAFT, CLINIC)
    assert made.sheets["en"].doing is None


def test_pain_and_days_are_told_with_what_they_mean() -> None:
    """5 in week 1, then 3 and 2: 2.5 in the last two weeks, half of it (JRN-20); 20 of 20 days (JRN-10)."""
    assert told(*GOOD).lines == (
        "You did your plan on 20 of 20 days.",
        "Your pain was 5 at the start. It is 2.5 now.",
        "You kept at it.",
        "Your pain is half of what it was.",
        "You are ready for the next step.",
    )


def test_a_plan_that_was_too_big_is_blamed_and_not_the_patient() -> None:
    lines = told(*POOR).lines
    assert "The plan was too big. We make it smaller." in lines
    assert lines[-1] == "We make the plan smaller for now. Then we build up again."


def test_a_tracker_that_was_left_blank_blames_nothing() -> None:
    """J-23: what nobody wrote is not told as days that were not done."""
    found = told(*(week(n, written=0) for n in range(1, 5)))
    assert found.lines == ("We stay on this step for now.",)
    assert found.weeks is not None
    assert found.weeks.rows[0] == ("1", "too few nights", "0 of 7", "too few nights")


def test_the_clinicians_copy_says_what_became_of_each_tolerance() -> None:
    made = build_content(followed_up(*GOOD), patient("X1"), load(), DRAFT, CLINIC)
    (block,) = [block for block in made.clinician.blocks if any(row.id == "PRG-1" for row in block.rows)]
    assert next(row.text for row in block.rows if row.id == "J-14") == (
        "Walking: 20 before, 20 min now. The same as before: no new baseline. "
        "Its numbers go on as the diary allows."
    )


def test_a_lower_measure_is_told_without_scaring() -> None:
    """J-14: less than before starts anew; the numbers of the page are smaller for a reason."""
    weaker = replace(patient("X1"), tolerance=replace(patient("X1").tolerance, walk_minutes=15))
    made = build_content(followed_up(*GOOD, now=weaker), weaker, load(), DRAFT, CLINIC)
    found = made.sheets["en"].doing
    assert found is not None
    assert found.lines[-2] == "We measured you again. Your numbers start from there."
    assert "We measured you again. Your numbers start from there." not in told(*GOOD).lines


def test_a_plan_that_goes_on_is_not_said_to_be_made_smaller() -> None:
    """Two poor weeks, then two good ones: JRN-12 over all four, PRG-1 for the last two."""
    lines = told(week(1, done=0), week(2, done=0), week(3), week(4)).lines
    assert "You did your plan on 10 of 20 days." in lines
    assert "The plan was too big. We make it smaller." not in lines
    assert lines[-1] == "You are ready for the next step."


def test_more_days_than_planned_are_told_as_they_are() -> None:
    found = told(week(1, done=7), week(2, done=4))
    assert found.weeks is not None
    assert [row[3] for row in found.weeks.rows] == ["7 (plan: 5)", "4 of 5"]
    assert found.lines[0] == "You did your plan on 9 of 10 days."  # nothing extra (JRN-4)


def test_the_chart_and_the_table_behind_it_say_the_same() -> None:
    found = told(week(1), week(2, written=3), week(3, pain=3), week(4, pain=2))
    assert found.chart is not None
    assert found.weeks is not None
    assert found.chart.points == ((1, 5.0), (3, 3.0), (4, 2.0))
    assert found.chart.real == 3.5  # 30 % of 5 is less than 2 points
    assert [row[:3] for row in found.weeks.rows] == [
        ("1", "5", "7 of 7"),
        ("2", "too few nights", "3 of 7"),
        ("3", "3", "7 of 7"),
        ("4", "2", "7 of 7"),
    ]


def test_the_band_of_those_who_stick_with_it_is_of_8_weeks_and_more() -> None:
    """JRN-26: 40 to 50 % less than 5."""
    assert told(*GOOD).chart.seen is None  # type: ignore[union-attr]
    late = told(*(week(n) for n in range(1, 9))).chart
    assert late is not None
    assert late.seen == (2.5, 3.0)
    assert late.seen_words == "seen in people who stick with it"


def test_function_stands_beside_pain() -> None:
    """ "Judge never on pain alone: show function (PEG, PSFS) beside it." """
    measures = told(*GOOD).measures
    assert measures is not None
    assert [row[0].split(",")[0] for row in measures.rows] == [
        "Pain in the past week",
        "How much pain is in your way",
        "How well you do the things you chose",
        "Things that are hard for you",
    ]


def test_what_is_new_is_named_in_the_patients_words() -> None:
    moves, care = told(*GOOD).news
    assert moves.lines[0] == "New: Lift from a table. It takes the place of: Slide hands down your thighs."
    assert "Walk: 11 minutes, 6 days a week now." in moves.lines
    assert care.lines[0] == "New habit: Work."
    assert max(len(group.lines) for group in (moves, care)) <= 7


@pytest.mark.parametrize("weeks", [GOOD, POOR, (), tuple(week(n, pain=7 + n % 2) for n in range(1, 9))])
def test_it_is_easy_to_read_and_scares_nobody(weeks: tuple[JournalWeek, ...]) -> None:
    made = build_content(followed_up(*weeks), patient("X1"), load(), DRAFT, CLINIC)
    for language in ("en", "es"):
        textstat.set_lang(language)
        found, known = made.sheets[language].doing, names(made, language)
        assert found is not None
        for block in (" ".join(found.lines), *(" ".join(group.lines) for group in found.news)):
            assert not SCARE.search(block)
            read = scored(block, known)
            if language == "en" and len(read.split()) > 3:
                assert textstat.flesch_kincaid_grade(read) <= 6.0, read
            elif len(read.split()) > 9:
                assert textstat.szigriszt_pazos(read) >= 65, read


def test_the_second_tracker_goes_on_counting() -> None:
    """Its weeks are those that are typed back in; the whole line is asked, for the journal runs 4 weeks."""
    sheet = build_content(followed_up(*GOOD), patient("X1"), load(), DRAFT, CLINIC).sheets["en"]
    assert sheet.tracker is not None
    assert [row.week for row in sheet.tracker.weeks] == list(range(5, 17))
    assert sheet.tracker.weeks[0].heading.startswith("Week 5")
    assert sheet.tracker.weeks[0].begins == "from 2 MAR"  # START is 2 February
    assert sheet.tracker.first_weekday == 1
    assert {row.from_week for row in sheet.tracker.rows} == {1}
    assert sheet.weeks[0].week.startswith("5")


def test_table_and_tracker_begin_a_week_on_the_same_day() -> None:
    """A visit on a Thursday in week 5, of weeks that begin on Mondays: the next one begins on 9 March."""
    day = NOW + timedelta(days=3)
    now = replace(patient("X1"), assessed_on=day)
    history = History(START, (first(),), plan_data(build_plan(first(), load(), START)), GOOD)
    plan = build_plan(now, load(), day, history=history)
    sheet = build_content(plan, now, load(), DRAFT, CLINIC).sheets["en"]
    assert sheet.tracker is not None
    assert [row.begins for row in sheet.tracker.weeks[:2]] == ["from 2 MAR", "from 9 MAR"]
    assert sheet.weeks[0].starts == "5 MAR"  # not before the visit
    assert all(
        row.starts == week.begins.removeprefix("from ")
        for row in sheet.weeks[1:]
        for week in sheet.tracker.weeks
        if row.week.split(" ")[0] == str(week.week)
    )
