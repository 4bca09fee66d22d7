"""Doses by kidney function: R1 to R48, both sides of a band, and the alerts of medications-3, 5.8."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

import pytest

from plans.builder.judge import AtLeast, WarnsOnly
from plans.builder.medicines import MedicineFacts, judge_medicines
from plans.builder.medicines.findings import judge_part3
from plans.builder.plan import Alert, Medication
from plans.knowledge.loader import Knowledge
from tests.builder.medicines.conftest import Read
from tests.support import CASES

R_CASES = tomllib.loads((CASES / "renal-doses.toml").read_text(encoding="utf-8"))["case"]
WOMAN_OF_67 = {
    "patient": {"birth_date": "1959-01-10", "sex_at_birth": "female", "weight_kg": 62, "height_cm": 165},
    "conditions": [],
    "allergies": [],
}


def listed(case: dict[str, Any]) -> dict[str, Any]:
    entry = {key: case[key] for key in ("drug", "dose_mg", "times_per_day") if key in case}
    if case.get("form", "ir") != "ir":
        entry["release"] = "er"
    return entry


@pytest.mark.parametrize("case", R_CASES, ids=lambda case: case["id"])
def test_a_worked_dose_check(case: dict[str, Any], read: Read) -> None:
    facts = read(medications=[listed(case)]).facts
    known = {
        "crcl_ml_min": Decimal(str(case["crcl"])) if "crcl" in case else None,
        "egfr_ml_min": case.get("egfr"),
    }
    found, unknown = judge_part3(facts.with_values(known))

    bands = {row.id: row.severity for row in found if row.id in facts.rulebook.place_of and row.target}
    assert bands == case["fires"]
    assert set(case.get("not_judged", ())) <= {row.id for row in unknown}


def medication_of(medicines: MedicineFacts, knowledge: Knowledge) -> Medication:
    return judge_medicines(medicines, medicines.facts.intake, knowledge, ()).medication


def line(medication: Medication, rule: str) -> Alert:
    """The line on the page that shows ``rule`` or holds it."""
    return next(alert for alert in medication.alerts if rule in (alert.rule, *alert.also))


def test_one_danger_in_both_parts_is_one_line_with_the_higher_severity(
    read: Read, knowledge: Knowledge
) -> None:
    # Naproxen at CrCl 28 (contraindicated) and eGFR 34 (caution): the example of 5.8.
    naproxen = {"drug": "naproxen", "dose_mg": 500, "times_per_day": 2, "started_on": "2026-02-20"}
    patient = {"birth_date": "1950-01-10", "sex_at_birth": "male", "weight_kg": 52, "height_cm": 175}
    labs = {"serum_creatinine_mg_dl": 1.92, "taken_on": "2026-02-10"}
    medicines = read(patient=patient, labs=labs, medications=[naproxen], conditions=[], allergies=[])
    facts = medicines.facts
    assert facts.get("crcl_ml_min") < 30 < facts.get("egfr_ml_min")

    found = line(medication_of(medicines, knowledge), "REN-NSAID-30")

    assert (found.rule, found.severity, found.effect[0]) == ("REN-NSAID-30", "contraindicated", "stop")
    assert {"nsaid-renal-30-59", "REN-NSAID-60"} <= set(found.also)


def test_equal_severity_shows_the_row_of_the_rules(read: Read, knowledge: Knowledge) -> None:
    gabapentin = {"drug": "gabapentin", "dose_mg": 500, "times_per_day": 3, "started_on": "2026-01-01"}
    labs = {"serum_creatinine_mg_dl": 1.1, "taken_on": "2026-02-10"}
    medicines = read(WOMAN_OF_67, labs=labs, medications=[gabapentin])

    found = line(medication_of(medicines, knowledge), "REN-GABAPENTIN")

    assert found.rule == "gabapentin-renal-dose"
    assert "REN-GABAPENTIN" in found.also


def test_one_dose_too_large_stands_alone_when_the_day_is_not_too_much(
    read: Read, knowledge: Knowledge
) -> None:
    # Gabapentin ir, CrCl 44.6: 1400 mg a day is allowed, one dose above 700 mg is not.
    gabapentin = {
        "drug": "gabapentin",
        "doses_mg": {"morning": 600, "bedtime": 800},
        "started_on": "2026-01-01",
    }
    labs = {"serum_creatinine_mg_dl": 1.1, "taken_on": "2026-02-10"}
    medication = medication_of(read(WOMAN_OF_67, labs=labs, medications=[gabapentin]), knowledge)

    assert "gabapentin-renal-dose" not in medication.alerts_fired
    assert line(medication, "REN-GABAPENTIN").rule == "REN-GABAPENTIN"


@pytest.mark.parametrize(
    ("weight", "creatinine", "reached"),
    [(None, 2.4, True), (None, 0.9, False), (70, 2.4, False)],
    ids=["low eGFR, no weight", "good eGFR, no weight", "weight known"],
)
def test_a_missing_weight_is_an_alert_when_a_dose_goes_by_clearance(
    weight: float | None, creatinine: float, reached: bool, read: Read, knowledge: Knowledge
) -> None:
    # K9: man of 73, creatinine 2.4, gabapentin 1800.
    gabapentin = {"drug": "gabapentin", "dose_mg": 600, "times_per_day": 3, "started_on": "2026-01-01"}
    patient = {"birth_date": "1953-01-01", "sex_at_birth": "male", "weight_kg": weight}
    labs = {"serum_creatinine_mg_dl": creatinine, "taken_on": "2026-02-10"}
    medicines = read(patient=patient, labs=labs, medications=[gabapentin], conditions=[], allergies=[])
    judged = judge_medicines(medicines, medicines.facts.intake, knowledge, ())

    rules = [alert.rule for alert in judged.medication.alerts]
    assert ("REN-WEIGH" in rules) is reached
    if reached:
        assert (
            "eGFR 27.8 and no weight: the dose of gabapentin" in line(judged.medication, "REN-WEIGH").message
        )
        row = next(row for row in judged.not_judged if row.id == "gabapentin-renal-dose")
        assert row.needs == ("patient.weight_kg",)


def test_another_band_by_actual_weight_is_said(read: Read, knowledge: Knowledge) -> None:
    patient = {"birth_date": "1966-01-01", "sex_at_birth": "male", "weight_kg": 120, "height_cm": 170}
    labs = {"serum_creatinine_mg_dl": 1.7, "taken_on": "2026-02-10"}
    venlafaxine = {"drug": "venlafaxine", "dose_mg": 225, "times_per_day": 1, "started_on": "2026-01-01"}
    medicines = read(patient=patient, labs=labs, medications=[venlafaxine], conditions=[], allergies=[])
    found = line(medication_of(medicines, knowledge), "REN-VENLAFAXINE")

    assert found.message.endswith("reduce venlafaxine by 25 to 50 %. (by actual weight 78.4: other band)")


@pytest.mark.parametrize(
    ("value", "fires"),
    [(AtLeast(60), False), (WarnsOnly(59), True), (WarnsOnly(61), False)],
    ids=["above 60", "old and low", "old and good"],
)
def test_a_partly_known_estimate_warns_but_does_not_reassure(value: Any, fires: bool, read: Read) -> None:
    facts = read(medications=[{"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3}]).facts
    found, unknown = judge_part3(facts.with_values({"egfr_ml_min": value}))

    assert ("REN-NSAID-60" in [row.id for row in found]) is fires
    assert ("REN-NSAID-30" in [row.id for row in unknown]) is isinstance(value, WarnsOnly)


def test_a_medicine_without_kidney_advice_is_said_below_30(read: Read, knowledge: Knowledge) -> None:
    medicines = read(
        WOMAN_OF_67, labs={"egfr": 29, "taken_on": "2026-02-10"}, medications=[{"drug": "lisinopril"}]
    )
    rows = judge_medicines(medicines, medicines.facts.intake, knowledge, ()).not_judged

    assert [row.reason for row in rows if row.id == "REN-NO-ADVICE"] == [
        "no kidney advice in the formulary for lisinopril"
    ]
