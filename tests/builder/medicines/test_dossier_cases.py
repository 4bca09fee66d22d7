"""The published cases: which rows fire, which are not judged, what stands on the page, COM rows."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.medicines import MedicineFacts, combine
from plans.builder.medicines.findings import judge_rules
from plans.builder.medicines.folding import fold
from plans.knowledge.loader import Knowledge
from tests.builder.medicines.conftest import Read
from tests.support import read_cases

PAGE_CASES = [*read_cases("medicines.json"), *read_cases("practice-medicines.jsonl")]
WHOLE_CASES = [
    case
    for case in (*read_cases("whole-patients.json"), *read_cases("practice.jsonl"))
    if "alerts_fired" in case["expected"]
]


def page_of(medicines: MedicineFacts, knowledge: Knowledge) -> dict[str, Any]:
    """The rows of medications-2 alone, as the published lists hold them."""
    found, unknown = judge_rules(medicines.facts)
    lines = fold(found, medicines.facts)
    return {
        "fires": {finding.id: finding.severity for finding in found},
        "shown": [line.first.id for line in lines],
        "also": {line.first.id: [row.id for row in line.also] for line in lines if line.also},
        "not_judged": {row.id: list(row.missing) for row in unknown},
        "combination": list(combine(medicines, knowledge).ids),
    }


@pytest.mark.parametrize("case", PAGE_CASES, ids=lambda case: case["id"])
def test_a_medicine_list_gives_the_published_page(
    case: dict[str, Any], read: Read, knowledge: Knowledge
) -> None:
    expected = {key: value for key, value in case["expected"].items() if key != "exercises"}

    assert page_of(read(case["intake"]), knowledge) == expected


@pytest.mark.parametrize("case", WHOLE_CASES, ids=lambda case: case["id"])
def test_a_whole_patient_has_the_published_alerts_and_combination(
    case: dict[str, Any], read: Read, knowledge: Knowledge
) -> None:
    page = page_of(read(case["intake"]), knowledge)

    assert sorted(page["fires"]) == sorted(case["expected"]["alerts_fired"])
    assert page["combination"] == case["expected"]["combination"]
