"""Doses: the worked weeks of DOSE-T, each DOSE rule at its edges, the printed form, and minutes."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.movement.case import Case
from plans.builder.movement.dose import (
    aerobic_minutes_in_week,
    bouts_a_day,
    dose_of,
    dose_text,
    exercise_minutes,
    minutes_in_week,
)
from plans.builder.plan import DoseParts
from plans.knowledge.loader import Knowledge, load
from tests.builder.content.patients import content_of, intake_data, plan_of
from tests.builder.movement.facts import movement_of, patient

WEEKS = (1, 2, 3, 4, 6, 8, 12)


def case(age: int = 45, sex: str = "male", **facts: Any) -> Case:
    chosen = movement_of(patient(age, sex, **facts)).chosen
    assert chosen
    return chosen.case


def dose(exercise: str, phase: int = 1, **facts: Any) -> DoseParts:
    return dose_of(load().movement.exercises[exercise], case(**facts), phase)


def text(exercise: str, phase: int = 1, **facts: Any) -> str:
    return dose_text(dose(exercise, phase, **facts))


@pytest.mark.parametrize(
    ("exercise", "baseline", "minutes"),
    [
        ("timed-sitting", 25, (20, 22, 25, 27, 32, 37, 47)),
        ("timed-standing", 8, (6, 7, 8, 8, 10, 12, 15)),
        ("walk-paced", 20, (16, 18, 20, 22, 26, 30, 30)),
        ("walk-brisk", 6, (4, 5, 6, 6, 7, 9, 11)),
        ("bike-upright", 6, (5, 5, 6, 6, 7, 9, 11)),
        ("bike-upright", 15, (12, 13, 15, 16, 19, 20, 20)),
        ("timed-sitting", 60, (48, 54, 60, 60, 60, 60, 60)),
        ("timed-sitting", 0, (1, 1, 1, 1, 1, 1, 1)),
        ("walk-paced", 0, (2, 2, 2, 2, 2, 2, 2)),
        ("pool-walk", 3, (5, 5, 5, 5, 5, 5, 5)),
        ("timed-standing", None, (1, 1, 1, 1, 1, 1, 1)),
    ],
)
def test_weeks_of_a_measured_tolerance(
    exercise: str, baseline: int | None, minutes: tuple[int, ...], knowledge: Knowledge
) -> None:
    dosing = knowledge.movement.dosing
    assert tuple(minutes_in_week(exercise, baseline, week, dosing) for week in WEEKS) == minutes


@pytest.mark.parametrize(
    ("baseline", "kilograms"),
    # phases use weeks 1, 3 and 7
    [(9, (7.0, 9.0, 12.5)), (12.5, (10.0, 12.5, 17.5)), (20, (16.0, 20.0, 20.0)), (1.2, (0.0, 1.0, 1.5))],
)
def test_load_follows_the_lift(baseline: float, kilograms: tuple[float, ...]) -> None:
    loads = tuple(dose("lift-chair", phase, tolerance__lift_kg=baseline).load_kg for phase in (1, 2, 3))
    assert loads == kilograms


def test_a_lift_that_nobody_measured_starts_with_one_kilogram() -> None:
    assert [dose("lift-table", phase).load_kg for phase in (1, 2, 3)] == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("condition", ["osteoporosis", "vertebral-fracture"])
def test_fragile_bone_lifts_at_most_four_and_a_half_kilograms(condition: str) -> None:
    facts = {"tolerance__lift_kg": 20, "conditions": [condition]}
    assert [dose("lift-table", phase, **facts).load_kg for phase in (1, 3)] == [4.5, 4.5]


@pytest.mark.parametrize(("minutes", "bouts"), [(2, 3), (4, 3), (5, 2), (9, 2), (10, 1), (30, 1)])
def test_bouts_a_day(minutes: int, bouts: int, knowledge: Knowledge) -> None:
    assert bouts_a_day(minutes, knowledge.movement.dosing) == bouts


@pytest.mark.parametrize(
    ("active", "minutes"),
    # severe, moderate, mild, none, not judged: as if the baseline were these / 0.8; weeks 1, 3, 7
    [(20, (5, 6, 8)), (60, (8, 10, 14)), (100, (12, 15, 20)), (160, (20, 20, 20)), (None, (8, 10, 14))],
)
def test_unknown_aerobic_tolerance_goes_by_severity(active: int | None, minutes: tuple[int, ...]) -> None:
    someone = case(aerobic__moderate_minutes_per_week=active)
    assert tuple(aerobic_minutes_in_week("bike-upright", someone, week) for week in (1, 3, 7)) == minutes


def test_walking_says_nothing_about_the_bike_and_much_about_the_pool() -> None:
    facts = {"tolerance__walk_minutes": 25, "aerobic__moderate_minutes_per_week": 60}
    assert dose("walk-paced", **facts).minutes == 20
    assert dose("pool-walk", **facts).minutes == 20
    assert dose("bike-upright", **facts).minutes == 8
    assert dose("swim-laps", **facts, tolerance__aerobic_minutes=10).minutes == 8


def test_tries_are_floored_before_they_are_dosed() -> None:
    assert dose("walk-paced", tolerance__walk_trials_minutes=[10, 11.9]).minutes == 8


@pytest.mark.parametrize(
    ("exercise", "days"), [("walk-paced", 5), ("bike-upright", 5), ("pool-walk", 3), ("swim-laps", 3)]
)
def test_days_a_week(exercise: str, days: int) -> None:
    assert dose(exercise).days == days


@pytest.mark.parametrize(
    ("phase", "facts", "effort"),
    [
        (1, {}, "9-11"),
        (2, {}, "11-13"),
        (3, {}, "11-13"),
        (2, {"conditions": ["cardiac"]}, "9-11"),
        (2, {"sex": "female", "patient__pregnancy_weeks": 5}, "9-11"),
        (2, {"pain__settle_minutes": 200}, "9-11"),
        (2, {"aerobic__moderate_minutes_per_week": 29}, "9-11"),
        (2, {"aerobic__moderate_minutes_per_week": 30}, "11-13"),
    ],
)
def test_effort(phase: int, facts: dict[str, Any], effort: str) -> None:
    assert dose("walk-paced", phase, **facts).rpe == effort


@pytest.mark.parametrize(
    ("exercise", "low", "moderate", "high", "rest"),
    [
        ("bend-slide-thighs", "2 x 6", "1 x 6", "1 x 3", ", 2/day, 7 days"),
        ("draw-in-lying", "2 x 8 x 8 s", "1 x 8 x 8 s", "1 x 4 x 4 s", ", 7 days"),
        ("hamstring-chair", "3 x 1 x 20 s", "2 x 1 x 20 s", "1 x 1 x 10 s", " each side, 7 days"),
        ("lateral-shift-wall", "1 x 8 x 3 s", "1 x 8 x 3 s", "1 x 4 x 3 s", ", 3/day, 7 days"),
        ("side-plank-wall", "2 x 4 x 10 s", "1 x 4 x 10 s", "1 x 3 x 5 s", " each side, 5 days"),
        ("chin-tuck-sitting", "2 x 8 x 5 s", "1 x 8 x 5 s", "1 x 4 x 3 s", ", 7 days"),
        ("posture-break", "1 x 1", "1 x 1", "1 x 1", ", 8/day, 7 days"),
    ],
)
def test_irritable_pain_gets_less(exercise: str, low: str, moderate: str, high: str, rest: str) -> None:
    given = [text(exercise, pain__irritability=level) for level in ("low", "moderate", "high")]
    assert given == [low + rest, moderate + rest, high + rest]
    assert text(exercise) == moderate + rest  # not judged


def test_irritability_does_not_touch_what_is_measured_in_minutes() -> None:
    facts = {"tolerance__sit_minutes": 25, "pain__irritability": "high"}
    assert text("timed-sitting", **facts) == "20 min x 3/day, 7 days"


def test_cardiac_core_holds_stay_at_ten_seconds() -> None:
    library = load().movement.exercises
    someone = case(conditions=["cardiac"], pain__irritability="low")
    holds = [dose_of(e, someone).hold_s or 0 for e in library.values() if e.component == "core"]
    assert max(holds) <= 10


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (DoseParts(minutes=16, per_day=1, days=5, rpe="9-11"), "16 min x 1/day, 5 days, RPE 9-11"),
        (DoseParts(minutes=24, per_day=3, days=7), "24 min x 3/day, 7 days"),
        (DoseParts(2, 6, per_day=1, days=3, load_kg=4.0), "2 x 6, 3 days, 4.0 kg"),
        (DoseParts(2, 6, per_day=1, days=3, load_kg=0.0), "2 x 6, 3 days, no weight"),
        (DoseParts(1, 8, 3, True, 2, 7), "1 x 8 x 3 s each side, 2/day, 7 days"),
        (DoseParts(1, 3, 15, False, 3, 7), "1 x 3 x 15 s, 3/day, 7 days"),
    ],
)
def test_printed_form(parts: DoseParts, expected: str) -> None:
    assert dose_text(parts) == expected


@pytest.mark.parametrize(
    ("parts", "minutes"),
    # joins.md, the worked patients: minutes of one round
    [
        (DoseParts(1, 6), 1),
        (DoseParts(1, 4, 10, True), 3),
        (DoseParts(2, 1, 20, True), 3),
        (DoseParts(1, 8), 1),
        (DoseParts(2, 8, 8), 5),
        (DoseParts(2, 6), 2),
        (DoseParts(2, 3, 15, True), 5),
        (DoseParts(2, 6, 5, True), 5),
        (DoseParts(3, 1, 30, True), 5),
        (DoseParts(2, 8, each_side=True), 4),
        (DoseParts(3, 1, 20, True), 4),
        (DoseParts(1, 1, 3), 1),
        (DoseParts(minutes=11), 11),
    ],
)
def test_minutes_of_one_round(parts: DoseParts, minutes: int, knowledge: Knowledge) -> None:
    assert exercise_minutes(parts, knowledge.movement.dosing) == minutes


def test_what_happens_through_the_day_takes_no_minutes() -> None:
    part = movement_of(patient(tolerance__sit_minutes=25, posture__overall="mild"))
    minutes = {e.id: e.minutes for e in (*part.physical_therapy.exercises, *part.physical_therapy.extras)}
    assert minutes["timed-sitting"] == minutes["posture-break"] == 0
    assert minutes["walk-paced"] > 0


def test_the_therapists_dose_is_the_patients_until_the_joins_change_it() -> None:
    for exercise in movement_of(patient(core__draw_in_grade=2)).physical_therapy.exercises:
        assert exercise.patient_dose == exercise.dose
        assert exercise.rounds == exercise.dose_parts.per_day


def test_with_a_weak_heart_every_counted_exercise_says_to_breathe_out() -> None:
    """DOSE-C: always, not only while a position is held."""
    data = intake_data("X1", conditions=["cardiac"])
    plan, sheet = plan_of(data), content_of(data).sheets["en"]
    counted = {e.id for e in plan.physical_therapy.exercises if e.dose_parts.sets}
    told = {card.id for card in sheet.exercises if "Breathe out when it is hard." in card.notes}
    assert counted <= told
    assert any(e.dose_parts.hold_s is None for e in plan.physical_therapy.exercises if e.id in counted)
    assert not told & {e.id for e in plan.physical_therapy.exercises if e.need == "aerobic"}
