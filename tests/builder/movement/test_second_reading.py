"""Random patients against a second program that was written from physical-therapy.md alone.

``movement.jsonl`` holds the fewest that reach every red-flag rule, severity of every item, precaution,
flag, exercise, need, selection rule, reason, phase and number of visits that the published cases do not.
"""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.movement.part import MovementPart, plan_movement
from plans.builder.movement.screen import refuse
from plans.knowledge.loader import Knowledge
from tests.support import intake_from, read_cases

CASES = read_cases("movement.jsonl")


def answered(part: MovementPart) -> dict[str, Any]:
    """The part in the words of a case."""
    scores, group = part.scores, part.scores.start_back
    found: dict[str, Any] = {
        "status": "blocked" if part.red_flags.blocks else "plan",
        "red_flags": {"action": part.red_flags.action, "rules": [*part.red_flags.rules]},
        "scores": {
            "peg": scores.peg,
            "psfs": scores.psfs,
            "phq2": {"total": scores.phq2.total, "positive": scores.phq2.positive},
            "start_back": {"total": group.total, "distress": group.distress, "group": group.group},
        },
        "deficits": {
            domain: {"severity": deficit.severity, "items": dict(deficit.items)}
            for domain, deficit in part.deficits.items()
        },
    }
    return found | (chosen(part) if part.chosen else {})


def chosen(part: MovementPart) -> dict[str, Any]:
    therapy, visits, precautions = part.physical_therapy, part.physical_therapy.visits, part.precautions
    assert part.chosen is not None
    return {
        "precautions": [*precautions.ids],
        "bmi": precautions.bmi,
        "irritability": precautions.irritability,
        "max_exercises": part.chosen.max_exercises,
        "exercises": [
            {"id": e.id, "need": e.need, "rule": e.rule, "dose": e.dose} for e in therapy.exercises
        ],
        "left_out": {row.id: row.reason for row in therapy.left_out},
        "extras": [e.id for e in therapy.extras],
        "flags": sorted(therapy.flags),
        "phases": {phase: [[e.id, e.dose] for e in rows] for phase, rows in therapy.phases.items()},
        "visits": {
            "needed": visits.needed,
            "clinic_weeks": [*visits.clinic_weeks],
            "remote_weeks": [*visits.remote_weeks],
            "remote_mode": visits.remote_mode,
            "cost_usd": visits.cost_usd,
            "full_cost_usd": visits.full_cost_usd,
        },
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_part_agrees_with_the_second_program(case: dict[str, Any], knowledge: Knowledge) -> None:
    intake, expected = intake_from(case["intake"]), case["expected"]
    refused = refuse(intake, knowledge, intake.assessed_on)
    if expected["status"] == "refused":
        assert refused == expected["rule"]
        return
    assert refused is None
    assert answered(plan_movement(intake, knowledge, intake.assessed_on)) == expected
