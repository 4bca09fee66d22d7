"""Every published case once through the plan command, as typed, against all that is published of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from plans.knowledge.loader import load
from tests.commands.conftest import Ran
from tests.published import answered_page, answered_patient, differences, published_page, published_patient
from tests.support import read_cases

Json = dict[str, Any]
PATIENTS = [*read_cases("whole-patients.json"), *read_cases("practice.jsonl")]
PRACTICE_PAGES = read_cases("practice-medicines.jsonl")


def long_enough(case: Json) -> Json:
    """A case that is a list of medicines alone, with what a plan needs."""
    pain = {**case["intake"].get("pain", {}), "duration_weeks": 40}
    return {**case, "intake": {"red_flags": [], **case["intake"], "pain": pain}}


PAGES = [*map(long_enough, read_cases("medicines.json")), *PRACTICE_PAGES]


@pytest.fixture
def plans(run: Callable[..., Ran]) -> Callable[[list[Json]], list[Json]]:
    def plans_of(cases: list[Json]) -> list[Json]:
        ran = run("build_plan", "-", "--lines", stdin="\n".join(json.dumps(case["intake"]) for case in cases))
        assert (ran.status, ran.err) == (0, "")
        return [json.loads(line) for line in ran.out.splitlines()]

    return plans_of


def test_whole_patients_and_practice_patients(plans: Callable[[list[Json]], list[Json]]) -> None:
    found = zip(PATIENTS, plans(PATIENTS), strict=True)
    wrong = {
        case["id"]: differences(answered_patient(plan, case), published_patient(case)) for case, plan in found
    }
    assert len(wrong) == 410
    assert {id: row for id, row in wrong.items() if row} == {}


def test_lists_of_medicines(plans: Callable[[list[Json]], list[Json]]) -> None:
    rules = load().medicines.rules
    found = zip(PAGES, plans(PAGES), strict=True)
    wrong = {
        case["id"]: differences(answered_page(plan, case, rules), published_page(case))
        for case, plan in found
    }
    assert len(wrong) == 321
    assert {id: row for id, row in wrong.items() if row} == {}


def test_a_condition_that_the_list_does_not_know_is_named_in_the_plan(
    plans: Callable[[list[Json]], list[Json]],
) -> None:
    cases = [case for case in PRACTICE_PAGES if "id" in (case["intake"].get("conditions") or ())]
    assert len(cases) == 20
    for plan in plans(cases):
        (row,) = (row for row in plan["not_judged"] if row["id"] == "condition-not-listed")
        assert row["reason"].endswith(": id")
        assert "id" not in plan["precautions"]
        assert [ask["path"] for ask in plan["asks"] if "list of conditions" in ask["message"]]
