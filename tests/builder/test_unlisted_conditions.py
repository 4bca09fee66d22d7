"""A condition that the list does not know changes nothing but what the plan says it could not judge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plans.builder.build import build_plan
from plans.builder.plan import NotJudged, Plan, to_json
from plans.intake.history import History
from plans.intake.intake import Intake
from plans.interop.plan_text import plan_text
from plans.knowledge.loader import load
from tests.builder.content.patients import content_of, intake_data, read

CASES = [f"X{number}" for number in range(1, 11)]
# The last three are names of precautions that findings set; typed as conditions they must set nothing.
TYPED = ("gout", "Lupus, since 2019", "flexion-sensitive", "exercise-stop", "severe-obesity")
WITH_THEM = NotJudged(
    "physical_therapy",
    "condition-not-listed",
    reason=f"not in the list of conditions, no rule reads it: {', '.join(sorted(TYPED))}",
)


def plan_of(intake: Intake) -> Plan:
    return build_plan(intake, load(), intake.assessed_on)


def with_them(intake: Intake) -> Intake:
    return replace(intake, conditions=(*TYPED[:2], *(intake.conditions or ()), *TYPED[2:]))


@pytest.mark.parametrize("case", CASES)
def test_the_plan_is_the_same_but_for_what_was_not_judged(case: str) -> None:
    intake = replace(read(intake_data(case)), conditions=read(intake_data(case)).conditions or ())
    plan, other = plan_of(intake), plan_of(with_them(intake))
    assert set(other.not_judged) - set(plan.not_judged) == {WITH_THEM}
    assert [ask.message for ask in other.asks if ask not in plan.asks] == [
        f"{name} is not in the list of conditions: kept, and no rule reads it." for name in sorted(TYPED)
    ]
    same = replace(other, not_judged=plan.not_judged, asks=plan.asks)
    assert to_json(same) == to_json(plan)
    assert not set(other.precautions) & set(TYPED) - set(plan.precautions)


def test_only_unlisted_conditions_are_an_answer_and_not_a_missing_one() -> None:
    intake = read(intake_data("X2", conditions=[]))
    asked, missing = plan_of(replace(intake, conditions=("gout",))), plan_of(replace(intake, conditions=None))
    assert asked.medication.alerts_fired == plan_of(intake).medication.alerts_fired
    assert "conditions" not in asked.signing.therapist
    assert "conditions" in missing.signing.therapist


def test_nothing_is_said_when_every_condition_is_listed() -> None:
    plan = plan_of(read(intake_data("X7")))
    assert "condition-not-listed" not in {row.id for row in plan.not_judged}


def test_a_blocked_plan_says_it_too() -> None:
    intake = read(intake_data("X1", red_flags=["rf-ces-bladder"], conditions=["gout"]))
    plan = plan_of(intake)
    assert plan.status == "blocked"
    assert [row.reason for row in plan.not_judged if row.id == "condition-not-listed"] == [
        "not in the list of conditions, no rule reads it: gout"
    ]
    assert any(ask.message.startswith("gout is not in the list") for ask in plan.asks)


def test_the_plan_as_text_and_the_clinician_copy_show_it_and_the_patients_pages_do_not() -> None:
    data = intake_data("X1", conditions=["gout"])
    intake = read(data)
    text = " ".join(plan_text(plan_of(intake), intake, load()).split())
    assert "not in the list of conditions, no rule reads it: gout: condition-not-listed" in text
    assert "ask: gout is not in the list of conditions" in text
    content = content_of(data)
    assert content.clinician is not None
    lines = " ".join(line for block in content.clinician.blocks for line in block.lines)
    assert "not in the list of conditions, no rule reads it: gout (condition-not-listed)" in lines
    assert "gout is not in the list of conditions" in lines
    assert "gout" not in str(content.sheets)


def test_progress_and_changes_are_those_of_a_visit_without_them() -> None:
    now, before = read(intake_data("X1")), read(intake_data("X1", assessed_on="2026-01-05"))
    plain = _later(now, before)
    typed = _later(with_them(now), with_them(before))
    assert plain.progress is not None
    assert (typed.progress, typed.changes) == (plain.progress, plain.changes)


def _later(now: Intake, before: Intake) -> Plan:
    history = History(before.assessed_on, (before,), previous=to_json(plan_of(before)))
    return build_plan(now, load(), now.assessed_on, history=history)
