"""The history of a patient (joins.md section 5; journal: self-care.md 3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from plans.intake.history import JournalDay, WeekTotals
from plans.intake.looking_back import parse_history
from tests.intake.cases import SMALL, TODAY, WORDS
from tests.intake.test_parsing import JSON

PREVIOUS = {
    "status": "plan",
    "physical_therapy": {"exercises": [{"id": "bird-dog"}], "extras": []},
    "medication": {"alerts": [{"rule": "nsaid-age-75"}], "options": []},
    "self_care": {"modules": [{"id": "SM-MOVE"}]},
    "schedule": {"entries": []},
}


def read(**more: Any) -> Any:
    return parse_history({"started_on": "2026-01-05", **more}, WORDS, TODAY)


def paths(**more: Any) -> set[str]:
    return {fault.path for fault in read(**more).faults}


def test_assessments_stand_in_order_of_date() -> None:
    history = read(assessments=[SMALL, {**SMALL, "assessed_on": "2026-01-05"}], phase=2).history
    assert [intake.assessed_on for intake in history.assessments] == [date(2026, 1, 5), date(2026, 3, 2)]
    assert (history.started_on, history.phase, history.previous) == (date(2026, 1, 5), 2, None)


def test_a_week_is_seven_days_or_its_totals() -> None:
    day = {
        "pain": 4,
        "done": "small",
        "exercises": 3,
        "minutes": 12,
        "sleep": 6.5,
        "mood": "low",
        "trigger": "S",
    }
    journal = [
        {"week": 2, "totals": {"mean_pain": 4.5, "days_done": 5, "minutes": 60}},
        {"week": 1, "days": [day, None, {"pain": 5, "sleep": "bad", "as_needed": 2}]},
        {"week": 3, "days": {"mean_pain": 4}},
    ]
    first, second, third = read(journal=journal).history.journal
    assert first.days[0] == JournalDay(4, "small", 3, 12, 6.5, "low", "S")
    assert first.days[1:] == (JournalDay(), JournalDay(pain=5, sleep="bad", as_needed=2))
    assert (second.week, second.totals) == (2, WeekTotals(mean_pain=4.5, days_done=5, minutes=60))
    assert third.totals == WeekTotals(mean_pain=4)


def test_the_plan_before_is_kept_as_it_is() -> None:
    assert read(previous=PREVIOUS).history.previous == PREVIOUS


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"started_on": None}, "history.started_on"),
        ({"started_on": "2026-11-25"}, "history.started_on"),
        ({"begun": 1}, "history.begun"),
        ({"phase": 4}, "history.phase"),
        ({"assessments": {}}, "history.assessments"),
        (
            {"assessments": [SMALL, {**SMALL, "pain": {"nprs_now": 11}}]},
            "history.assessments[1].pain.nprs_now",
        ),
        ({"previous": []}, "history.previous"),
        ({"previous": {**PREVIOUS, "status": "done"}}, "history.previous.status"),
        ({"previous": {**PREVIOUS, "schedule": None}}, "history.previous.schedule.entries"),
        ({"previous": {**PREVIOUS, "self_care": {"modules": [3]}}}, "history.previous.self_care.modules"),
        ({"journal": [{"days": []}]}, "history.journal[0].week"),
        ({"journal": [{"week": 1}]}, "history.journal[0].days"),
        ({"journal": [{"week": 1, "days": [], "totals": {}}]}, "history.journal[0].days"),
        ({"journal": [{"week": 1, "days": [{}] * 8}]}, "history.journal[0].days"),
        ({"journal": [{"week": 1, "days": [{"pain": 11}]}]}, "history.journal[0].days[0].pain"),
        ({"journal": [{"week": 1, "totals": {"days_done": 8}}]}, "history.journal[0].totals.days_done"),
        ({"journal": [{"week": 1, "days": []}, {"week": 1, "days": []}]}, "history.journal[1].week"),
    ],
)
def test_what_is_wrong_is_named(more: dict[str, Any], path: str) -> None:
    assert paths(**more) == {path}


@given(JSON)
@settings(max_examples=80, deadline=None)
def test_any_json_value_is_read_without_an_error(value: Any) -> None:
    parse_history(value, WORDS, TODAY)
    for name in ("assessments", "previous", "journal", "phase"):
        read(**{name: value})
        read(**{name: [value]})


def test_what_lies_after_this_visit_is_no_history() -> None:
    data = {"started_on": "2026-03-03", "assessments": [SMALL]}
    early = parse_history(data, WORDS, TODAY, date(2026, 3, 1))
    assert [fault.path for fault in early.faults] == ["history.assessments", "history.started_on"]
    same_day = {"started_on": "2026-03-02", "assessments": [SMALL]}
    assert parse_history(same_day, WORDS, TODAY, date(2026, 3, 2)).faults == ()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("self_care", [{"id": "SM-MOVE"}]),
        ("self_care", {"modules": [], "move": {"weeks": ["a"], "days": [1], "bouts": [1]}}),
        ("self_care", {"modules": [], "move": [1]}),
        ("self_care", {"modules": [], "move": {"weeks": [10**30], "days": [1], "bouts": [1]}}),
        ("medication", "none"),
        ("as_of", "soon"),
        ("as_of", 3),
        ("self_care", {"modules": [], "goals": [{"id": "G-SIT", "weeks": ["a"]}]}),
        ("self_care", {"modules": [], "goals": [{"id": "G-SIT", "weeks": [float("nan")]}]}),
        ("self_care", {"modules": [], "goals": [3]}),
    ],
)
def test_a_plan_before_that_is_no_plan_is_a_fault(part: str, value: Any) -> None:
    assert paths(previous=PREVIOUS | {part: value})
