"""X1 to X10 of joins.md and the practice patients: everything that is published of them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from plans.builder.build import build_plan
from plans.builder.plan import to_json
from plans.knowledge.loader import load
from tests.published import EXERCISE, answered_patient, published_patient, some
from tests.support import intake_from, read_cases

WHOLE = {case["id"]: case for case in read_cases("whole-patients.json")}
PRACTICE = {case["id"]: case for case in read_cases("practice.jsonl")}
MEDICINES = {case["id"]: case for case in read_cases("practice-medicines.jsonl")}
TOLD = json.loads((Path(__file__).parent / "told_doses.json").read_text(encoding="utf-8"))


@cache
def plan_of(id: str) -> dict[str, Any]:
    case = (WHOLE | PRACTICE | MEDICINES)[id]
    intake = intake_from(case["intake"])
    plan: dict[str, Any] = to_json(build_plan(intake, load(), intake.assessed_on))
    return plan


@pytest.mark.parametrize("id", sorted(WHOLE))
def test_whole_patients(id: str) -> None:
    assert answered_patient(plan_of(id), WHOLE[id]) == published_patient(WHOLE[id])


@pytest.mark.parametrize("id", sorted(PRACTICE))
def test_practice_patients(id: str) -> None:
    assert answered_patient(plan_of(id), PRACTICE[id]) == published_patient(PRACTICE[id])


@pytest.mark.parametrize("id", sorted(MEDICINES))
def test_exercises_beside_many_medicines(id: str) -> None:
    exercises = [some(row, EXERCISE) for row in plan_of(id)["physical_therapy"]["exercises"]]
    assert exercises == MEDICINES[id]["expected"]["exercises"]


@pytest.mark.parametrize("id", sorted(TOLD))
def test_what_the_patient_is_told(id: str) -> None:
    """The column "patient dose" and the minutes of each table in joins.md section 6."""
    rows = {row["id"]: row for row in plan_of(id)["physical_therapy"]["exercises"]}
    for told in TOLD[id]["exercises"]:
        row = rows[told["id"]]
        if told["patient_dose"] == "none until cleared":
            assert row["patient_dose"] is None
        elif told["patient_dose"] == "as dose":
            assert row["patient_dose"] == row["dose"]
        elif told["patient_dose"] == "2/day, else as dose":
            assert row["patient_dose"] == row["dose"].replace("3/day", "2/day")
        else:
            assert row["patient_dose"] == told["patient_dose"]
        if told["minutes"] == "through the day":
            assert row["minutes"] == 0
        elif told["minutes"] != "-":
            assert f"{row['minutes']} ({row['rounds']})" == told["minutes"]


@pytest.mark.parametrize("id", sorted(TOLD))
def test_which_exercises_need_something_steady(id: str) -> None:
    """The flags ``balance`` of joins.md section 6 stand in the block with something steady to hold."""
    plan = plan_of(id)
    days = [plan["schedule"]["entries"], *(day["entries"] for day in plan["schedule"]["other_days"])]
    steady = {e for day in days for entry in day if entry["steady"] for e in entry["ids"]}
    flagged = {row["id"] for row in TOLD[id]["exercises"] if "balance" in row["flags"]}
    assert steady == flagged


def test_the_office_workers_day() -> None:
    """X1: two sets, the second in the table of other days; the first goal as page 1 words it."""
    plan = plan_of("X1")
    other = plan["schedule"]["other_days"]
    assert [(day["set"], day["exercise_day"]) for day in other] == [("B", False)]
    assert [e["ids"] for e in other[0]["entries"] if e["kind"] == "exercise"] == [["hamstring-chair"]]
    assert plan["self_care"]["first_goal"]["text"]["en"] == "Walk 11 minutes, 5 days this week."
    rules = {note["rule"] for note in plan["schedule"]["notes"]}
    assert {"CAP-4", "CAP-5", "SCH-17"} <= rules
    assert plan["schedule"]["weekdays"]["side-plank-wall"] == [1, 3, 5, 7]
    assert plan["schedule"]["weekdays"]["hamstring-chair"] == [2, 4, 6]


def test_a_sedated_patient_walks_with_someone_and_has_no_windows() -> None:
    """X9: oxycodone every six hours has no time of day."""
    plan = plan_of("X9")
    walk = plan["physical_therapy"]["exercises"][0]
    assert walk["not_alone"]
    assert plan["self_care"]["small_plan"]["move"] == "chair"
    assert "J-08" in {note["rule"] for note in plan["schedule"]["notes"]}


def test_nothing_to_move_until_cleared() -> None:
    """X6: proposals, one number, and no heat of exercise anywhere."""
    plan = plan_of("X6")
    assert ("self_care", "SM-MOVE", "AER-1") in {
        (row["part"], row["id"], row["reason"]) for row in plan["left_out"]
    }
    small = plan["self_care"]["small_plan"]
    assert (small["move"], small["exercise"]) == (None, None)
    assert all(
        row["patient_dose"] is None or "min x" in row["dose"] for row in plan["physical_therapy"]["exercises"]
    )


def test_no_heat_beside_a_patch() -> None:
    """X4 likes heat and wears a lidocaine patch."""
    care = plan_of("X4")["self_care"]
    assert care["no_heat"]
    assert care["aids"] == []
    assert {"part": "self_care", "id": "SM-HEAT", "reason": "COM-16", "needs": []} in care["left_out"]


def test_a_fall_flare_and_frames_are_always_there() -> None:
    frames = {"SM-GOAL", "SM-MIN", "SM-FLARE", "SM-LEARN"}
    assert all(set(plan_of(id)["self_care"]["frames"]) == frames for id in WHOLE)
