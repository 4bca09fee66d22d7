"""Every row that is not judged says what would settle it, or why nothing will (joins.md J-15 and 5)."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.medicines import judge_medicines
from plans.builder.plan import NotJudged
from plans.knowledge.loader import Knowledge
from tests.builder.medicines.conftest import Read

NSAID = {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3}
HIGH_ASPIRIN = {"drug": "aspirin", "dose_mg": 500, "times_per_day": 2}
PATIENT = {"birth_date": "1980-01-01", "sex_at_birth": "female", "weight_kg": 70, "height_cm": 165}


def rows_of(read: Read, knowledge: Knowledge, *entries: dict[str, Any], **more: Any) -> dict[str, NotJudged]:
    medicines = read({"patient": PATIENT, "medications": list(entries), **more})
    rows = judge_medicines(medicines, medicines.facts.intake, knowledge, ()).not_judged
    assert len({row.id for row in rows}) == len(rows), "one row per rule"
    assert all(row.needs or row.reason for row in rows)
    return {row.id: row for row in rows}


def test_an_allergy_waits_for_the_list_of_medicines(read: Read, knowledge: Knowledge) -> None:
    medicines = read({"medications": None, "allergies": [{"substance": "codeine"}]})
    rows = {r.id: r for r in judge_medicines(medicines, medicines.facts.intake, knowledge, ()).not_judged}
    assert rows["allergy-same"].needs == ("medications",)
    assert all(not path.startswith("clinic.") for row in rows.values() for path in row.needs)


def test_an_opioid_without_a_factor_is_the_reason(read: Read, knowledge: Knowledge) -> None:
    row = rows_of(read, knowledge, {"drug": "opium tincture", "dose_mg": 5, "times_per_day": 2})[
        "opioid-mme-90"
    ]
    assert (row.needs, row.reason) == ((), "no CDC 2022 factor for opium")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"conditions": ["dialysis"]}, "on dialysis"),
        ({"patient": PATIENT | {"pregnancy_weeks": 20}}, "not valid in pregnancy"),
    ],
)
def test_no_estimate_is_valid_and_no_field_settles_it(
    more: dict[str, Any], reason: str, read: Read, knowledge: Knowledge
) -> None:
    """medications-3, 5.2; without a creatinine too."""
    rows = rows_of(read, knowledge, NSAID, **more)
    assert rows["crcl_ml_min"].reason == reason
    if "conditions" not in more:
        assert rows["nsaid-renal-below-30"].reason == reason


def test_aspirin_that_counts_as_an_nsaid_is_asked_about(read: Read, knowledge: Knowledge) -> None:
    rows = rows_of(read, knowledge, HIGH_ASPIRIN)
    assert rows["nsaid-over-3-months"].needs == ("medications[aspirin].started_on",)
    assert rows["OPT-NSAID-STOMACH"].needs == ("medications[aspirin].effects",)
    asked = rows_of(read, knowledge, HIGH_ASPIRIN | {"effects": ["none"]})
    assert "OPT-NSAID-STOMACH" not in asked


def test_effects_of_a_gabapentinoid_are_asked_about(read: Read, knowledge: Knowledge) -> None:
    rows = rows_of(read, knowledge, {"drug": "gabapentin", "dose_mg": 300, "times_per_day": 3})
    foggy = [row for id, row in rows.items() if id.startswith("OPT-GABA-FOGGY")]
    assert foggy
    assert all("medications[gabapentin].effects" in row.needs for row in foggy)


def test_an_old_creatinine_names_its_field(read: Read, knowledge: Knowledge) -> None:
    old = {"serum_creatinine_mg_dl": 0.6, "serum_creatinine_on": "2024-01-01"}
    aged = PATIENT | {"birth_date": "1950-01-01"}
    row = rows_of(read, knowledge, NSAID, labs=old, patient=aged)["REN-LOW-MUSCLE"]
    assert row.needs == ("labs.serum_creatinine_mg_dl",)


def test_earlier_opioids_that_settle_nothing_are_said(read: Read, knowledge: Knowledge) -> None:
    """medications-3, 4.4: tramadol 300 mg a day makes 60 MME without an amount of its own."""
    patch = {
        "drug": "fentanyl-patch",
        "patch_mcg_per_hour": 25,
        "every_hours": 72,
        "started_on": "2026-03-01",
    }
    before = {"drug": "tramadol", "dose_mg": 100, "times_per_day": 3, "started_on": "2025-06-01"}
    row = rows_of(read, knowledge, patch, before)["fentanyl-patch-not-tolerant"]
    assert (row.needs, row.reason) == ((), "the earlier opioids neither prove tolerance nor rule it out")
    unknown = {key: value for key, value in before.items() if key != "times_per_day"}
    row = rows_of(read, knowledge, patch, unknown)["fentanyl-patch-not-tolerant"]
    assert row.needs == ("medications[tramadol].times_per_day",)


def test_two_medicines_under_one_rule_make_one_row(read: Read, knowledge: Knowledge) -> None:
    """REN-OPIOID has a band for each; neither can be judged without a creatinine."""
    entries = [
        {"drug": "morphine", "dose_mg": 15, "times_per_day": 2, "started_on": "2025-12-01"},
        {"drug": "codeine", "dose_mg": 30, "times_per_day": 2, "started_on": "2025-12-01"},
    ]
    rows = rows_of(read, knowledge, *entries)
    assert rows["REN-OPIOID"].needs == ("labs.serum_creatinine_mg_dl",)


def test_an_egfr_known_from_below_is_not_said_where_no_estimate_is_valid(
    read: Read, knowledge: Knowledge
) -> None:
    labs = {"egfr": ">60", "egfr_on": "2026-02-20"}
    assert rows_of(read, knowledge, NSAID, labs=labs)["egfr_ml_min"].reason == "eGFR above 60"
    pregnant = PATIENT | {"pregnancy_weeks": 20}
    row = rows_of(read, knowledge, NSAID, labs=labs, patient=pregnant)["egfr_ml_min"]
    assert row.reason == "not valid in pregnancy"
