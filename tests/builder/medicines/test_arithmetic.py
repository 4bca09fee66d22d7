"""MME, days on an opioid, Cockcroft-Gault and CKD-EPI 2021: the published numbers (medications-3, 4.5, 5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from plans.builder.judge import AtLeast
from plans.builder.medicines.amounts import number
from plans.builder.medicines.kidney import creatinine_clearance, filtration_rate, stage
from plans.builder.medicines.laboratory import shown_estimate
from plans.builder.medicines.mme import meter_text
from plans.knowledge.loader import Knowledge
from plans.knowledge.medicine_rows import Number
from tests.builder.medicines.conftest import Read
from tests.support import read_cases

CASES = read_cases("arithmetic.json")


def of_kind(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] == kind]


def milligrams(case: dict[str, Any], knowledge: Knowledge) -> Number:
    value = number(case["creatinine"])
    per_mg = knowledge.medicines.kidney["cockcroft_gault"]["umol_per_mg"]
    return value if case["unit"] == "mg/dL" else Decimal(value) / per_mg


@pytest.mark.parametrize("case", of_kind("mme"))
def test_the_opioid_total_and_the_words_of_the_meter(
    case: dict[str, Any], read: Read, knowledge: Knowledge
) -> None:
    medicines = read(as_of=case["as_of"], medications=case["medications"])
    result = medicines.facts.get("mme_result")

    assert {
        "low": result.low if result.low is None else float(result.low),
        "high": result.high if result.high is None else float(result.high),
        "at_least_50": result.at_least(50),
        "at_least_90": result.at_least(90),
        "not_judged": [list(pair) for pair in result.not_judged],
        "meter": meter_text(result, knowledge.medicines),
    } == case["expected"]


@pytest.mark.parametrize("case", of_kind("opioid_days"))
def test_days_on_an_opioid(case: dict[str, Any], read: Read) -> None:
    days = read(as_of=case["as_of"], medications=case["medications"]).facts.get("opioid_days")

    expected, quality = case["expected"]["days"], case["expected"]["quality"]
    assert days == (AtLeast(expected) if quality == "at least" else expected)


@pytest.mark.parametrize("case", of_kind("crcl"))
def test_creatinine_clearance_and_the_weight_it_uses(case: dict[str, Any], knowledge: Knowledge) -> None:
    kidney = knowledge.medicines.kidney
    height = None if case["height_cm"] is None else number(case["height_cm"])
    found = creatinine_clearance(
        case["age"],
        case["sex_at_birth"],
        number(case["weight_kg"]),
        height,
        milligrams(case, knowledge),
        kidney,
    )
    words = {row["id"]: row["words"] for row in kidney["weight_rule"]}

    assert round(float(found.ml_min), 4) == case["expected"]["crcl_ml_min"]
    assert round(float(found.weight_kg), 2) == case["expected"]["weight_kg"]
    assert words[found.rule] == case["expected"]["weight_used"]


@pytest.mark.parametrize("case", of_kind("egfr"))
def test_filtration_rate_and_its_stage(case: dict[str, Any], knowledge: Knowledge) -> None:
    kidney = knowledge.medicines.kidney
    rate = filtration_rate(milligrams(case, knowledge), case["age"], case["sex_at_birth"], kidney)

    assert rate == pytest.approx(case["expected"]["egfr_ml_min"], abs=1e-4)
    assert stage(rate, kidney) == case["expected"]["stage"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("44.5863", "44.6"),
        ("60.0", "60"),
        ("59.95", "just under 60"),
        ("29.9983", "just under 30"),
        ("59.94", "59.9"),
    ],
)
def test_an_estimate_is_never_shown_on_a_threshold_it_does_not_reach(
    value: str, words: str, read: Read
) -> None:
    assert shown_estimate(read().facts, Decimal(value)) == words
