"""Visits and money (7.7), lines for the clinician (7.8), the traffic light (2.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from plans.builder.build import build_plan
from plans.builder.movement.traffic_light import traffic_light
from plans.builder.movement.visits import reassessments
from plans.builder.plan import Visits
from plans.intake.history import History
from plans.knowledge.loader import Knowledge
from tests.builder.movement.facts import AS_OF, movement_of, patient

N = None
LOW = [False] * 8 + [0]
HIGH = [True] * 8 + [4]
TWO_SEVERE = {"tolerance__sit_minutes": 5, "core__draw_in_grade": 0}


def visits(age: int = 45, **facts: Any) -> Visits:
    return movement_of(patient(age, **facts)).physical_therapy.visits


def flags(age: int = 45, sex: str = "male", **facts: Any) -> tuple[str, ...]:
    return movement_of(patient(age, sex, **facts)).physical_therapy.flags


@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        ({"measures__start_back": LOW}, 4),
        ({}, 8),
        ({"measures__start_back": HIGH}, 12),
        ({"measures__start_back": LOW, "tolerance__sit_minutes": 5}, 4),
        ({"measures__start_back": LOW, **TWO_SEVERE}, 6),
        ({"measures__start_back": HIGH, **TWO_SEVERE}, 14),
        ({"measures__start_back": HIGH, **TWO_SEVERE, "access__visits_recommended": 3}, 3),
        ({"access__visits_recommended": 20}, 20),
        ({"access__visits_recommended": 21}, 20),
    ],
)
def test_needed_visits(facts: dict[str, Any], needed: int) -> None:
    assert visits(**facts).needed == needed


@pytest.mark.parametrize(
    ("covered", "budget", "copay", "clinic"),
    [
        (N, N, N, 8),
        (5, N, 20, 5),
        (20, N, 20, 8),
        (N, 100, 25, 4),
        (N, 99.99, 25, 3),
        (N, 100, 0, 8),
        (N, 100, N, 8),
        (3, 100, 25, 3),
        (0, N, 25, 0),
        (N, 0.3, 0.1, 3),
    ],
)
def test_clinic_visits_within_cover_and_budget(covered: Any, budget: Any, copay: Any, clinic: int) -> None:
    access = {"visits_covered": covered, "copay_budget_usd": budget, "copay_usd": copay}
    assert len(visits(access=access).clinic_weeks) == clinic


@pytest.mark.parametrize(
    ("needed", "weeks"),
    [
        (1, (1,)),
        (4, (1, 4, 8, 12)),
        (5, (1, 2, 4, 8, 12)),
        (12, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)),
        (14, (1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)),
        (20, (1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 10, 11, 12)),
    ],
)
def test_weeks_of_the_clinic_visits(needed: int, weeks: tuple[int, ...]) -> None:
    assert visits(access={"visits_recommended": needed}).clinic_weeks == weeks


@pytest.mark.parametrize(
    ("needed", "covered", "remote"),
    [
        (4, 4, ()),
        (10, 8, (5, 7)),
        (8, 0, (2, 3, 5, 6, 7, 9, 10, 11)),
        (20, 0, (2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),  # at most 10
        (20, 10, (9, 11)),  # only two weeks are free
        (20, 12, ()),
    ],
)
def test_weeks_of_the_remote_visits(needed: int, covered: int, remote: tuple[int, ...]) -> None:
    assert visits(access={"visits_recommended": needed, "visits_covered": covered}).remote_weeks == remote


@pytest.mark.parametrize(("telehealth", "mode"), [(True, "video"), (False, "phone"), (N, "phone")])
def test_video_where_it_is_possible(telehealth: bool | None, mode: str) -> None:
    assert visits(access={"visits_covered": 2, "telehealth": telehealth}).remote_mode == mode
    assert visits(access={"telehealth": telehealth}).remote_mode is None


def test_both_costs_are_shown() -> None:
    seed = visits(access={"visits_covered": 10, "visits_recommended": 20, "copay_usd": 85})
    assert (seed.cost_usd, seed.full_cost_usd) == (850, 1700)
    cents = visits(access={"visits_recommended": 3, "copay_usd": 0.1})
    assert cents.cost_usd == 0.3
    assert visits().cost_usd is None


@pytest.mark.parametrize(
    ("flag", "held", "missed"),
    [
        ("VIS-0", {"access__visits_covered": 0}, {"access__visits_covered": 1}),
        (
            "REF-RHEUM",
            {"red_flags": ["rf-ibp-age", "rf-ibp-rest", "rf-ibp-night", "rf-ibp-exercise"]},
            {"red_flags": ["rf-ibp-age", "rf-ibp-rest", "rf-ibp-night"]},
        ),
        ("REF-PHQ2", {"measures__phq2": [2, 1]}, {"measures__phq2": [1, 1]}),
        ("REF-PHQ2", {"measures__phq2": [3, N]}, {"measures__phq2": [2, N]}),
        ("REF-PSYCH", {"measures__pcs": 30}, {"measures__pcs": 29}),
        ("REF-PSYCH", {"measures__start_back": HIGH}, {"measures__start_back": LOW}),
        ("REF-PAIN", {"pain__nprs_average": 8}, {"pain__nprs_average": 7}),
        ("REF-VITALS", {"vitals__systolic": 181}, {"vitals__systolic": 180}),
        ("REF-CLEAR", {"conditions": ["cardiac"]}, {"conditions": ["diabetes"]}),
        ("REF-CLEAR", {"conditions": ["recent-spine-surgery"]}, {}),
        ("REF-CLEAR", {"sex": "female", "patient__pregnancy_weeks": 1}, {"patient__pregnancy_weeks": 0}),
        ("NOTE-BALANCE", {"conditions": ["osteoporosis"]}, {"conditions": ["hip-oa"]}),
        ("NOTE-BALANCE", {"balance__falls_past_year": 1}, {"balance__falls_past_year": 0}),
        ("NJ-RF", {"red_flags": None}, {}),
        ("NJ-START", {}, {"measures__start_back": LOW}),
        ("NJ-IRRIT", {}, {"pain__settle_minutes": 5}),
        ("NJ-IRRIT", {}, {"pain__irritability": "low"}),
    ],
)
def test_a_flag_holds_and_does_not(flag: str, held: dict[str, Any], missed: dict[str, Any]) -> None:
    assert flag in flags(**held)
    assert flag not in flags(**missed)


LOOSE = {"core__aberrant_movement": True, "core__prone_instability": True}


@pytest.mark.parametrize(
    ("age", "facts", "expected"),
    [
        (39, LOOSE, True),
        (40, LOOSE, False),
        (40, {**LOOSE, "flexibility__slr_deg_left": 91.1}, True),
        (40, {**LOOSE, "flexibility__slr_deg_left": 91}, False),
        (40, {**LOOSE, "flexibility__slr_deg_left": 92, "flexibility__slr_deg_right": 90}, False),
        (40, {**LOOSE, "flexibility__slr_deg_left": 92.1, "flexibility__slr_deg_right": 90}, True),
        (39, {"core__prone_instability": True}, False),
    ],
)
def test_stabilisation_note_needs_three_of_four(age: int, facts: dict[str, Any], expected: bool) -> None:
    assert ("NOTE-STAB" in flags(age, **facts)) == expected


def test_flags_stand_in_the_printed_order(knowledge: Knowledge) -> None:
    found = flags(
        vitals__systolic=190,
        access__visits_covered=0,
        measures__phq2=[3, 3],
        measures__pcs=40,
        pain__nprs_average=9,
        conditions=["cardiac", "osteoporosis"],
        red_flags=None,
    )
    order = [*knowledge.movement.flags]
    assert [*found] == sorted(found, key=order.index)
    assert found[:3] == ("AER-1", "VIS-0", "REF-PHQ2")


def test_every_flag_says_what_and_why() -> None:
    part = movement_of(patient(measures__phq2=[3, 3], conditions=["cardiac"], access__visits_covered=0))
    for flag in part.physical_therapy.flag_details:
        assert flag.message
        assert flag.sources
        assert flag.because or flag.id in ("VIS-0",)


def test_visits_say_what_they_were_reckoned_from() -> None:
    found = visits(**TWO_SEVERE, measures__start_back=LOW, access__copay_usd=40)
    assert found.needed == 6
    assert {fact.field: fact.value for fact in found.because} == {
        "start_back_group": "low",
        "pain_tolerance": "severe",
        "core": "severe",
        "access.copay_usd": 40,
    }
    asked = visits(**TWO_SEVERE, access__visits_recommended=9)
    assert [fact.field for fact in asked.because] == ["access.visits_recommended"]


def test_what_is_due_at_each_date(knowledge: Knowledge) -> None:
    """REA-4, -8 and -12: each adds to the one before; the last has everything measured at the start."""
    start = patient(
        measures__tsk11=24,
        measures__rmdq=11,
        core__draw_in_grade=3,
        flexibility__slr_deg_left=70,
        aerobic__six_minute_walk_m=520,
    )
    first, second, third = reassessments(AS_OF, start, knowledge)
    assert [(row.rule, row.week) for row in (first, second, third)] == [
        ("REA-4", 4),
        ("REA-8", 8),
        ("REA-12", 12),
    ]
    assert first.instruments == (
        *("nprs_average", "peg", "psfs", "tolerance", "adherence", "traffic_light", "red_flags"),
    )
    assert second.instruments == (*first.instruments, "rmdq", "start_back")
    assert third.instruments == (
        *second.instruments,
        *("tsk11", "core", "flexibility", "six_minute_walk_m"),
    )


@pytest.mark.parametrize(
    ("measured", "due"),
    [
        ({"measures__rmdq": 11}, ["rmdq"]),
        ({"measures__odi_percent": 38}, ["odi_percent"]),
        ({"measures__rmdq": 11, "measures__odi_percent": 38}, ["rmdq", "odi_percent"]),
        ({}, ["rmdq", "odi_percent"]),
    ],
)
def test_one_of_two_disability_scores_is_due(
    measured: dict[str, int], due: list[str], knowledge: Knowledge
) -> None:
    """REA-8: RMDQ or ODI; which of them is open while neither was measured."""
    _, second, _ = reassessments(AS_OF, patient(**measured), knowledge)
    assert [name for name in second.instruments if name in ("rmdq", "odi_percent")] == due


def test_the_dates_count_from_the_first_plan_and_ask_for_what_it_measured(knowledge: Knowledge) -> None:
    first = patient(measures__tsk11=24)
    again = replace(patient(core__draw_in_grade=3), assessed_on=AS_OF + timedelta(weeks=4))
    history = History(AS_OF, assessments=(first,))
    plan = build_plan(again, knowledge, again.assessed_on, history=history)
    rows = plan.physical_therapy.reassessments
    assert [row.date for row in rows] == [AS_OF + timedelta(weeks=week) for week in (4, 8, 12)]
    assert "tsk11" in rows[-1].instruments
    assert "core" not in rows[-1].instruments


@pytest.mark.parametrize(
    ("rise", "hours", "more", "light"),
    [
        (1, 20, {}, "green"),
        (2, 24, {}, "amber"),
        (1, 24.1, {}, "red"),
        (4, 2, {}, "red"),
        (0, 0, {"new_danger_sign": True}, "stop"),
        (0, 0, {}, "green"),
        (-2, 1, {}, "green"),
        (3, 24, {}, "amber"),
        (1, 24, {}, "green"),
        (0, 1, {"further_down_leg": True}, "red"),
        (5, 30, {"new_danger_sign": True}, "stop"),
        (N, 30, {}, "red"),
        (4, N, {}, "red"),
        (2, N, {}, N),
        (N, 2, {}, N),
        (2, N, {"settled": True}, "amber"),
        (0, N, {"settled": False}, "red"),
    ],
)
def test_traffic_light(
    rise: int | None, hours: float | None, more: dict[str, bool], light: str | None, knowledge: Knowledge
) -> None:
    assert traffic_light(knowledge, rise=rise, settled_hours=hours, **more) == light
