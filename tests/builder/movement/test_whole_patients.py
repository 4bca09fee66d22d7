"""The movement part of every worked patient, against the published results."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from plans.builder.movement.part import MovementPart, plan_movement
from plans.builder.movement.screen import refuse
from plans.builder.movement.visits import reassessments
from plans.builder.plan import PlannedExercise
from plans.knowledge.loader import Knowledge
from plans.knowledge.reading import FOLDER
from tests.support import intake_from, read_cases

ALONE = read_cases("physical-therapy.json")
JOINED = read_cases("whole-patients.json") + read_cases("practice.jsonl")
COMBINATION = tomllib.loads((FOLDER / "combination.toml").read_text(encoding="utf-8"))
SET_BY_THE_JOINS = {"NOTE-ACTIVE"}
NOT_WHEN_ALWAYS_SEDATED = (  # joins.md J-08(a)
    *("step-up", "standing-march", "lift-floor", "hip-hinge-stick", "hip-flexor-half-kneel", "bird-dog"),
    *("walk-brisk", "bike-upright", "pool-walk", "swim-laps"),
)


def name(case: dict[str, Any]) -> str:
    return str(case["id"])


def chosen(exercises: tuple[PlannedExercise, ...]) -> list[dict[str, str]]:
    return [{"id": e.id, "need": e.need, "rule": e.rule, "dose": e.dose} for e in exercises]


def scores_of(part: MovementPart) -> dict[str, Any]:
    scores = part.scores
    assert scores.phq2
    assert scores.start_back
    plain = {n: getattr(scores, n) for n in ("peg", "psfs", "rmdq", "odi_percent", "tsk11")}
    back = scores.start_back
    return plain | {
        "phq2": {"total": scores.phq2.total, "positive": scores.phq2.positive},
        "start_back": {"total": back.total, "distress": back.distress, "group": back.group},
    }


@pytest.mark.parametrize("case", ALONE, ids=name)
def test_findings_of_a_worked_case(case: dict[str, Any], knowledge: Knowledge) -> None:
    intake, expected = intake_from(case["intake"]), case["expected"]
    part = plan_movement(intake, knowledge, intake.assessed_on)
    flags = {
        "action": part.red_flags.action,
        "blocked": part.red_flags.blocks,
        "rules": [*part.red_flags.rules],
    }
    assert flags == expected["red_flags"]
    assert scores_of(part) == expected["scores"]
    found = {d: {"severity": f.severity, "items": dict(f.items)} for d, f in part.deficits.items()}
    assert found == expected["deficits"]
    silent = [domain for domain, deficit in part.deficits.items() if deficit.severity is None]
    assert silent == expected["not_judged_domains"]


@pytest.mark.parametrize("case", [c for c in ALONE if c["expected"]["status"] == "plan"], ids=name)
def test_exercises_of_a_worked_case(case: dict[str, Any], knowledge: Knowledge) -> None:
    intake, expected = intake_from(case["intake"]), case["expected"]
    part = plan_movement(intake, knowledge, intake.assessed_on)
    therapy = part.physical_therapy
    assert part.chosen
    assert [*part.precautions.ids] == expected["precautions"]
    assert part.precautions.irritability == expected["irritability"]
    assert part.precautions.bmi == expected["bmi"]
    assert part.chosen.max_exercises == expected["max_exercises"]
    assert chosen(therapy.exercises) == expected["exercises"]
    assert [extra.id for extra in therapy.extras] == expected["extras"]
    assert [{"id": row.id, "reason": row.reason} for row in therapy.left_out] == expected["left_out"]
    for phase in ("2", "3"):
        later = [{"id": e.id, "dose": e.dose} for e in therapy.phases[phase]]
        assert later == expected[f"phase_{phase}"]
    refused = {e: part.chosen.case.refusal(e) or "" for e in knowledge.movement.exercises}
    forbidden = sorted(e for e, reason in refused.items() if reason.startswith("precaution:"))
    assert forbidden == expected["forbidden"]


@pytest.mark.parametrize("case", [c for c in ALONE if c["expected"]["status"] == "plan"], ids=name)
def test_visits_and_flags_of_a_worked_case(case: dict[str, Any], knowledge: Knowledge) -> None:
    intake, expected = intake_from(case["intake"]), case["expected"]
    part = plan_movement(intake, knowledge, intake.assessed_on)
    visits, want = part.physical_therapy.visits, expected["visits"]
    assert visits.needed == want["needed"]
    assert (len(visits.clinic_weeks), [*visits.clinic_weeks]) == (want["clinic"], want["weeks"])
    assert ([*visits.remote_weeks], visits.remote_mode) == (want["remote"], want["remote_mode"])
    assert (visits.cost_usd, visits.full_cost_usd) == (want["cost"], want["full_cost"])
    assert [*part.physical_therapy.flags] == expected["flags"]
    again = reassessments(intake.assessed_on, intake, knowledge)
    assert [row.date.isoformat() for row in again] == expected["reassess"]


@pytest.mark.parametrize("case", [c for c in ALONE if c["expected"]["status"] == "blocked"], ids=name)
def test_a_blocked_case_has_no_exercise_and_no_visit(case: dict[str, Any], knowledge: Knowledge) -> None:
    intake = intake_from(case["intake"])
    therapy = plan_movement(intake, knowledge, intake.assessed_on).physical_therapy
    assert not therapy.exercises
    assert not therapy.extras
    assert not therapy.phases
    assert therapy.visits.needed is None


def effects_of_medicines(expected: dict[str, Any]) -> dict[str, Any]:
    """What the combination rows that fire hand to the movement part (joins.md J-21)."""
    rows = sorted(expected.get("combination", ()))
    blocked: dict[str, str] = {}
    for row in rows:
        for exercise in COMBINATION[row].get("leave_out", ()):
            blocked.setdefault(exercise, f"medicine:{row}")
    if any(row["reason"] == "medicine:COM-01" for row in expected.get("left_out", ())):
        blocked |= dict.fromkeys(NOT_WHEN_ALWAYS_SEDATED, "medicine:COM-01")
    return {
        "blocked": blocked,
        "added": frozenset(["osteoporosis"]) if "COM-04" in rows else frozenset(),
        "aerobic_first": ("bike-recumbent", "seated-march") if "COM-14" in rows else (),
        "heart_rate_counts": "COM-03" not in rows,
        "corticosteroid_days": 90 if "COM-04" in rows else None,
    }


@pytest.mark.parametrize("case", JOINED, ids=name)
def test_movement_part_of_a_whole_patient(case: dict[str, Any], knowledge: Knowledge) -> None:
    intake, expected = intake_from(case["intake"]), case["expected"]
    refused = refuse(intake, knowledge, intake.assessed_on)
    assert refused == (expected["rule"] if expected["status"] == "refused" else None)
    if refused:
        return
    part = plan_movement(intake, knowledge, intake.assessed_on, **effects_of_medicines(expected))
    assert part.red_flags.action == expected["red_flags"]["action"]
    assert sorted(part.red_flags.rules) == sorted(expected["red_flags"]["rules"])
    assert part.red_flags.blocks == (expected["status"] == "blocked")
    if part.red_flags.blocks:
        return
    therapy = part.physical_therapy
    assert {domain: deficit.severity for domain, deficit in part.deficits.items()} == expected["deficits"]
    assert [*part.precautions.ids] == expected["precautions"]
    assert part.precautions.irritability == expected["irritability"]
    assert part.chosen
    assert part.chosen.max_exercises == expected["max_exercises"]
    assert chosen(therapy.exercises) == expected["exercises"]
    assert {extra.id for extra in therapy.extras} == set(expected["extras"])
    assert set(therapy.flags) == set(expected["flags"]) - SET_BY_THE_JOINS
    reasons = {(row.id, row.reason) for row in therapy.left_out}
    assert reasons == {(row["id"], row["reason"]) for row in expected["left_out"]}
    visits, want = therapy.visits, expected["visits"]
    assert {n: getattr(visits, n) for n in ("needed", "remote_mode", "cost_usd", "full_cost_usd")} == {
        n: want[n] for n in ("needed", "remote_mode", "cost_usd", "full_cost_usd")
    }
    assert [[*visits.clinic_weeks], [*visits.remote_weeks]] == [want["clinic_weeks"], want["remote_weeks"]]
