"""How many, which are allowed, and which are chosen (7.1 to 7.4), rule by rule."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.movement.case import start_level_limit
from plans.builder.movement.part import MovementPart
from tests.builder.movement.facts import ids, left_out, movement_of, patient

FULL = {
    "tolerance__lift_kg": 6,
    "core__overall": "mild",
    "posture__overall": "mild",
    "flexibility__overall": "mild",
}
FALLS = {"balance__falls_past_year": 1}
SETTLES = {"pain__settle_minutes": 10}
AGREE_ALL = [True] * 8 + [4]


def planned(
    age: int = 45, sex: str = "male", *, effects: dict[str, Any] | None = None, **facts: Any
) -> MovementPart:
    return movement_of(patient(age, sex, **facts), **(effects or {}))


def n_of(part: MovementPart) -> int:
    assert part.chosen
    return part.chosen.max_exercises


def by_id(part: MovementPart) -> dict[str, tuple[str, str]]:
    return {e.id: (e.need, e.rule) for e in part.physical_therapy.exercises}


# --- SEL-N ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "n"),
    [(0, 3), (9, 3), (10, 4), (19, 4), (20, 5), (29, 5), (30, 6), (240, 6), (None, 5)],
)
def test_minutes_a_day_decide_how_many(minutes: int | None, n: int) -> None:
    assert n_of(planned(life__minutes_per_day=minutes)) == n


@pytest.mark.parametrize(
    ("age", "facts", "n"),
    [
        (45, {"life__confidence_0_10": 5}, 6),
        (45, {"life__confidence_0_10": 4}, 5),
        (45, {"measures__start_back": AGREE_ALL}, 4),
        (74, {}, 6),
        (75, {}, 5),
        (75, {"life__confidence_0_10": 4}, 5),
        (75, {"measures__start_back": AGREE_ALL, "life__confidence_0_10": 0}, 4),
    ],
)
def test_confidence_risk_and_age_lower_it(age: int, facts: dict[str, Any], n: int) -> None:
    assert n_of(planned(age, life__minutes_per_day=30, **facts)) == n


def test_never_fewer_than_three_are_allowed_for() -> None:
    assert n_of(planned(life__minutes_per_day=5, life__confidence_0_10=0)) == 3


# --- SEL-A ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("conditions", "asked"), [(None, True), ([], False), (["knee-oa"], False)])
def test_without_the_conditions_what_is_allowed_is_not_judged(conditions: Any, asked: bool) -> None:
    """Missing is never normal: nobody asked about the conditions that forbid exercises."""
    rows = {row.id: row for row in planned(conditions=conditions).not_judged}
    assert ("SEL-A" in rows) is asked
    if asked:
        assert rows["SEL-A"].needs == ("conditions",)
        assert not rows["SEL-A"].folded


def reason(exercise: str, *, effects: dict[str, Any] | None = None, **facts: Any) -> str | None:
    chosen = planned(effects=effects, **facts).chosen
    assert chosen
    return chosen.case.refusal(exercise)


@pytest.mark.parametrize(
    ("exercise", "facts", "expected"),
    [
        ("curl-up", {"conditions": ["vertebral-fracture", "osteoporosis"]}, "precaution:osteoporosis"),
        ("walk-paced", {"vitals__systolic": 190}, "precaution:exercise-stop"),
        ("bridge", {"conditions": ["recent-spine-surgery"]}, "precaution:recent-spine-surgery"),
        ("draw-in-lying", {"conditions": ["recent-spine-surgery"]}, None),
        ("bird-dog-leg", {"life__can_get_on_floor": False}, "floor"),
        ("bridge", {"life__can_get_on_floor": False}, None),
        ("bird-dog-leg", {"life__equipment": []}, "equipment:mat"),
        ("bird-dog-leg", {}, None),
        ("band-row", {}, "equipment:band"),
        ("band-row", {"life__equipment": ["band"]}, None),
        ("bridge", {"life__declined_exercises": ["bridge"]}, "preference"),
        # the first reason in the printed order
        ("bird-dog-leg", {"life__can_get_on_floor": False, "life__equipment": []}, "floor"),
        ("bird-dog-leg", {"conditions": ["knee-oa"], "life__can_get_on_floor": False}, "precaution:knee-oa"),
        ("band-row", {"life__declined_exercises": ["band-row"]}, "equipment:band"),
        (
            "bird-dog-leg",
            {"conditions": ["recent-spine-surgery", "wrist-problem"]},
            "precaution:wrist-problem",
        ),
    ],
)
def test_the_first_reason_against_an_exercise(
    exercise: str, facts: dict[str, Any], expected: str | None
) -> None:
    assert reason(exercise, **facts) == expected


def test_a_medicine_comes_right_after_the_precautions() -> None:
    effects = {"blocked": {"bird-dog": "medicine:COM-01", "walk-paced": "medicine:COM-20"}}
    assert reason("bird-dog", effects=effects) == "medicine:COM-01"
    assert reason("bird-dog", effects=effects, conditions=["knee-oa"]) == "precaution:knee-oa"
    assert reason("bird-dog", effects=effects, life__can_get_on_floor=False) == "medicine:COM-01"
    assert reason("walk-paced", effects=effects, vitals__systolic=190) == "medicine:COM-20"


@pytest.mark.parametrize("severity", ["mild", "moderate", "severe"])
@pytest.mark.parametrize("irritability", ["low", "moderate", "high"])
def test_start_level(severity: str, irritability: str) -> None:
    low = {"mild": 2, "moderate": 2, "severe": 1}
    base = {"low": low, "moderate": {**low, "moderate": 1}, "high": dict.fromkeys(low, 1)}[irritability][
        severity
    ]
    chosen = planned(pain__irritability=irritability).chosen
    assert chosen
    limits = [start_level_limit(chosen.case, severity, phase) for phase in (1, 2, 3)]
    assert limits == [base, min(base + 1, 3), min(base + 2, 4)]


def test_not_judged_irritability_starts_like_moderate() -> None:
    chosen = planned().chosen
    assert chosen
    assert start_level_limit(chosen.case, "moderate", 1) == 1


# --- the aerobic slot ----------------------------------------------------------------------------

AT_HOME = {
    "life__equipment": ["mat", "bike-upright", "bike-recumbent", "pool"],
    "life__minutes_per_day": 30,
    **SETTLES,
}


@pytest.mark.parametrize(
    ("facts", "exercise", "rule"),
    [
        ({**FALLS}, "bike-recumbent", "AER-2"),
        ({"conditions": ["neuropathy"]}, "bike-recumbent", "AER-2"),
        ({"conditions": ["neuropathy", "spinal-stenosis", "knee-oa"]}, "bike-recumbent", "AER-2"),
        ({"conditions": ["spinal-stenosis", "knee-oa"]}, "bike-recumbent", "AER-3"),
        ({"pain__directional_preference": "flexion"}, "bike-recumbent", "AER-3"),
        ({"conditions": ["knee-oa"]}, "pool-walk", "AER-4"),
        ({"conditions": ["hip-oa"]}, "pool-walk", "AER-4"),
        ({"patient__height_cm": 170, "patient__weight_kg": 110}, "pool-walk", "AER-4"),
        ({}, "walk-paced", "AER-5"),
        ({"aerobic__preferred_mode": "any"}, "walk-paced", "AER-5"),
        ({"aerobic__preferred_mode": "cycle"}, "bike-upright", "AER-5"),
        ({"aerobic__preferred_mode": "swim"}, "swim-laps", "AER-5"),
        ({"aerobic__preferred_mode": "swim", "aerobic__moderate_minutes_per_week": 90}, "swim-laps", "AER-5"),
        ({"aerobic__preferred_mode": "swim", "aerobic__moderate_minutes_per_week": 89}, "pool-walk", "AER-5"),
    ],
)
def test_kind_of_aerobic_exercise(facts: dict[str, Any], exercise: str, rule: str) -> None:
    part = planned(**{**AT_HOME, **facts})
    first = part.physical_therapy.exercises[0]
    assert (first.id, first.need, first.rule) == (exercise, "aerobic", rule)


def test_swimming_that_is_too_hard_is_not_tried_at_all() -> None:
    weak = planned(**AT_HOME, aerobic__preferred_mode="swim", aerobic__moderate_minutes_per_week=20)
    assert "swim-laps" not in left_out(weak)


@pytest.mark.parametrize(
    ("minutes", "exercise"), [(29, "walk-paced"), (30, "swim-laps"), (None, "walk-paced")]
)
def test_the_pool_needs_half_an_hour(minutes: int | None, exercise: str) -> None:
    facts = {**AT_HOME, "life__minutes_per_day": minutes, "aerobic__preferred_mode": "swim"}
    part = planned(**facts)
    assert ids(part)[0] == exercise
    if exercise == "walk-paced":
        assert left_out(part) == {"swim-laps": "minutes", "pool-walk": "minutes"}


def test_irritable_pain_starts_at_level_one() -> None:
    part = planned(**{**AT_HOME, "pain__settle_minutes": 200}, aerobic__preferred_mode="cycle")
    assert ids(part)[0] == "bike-recumbent"
    assert left_out(part) == {"bike-upright": "irritability:high"}


def test_unsafe_vital_signs_leave_no_aerobic_exercise() -> None:
    part = planned(**AT_HOME, vitals__systolic=190)
    assert not any(e.component == "aerobic" for e in part.physical_therapy.exercises)
    assert left_out(part)["walk-paced"] == "precaution:exercise-stop"
    assert {"AER-1", "REF-VITALS"} <= set(part.physical_therapy.flags)
    assert "AER-0" not in part.physical_therapy.flags


def test_nothing_allowed_is_said() -> None:
    part = planned(life__declined_exercises=["walk-paced"])
    assert part.physical_therapy.flags[0] == "AER-0"
    assert left_out(part) == {"walk-paced": "preference"}


def test_a_medicine_may_put_other_kinds_first() -> None:
    effects = {"aerobic_first": ("bike-recumbent", "seated-march")}
    walks = planned(aerobic__preferred_mode="walk", effects=effects)
    assert by_id(walks)["seated-march"] == ("aerobic", "COM-14")
    assert left_out(walks) == {"bike-recumbent": "equipment:bike-recumbent"}
    declined = planned(life__declined_exercises=["seated-march"], effects=effects)
    assert by_id(declined)["walk-paced"] == ("aerobic", "COM-14")


# --- needs and rounds ----------------------------------------------------------------------------


def test_worst_component_first_and_ties_in_the_printed_order() -> None:
    part = planned(life__minutes_per_day=30, **SETTLES, **FULL)
    needs = [e.need for e in part.physical_therapy.exercises]
    assert needs[:5] == [
        "aerobic",
        "pain_tolerance:lift",  # moderate
        "core:tra",
        "flexibility:lumbar_flexion",
        "posture:sitting",
    ]


def test_second_and_third_rounds_ask_for_more_severity() -> None:
    severe = {"core__pbu_prone_drop_mmhg": -1, "core__multifidus_grade": 0, "core__front_plank_seconds": 10}
    part = planned(life__minutes_per_day=30, **SETTLES, **severe)
    rules = [(e.component, e.rule) for e in part.physical_therapy.exercises[1:]]
    assert rules == [("core", "SEL-R1"), ("core", "SEL-R2"), ("core", "SEL-R3")]


def test_a_need_gives_at_most_one_exercise() -> None:
    part = planned(life__minutes_per_day=30, core__draw_in_grade=0)
    assert [e.need for e in part.physical_therapy.exercises].count("core:tra") == 1


def test_inside_a_component_the_worst_need_comes_first_and_directional_before_all() -> None:
    hips = {"flexibility__thomas_deg_left": 25, "flexibility__slr_deg_left": 75}
    assert ids(planned(**hips))[1] == "hip-flexor-stand"
    assert ids(planned(**hips, pain__directional_preference="extension"))[1] == "prone-on-elbows"


def test_when_the_first_need_yields_nothing_the_next_one_does() -> None:
    part = planned(
        flexibility__ely_deg_left=80, flexibility__dorsiflexion_deg_left=6, conditions=["knee-oa"], **SETTLES
    )
    assert "calf-wall" in ids(part)
    assert left_out(part)["quad-side-lying"] == "precaution:knee-oa"


def test_a_chain_is_walked_from_the_highest_allowed_level_down() -> None:
    part = planned(flexibility__thomas_deg_left=15, conditions=["knee-oa"], **SETTLES)
    assert "hip-flexor-stand" in ids(part)
    assert left_out(part)["hip-flexor-half-kneel"] == "precaution:knee-oa"


def test_lumbar_flexion_of_a_flexion_sensitive_back_gets_cat_camel_only() -> None:
    facts = {"flexibility__schober_flexion_cm": 2, "pain__directional_preference": "extension"}
    part = planned(life__minutes_per_day=30, **facts)
    assert {"prone-on-elbows", "cat-camel"} <= set(ids(part))
    assert "knee-to-chest" not in left_out(part)


def test_fear_asks_for_graded_bending_when_lifting_is_fine_or_unknown() -> None:
    unknown = planned(measures__tsk11=29)
    fine = planned(measures__tsk11=29, tolerance__lift_kg=20)
    assert (
        by_id(unknown)["bend-slide-thighs"][0] == by_id(fine)["bend-slide-thighs"][0] == "pain_tolerance:fear"
    )
    assert "bend-slide-thighs" not in ids(planned(measures__tsk11=28))
    assert (
        by_id(planned(measures__tsk11=29, tolerance__lift_kg=2))["bend-slide-thighs"][0]
        == "pain_tolerance:lift"
    )


def test_fear_lifts_pain_tolerance_to_moderate_whatever_the_lift() -> None:
    facts = {"tolerance__lift_kg": 12, "tolerance__sit_minutes": 45, "life__minutes_per_day": 30, **SETTLES}
    calm, afraid = planned(**facts), planned(**facts, measures__tsk11=40)
    assert calm.chosen
    assert afraid.chosen
    assert calm.chosen.component_severities["pain_tolerance"] == "mild"
    assert afraid.chosen.component_severities["pain_tolerance"] == "moderate"
    assert by_id(afraid)["timed-sitting"] == ("pain_tolerance:sit", "SEL-R2")
    assert "timed-sitting" not in ids(calm)


def test_a_nerve_need_lifts_flexibility_that_nobody_measured() -> None:
    facts = {"pain__leg_pain": "below_knee", "pain__neuro_signs": True}
    part = planned(**facts)
    assert by_id(part)["sciatic-slider"] == ("flexibility:neural", "SEL-R1")
    assert part.deficits["flexibility"].severity is None
    assert part.chosen
    assert part.chosen.component_severities["flexibility"] == "moderate"


def test_overall_grades_choose_what_they_stand_for() -> None:
    part = planned(life__minutes_per_day=30, core__overall="moderate", posture__overall="mild", **SETTLES)
    assert by_id(part) == {
        "walk-paced": ("aerobic", "AER-5"),
        "heel-slide": ("core:tra", "SEL-R1"),
        "pelvic-tilt-sitting": ("posture:sitting", "SEL-R1"),
        "bird-dog-leg": ("core:extensor", "SEL-R2"),
    }


def test_points_without_a_need_of_their_own_fall_back_to_sitting() -> None:
    posture = {
        "forward_head": "none",
        "lordosis": "normal",
        "desk_faults": ["screen-low", "no-breaks", "feet-hang"],
    }
    part = planned(posture=posture)
    assert part.deficits["posture"].severity == "mild"
    assert by_id(part)["pelvic-tilt-sitting"] == ("posture:sitting", "SEL-R1")


# --- fill, falls, extras -------------------------------------------------------------------------


def test_a_plan_of_fewer_than_three_is_filled_from_unused_groups() -> None:
    part = planned()
    assert by_id(part) == {
        "walk-paced": ("aerobic", "AER-5"),
        "draw-in-lying": ("fill", "SEL-F"),
        "cat-camel": ("fill", "SEL-F"),
    }


def test_filling_skips_a_used_group_and_leaves_no_trace_in_left_out() -> None:
    part = planned(
        core__draw_in_grade=3, conditions=["wrist-problem"], life__declined_exercises=["draw-in-lying"]
    )
    assert ids(part) == ["walk-paced", "heel-slide", "draw-in-sitting"]
    pregnant = planned(sex="female", patient__pregnancy_weeks=20, conditions=["wrist-problem"])
    assert ids(pregnant) == ["walk-paced", "draw-in-sitting", "pelvic-tilt-sitting"]
    assert left_out(pregnant) == {}


def test_fall_prevention_is_taken_last() -> None:
    part = planned(**FALLS, core__draw_in_grade=3, flexibility__dorsiflexion_deg_left=6, **SETTLES)
    assert by_id(part)["sit-to-stand-hands"] == ("fall-prevention", "SEL-B")
    assert ids(part)[-1] == "sit-to-stand-hands"


def test_fall_prevention_takes_the_place_of_the_last_one_when_the_list_is_full() -> None:
    part = planned(
        **FALLS, life__minutes_per_day=5, core__draw_in_grade=2, flexibility__dorsiflexion_deg_left=6
    )
    assert ids(part) == ["seated-march", "draw-in-lying", "sit-to-stand-hands"]
    assert left_out(part)["calf-wall"] == "SEL-B"


def test_standing_march_stands_in_for_sit_to_stand() -> None:
    part = planned(**FALLS, life__declined_exercises=["sit-to-stand-hands"], core__draw_in_grade=3, **SETTLES)
    assert by_id(part)["standing-march"] == ("fall-prevention", "SEL-B")
    assert "sit-to-stand-hands" not in left_out(part)


def test_leg_strength_that_is_there_already_is_enough() -> None:
    part = planned(**FALLS, tolerance__walk_minutes=10)
    assert by_id(part)["sit-to-stand-hands"] == ("pain_tolerance:walk", "SEL-R1")


def test_too_few_is_said() -> None:
    declined = [
        "draw-in-lying",
        "draw-in-sitting",
        "cat-camel",
        "trunk-rotation-lying",
        "pelvic-tilt-sitting",
    ]
    part = planned(life__declined_exercises=[*declined, "sit-to-stand-hands"])
    assert ids(part) == ["walk-paced", "scapular-squeeze"]
    assert "SEL-LOW" in part.physical_therapy.flags


def extras(part: MovementPart) -> list[str]:
    return [extra.id for extra in part.physical_therapy.extras]


def test_breathing_goes_with_a_draw_in_where_it_is_allowed() -> None:
    assert extras(planned(core__draw_in_grade=2)) == ["diaphragmatic-breathing"]
    pregnant = planned(sex="female", patient__pregnancy_weeks=20, core__draw_in_grade=2)
    assert "draw-in-sitting" in ids(pregnant)
    assert extras(pregnant) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"posture__overall": "mild"}, True),
        ({"posture__overall": "none"}, False),
        ({"posture__sitting_hours_per_day": 6}, True),
        ({"posture__sitting_hours_per_day": 5.9}, False),
        ({"posture__overall": "severe", "life__declined_exercises": ["posture-break"]}, False),
    ],
)
def test_posture_break(facts: dict[str, Any], expected: bool) -> None:
    assert ("posture-break" in extras(planned(**facts))) == expected


# --- later phases and explanations ---------------------------------------------------------------


def test_later_phases_keep_the_kind_of_aerobic_exercise() -> None:
    part = planned(**AT_HOME, aerobic__preferred_mode="walk", tolerance__walk_minutes=30)
    assert {phase: rows[0].id for phase, rows in part.physical_therapy.phases.items()} == {
        "2": "walk-paced",
        "3": "walk-paced",
    }


def test_every_exercise_says_why() -> None:
    part = planned(life__minutes_per_day=30, **FALLS, **FULL, **SETTLES)
    for exercise in (*part.physical_therapy.exercises, *part.physical_therapy.extras):
        assert exercise.because
        assert exercise.sources
        assert exercise.dose_rules


def test_all_five_components_are_reported() -> None:
    part = planned(core__draw_in_grade=3, tolerance__sit_minutes=60, **SETTLES)
    words = part.physical_therapy.components
    assert words["pain_tolerance"] == "no deficit found"
    assert words["flexibility"] == "not judged: not measured"
    assert words["core"].startswith("mild: ")
    assert len(words) == 5
