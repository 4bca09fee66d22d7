"""A plan in phase 2 or 3 (physical-therapy.md 7.5, 7.6; joins.md section 5 and J-14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from plans.builder.build import build_plan
from plans.builder.movement.part import MovementPart, plan_movement
from plans.builder.movement.stage import Measured, Stage
from plans.builder.plan import to_json
from plans.intake.decisions import Decision
from plans.intake.history import History
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge
from tests.builder.movement.facts import AS_OF, doses, ids, patient
from tests.support import intake_from, read_cases

PRINTED = [case for case in read_cases("physical-therapy.json") if "phase_2" in case["expected"]]
BACK_TO_WORK: dict[str, Any] = {
    "pain__settle_minutes": 10,
    "tolerance__sit_minutes": 20,
    "tolerance__lift_kg": 8,
    "tolerance__walk_minutes": 20,
    "core__draw_in_grade": 2,
    "life__minutes_per_day": 30,
}


TOLERANCES = {"sit_minutes": 20, "walk_minutes": 20, "lift_kg": 8}


def in_phase(
    intake: Intake, knowledge: Knowledge, phase: int, before: dict[str, float] | None = None
) -> MovementPart:
    """``before``: what the first visit measured, and this one measured again; else nothing was."""
    week = knowledge.movement.dosing.tolerance.week_of_phase[phase - 1]
    measured = {
        f"tolerance.{name}": (Measured(value, week), Measured(getattr(intake.tolerance, name), 1, 1))
        for name, value in (before or {}).items()
    }
    return plan_movement(intake, knowledge, intake.assessed_on, stage=Stage(phase, measured))


@pytest.mark.parametrize("phase", [2, 3])
@pytest.mark.parametrize("case", PRINTED, ids=lambda case: case["id"])
def test_a_plan_in_a_later_phase_gives_the_printed_list(
    knowledge: Knowledge, case: dict[str, Any], phase: int
) -> None:
    part = in_phase(intake_from(case["intake"]), knowledge, phase)
    found = [{"id": e.id, "dose": e.dose} for e in part.physical_therapy.exercises]
    assert found == case["expected"][f"phase_{phase}"]
    assert part.physical_therapy.phase == phase


def test_only_phases_that_are_still_ahead_are_planned(knowledge: Knowledge) -> None:
    """Weeks 0-2, 3-6, 7-12: from phase 2 the third is 4 weeks away."""
    someone = patient(**BACK_TO_WORK)
    ahead = {phase: in_phase(someone, knowledge, phase).physical_therapy for phase in (1, 2, 3)}
    assert {phase: dict(part.phase_weeks) for phase, part in ahead.items()} == {
        1: {"2": 3, "3": 7},
        2: {"3": 5},
        3: {},
    }
    assert {phase: list(part.phases) for phase, part in ahead.items()} == {1: ["2", "3"], 2: ["3"], 3: []}


def test_an_old_baseline_is_read_in_the_week_of_the_phase(knowledge: Knowledge) -> None:
    """DOSE-T: sitting 20 min gives 16 in week 1, 20 in week 3, 28 in week 7; lifting 8 kg 6.0, 8.0, 11.0."""
    someone = patient(**BACK_TO_WORK)
    found = [doses(in_phase(someone, knowledge, phase)) for phase in (1, 2, 3)]
    assert [dose["timed-sitting"] for dose in found] == [f"{m} min x 3/day, 7 days" for m in (16, 20, 28)]
    lifts = ["lift-table", "lift-chair", "lift-floor"]
    loads = [next(dose[e] for e in lifts if e in dose).rpartition(", ")[2] for dose in found]
    assert loads == ["6.0 kg", "8.0 kg", "11.0 kg"]
    assert [dose["walk-paced"] for dose in found] == [
        "16 min x 1/day, 5 days, RPE 9-11",
        "20 min x 1/day, 5 days, RPE 11-13",
        "28 min x 1/day, 5 days, RPE 11-13",
    ]


def test_a_lower_baseline_starts_anew_at_the_level_of_the_phase(knowledge: Knowledge) -> None:
    """J-14: 20 minutes after 25 give 16 in any phase; level and effort are those of the phase."""
    someone = patient(**BACK_TO_WORK)
    second = in_phase(someone, knowledge, 2, {"sit_minutes": 25, "walk_minutes": 25, "lift_kg": 10})
    assert ids(second) == ids(in_phase(someone, knowledge, 2))
    assert doses(second)["timed-sitting"] == "16 min x 3/day, 7 days"
    assert doses(second)["lift-chair"] == "2 x 6, 3 days, 6.0 kg"
    assert doses(second)["walk-paced"] == "16 min x 1/day, 5 days, RPE 11-13"
    (third,) = (row.dose for row in second.physical_therapy.phases["3"] if row.id == "timed-sitting")
    assert third == "24 min x 3/day, 7 days"  # week 5 of this baseline


def test_the_same_baseline_again_is_no_new_one(knowledge: Knowledge) -> None:
    """Measured again and equal: 20 minutes go on in week 3 of the first measure."""
    someone = patient(**BACK_TO_WORK)
    again, only_once = in_phase(someone, knowledge, 2, TOLERANCES), in_phase(someone, knowledge, 2)
    assert doses(again) == doses(only_once)
    assert again.physical_therapy.phases == only_once.physical_therapy.phases


@pytest.mark.parametrize(
    ("before", "minutes"),
    # week 3 of the one before is as many minutes; week 1 of 20 is 16
    [(19, 19), (18, 18), (16, 16), (14, 16)],
)
def test_a_higher_baseline_takes_nothing_back(knowledge: Knowledge, before: float, minutes: int) -> None:
    """J-14, "targets never fall in green weeks": the higher of the two tables, week by week."""
    someone = patient(**BACK_TO_WORK)
    found = doses(in_phase(someone, knowledge, 2, {"sit_minutes": before}))
    assert found["timed-sitting"] == f"{minutes} min x 3/day, 7 days"


def test_better_measures_never_give_less(knowledge: Knowledge) -> None:
    found = []
    for sits in range(20, 30):
        someone = patient(**BACK_TO_WORK | {"tolerance__sit_minutes": sits})
        listed = in_phase(someone, knowledge, 2, {"sit_minutes": 20}).physical_therapy.exercises
        found += [e.dose_parts.minutes or 0 for e in listed if e.id == "timed-sitting"]
    assert found == sorted(found)
    assert found[0] == 20


def test_each_baseline_counts_for_itself(knowledge: Knowledge) -> None:
    """Sitting became less, walking was not measured: 16 minutes of the new one, week 3 of the old one."""
    someone = patient(**BACK_TO_WORK)
    found = doses(in_phase(someone, knowledge, 2, {"sit_minutes": 30}))
    assert found["timed-sitting"] == "16 min x 3/day, 7 days"
    assert found["walk-paced"] == "20 min x 1/day, 5 days, RPE 11-13"


def test_an_unmeasured_tolerance_goes_on_from_what_was_assumed(knowledge: Knowledge) -> None:
    """DOSE-A: aerobic fitness not judged: u = 8 min, as from a baseline of 10: 10 in week 3, 14 in week 7."""
    someone = patient(**{**BACK_TO_WORK, "tolerance__walk_minutes": None})
    found = [doses(in_phase(someone, knowledge, phase))["walk-paced"] for phase in (1, 2, 3)]
    assert found == [
        "8 min x 2/day, 5 days, RPE 9-11",
        "10 min x 1/day, 5 days, RPE 11-13",
        "14 min x 1/day, 5 days, RPE 11-13",
    ]


def test_the_phase_of_the_history_reaches_the_plan(knowledge: Knowledge) -> None:
    someone = patient(**BACK_TO_WORK)
    again = replace(someone, assessed_on=AS_OF + timedelta(weeks=3))
    first = build_plan(someone, knowledge, AS_OF)
    second = build_plan(again, knowledge, again.assessed_on, history=History(AS_OF, phase=2))
    assert [e.id for e in second.physical_therapy.exercises] == [
        row.id for row in first.physical_therapy.phases["2"]
    ]
    timed = {e.id: e.dose for e in second.physical_therapy.exercises}
    assert timed["timed-sitting"] == "16 min x 3/day, 7 days"
    assert list(second.physical_therapy.phases) == ["3"]
    walk = next(row for row in second.physical_therapy.phases["3"] if row.id == "walk-paced")
    assert walk.patient_dose is not None
    assert walk.dose == "24 min x 1/day, 5 days, RPE 11-13"


@pytest.mark.parametrize(
    ("irritability", "dose"),
    # the library gives 2 x 8 x 8 s; moderate one set less; high 1 x 4 x 4 s
    [("low", "1 x 8 x 8 s, 7 days"), ("moderate", "1 x 4 x 4 s, 7 days"), ("high", "1 x 4 x 4 s, 7 days")],
)
def test_a_red_week_doses_one_class_lower(knowledge: Knowledge, irritability: str, dose: str) -> None:
    """7.6: red: DOSE-S one class lower, regression exercise."""
    someone = patient(core__draw_in_grade=1, pain__irritability=irritability)
    part = plan_movement(someone, knowledge, AS_OF, stage=Stage(steps_back=True))
    assert doses(part)["draw-in-lying"] == dose
    assert part.precautions.irritability == irritability


def test_after_a_red_week_the_exercise_is_the_easier_one(knowledge: Knowledge) -> None:
    """A moderate need of a calm back starts at level 2, in phase 2 at 3: one lower each, never below 1."""
    someone = patient(**BACK_TO_WORK)
    chosen = {
        (phase, back): ids(plan_movement(someone, knowledge, AS_OF, stage=Stage(phase, steps_back=back)))
        for phase in (1, 2)
        for back in (False, True)
    }
    assert "heel-slide" in chosen[1, False]
    assert "draw-in-lying" in chosen[1, True]
    assert "dead-bug-legs" in chosen[2, False]
    assert "heel-slide" in chosen[2, True]
    severe = patient(core__draw_in_grade=0, pain__irritability="high")
    assert "draw-in-lying" in ids(plan_movement(severe, knowledge, AS_OF, stage=Stage(steps_back=True)))


def test_what_is_planned_ahead_does_not_step_back(knowledge: Knowledge) -> None:
    someone = patient(**BACK_TO_WORK)
    calm, red = (
        plan_movement(someone, knowledge, AS_OF, stage=Stage(steps_back=back)).physical_therapy
        for back in (False, True)
    )
    assert red.phases == calm.phases
    assert red.exercises[0].dose == calm.exercises[0].dose  # the walk: its minutes are halved by the diary


def test_maintenance_is_three_exercises_beside_walking_on_three_days(knowledge: Knowledge) -> None:
    """7.6, week 12: 3 exercises 2-3 days a week plus walking; what happens inside the day is no session."""
    someone = patient(**BACK_TO_WORK, core__sorensen_seconds=50, posture__sitting_hours_per_day=8)
    before = in_phase(someone, knowledge, 3).physical_therapy
    after = plan_movement(someone, knowledge, AS_OF, stage=Stage(3, maintenance=True)).physical_therapy
    assert [e.id for e in after.exercises] == [e.id for e in before.exercises][:4]
    assert after.exercises[0].dose == before.exercises[0].dose == "28 min x 1/day, 5 days, RPE 11-13"
    days = {e.id: e.dose_parts.days for e in (*after.exercises[1:], *after.extras)}
    otherwise = {"timed-sitting": 7, "posture-break": 7, "lift-floor": 2}  # inside the day; 2 in the library
    assert days == {name: otherwise.get(name, 3) for name in days}
    assert "posture-break" in days
    assert "REA-12" in after.exercises[1].dose_rules


@pytest.mark.parametrize(
    ("weeks", "pain_now", "maintained"),
    [(12, 3, True), (12, 5, False), (12, 7, False), (8, 3, False)],  # at the start 5; 2 points matter
)
def test_maintenance_follows_an_improved_review_of_week_twelve(
    knowledge: Knowledge, weeks: int, pain_now: int, maintained: bool
) -> None:
    """REA-12: improved: maintenance."""
    someone = patient(**BACK_TO_WORK, core__sorensen_seconds=50)
    first = to_json(build_plan(someone, knowledge, AS_OF))
    pain = replace(someone.pain, nprs_average=pain_now)
    again = replace(someone, assessed_on=AS_OF + timedelta(weeks=weeks), pain=pain)
    history = History(AS_OF, (someone,), first, phase=3)
    plan = build_plan(again, knowledge, again.assessed_on, history=history)
    assert (plan.max_exercises == 4) is maintained
    assert any("REA-12" in e.dose_rules for e in plan.physical_therapy.exercises) is maintained


def test_an_exercise_added_by_hand_is_dosed_for_the_phase(knowledge: Knowledge) -> None:
    """An old walking baseline of 20 min in phase 3: week 7, 28 minutes at moderate effort."""
    someone = patient(**BACK_TO_WORK)
    by_hand = Decision("exercise:walk-brisk", "add", reason="walks 20 minutes green")
    away = Decision("exercise:walk-paced", "decline", reason="goes on to brisk")
    plan = build_plan(someone, knowledge, AS_OF, [away, by_hand], History(AS_OF, phase=3))
    (brisk,) = [e for e in plan.physical_therapy.exercises if e.id == "walk-brisk"]
    assert brisk.dose == "28 min x 1/day, 5 days, RPE 11-13"


def test_a_red_flag_blocks_in_every_phase(knowledge: Knowledge) -> None:
    someone = patient(**BACK_TO_WORK, red_flags=["rf-ces-saddle"])
    assert in_phase(someone, knowledge, 3).physical_therapy.exercises == ()
