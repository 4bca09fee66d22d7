"""One calendar (joins.md J-14)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from plans.builder.movement.visits import reassessments
from plans.builder.plan import Alert, HabitStart, Visits
from plans.builder.schedule.calendar import CalendarFacts, make_calendar
from plans.builder.timetable import CalendarEntry
from plans.intake.intake import Intake
from plans.knowledge.loader import load

START = date(2026, 3, 2)


def calendar(**changed: Any) -> dict[int, CalendarEntry]:
    facts: dict[str, Any] = {
        "started_on": START,
        "begins_on": START,
        "as_of": START,
        "visits": Visits(),
        "remeasures": reassessments(START, Intake(assessed_on=START), load()),
        "alerts": (),
        "habits": (),
        "phase_weeks": (),
        "new_minutes_weeks": (),
        "nausea_call_week": None,
        "medicine_days": (),
    }
    entries = make_calendar(CalendarFacts(**(facts | changed)))
    weeks = [entry.week for entry in entries]
    assert weeks == sorted(set(weeks))  # one entry a week
    return {entry.week: entry for entry in entries}


def test_visits_and_remeasures_are_whole_weeks_after_the_start() -> None:
    found = calendar(visits=Visits(clinic_weeks=(1, 4, 8, 12)))
    assert found[4].date == START + timedelta(weeks=4)
    assert found[4].what == ("clinic-visit", "remeasure:REA-4")
    assert found[4].who == "therapist"


def test_what_starts_in_a_week_starts_on_its_first_day() -> None:
    found = calendar(habits=(HabitStart("SM-MOVE", 50, 1), HabitStart("SM-JOURNAL", 40, 3)))
    assert found[3].date == START + timedelta(weeks=2)
    assert (found[3].what, found[3].who) == (("start:SM-JOURNAL",), "patient")
    assert 1 not in found


def test_a_week_with_a_visit_is_one_entry_on_the_day_of_the_visit() -> None:
    habits = (HabitStart("SM-JOURNAL", 40, 3),)
    found = calendar(visits=Visits(clinic_weeks=(3,)), habits=habits, remeasures=())
    assert found[3].date == START + timedelta(weeks=3)
    assert found[3].what == ("clinic-visit", "start:SM-JOURNAL")


def test_a_remeasure_moves_to_a_visit_a_week_away_the_earlier_first() -> None:
    found = calendar(visits=Visits(clinic_weeks=(3, 5, 9)))
    assert "remeasure:REA-4" in found[3].what
    assert "remeasure:REA-8" in found[9].what
    assert found[12].what == ("phone-visit", "remeasure:REA-12")


def test_two_visits_of_a_week_are_one_entry() -> None:
    assert calendar(visits=Visits(clinic_weeks=(1, 1)))[1].what == ("clinic-visit x 2",)


def test_reviews_come_from_every_alert_that_names_a_date() -> None:
    under = Alert("b", "caution", "", review_weeks=6)
    found = calendar(alerts=(Alert("a", "serious", "", review_weeks=2, also_details=(under,)),))
    assert found[2].what == ("review:a",)
    assert found[6].what == ("review:b",)
    assert found[2].who == "prescriber"


def test_of_one_medicine_the_earliest_review_is_kept() -> None:
    alerts = (
        Alert("mme", "serious", "", review_weeks=4, medicines=("oxycodone",)),
        Alert("months", "caution", "", review_weeks=12, medicines=("oxycodone",)),
        Alert("pressure", "information", "", review_weeks=4, medicines=("ibuprofen", "oxycodone")),
        Alert("kidney", "caution", "", review_weeks=8, medicines=("ibuprofen", "lisinopril")),
        Alert("repeat", "information", "", review_weeks=13),
    )
    found = calendar(alerts=alerts, remeasures=())
    assert {week: entry.what for week, entry in found.items()} == {
        4: ("review:mme", "review:pressure"),
        8: ("review:kidney",),  # the first of lisinopril
        13: ("review:repeat",),
    }


def test_a_medicine_that_is_stopped_by_then_needs_no_review() -> None:
    alerts = (
        Alert("early", "caution", "", review_weeks=1, medicines=("naproxen",)),
        Alert("late", "caution", "", review_weeks=4, medicines=("naproxen", "ibuprofen")),
        Alert("alone", "caution", "", review_weeks=2, medicines=("ibuprofen",)),
    )
    stops = tuple(("stop", drug, START + timedelta(weeks=2)) for drug in ("naproxen", "ibuprofen"))
    found = calendar(alerts=alerts, medicine_days=stops, remeasures=())
    assert [what for entry in found.values() for what in entry.what if what.startswith("review:")] == [
        "review:early"
    ]


def test_a_planned_stop_keeps_its_day() -> None:
    day = START + timedelta(days=10)
    found = calendar(medicine_days=(("stop", "ibuprofen", day),))
    assert found[1].what == ("stop:ibuprofen:2026-03-12",)
    assert found[1].date == day


def test_a_later_version_counts_on_and_starts_its_habits_from_its_own_day() -> None:
    now = START + timedelta(weeks=4)
    found = calendar(
        begins_on=now,
        as_of=now,
        visits=Visits(clinic_weeks=(1, 4, 8)),
        habits=(HabitStart("SM-JOURNAL", 40, 3),),
    )
    assert 1 not in found
    assert found[7].what == ("start:SM-JOURNAL",)
    assert found[7].date == now + timedelta(weeks=2)
