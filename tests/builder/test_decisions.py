"""A clinician decides on a line, and the rules judge again (joins.md section 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from plans.builder.build import build_plan
from plans.builder.decisions import gather
from plans.builder.plan import Plan, PlannedExercise
from plans.intake.decisions import Decision
from plans.intake.intake import Intake, MedicationEntry, SlotDoses
from plans.knowledge.loader import load
from tests.support import intake_from, read_cases

CASES = {case["id"]: case["intake"] for case in read_cases("whole-patients.json")}
DAY = date(2026, 3, 2)


@cache
def patient(id: str) -> Intake:
    return intake_from(CASES[id])


def decided(who: str | Intake, *lines: tuple[Any, ...]) -> Plan:
    """Lines are (line, action), with value and reason where they have them."""
    intake = patient(who) if isinstance(who, str) else who
    return build_plan(intake, load(), DAY, [Decision(*line) for line in lines])


def exercise(plan: Plan, id: str) -> PlannedExercise:
    return next(row for row in plan.physical_therapy.exercises if row.id == id)


def ids(plan: Plan) -> list[str]:
    return [row.id for row in plan.physical_therapy.exercises]


def habits(plan: Plan) -> list[tuple[str, int]]:
    return [(habit.id, habit.starts_week) for habit in plan.self_care.modules]


def test_a_declined_exercise_leaves_and_its_place_stays_empty() -> None:
    plan = decided("X1", ("exercise:side-plank-wall", "decline"))
    assert ids(plan) == ["walk-paced", "bend-slide-thighs", "hamstring-chair", "hip-hinge-wall"]
    assert ("side-plank-wall", "declined") in {(r.id, r.reason) for r in plan.physical_therapy.left_out}
    assert all("side-plank-wall" not in one for one in plan.schedule.sets)


def test_without_the_aerobic_line_sm_move_leaves_the_list() -> None:
    plan = decided("X1", ("exercise:walk-paced", "decline"))
    assert plan.self_care.move is None
    assert "SM-MOVE" not in dict(habits(plan))
    assert [(row.id, row.reason) for row in plan.self_care.left_out] == [("SM-MOVE", "declined")]


def test_a_changed_dose_is_told_and_timed() -> None:
    row = exercise(
        decided("X1", ("exercise:bend-slide-thighs", "change", {"reps": 10, "per_day": 1})),
        "bend-slide-thighs",
    )
    assert (row.dose, row.rounds, row.minutes) == ("1 x 10, 7 days", 1, 2)


def test_what_a_medicine_forbids_stays_an_alert_until_it_is_confirmed_with_a_reason() -> None:
    line = "exercise:hip-flexor-half-kneel"
    open_one = decided("X9", (line, "put_back"))
    assert "forbidden:hip-flexor-half-kneel" in open_one.physical_therapy.flags
    assert line in open_one.signing.therapist
    confirmed = decided("X9", (line, "put_back", None, "holds the table"))
    assert line not in confirmed.signing.therapist
    assert exercise(confirmed, "hip-flexor-half-kneel").rule == line


def test_an_added_exercise_stands_last_with_its_own_dose() -> None:
    plan = decided("X1", ("exercise:chin-tuck-sitting", "add", {"reps": 5}))
    assert ids(plan)[-1] == "chin-tuck-sitting"
    assert exercise(plan, "chin-tuck-sitting").dose_parts.reps == 5
    assert any("chin-tuck-sitting" in one for one in plan.schedule.sets)


def test_a_second_aerobic_line_is_never_added() -> None:
    assert "seated-march" not in ids(decided("X1", ("exercise:seated-march", "add")))
    both = decided("X1", ("exercise:walk-paced", "decline"), ("exercise:seated-march", "add"))
    assert both.self_care.move is not None
    assert both.self_care.move.exercise == "seated-march"


def test_the_last_decision_on_a_line_counts() -> None:
    lines = [Decision("exercise:bird-dog", "decline"), Decision("exercise:bird-dog", "add")]
    found = gather(lines)
    assert found.declined_exercises == frozenset()
    assert list(found.of("exercise", "add")) == ["bird-dog"]


def test_modules_are_reordered_declined_and_added() -> None:
    assert habits(decided("X1", ("module:SM-BREATHE", "first")))[:2] == [("SM-MOVE", 1), ("SM-BREATHE", 1)]
    assert "SM-JOURNAL" not in dict(habits(decided("X1", ("module:SM-JOURNAL", "decline"))))
    assert habits(decided("X1", ("module:SM-SUPPORT", "add")))[-1] == ("SM-SUPPORT", 7)


def test_a_moved_entry_stands_and_says_which_rule_minds() -> None:
    plan = decided("X2", ("entry:move", "move", {"time": 11 * 60}))
    walk = next(entry for entry in plan.schedule.entries if entry.id == "move")
    assert (walk.time, walk.mark) == ("11:00", "SCH-05")


def test_every_rule_that_minds_is_in_the_mark() -> None:
    """X2 is in bed from 22:00 and takes gabapentin then: its window begins at 22:30."""
    plan = decided("X2", ("entry:exercises-steady", "move", {"time": 23 * 60}))
    steady = next(entry for entry in plan.schedule.entries if entry.id == "exercises-steady")
    assert (steady.time, steady.mark) == ("23:00", "SCH-18, SCH-05")


def test_an_added_habit_is_among_the_five() -> None:
    """X2 has five without it (SEL-10): the last of them waits, and the page says so."""
    before = [id for id, _ in habits(decided("X2"))]
    assert len(before) == 5
    plan = decided("X2", ("module:SM-SUPPORT", "add"))
    assert habits(plan)[-1] == ("SM-SUPPORT", 9)
    assert [id for id, _ in habits(plan)][:4] == before[:4]
    assert (before[4], "SEL-10") in {(row.id, row.reason) for row in plan.left_out}


def test_a_habit_put_first_needs_no_points() -> None:
    assert habits(decided("X1", ("module:SM-SUPPORT", "first")))[:2] == [("SM-MOVE", 1), ("SM-SUPPORT", 1)]


@pytest.mark.parametrize(("barriers", "days"), [((), 5), (("too_tired",), 3)])
def test_breathing_is_one_line_with_one_number_of_days(barriers: tuple[str, ...], days: int) -> None:
    """J-09: the extra of the therapist and SM-BREATHE; days a week by self-care 2.2."""
    life = replace(patient("X3").life, preferred_module="SM-BREATHE", barriers=barriers)
    plan = decided(replace(patient("X3"), life=life))
    extra = next(row for row in plan.physical_therapy.extras if row.id == "diaphragmatic-breathing")
    assert extra.patient_dose == f"2 min x 1/day, {days} days"
    assert len(plan.schedule.weekdays["SM-BREATHE"]) == days


def test_heat_is_declined_or_asked_for_like_a_habit() -> None:
    likes = replace(patient("X1"), life=replace(patient("X1").life, uses_heat=True))
    assert decided(likes).self_care.aids == ("SM-HEAT",)
    plan = decided(likes, ("module:SM-HEAT", "decline"))
    assert plan.self_care.aids == ()
    assert all(entry.kind != "aid" for entry in plan.schedule.entries)
    assert ("SM-HEAT", "declined") in {(row.id, row.reason) for row in plan.self_care.left_out}
    assert decided("X1", ("module:SM-HEAT", "add")).self_care.aids == ("SM-HEAT",)
    patch = MedicationEntry("p", "fentanyl-patch", every_hours=72, started_on=date(2025, 12, 1))
    plan = decided(replace(patient("X1"), medications=(patch,)), ("module:SM-HEAT", "add"))
    assert plan.self_care.aids == ()
    assert "SM-HEAT" in {row.id for row in plan.self_care.left_out}


@pytest.mark.parametrize(
    ("numb", "asked", "aids"), [(None, True, ("SM-HEAT",)), (False, False, ("SM-HEAT",)), (True, False, ())]
)
def test_numb_skin_is_asked_about_where_heat_is_liked(
    numb: bool | None, asked: bool, aids: tuple[str, ...]
) -> None:
    """Self-care 0.1: heat only after asking; 1.2: never on numb skin."""
    intake = patient("X1")
    likes = replace(
        intake, life=replace(intake.life, uses_heat=True), pain=replace(intake.pain, skin_numb=numb)
    )
    plan = decided(likes)
    assert ("pain.skin_numb" in {ask.path for ask in plan.asks}) is asked
    assert plan.self_care.aids == aids
    assert all("`" not in ask.message for ask in plan.asks)


def test_a_moved_dose_moves_its_sedating_window() -> None:
    moved = decided("X2", ("entry:gabapentin@noon", "move", {"time": 16 * 60}))
    starts = {entry.id: entry.time for entry in moved.schedule.entries}
    assert starts["gabapentin@noon"] == "16:00"
    assert starts["move"] == "13:00"  # free now: the morning dose's window ended at 11:30


def test_visits_change_with_what_they_cost() -> None:
    visits = decided("X1", ("visit:2", "decline")).physical_therapy.visits
    assert 2 not in visits.clinic_weeks
    assert visits.cost_usd == 9 * 85
    assert 9 in decided("X1", ("visit:9", "add")).physical_therapy.visits.clinic_weeks


def test_a_stop_in_the_future_counts_until_its_day() -> None:
    plan = decided("X1", ("medication:ibuprofen", "stop", {"on": date(2026, 3, 20)}))
    assert sum(entry.kind == "medicine" for entry in plan.schedule.entries) == 3
    assert "nsaid-over-3-months" in plan.medication.alerts_fired
    assert any("stop:ibuprofen:2026-03-20" in entry.what for entry in plan.calendar)


def test_from_its_day_on_a_stopped_medicine_leaves_the_timetable() -> None:
    plan = decided("X1", ("medication:ibuprofen", "stop", {"on": DAY}))
    assert all(entry.kind != "medicine" for entry in plan.schedule.entries)
    assert plan.combination == ()


def test_a_changed_medicine_is_judged_again() -> None:
    plan = decided("X1", ("medication:ibuprofen", "change", {"times_per_day": 2}))
    assert sum(entry.kind == "medicine" for entry in plan.schedule.entries) == 2


def two_nsaids() -> Intake:
    """X1 with naproxen beside ibuprofen."""
    more = MedicationEntry("naproxen", "naproxen", dose_mg=500, times_per_day=2)
    intake = patient("X1")
    return replace(intake, medications=(*(intake.medications or ()), more))


def test_two_nsaids_stand_nowhere_until_it_is_settled() -> None:
    plan = decided(two_nsaids())
    assert {(row.id, row.reason) for row in plan.schedule.not_placed} == {
        ("ibuprofen", "SCH-22"), ("naproxen", "SCH-22"),
    }  # fmt: skip
    assert "nsaid-two" in plan.signing.prescriber
    assert all("SCH-07b" not in entry.rules for entry in plan.schedule.entries)


def test_a_stop_of_one_of_two_nsaids_settles_both() -> None:
    plan = decided(two_nsaids(), ("medication:naproxen", "stop", {"on": date(2026, 3, 10)}))
    assert [row.id for row in plan.schedule.not_placed] == ["naproxen"]
    assert sum(entry.ids == ("ibuprofen",) for entry in plan.schedule.entries) == 3
    assert "nsaid-two" not in plan.signing.prescriber


def test_an_alert_that_is_open_marks_its_medicine() -> None:
    more = MedicationEntry("zolpidem", "zolpidem", dose_mg=10, times_per_day=1)
    intake = patient("X9")
    plan = decided(replace(intake, medications=(*(intake.medications or ()), more)))
    entry = next(entry for entry in plan.schedule.entries if entry.ids == ("zolpidem",))
    assert entry.mark == "your prescriber decides"
    rule = next(
        alert.rule for alert in plan.medication.alerts if "zolpidem" in alert.medicines and alert.open
    )
    assert rule in plan.signing.prescriber


def test_going_on_under_an_open_alert_needs_a_reason() -> None:
    plan = decided(two_nsaids(), ("medication:naproxen", "continue"))
    assert "nsaid-two" in plan.signing.prescriber
    said = decided(two_nsaids(), ("medication:naproxen", "continue", None, "two weeks only"))
    assert "nsaid-two" not in said.signing.prescriber


def test_an_added_option_joins_the_list_from_today() -> None:
    plan = decided(
        "X1", ("option:OPT-DULOX-TRY", "add", {"drug": "duloxetine", "dose_mg": 30, "times_per_day": 1})
    )
    assert "duloxetine" in {row.drug for row in plan.medication.current}
    assert any(entry.ids == ("duloxetine",) for entry in plan.schedule.entries)
    assert any("call:nausea" in entry.what for entry in plan.calendar)


@pytest.mark.parametrize(
    ("changed", "therapist", "prescriber"),
    [
        ({"red_flags": None}, "NJ-RF", "NJ-RF"),
        ({"allergies": None}, None, "allergies"),
        ({"medications": None}, None, "medications"),
        ({"conditions": None}, "conditions", None),
        ({"measures.phq9_item9": 1}, "rf-self-harm", "rf-self-harm"),
        ({"measures.peg": None}, "measures.peg", None),
        ({"pain.leg_pain": None}, "pain.leg_pain", None),
    ],
)
def test_gates_before_signing(changed: dict[str, Any], therapist: str | None, prescriber: str | None) -> None:
    intake = replace(patient("X1"), allergies=())
    for path, value in changed.items():
        group, _, name = path.rpartition(".")
        new = {name: value}
        intake = replace(intake, **({group: replace(getattr(intake, group), **new)} if group else new))
    signing = decided(intake).signing
    assert (therapist in signing.therapist) is (therapist is not None)
    assert (prescriber in signing.prescriber) is (prescriber is not None)


def test_nothing_holds_back_a_complete_intake_without_danger() -> None:
    signing = decided(replace(patient("X1"), allergies=())).signing
    assert (signing.therapist, signing.prescriber) == ((), ())


def test_a_confirmed_gate_opens() -> None:
    heart = replace(patient("X8"), allergies=())
    assert "REF-CLEAR" in decided(heart).signing.prescriber
    assert (
        "REF-CLEAR"
        not in decided(heart, ("gate:REF-CLEAR", "confirm", {"asked": "cleared"})).signing.prescriber
    )
    harm = replace(heart, measures=replace(heart.measures, phq9_item9=2))
    assert "rf-self-harm" in decided(harm).signing.therapist
    assert "rf-self-harm" not in decided(harm, ("gate:rf-self-harm", "confirm")).signing.therapist


def test_a_blocked_plan_keeps_what_the_clinician_needs_and_nothing_else() -> None:
    plan = decided(replace(patient("X8"), red_flags=("rf-ces-bladder",)))
    assert (plan.status, plan.rule, plan.red_flags.action) == ("blocked", "RF-B1", "urgent")
    assert plan.scores.peg is not None
    assert plan.medication.current
    assert plan.medication.alerts
    assert (plan.medication.options, plan.self_care.modules, plan.schedule.entries, plan.calendar) == (
        (),
    ) * 4
    assert plan.when_to_call.emergency


def test_three_months_of_steroid_tablets_count_as_a_fracture_flag() -> None:
    """X8 takes prednisone for 121 days: with one more note of the group a doctor must see the patient."""
    assert decided("X8").status == "plan"
    plan = decided(replace(patient("X8"), red_flags=("rf-fx-percussion",)))
    assert (plan.status, plan.rule) == ("blocked", "RF-B5")


def test_a_changed_walk_is_never_more_than_the_changed_dose() -> None:
    """J-04: the patient's dose is never above the therapist's; S = floor(u x f) of the decided minutes."""
    plan = decided("X1", ("exercise:walk-paced", "change", {"minutes": 8, "days": 3, "per_day": 1}))
    row = exercise(plan, "walk-paced")
    assert row.dose == "8 min x 1/day, 3 days, RPE 9-11"
    assert row.patient_dose == "8 min x 1/day, 3 days"
    assert plan.self_care.move is not None
    assert plan.self_care.move.weeks[:3] == (8, 10, 11)  # d = 2, then G = 11
    assert set(plan.self_care.move.days) == {3}


def test_a_changed_walk_keeps_the_factor_and_may_be_shorter_than_the_least() -> None:
    afraid = decided("X2", ("exercise:walk-paced", "change", {"minutes": 8}))
    assert afraid.self_care.move is not None
    assert afraid.self_care.move.weeks[0] == 4  # 8 x 0.5
    short = decided("X1", ("exercise:walk-paced", "change", {"minutes": 1}))
    assert exercise(short, "walk-paced").patient_dose == "1 min x 1/day, 5 days"


def test_a_changed_dose_beyond_a_precaution_is_shown_until_it_is_confirmed() -> None:
    """DOSE-T3: at most 4.5 kg with osteoporosis (X9)."""
    line = "exercise:lift-table"
    assert (
        "too-much:lift-table" not in decided("X9", (line, "change", {"load_kg": 4.5})).physical_therapy.flags
    )
    heavy = decided("X9", (line, "change", {"load_kg": 5}))
    assert "too-much:lift-table" in heavy.physical_therapy.flags
    assert line in heavy.signing.therapist
    confirmed = decided("X9", (line, "change", {"load_kg": 5}, "lifts this at work"))
    assert line not in confirmed.signing.therapist


def test_a_gate_confirmed_with_a_reason_opens_for_a_forbidden_exercise() -> None:
    line = "exercise:hip-flexor-half-kneel"
    gate = f"gate:{line}"
    assert line in decided("X9", (line, "put_back"), (gate, "confirm")).signing.therapist
    assert (
        line not in decided("X9", (line, "put_back"), (gate, "confirm", None, "holds on")).signing.therapist
    )


def test_a_changed_extra_is_told() -> None:
    plan = decided("X1", ("exercise:posture-break", "change", {"per_day": 4}))
    assert plan.physical_therapy.extras[0].patient_dose == "1 x 1, 4/day, 7 days"


def test_a_second_aerobic_line_is_said_to_be_left_out() -> None:
    plan = decided("X1", ("exercise:seated-march", "add"))
    assert ("seated-march", "J-03") in {(r.id, r.reason) for r in plan.physical_therapy.left_out}


def test_declining_sm_move_declines_its_aerobic_line() -> None:
    """J-03: the line is SM-MOVE."""
    plan = decided("X1", ("module:SM-MOVE", "decline"))
    assert "walk-paced" not in ids(plan)
    assert ("walk-paced", "declined") in {(r.id, r.reason) for r in plan.physical_therapy.left_out}
    assert "SM-MOVE" not in dict(habits(plan))


@pytest.mark.parametrize("line", [("module:SM-MOVE", "add"), ("exercise:walk-paced", "add")])
def test_nothing_brings_sm_move_back_while_exercise_is_stopped(line: tuple[str, str]) -> None:
    """J-10: there is no other clearing than new vitals."""
    plan = decided("X6", line)
    assert "SM-MOVE" not in dict(habits(plan))
    assert ("SM-MOVE", "AER-1") in {(row.id, row.reason) for row in plan.self_care.left_out}
    assert all(entry.kind != "move" for entry in plan.schedule.entries)


def test_an_added_medicine_of_the_list_gets_a_key_of_its_own_and_can_be_decided_on() -> None:
    add = ("option:OPT-DULOX-TRY", "add", {"drug": "duloxetine", "dose_mg": 30, "times_per_day": 1})
    keys = [row.key for row in decided("X2", add).medication.current]
    assert keys == ["gabapentin", "duloxetine", "duloxetine-2"]
    plan = decided("X2", add, ("medication:duloxetine-2", "change", {"dose_mg": 60}))
    assert plan.medication.current[-1].mg_per_day == 60
    stopped = decided("X2", add, ("medication:duloxetine-2", "stop", {"on": DAY}))
    assert not stopped.medication.current[-1].active


def test_a_change_settles_an_alert_that_goes_on_only_with_a_reason() -> None:
    change = ("medication:naproxen", "change", {"times_per_day": 1})
    open_one = decided(two_nsaids(), change)
    assert "nsaid-two" in open_one.signing.prescriber
    assert {row.reason for row in open_one.schedule.not_placed} == {"SCH-22"}
    said = decided(two_nsaids(), (*change, "at night only, for two weeks"))
    assert "nsaid-two" not in said.signing.prescriber
    assert said.schedule.not_placed == ()


def test_two_nsaids_are_settled_by_their_own_alert_and_by_no_other() -> None:
    other = ("alert:nsaid-over-3-months", "override", {"key": "ibuprofen"}, "known")
    assert {row.id for row in decided(two_nsaids(), other).schedule.not_placed} == {"ibuprofen", "naproxen"}
    own = ("alert:nsaid-two", "override", {"key": "ibuprofen"}, "changing over")
    assert decided(two_nsaids(), own).schedule.not_placed == ()


@pytest.mark.parametrize(
    ("before", "change", "total", "doses"),
    [
        ({"doses_mg": SlotDoses(morning=300, bedtime=600)}, {"dose_mg": 100, "times_per_day": 2}, 200, 2),
        ({"dose_mg": 300, "times_per_day": 3}, {"doses_mg": SlotDoses(bedtime=600)}, 600, 1),
        ({"dose_mg": 300, "every_hours": 6}, {"times_per_day": 2}, 600, 2),
        ({"dose_mg": 300, "times_per_day": 3}, {"every_hours": 12}, 600, 2),
        ({"dose_mg": 300, "times_per_day": 3}, {"slots": ("bedtime",)}, 300, 1),
        ({"dose_mg": 300, "times_per_day": 2, "slots": ("morning", "noon")}, {"times_per_day": 3}, 900, 3),
    ],
)
def test_a_change_puts_out_of_force_what_it_contradicts(
    before: dict[str, Any], change: dict[str, Any], total: int, doses: int
) -> None:
    entry = MedicationEntry("gabapentin", "gabapentin", started_on=date(2025, 12, 1), **before)
    patient_ = replace(patient("X1"), medications=(entry,))
    plan = decided(patient_, ("medication:gabapentin", "change", change, "sleeps too much"))
    assert plan.medication.current[0].mg_per_day == total
    assert sum(entry.kind == "medicine" for entry in plan.schedule.entries) == doses


def test_an_added_medicine_does_not_make_a_list_that_nobody_asked_for() -> None:
    """Medicines not asked is a gate before signing; one medicine of the list would have opened it."""
    add = ("option:OPT-DULOX-TRY", "add", {"drug": "duloxetine", "dose_mg": 30, "times_per_day": 1})
    plan = decided(replace(patient("X1"), medications=None), add)
    assert plan.medication.current == ()
    assert "medications" in plan.signing.prescriber
    assert [row.key for row in decided(replace(patient("X1"), medications=()), add).medication.current] == [
        "duloxetine"
    ]


ADD = ("exercise:bird-dog", "add", None, "She likes it")


@pytest.mark.parametrize("first", [ADD, ("exercise:bird-dog", "put_back")])
def test_an_added_exercise_stays_when_its_dose_is_changed(first: tuple[Any, ...]) -> None:
    plan = decided("X1", first, ("exercise:bird-dog", "change", {"reps": 3}))
    assert exercise(plan, "bird-dog").dose_parts.reps == 3
    assert "bird-dog" not in {row.id for row in plan.physical_therapy.left_out}


def test_a_declined_exercise_stays_away_until_it_is_added_anew() -> None:
    change = ("exercise:bird-dog", "change", {"reps": 3})
    away = decided("X1", ADD, change, ("exercise:bird-dog", "decline"))
    assert "bird-dog" not in ids(away)
    again = decided("X1", ADD, change, ("exercise:bird-dog", "decline"), ADD)
    assert (
        exercise(again, "bird-dog").dose_parts.reps
        == exercise(decided("X1", ADD), "bird-dog").dose_parts.reps
    )


LESS = ("medication:ibuprofen", "change", {"dose_mg": 200.0}, "enough")


@pytest.mark.parametrize(
    ("lines", "mg_per_day"),
    [
        ([LESS], 600),
        ([LESS, ("medication:ibuprofen", "change", {"times_per_day": 2}, "enough")], 400),
        ([LESS, ("medication:ibuprofen", "continue", None, "needed for work")], 600),
        ([LESS, ("medication:ibuprofen", "change", {"dose_mg": 400.0}, "too little")], 1200),
        (
            [
                ("medication:ibuprofen", "change", {"slots": ("morning",)}, "once"),
                ("medication:ibuprofen", "change", {"times_per_day": 2}, "twice"),
            ],
            800,
        ),
    ],
)
def test_a_further_change_of_a_medicine_goes_on_from_the_earlier_one(
    lines: list[tuple[Any, ...]], mg_per_day: float
) -> None:
    """X1 takes ibuprofen 400 mg three times a day."""
    plan = decided("X1", *lines)
    assert [row.mg_per_day for row in plan.medication.current if row.drug == "ibuprofen"] == [mg_per_day]


def test_a_further_change_needs_a_reason_of_its_own() -> None:
    """J-12: what goes on under an open alert says why, each time."""
    change = {"times_per_day": 2}
    with_reason = gather(
        [Decision(*LESS), Decision("medication:ibuprofen", "change", change, "twice is enough")]
    )
    without = gather([Decision(*LESS), Decision("medication:ibuprofen", "change", change)])
    assert set(with_reason.settled_medicines) == {"ibuprofen"}
    assert not without.settled_medicines
