"""Intake JSON to Intake: types, limits, unknown names, dates, texts. Every fault in one pass."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.intake.parsing import to_data
from tests.intake.cases import (
    SMALL,
    asks,
    fault_of,
    faults,
    full_intake,
    published_intakes,
    read,
    with_value,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


def test_every_published_intake_is_read_and_survives_the_way_back() -> None:
    count = 0
    for name, data in published_intakes():
        parsed = read(data)
        assert parsed.intake is not None, (name, parsed.faults)
        assert read(to_data(parsed.intake)).intake == parsed.intake, name
        count += 1
    assert count == 743


def test_values_become_typed() -> None:
    data = full_intake()
    data["life"]["wake_time"] = "06:30"
    data["life"]["meal_times"] = {"lunch": "12:05"}
    intake = read(data).intake
    assert intake is not None
    assert intake.patient.birth_date == date(1980, 6, 15)
    assert intake.life.wake_time == 390
    assert intake.life.meal_times.lunch == 725
    assert intake.measures.start_back == (False, True, True, True, False, False, False, False, 2)
    assert intake.posture.lift_faults == ("far-load", "bent-back", "twist")
    assert intake.red_flags == ()
    assert intake.tolerance.lift_kg == 9


def test_missing_is_not_recorded_and_an_empty_list_is_asked_none() -> None:
    intake = read(SMALL).intake
    assert intake is not None
    assert intake.red_flags is None
    assert intake.medications is None
    assert intake.patient.language == "en"
    asked = read({**SMALL, "red_flags": [], "medications": [], "conditions": None}).intake
    assert asked is not None
    assert (asked.red_flags, asked.medications, asked.conditions) == ((), (), None)


@pytest.mark.parametrize("data", [None, 5, "x", [], [SMALL], True])
def test_what_is_no_object_is_one_fault(data: Any) -> None:
    assert "must be an object" in read(data).faults[0].message


def test_an_empty_object_names_what_a_plan_cannot_do_without() -> None:
    assert set(faults({})) == {"assessed_on", "patient.birth_date", "patient.sex_at_birth"}
    assert read({"assessed_on": "2026-03-02"}, complete=False).intake is not None


def test_all_faults_come_in_one_pass() -> None:
    data = {
        "patient": {"birth_date": "1980-06-15", "sex_at_birth": "m", "weight_kg": 400, "height": 180},
        "assessed_on": "2026-03-02",
        "pain": {"nprs_average": 11, "duration_week": 3},
        "measures": {"peg": [5, 11, 0], "start_back": [1, True, None, False, False, False, False, False, 5]},
        "life": {"wake_time": "7:00", "goals": [{"id": "G-WALK", "unit": "m"}]},
        "medications": [{"drug": "naproxen", "dose_mg": 0}, 7],
    }
    assert set(faults(data)) == {
        "patient.sex_at_birth",
        "patient.weight_kg",
        "patient.height",
        "pain.nprs_average",
        "pain.duration_week",
        "measures.peg[1]",
        "measures.start_back[0]",
        "measures.start_back[8]",
        "life.wake_time",
        "life.goals[0].unit",
        "medications[0].dose_mg",
        "medications[1]",
    }


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("pain.duration_week", "nearest: duration_weeks"),
        ("pains", "nearest: pain"),
        ("nprs_average", "nearest: pain.nprs_average"),
        ("tolerance.sit_min", "now called tolerance.sit_minutes"),
        ("life.lives_alone", "lives_alone"),
    ],
)
def test_unknown_keys_are_refused_with_the_nearest_known_name(key: str, hint: str) -> None:
    assert hint in faults(with_value(key, 3))[key]


@pytest.mark.parametrize(
    ("path", "value", "accepted"),
    [
        ("pain.nprs_average", 0, True),
        ("pain.nprs_average", 10, True),
        ("pain.nprs_average", 11, False),
        ("pain.nprs_average", -1, False),
        ("pain.nprs_average", 5.0, True),
        ("pain.nprs_average", 5.5, False),
        ("pain.nprs_average", True, False),
        ("pain.nprs_average", "5", False),
        ("pain.nprs_average", "", False),
        ("pain.nprs_average", [], False),
        ("pain.nprs_average", float("nan"), False),
        ("pain.nprs_average", float("inf"), False),
        ("pain.nprs_average", 10**400, False),
        ("patient.weight_kg", 25, True),
        ("patient.weight_kg", 24.9, False),
        ("patient.weight_kg", 350, True),
        ("patient.weight_kg", 350.1, False),
        ("measures.tsk11", 10, False),
        ("measures.tsk11", 11, True),
        ("measures.pcs", 52, True),
        ("measures.pcs", 53, False),
        ("measures.peg", [5, None, 6], True),
        ("measures.peg", [5, 6], False),
        ("measures.peg", 5, False),
        ("measures.psfs", [4, None, {"activity": "lift", "rating": 3}], True),
        ("measures.psfs", [], False),
        ("measures.psfs", [1, 2, 3, 4, 5, 6], False),
        ("measures.phq2", [3, None], True),
        ("tolerance.walk_trials_minutes", [0.5, 180], True),
        ("tolerance.walk_trials_minutes", [1, 2, 3, 4], False),
        ("pain.neuro_signs", 1, False),
        ("pain.leg_pain", "below_knee", True),
        ("pain.leg_pain", "knee", False),
        ("pain.aggravating", ["sitting"], True),
        ("pain.aggravating", "sitting", False),
        ("life.wake_time", "23:59", True),
        ("life.wake_time", "24:00", False),
        ("life.wake_time", "7:30", False),
        ("life.work.type", "desk", False),
        ("labs.egfr", ">60", True),
        ("labs.egfr", ">61", False),
        ("labs.egfr", 200, True),
        ("labs.egfr", 0, False),
    ],
)
def test_types_and_limits(path: str, value: Any, accepted: bool) -> None:
    found = {fault for fault in faults(with_value(path, value)) if fault.startswith(path)}
    assert bool(found) is not accepted


def test_a_refusal_says_what_is_wrong_and_what_is_allowed() -> None:
    assert fault_of("patient.weight_kg", 24.9) == "Weight must be 25 to 350 kg, not 24.9"
    assert fault_of("pain.nprs_now", "5") == 'Pain now must be a whole number, 0 to 10, not "5"'
    assert fault_of("patient.sex_at_birth", "F") == (
        'Sex at birth must be one of male, female, unknown, not "F"'
    )
    assert fault_of("life.barriers", None) is None
    assert "now called no_time" in faults(with_value("life.barriers", ["time"]))["life.barriers[0]"]


def test_a_weight_in_pounds_is_asked_about_in_pounds() -> None:
    assert fault_of("patient.weight_kg", 360) == "360 kg is not possible. Did you mean 360 lb (163 kg)?"


@pytest.mark.parametrize(
    ("path", "value", "accepted"),
    [
        ("assessed_on", "2026-11-24", True),
        ("assessed_on", "2026-11-25", False),
        ("assessed_on", "20260302", False),
        ("assessed_on", "2026-02-29", False),
        ("assessed_on", "1980-06-14", True),
        ("patient.birth_date", "1899-12-31", False),
        ("patient.birth_date", "1900-01-01", True),
        ("patient.birth_date", "2026-03-02", True),
        ("patient.birth_date", "2026-03-03", False),
        ("labs.taken_on", "2026-03-02", True),
        ("labs.taken_on", "2026-03-03", False),
        ("labs.sodium_mmol_l_on", "1980-06-14", False),
        ("opioid_safety.pdmp_checked_on", "2026-03-03", False),
    ],
)
def test_dates(path: str, value: str, accepted: bool) -> None:
    found = faults(with_value(path, value))
    if path == "assessed_on" and value == "1980-06-14":
        assert set(found) == {"patient.birth_date"}
    else:
        assert (path in found) is not accepted


@pytest.mark.parametrize(
    "name",
    [
        "J" * 200,
        "שרה לוי",
        "محمد علي",
        "Zoë 👩‍🦽 O'Neill",
        "<script>alert(1)</script>",
        "{{ 7 * 7 }} & ]]> \\ % $",
        "\u202eright to left",
    ],
)
def test_text_is_text(name: str) -> None:
    parsed = read(with_value("patient.name", name))
    assert parsed.intake is not None
    assert parsed.intake.patient.name == name


@pytest.mark.parametrize("name", ["J" * 201, "", "   ", "two\nlines", "nul\x00", "half \ud800", "\u2028", 7])
def test_text_that_no_page_can_hold_is_refused(name: Any) -> None:
    assert fault_of("patient.name", name) is not None


def test_a_language_that_is_not_switched_on_is_refused() -> None:
    assert fault_of("patient.language", "es") is None
    assert fault_of("patient.language", "fr") is not None


def test_a_value_stands_once_in_a_list() -> None:
    assert (
        "stands twice"
        in faults(with_value("posture.lift_faults", ["twist", "twist"]))["posture.lift_faults[1]"]
    )


def test_only_red_flags_that_were_answered_yes_can_be_cleared() -> None:
    data = {**SMALL, "red_flags": ["rf-ca-history"], "red_flags_cleared": ["rf-ca-history", "rf-inf-fever"]}
    assert set(faults(data)) == {"red_flags_cleared[1]"}
    assert set(faults({**SMALL, "red_flags_cleared": ["rf-ca-history"]})) == {"red_flags_cleared[0]"}


def test_goals_have_one_of_a_kind_and_a_unit_of_their_own() -> None:
    walk = {"id": "G-WALK", "target": 40, "unit": "min"}
    assert not faults(
        with_value("life.goals", [walk, {"id": "own", "words": "a"}, {"id": "own", "words": "b"}])
    )
    assert set(faults(with_value("life.goals", [walk, walk]))) == {"life.goals[1].id"}
    assert set(faults(with_value("life.goals", [{**walk, "unit": "steps"}]))) == {"life.goals[0].unit"}
    assert set(faults(with_value("life.goals", [{"id": "G-NOPE"}, {}, {"id": "weight", "target": 0}]))) == {
        "life.goals[0].id",
        "life.goals[1].id",
        "life.goals[2].target",
    }


@given(JSON)
@settings(max_examples=150, deadline=None)
def test_any_json_value_is_read_without_an_error(data: Any) -> None:
    parsed = read(data)
    assert (parsed.intake is None) == bool(parsed.faults)


PATHS = [
    tuple(path.split("."))
    for path in (
        "patient",
        "pain",
        "measures.peg",
        "medications",
        "life.goals",
        "labs.egfr",
        "allergies",
        "tried",
    )
]


@given(st.sampled_from(PATHS), JSON)
@settings(max_examples=150, deadline=None)
def test_any_json_value_in_any_place_is_read_without_an_error(path: tuple[str, ...], value: Any) -> None:
    data = full_intake()
    inside = data
    for name in path[:-1]:
        inside = inside[name] if isinstance(inside.get(name), dict) else inside.setdefault(name, {})
    inside[path[-1]] = value
    for fault in read(data).faults:
        assert "\n" not in str(fault)


def test_faults_have_no_line_breaks_even_for_wild_keys() -> None:
    (fault,) = (fault for fault in read({**SMALL, "a\nb" * 100: 1}).faults)
    assert str(fault).isprintable()
    assert json.dumps(fault.path)


def test_asks_name_what_is_unusual_and_which_defaults_are_used() -> None:
    found = asks(SMALL)
    assert "25 minutes" in found["life.minutes_per_day"]
    assert {"life.equipment", "life.can_get_on_floor", "access.telehealth"} <= found.keys()
    assert "life.minutes_per_day" not in asks(with_value("life.minutes_per_day", 20))


@pytest.mark.parametrize(
    ("path", "value", "asked"),
    [
        ("patient.weight_kg", 39.9, True),
        ("patient.weight_kg", 40, False),
        ("patient.weight_kg", 180, False),
        ("patient.weight_kg", 25, True),
        ("patient.weight_kg", 350, True),
        ("tolerance.sit_minutes", 60, False),
        ("tolerance.sit_minutes", 61, True),
        ("patient.pregnancy_weeks", 3, True),
        ("patient.pregnancy_weeks", 0, False),
        ("access.visits_covered", 61, True),
        ("life.sleep_hours", 2.9, True),
    ],
)
def test_unusual_values_are_asked_about_once(path: str, value: float, asked: bool) -> None:
    assert (path in asks(with_value(path, value))) is asked


def test_the_order_of_the_pain_numbers_is_asked_about() -> None:
    assert "pain.nprs_average" in asks(with_value("pain", {"nprs_best": 5, "nprs_average": 4}))
    assert "pain.nprs_average" in asks(with_value("pain", {"nprs_average": 8, "nprs_worst": 7}))
    assert "pain.nprs_average" not in asks(
        with_value("pain", {"nprs_best": 4, "nprs_average": 4, "nprs_worst": 4})
    )


@pytest.mark.parametrize(("minutes", "asked"), [(8, False), (10, False), (12, False), (13, True), (7, True)])
def test_two_walking_tolerances_more_than_two_minutes_apart_are_asked_about(
    minutes: int, asked: bool
) -> None:
    data = with_value("tolerance", {"walk_minutes": minutes, "walk_trials_minutes": [9, 10, 11]})
    assert ("tolerance.walk_minutes" in asks(data)) is asked


@pytest.mark.parametrize(("today", "asked"), [(date(2026, 4, 1), False), (date(2026, 4, 2), True)])
def test_an_assessment_older_than_thirty_days_is_asked_about(today: date, asked: bool) -> None:
    assert ("assessed_on" in {ask.path for ask in read(SMALL, today).asks}) is asked
