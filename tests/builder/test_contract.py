"""The plan JSON holds every name of the contract, with its type, whatever the status of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

from plans.builder.build import build_plan
from plans.builder.plan import to_json
from plans.knowledge.loader import load
from tests.support import intake_from, read_cases

TEXT, WHOLE, NUMBER, YES_NO, ANYTHING = "text", "whole number", "number", "yes or no", "anything"


def maybe(shape: Any) -> tuple[str, Any]:
    return ("maybe", shape)


def each(shape: Any) -> tuple[str, Any]:
    """An object whose keys are ids."""
    return ("each", shape)


def one_of(*words: str) -> tuple[str, Any]:
    return ("one of", words)


SEVERITY = one_of("none", "mild", "moderate", "severe")
BECAUSE = [{"field": TEXT, "value": ANYTHING, "unit": maybe(TEXT)}]
DOSE_PARTS = {
    "sets": maybe(WHOLE), "reps": maybe(WHOLE), "hold_s": maybe(WHOLE), "each_side": YES_NO,
    "per_day": maybe(WHOLE), "days": maybe(WHOLE), "minutes": maybe(WHOLE), "rpe": maybe(TEXT),
    "load_kg": maybe(NUMBER),
}  # fmt: skip
EXERCISE = {
    "id": TEXT, "component": TEXT, "need": TEXT, "rule": TEXT, "dose": TEXT, "dose_parts": DOSE_PARTS,
    "patient_dose": maybe(TEXT), "patient_dose_parts": maybe(DOSE_PARTS), "minutes": WHOLE, "rounds": WHOLE,
    "not_alone": YES_NO, "because": BECAUSE, "sources": [TEXT],
}  # fmt: skip
LEFT_OUT = {"id": TEXT, "reason": TEXT}
ENTRY = {
    "id": TEXT, "time": TEXT, "slot": TEXT,
    "kind": one_of("medicine", "move", "exercise", "self_care", "aid"), "ids": [TEXT],
    "amount": maybe(TEXT), "with_food": YES_NO, "minutes": WHOLE, "mark": maybe(TEXT), "rules": [TEXT],
}  # fmt: skip
MOVE = {
    "exercise": TEXT, "factor": NUMBER, "pace": one_of("normal", "slow"), "step": WHOLE, "limit": WHOLE,
    "weeks": [WHOLE], "days": [WHOLE], "bouts": [WHOLE],
}  # fmt: skip
CONTRACT: dict[str, Any] = {
    "as_of": TEXT,
    "knowledge_version": TEXT,
    "status": one_of("plan", "blocked", "refused"),
    "rule": maybe(TEXT),
    "red_flags": {"screened": YES_NO, "action": one_of("none", "refer", "urgent"), "rules": [TEXT]},
    "scores": {
        "peg": maybe(NUMBER), "psfs": maybe(NUMBER), "rmdq": maybe(WHOLE), "odi_percent": maybe(WHOLE),
        "tsk11": maybe(WHOLE), "pcs": maybe(WHOLE),
        "phq2": {"total": maybe(WHOLE), "positive": maybe(YES_NO)},
        "start_back": {
            "total": maybe(WHOLE), "distress": maybe(WHOLE),
            "group": maybe(one_of("low", "medium", "high")),
        },
    },
    "deficits": each({"severity": maybe(SEVERITY), "items": each(ANYTHING)}),
    "precautions": [TEXT],
    "irritability": maybe(one_of("low", "moderate", "high")),
    "max_exercises": maybe(WHOLE),
    "combination": [TEXT],
    "physical_therapy": {
        "exercises": [EXERCISE],
        "extras": [EXERCISE],
        "left_out": [LEFT_OUT],
        "phases": each([{"id": TEXT, "dose": TEXT, "patient_dose": maybe(TEXT)}]),
        "flags": [TEXT],
        "visits": {
            "needed": maybe(WHOLE), "clinic_weeks": [WHOLE], "remote_weeks": [WHOLE],
            "remote_mode": maybe(one_of("video", "phone")), "cost_usd": maybe(NUMBER),
            "full_cost_usd": maybe(NUMBER),
        },
    },
    "medication": {
        "current": [
            {
                "drug": maybe(TEXT), "product": maybe(TEXT), "checked": YES_NO, "mg_per_day": maybe(NUMBER),
                "classes": [TEXT],
            }
        ],
        "alerts": [
            {
                "rule": TEXT, "severity": one_of("contraindicated", "serious", "caution", "information"),
                "message": TEXT, "also": [TEXT], "review_weeks": maybe(WHOLE), "because": BECAUSE,
                "sources": [TEXT],
            }
        ],
        "mme": {
            "total": maybe(NUMBER), "at_least": YES_NO,
            "items": [{"drug": TEXT, "amount": NUMBER, "unit": TEXT, "factor": NUMBER, "mme": NUMBER}],
            "not_judged": [{"drug": TEXT, "reason": TEXT}], "naloxone": [TEXT],
        },
        "renal": {
            "crcl_ml_min": maybe(NUMBER), "weight_used": maybe(TEXT), "egfr_ml_min": maybe(NUMBER),
        },
        "options": [{"id": TEXT, "cautions": [TEXT], "because": BECAUSE, "sources": [TEXT]}],
    },
    "self_care": {
        "rule": maybe(TEXT), "modules": [{"id": TEXT, "points": WHOLE, "starts_week": WHOLE}],
        "taking_turns": YES_NO, "reserve_minutes": WHOLE, "journal_minutes": WHOLE,
        "breathing_weeks": [maybe(WHOLE)], "move": maybe(MOVE), "goals": [{"id": TEXT}],
        "first_goal": maybe({"text": each(TEXT)}), "small_plan": maybe({"minutes": WHOLE}),
    },
    "when_to_call": {"emergency": [TEXT], "bold": [TEXT], "same_day": [TEXT]},
    "schedule": {
        "entries": [ENTRY],
        "other_days": [{"set": maybe(TEXT), "exercise_day": YES_NO, "entries": [ENTRY]}],
        "sets": [[TEXT]], "again": [{"id": TEXT, "times": WHOLE}], "weekdays": each([WHOLE]),
        "through_the_day": [TEXT], "through_the_week": [TEXT], "only_if_needed": [TEXT],
        "not_placed": [LEFT_OUT], "notes": [{"rule": TEXT, "text": TEXT}], "active_minutes": WHOLE,
        "cap_minutes": maybe(WHOLE),
    },
    "calendar": [{"week": WHOLE, "date": TEXT, "who": TEXT, "what": [TEXT], "rules": [TEXT]}],
    "asks": [{"path": TEXT, "message": TEXT}],
    "signing": {"therapist": [TEXT], "prescriber": [TEXT]},
    "not_judged": [{"part": TEXT, "id": TEXT, "needs": [TEXT], "facts": [TEXT], "folded": YES_NO}],
    "progress": maybe(each(ANYTHING)),
    "changes": maybe([ANYTHING]),
    "left_out": [{"part": TEXT, **LEFT_OUT}],
    "sources": [{"id": TEXT, "title": TEXT, "year": maybe(WHOLE), "strength": TEXT}],
}  # fmt: skip
PARTS = {"physical_therapy", "medication", "self_care", "schedule", "combination"}
DOMAINS = ["pain_tolerance", "posture", "core", "flexibility", "aerobic"]
TYPES: dict[str, tuple[type, ...]] = {
    TEXT: (str,), WHOLE: (int,), NUMBER: (int, float), YES_NO: (bool,)
}  # fmt: skip


def differences(value: Any, shape: Any, path: str = "plan") -> Iterator[str]:
    """Where a value is not what the contract says."""
    match shape:
        case "anything":
            return
        case str():
            wrong = not isinstance(value, TYPES[shape]) or (shape != YES_NO and isinstance(value, bool))
            yield from [f"{path}: {value!r} is no {shape}"] if wrong else []
        case ("maybe", inner):
            yield from differences(value, inner, path) if value is not None else ()
        case ("one of", words):
            yield from [f"{path}: {value!r}"] if value not in words else []
        case ("each", inner):
            for key, item in value.items():
                yield from differences(item, inner, f"{path}.{key}")
        case [inner]:
            for at, item in enumerate(value):
                yield from differences(item, inner, f"{path}[{at}]")
        case dict():
            for key, inner in shape.items():
                if key not in value:
                    yield f"{path}.{key} is missing"
                else:
                    yield from differences(value[key], inner, f"{path}.{key}")


@cache
def cases() -> dict[str, Any]:
    rows = [case for name in ("whole-patients.json", "practice.jsonl") for case in read_cases(name)]
    return {case["id"]: case["intake"] for case in rows}


CHOSEN = [*(f"X{n}" for n in range(1, 11)), *(f"R{n:03d}" for n in range(0, 400, 9))]


def plan_json(data: dict[str, Any]) -> dict[str, Any]:
    plan: dict[str, Any] = to_json(build_plan(intake_from(data), load(), date(2026, 3, 2)))
    return plan


@pytest.mark.parametrize("id", CHOSEN)
def test_every_name_of_the_contract_has_its_type(id: str) -> None:
    assert list(differences(plan_json(cases()[id]), CONTRACT)) == []


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"red_flags": ["rf-ces-bladder"]}, "blocked"),
        ({"pain": {"duration_weeks": 12}}, "refused"),
        ({"patient": {"birth_date": "2010-01-01", "sex_at_birth": "male"}}, "refused"),
        ({"measures": {}, "red_flags": None, "medications": None, "conditions": None}, "plan"),
    ],
)
def test_empty_ones_are_there_too(more: dict[str, Any], status: str) -> None:
    plan = plan_json(cases()["X1"] | more)
    assert plan["status"] == status
    assert list(differences(plan, CONTRACT)) == []


@pytest.mark.parametrize("id", CHOSEN)
def test_ids_are_those_of_the_knowledge(id: str) -> None:
    plan, knowledge = plan_json(cases()[id]), load()
    therapy, medication, care = plan["physical_therapy"], plan["medication"], plan["self_care"]
    exercises = [row["id"] for name in ("exercises", "extras", "left_out") for row in therapy[name]]
    exercises += [row["id"] for rows in therapy["phases"].values() for row in rows]
    assert set(exercises) <= knowledge.movement.exercises.keys()
    assert {row["id"] for row in care["modules"]} <= knowledge.self_care.modules.keys()
    assert set(plan["combination"]) <= knowledge.medicines.combination.keys()
    fired = {rule for alert in medication["alerts"] for rule in (alert["rule"], *alert["also"])}
    bands = {row.rule for row in knowledge.medicines.renal_doses}
    assert fired <= {*knowledge.medicines.rules, *knowledge.medicines.alerts, *bands}
    assert {row["id"] for row in medication["options"]} <= set(knowledge.medicines.options)
    assert {row["part"] for row in (*plan["not_judged"], *plan["left_out"])} <= PARTS
    if plan["status"] == "plan":
        assert list(plan["deficits"]) == DOMAINS
        move = care["move"] or {"weeks": [0] * 12, "days": [0] * 12, "bouts": [0] * 12}
        weeks = (care["breathing_weeks"], move["weeks"], move["days"], move["bouts"])
        assert {len(numbers) for numbers in weeks} == {12}
