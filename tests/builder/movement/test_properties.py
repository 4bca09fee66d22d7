"""What must hold for every intake, whatever is known of the patient."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from plans.builder.movement.case import start_level_limit
from plans.builder.movement.needs import ActiveNeed, components_of
from plans.builder.movement.part import MovementPart, plan_movement
from plans.builder.plan import PlannedExercise, to_json
from plans.intake.intake import Intake
from plans.knowledge.loader import load
from tests.support import intake_from

KNOWLEDGE = load()
MOVEMENT = KNOWLEDGE.movement
GRADES = ["none", "mild", "moderate", "severe"]
CONDITIONS = [*sorted(MOVEMENT.stored_precautions), "recent-mi", "coronary-disease", "suicidal-ideation"]
EXAMPLES = settings(max_examples=60, deadline=None)


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def words(*choices: str) -> st.SearchStrategy[Any]:
    return some(st.sampled_from(choices))


def numbers(low: float, high: float) -> st.SearchStrategy[Any]:
    return some(st.integers(round(low * 10), round(high * 10)).map(lambda tenths: tenths / 10))


def whole(low: int, high: int) -> st.SearchStrategy[Any]:
    return some(st.integers(low, high))


def lists(choices: list[str], most: int = 4) -> st.SearchStrategy[Any]:
    return some(st.lists(st.sampled_from(choices), max_size=most, unique=True))


def sides(name: str, low: float, high: float) -> dict[str, st.SearchStrategy[Any]]:
    return {f"{name}_left": numbers(low, high), f"{name}_right": numbers(low, high)}


TRUTH = some(st.booleans())
GROUPS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "pain": {
        "duration_weeks": whole(13, 2000),
        "nprs_average": whole(0, 10),
        "settle_minutes": whole(0, 400),
        "irritability": words("low", "moderate", "high"),
        "leg_pain": words("none", "buttock", "thigh", "below_knee"),
        "neuro_signs": TRUTH,
        "directional_preference": words("none", "flexion", "extension"),
        "aggravating": lists(["sitting", "bending", "walking", "lifting"]),
    },
    "measures": {
        "peg": some(st.lists(whole(0, 10), min_size=3, max_size=3)),
        "psfs": some(st.lists(whole(0, 10), min_size=1, max_size=5)),
        "start_back": some(
            st.tuples(*[TRUTH] * 8, whole(0, 4)).map(list),
        ),
        "tsk11": whole(11, 44),
        "pcs": whole(0, 52),
        "phq2": some(st.lists(whole(0, 3), min_size=2, max_size=2)),
    },
    "tolerance": {
        **{f"{name}_minutes": whole(0, 90) for name in ("sit", "stand", "walk", "aerobic")},
        "walk_trials_minutes": some(
            st.lists(st.integers(1, 300).map(lambda n: n / 2), min_size=1, max_size=3)
        ),
        "lift_kg": numbers(0, 40),
    },
    "posture": {
        **{name: words(*GRADES) for name in ("overall", "forward_head", "kyphosis")},
        "occiput_to_wall_cm": numbers(0, 15),
        "lordosis": words("reduced", "normal", "increased"),
        "lateral_shift": words("none", "reducible", "fixed"),
        "sitting": words("upright", "slumped", "over_arched"),
        "lift_faults": lists(["far-load", "bent-back", "straight-knees", "twist", "narrow-base"], 5),
        "desk_faults": lists(["screen-low", "screen-far", "no-back-support", "feet-hang", "no-breaks"], 5),
        "sitting_hours_per_day": numbers(0, 16),
    },
    "core": {
        "overall": words(*GRADES),
        "pbu_prone_drop_mmhg": numbers(-10, 15),
        "draw_in_grade": whole(0, 4),
        "multifidus_grade": whole(0, 2),
        "prone_instability": TRUTH,
        "aberrant_movement": TRUTH,
        "sorensen_seconds": whole(0, 240),
        "side_bridge_left_seconds": whole(0, 120),
        "side_bridge_right_seconds": whole(0, 120),
        "front_plank_seconds": whole(0, 180),
        "curl_up_reps": whole(0, 60),
    },
    "flexibility": {
        "overall": words(*GRADES),
        **sides("slr_deg", 20, 120),
        "slr_reproduces_leg_pain": TRUTH,
        **sides("ake_deficit_deg", 0, 80),
        **sides("thomas_deg", -20, 45),
        **sides("hip_ir_deg", 5, 75),
        **sides("hip_er_deg", 5, 75),
        "schober_flexion_cm": numbers(0, 10),
        "schober_extension_cm": numbers(0, 5),
        "fingertip_floor_cm": numbers(0, 70),
        **sides("ely_deg", 40, 150),
        **sides("dorsiflexion_deg", -10, 30),
    },
    "aerobic": {
        "moderate_minutes_per_week": whole(0, 400),
        "six_minute_walk_m": whole(0, 900),
        "step_test_2min": whole(0, 150),
        "mile_walk_minutes": numbers(9, 30),
        "mile_walk_hr": whole(70, 190),
        "resting_hr": whole(45, 130),
        "preferred_mode": words("walk", "cycle", "swim", "any"),
    },
    "balance": {"single_leg_stance_seconds": numbers(0, 60), "falls_past_year": whole(0, 4)},
    "vitals": {"systolic": whole(90, 200), "diastolic": whole(50, 115), "resting_hr": whole(45, 130)},
    "life": {
        "minutes_per_day": whole(0, 90),
        "equipment": lists(["mat", "band", "bike-upright", "bike-recumbent", "pool"], 5),
        "can_get_on_floor": TRUTH,
        "confidence_0_10": whole(0, 10),
        "declined_exercises": lists(sorted(MOVEMENT.exercises), 6),
    },
    "access": {
        "visits_covered": whole(0, 60),
        "visits_recommended": whole(1, 60),
        "copay_usd": numbers(0, 150),
        "copay_budget_usd": numbers(0, 3000),
        "telehealth": TRUTH,
    },
}


def person(
    facts: dict[str, Any], age_days: int, sex: str | None, body: tuple[Any, Any], weeks: Any
) -> dict[str, Any]:
    born = date(2026, 3, 2) - timedelta(days=age_days)
    return facts | {
        "assessed_on": "2026-03-02",
        "patient": {
            "birth_date": born.isoformat(),
            "sex_at_birth": sex,
            "height_cm": body[0],
            "weight_kg": body[1],
            "pregnancy_weeks": weeks,
        },
    }


FACTS = st.fixed_dictionaries(
    {name: st.fixed_dictionaries(group) for name, group in GROUPS.items()}
    | {
        "conditions": lists(CONDITIONS, 3),
        "red_flags": some(st.lists(st.sampled_from(sorted(MOVEMENT.screen.flags)), max_size=1)),
    }
)
INTAKES = st.builds(
    person,
    FACTS,
    st.integers(18 * 366, 95 * 365),
    st.sampled_from(["male", "female", "unknown", None]),
    st.tuples(numbers(140, 205), numbers(40, 180)),
    whole(0, 42),
)


def planned(data: dict[str, Any], **effects: Any) -> tuple[Intake, MovementPart]:
    intake = intake_from(data)
    return intake, plan_movement(intake, KNOWLEDGE, intake.assessed_on, **effects)


def all_of(part: MovementPart) -> list[PlannedExercise]:
    return [*part.physical_therapy.exercises, *part.physical_therapy.extras]


@EXAMPLES
@given(INTAKES)
def test_nothing_that_a_precaution_or_a_wish_forbids_is_ever_chosen(data: dict[str, Any]) -> None:
    intake, part = planned(data)
    limits = {*part.precautions.ids, *(intake.conditions or ())}
    later = [row.id for rows in part.physical_therapy.phases.values() for row in rows]
    for exercise in [*(e.id for e in all_of(part)), *later]:
        row = MOVEMENT.exercises[exercise]
        assert not limits & set(row.contra)
        assert not (row.is_aerobic and "exercise-stop" in limits)
        assert exercise not in (intake.life.declined_exercises or ())
        assert not (row.needs_floor and intake.life.can_get_on_floor is False)
        asked = ("mat",) if intake.life.equipment is None else intake.life.equipment
        assert set(row.equipment) <= {*MOVEMENT.selection.allowed.home_equipment, *asked}


@EXAMPLES
@given(INTAKES)
def test_a_plan_is_small_without_doubles_and_with_one_aerobic_exercise(data: dict[str, Any]) -> None:
    _, part = planned(data)
    if part.chosen is None:
        assert part.red_flags.blocks
        assert not all_of(part)
        return
    lists_of_ids = [
        [e.id for e in all_of(part)],
        *([r.id for r in rows] for rows in part.chosen.phases.values()),
    ]
    for ids in lists_of_ids:
        assert len(ids) == len(set(ids))
        assert sum(MOVEMENT.exercises[i].is_aerobic for i in ids) <= 1
    assert len(part.physical_therapy.exercises) <= part.chosen.max_exercises
    assert 3 <= part.chosen.max_exercises <= 6
    low = len(part.physical_therapy.exercises) < 3
    assert low == ("SEL-LOW" in part.physical_therapy.flags)
    reasons = [row.id for row in part.physical_therapy.left_out]
    assert len(reasons) == len(set(reasons))
    assert not set(reasons) & {e.id for e in part.physical_therapy.exercises}


@EXAMPLES
@given(INTAKES)
def test_levels_and_doses_stay_below_their_caps(data: dict[str, Any]) -> None:
    intake, part = planned(data)
    dosing = MOVEMENT.dosing
    for exercise in all_of(part):
        row, parts = MOVEMENT.exercises[exercise.id], exercise.dose_parts
        assert row.level <= 2
        if parts.minutes is not None:
            assert dosing.least.minutes[row.id] <= parts.minutes <= dosing.tolerance.cap_minutes[row.id]
        if parts.load_kg:
            assert parts.load_kg <= max(1.0, intake.tolerance.lift_kg or 0)
            assert parts.load_kg % 0.5 == 0
        if row.sets and parts.sets and row.reps and parts.reps:
            assert parts.sets <= row.sets
            assert parts.reps <= row.reps
            assert (parts.hold_s or 0) <= max(row.hold_s or 0, 3)
    for phase, cap in (("2", 3), ("3", 4)):
        for later in part.physical_therapy.phases.get(phase, ()):
            assert MOVEMENT.exercises[later.id].level <= cap


@EXAMPLES
@given(INTAKES)
def test_a_worse_component_never_loses_its_exercise_to_a_milder_one(data: dict[str, Any]) -> None:
    _, part = planned(data)
    if part.chosen is None or "SEL-B" in {row.reason for row in part.physical_therapy.left_out}:
        return
    rank = {name: i for i, name in enumerate(GRADES)}
    first = [e for e in part.physical_therapy.exercises if e.rule == "SEL-R1"]
    severities = [rank[part.chosen.component_severities[e.component] or "none"] for e in first]
    assert severities == sorted(severities, reverse=True)


def still_open(part: MovementPart, active: ActiveNeed) -> set[str]:
    """Exercises that a need could have had: not too hard, not refused, not in the list already."""
    assert part.chosen is not None
    case, listed = part.chosen.case, {e.id for e in part.physical_therapy.exercises}
    limit = start_level_limit(case, active.severity, 1)
    named = {exercise for chain in active.chains for exercise in chain} - listed
    return {e for e in named if MOVEMENT.exercises[e].level <= limit and case.refusal(e) is None}


@EXAMPLES
@given(INTAKES)
def test_a_severe_need_goes_without_only_when_nothing_fits_it(data: dict[str, Any]) -> None:
    """Neither a milder need of its component nor a milder component takes the place of a worse one."""
    _, part = planned(data)
    if part.chosen is None or "SEL-B" in {row.reason for row in part.physical_therapy.left_out}:
        return
    rank = {name: i for i, name in enumerate(GRADES)}
    served = {e.need for e in part.physical_therapy.exercises if e.rule.startswith("SEL-R")}
    components = components_of(part.chosen.case)
    helped = {c.name: {a.id for a in c.needs} & served for c in components}
    for component in components:
        for active in component.needs:
            if active.id in served:
                continue
            milder = [a for a in component.needs if rank[a.severity] < rank[active.severity]]
            # directional is first in flexibility, however mild (7.3)
            if any(other.id in served and not other.need.first for other in milder):
                assert not still_open(part, active)
        worse = rank[component.severity or "none"]
        below = [c for c in components if helped[c.name] and rank[c.severity or "none"] < worse]
        if below and not helped[component.name]:
            assert not any(still_open(part, active) for active in component.needs)


@EXAMPLES
@given(INTAKES, st.randoms())
def test_the_same_facts_in_any_order_give_the_same_plan(data: dict[str, Any], random: Any) -> None:
    _, once = planned(data)
    shuffled = {
        name: dict(reversed(value.items())) if isinstance(value, dict) else value
        for name, value in data.items()
    }
    for group, name in (("pain", "aggravating"), ("life", "equipment"), ("life", "declined_exercises")):
        if shuffled[group][name]:
            shuffled[group] = shuffled[group] | {
                name: random.sample(data[group][name], len(data[group][name]))
            }
    if data["conditions"]:
        shuffled["conditions"] = random.sample(data["conditions"], len(data["conditions"]))
    _, again = planned(shuffled)
    assert to_json(once.physical_therapy) == to_json(again.physical_therapy)
    assert once.precautions.ids == again.precautions.ids


@EXAMPLES
@given(INTAKES)
def test_visits_keep_to_what_is_needed_and_covered(data: dict[str, Any]) -> None:
    intake, part = planned(data)
    visits = part.physical_therapy.visits
    if visits.needed is None:
        return
    assert visits.needed <= 20
    assert len(visits.clinic_weeks) <= min(visits.needed, intake.access.visits_covered or visits.needed)
    assert len(visits.clinic_weeks) + len(visits.remote_weeks) <= visits.needed
    assert not set(visits.clinic_weeks) & set(visits.remote_weeks)
    if visits.cost_usd is not None and intake.access.copay_budget_usd is not None:
        assert visits.cost_usd <= intake.access.copay_budget_usd or visits.cost_usd == 0


@EXAMPLES
@given(INTAKES, st.sets(st.sampled_from(sorted(MOVEMENT.exercises)), max_size=8))
def test_what_a_medicine_blocks_is_never_chosen(data: dict[str, Any], blocked: set[str]) -> None:
    _, part = planned(data, blocked=dict.fromkeys(blocked, "medicine:COM-05"))
    later = [row.id for rows in part.physical_therapy.phases.values() for row in rows]
    assert not blocked & {*(e.id for e in all_of(part)), *later}


@EXAMPLES
@given(INTAKES)
def test_every_line_explains_itself_and_becomes_json(data: dict[str, Any]) -> None:
    _, part = planned(data)
    for exercise in all_of(part):
        assert exercise.rule
        assert exercise.sources
        assert exercise.because
    assert all(deficit.because or deficit.severity is None for deficit in part.deficits.values())
    to_json([part.red_flags, part.scores, dict(part.deficits), part.physical_therapy, part.not_judged])
