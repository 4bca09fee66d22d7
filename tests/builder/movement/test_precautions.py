"""PRE-1 to PRE-9, what conditions and medicines add, and irritability."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.movement.precautions import Precautions, find_precautions
from plans.knowledge.loader import load
from tests.builder.movement.facts import AS_OF, patient

N = None
FINE = {"balance__single_leg_stance_seconds": 20, "balance__falls_past_year": 0}


def found(age: int = 45, added: frozenset[str] = frozenset(), **facts: Any) -> Precautions:
    return find_precautions(patient(age, **facts), load(), AS_OF, added)


@pytest.mark.parametrize(
    ("weight", "bmi", "ids"),
    # 170 cm: 2.89 square metres
    [
        (86.5, 29.9, ()),
        (86.6, 30.0, ("obesity",)),  # 29.97
        (100.9, 34.9, ("obesity",)),
        (101.1, 35.0, ("severe-obesity",)),
    ],
)
def test_body_mass(weight: float, bmi: float, ids: tuple[str, ...]) -> None:
    result = found(patient__height_cm=170, patient__weight_kg=weight)
    assert (result.bmi, result.ids) == (bmi, ids)


@pytest.mark.parametrize(
    ("weeks", "ids"),
    [
        (N, []),
        (0, []),
        (1, ["pregnancy"]),
        (13, ["pregnancy"]),
        (14, ["pregnancy", "pregnancy-prone", "pregnancy-supine"]),
        (27, ["pregnancy", "pregnancy-prone", "pregnancy-supine"]),
        (28, ["pregnancy", "pregnancy-late", "pregnancy-prone", "pregnancy-supine"]),
    ],
)
def test_pregnancy(weeks: int | None, ids: list[str]) -> None:
    assert [*found(patient__pregnancy_weeks=weeks).ids] == ids


@pytest.mark.parametrize(
    ("age", "stance", "falls", "risk"),
    [
        (60, 4.9, 0, True),
        (60, 5.0, 0, False),
        (60, 20, 1, True),
        (74, N, N, False),
        (75, N, N, True),
        (75, 20, N, True),
        (75, N, 0, True),
        (75, 20, 0, False),
    ],
)
def test_falls_risk(age: int, stance: float | None, falls: int | None, risk: bool) -> None:
    result = found(age, balance__single_leg_stance_seconds=stance, balance__falls_past_year=falls)
    assert ("falls-risk" in result.ids) == risk


def test_falls_risk_may_be_entered() -> None:
    assert found(conditions=["falls-risk"], **FINE).ids == ("falls-risk",)


@pytest.mark.parametrize(
    ("leg", "raises", "signs", "radicular"),
    [
        ("below_knee", True, N, True),
        ("below_knee", N, True, True),
        ("below_knee", False, False, False),
        ("below_knee", N, N, False),
        ("thigh", True, True, False),
    ],
)
def test_radicular_leg_pain(leg: str, raises: bool | None, signs: bool | None, radicular: bool) -> None:
    facts = {"pain__leg_pain": leg, "pain__neuro_signs": signs}
    result = found(flexibility__slr_reproduces_leg_pain=raises, **facts)
    assert ("radicular-leg-pain" in result.ids) == radicular


@pytest.mark.parametrize(
    ("preference", "radicular", "aggravating", "sensitive"),
    [
        ("extension", False, [], True),
        (N, True, ["bending"], True),
        ("none", True, ["sitting", "lying"], True),
        ("flexion", True, ["bending", "sitting"], False),
        (N, True, ["walking"], False),
        (N, True, N, False),
        (N, False, ["bending"], False),
    ],
)
def test_flexion_sensitive(
    preference: str | None, radicular: bool, aggravating: list[str] | None, sensitive: bool
) -> None:
    result = found(
        pain__directional_preference=preference,
        pain__leg_pain="below_knee",
        pain__neuro_signs=radicular,
        pain__aggravating=aggravating,
    )
    assert ("flexion-sensitive" in result.ids) == sensitive


@pytest.mark.parametrize(
    ("facts", "sensitive"),
    [
        ({"pain__directional_preference": "flexion"}, True),
        ({"conditions": ["spinal-stenosis"]}, True),
        ({"conditions": ["spondylolisthesis"]}, True),
        ({"pain__directional_preference": "extension"}, False),
        ({}, False),
    ],
)
def test_extension_sensitive(facts: dict[str, Any], sensitive: bool) -> None:
    assert ("extension-sensitive" in found(**facts).ids) == sensitive


@pytest.mark.parametrize(
    ("facts", "stop"),
    [
        ({"vitals__systolic": 180}, False),
        ({"vitals__systolic": 181}, True),
        ({"vitals__diastolic": 100}, False),
        ({"vitals__diastolic": 101}, True),
        ({"vitals__resting_hr": 120}, False),
        ({"vitals__resting_hr": 121}, True),
        ({"aerobic__resting_hr": 121}, True),
        ({"vitals__resting_hr": 80, "aerobic__resting_hr": 130}, False),
    ],
)
def test_exercise_stop(facts: dict[str, Any], stop: bool) -> None:
    assert ("exercise-stop" in found(**facts).ids) == stop


@pytest.mark.parametrize("condition", ["recent-mi", "recent-cabg", "coronary-disease"])
def test_heart_conditions_of_the_medicine_part_set_cardiac_only(condition: str) -> None:
    assert found(conditions=[condition]).ids == ("cardiac",)


def test_other_conditions_are_not_listed() -> None:
    assert found(conditions=["liver-disease", "knee-oa"]).ids == ("knee-oa",)


def test_what_a_medicine_adds_stands_with_the_others_in_alphabetical_order() -> None:
    result = found(added=frozenset(["osteoporosis"]), conditions=["wrist-problem", "knee-oa"])
    assert result.ids == ("knee-oa", "osteoporosis", "wrist-problem")
    assert result.rules["osteoporosis"] == "J-21"


@pytest.mark.parametrize(
    ("settle", "nprs", "expected"),
    [
        (121, 5, "high"),
        (120, 6, "moderate"),
        (120, 7, "high"),
        (60, 7, "high"),
        (59, 7, "moderate"),
        (30, 6, "moderate"),
        (29, 6, "low"),
        (0, 7, "moderate"),
        (0, 0, "low"),
        (N, 9, N),
    ],
)
def test_irritability(settle: int | None, nprs: int, expected: str | None) -> None:
    result = found(pain__settle_minutes=settle, pain__nprs_average=nprs)
    assert result.irritability == expected
    assert result.dosed_as == (expected or "moderate")


def test_the_clinicians_own_judgement_wins() -> None:
    assert found(pain__settle_minutes=300, pain__irritability="low").irritability == "low"
    assert found(pain__irritability="high").irritability == "high"


def test_every_precaution_says_which_fact_set_it() -> None:
    result = found(80, conditions=["knee-oa"], vitals__systolic=200, patient__pregnancy_weeks=20)
    assert set(result.because) == set(result.ids) == set(result.rules)
    assert all(result.because.values())


def test_what_could_not_be_looked_at_is_said_with_the_field_that_would_settle_it() -> None:
    rows = {row.id: row.needs for row in found().not_judged}
    assert rows["PRE-1"] == ("patient.height_cm", "patient.weight_kg")
    assert rows["PRE-9"] == ("vitals.resting_hr", "vitals.systolic", "vitals.diastolic")
    assert "PRE-5" not in {row.id for row in found(**FINE).not_judged}


@pytest.mark.parametrize(
    ("age", "sex", "weeks", "asked"),
    [
        (30, "female", N, True),
        (55, "female", N, True),
        (56, "female", N, False),
        (30, "unknown", N, True),
        (30, "male", N, False),
        (30, "female", 0, False),
    ],
)
def test_a_pregnancy_that_nobody_asked_about_is_not_judged(
    age: int, sex: str, weeks: int | None, asked: bool
) -> None:
    """Absent is not a no (medications-2, 3.0): 0 is the answer that it is not."""
    intake = patient(age, sex, **({} if weeks is None else {"patient__pregnancy_weeks": weeks}))
    rows = {row.id: row.needs for row in find_precautions(intake, load(), AS_OF).not_judged}
    assert ({"PRE-2", "PRE-3", "PRE-4"} <= rows.keys()) is asked
    assert rows.get("PRE-3") == (("patient.pregnancy_weeks",) if asked else None)
