"""Which kidney value may be used: edge cases K of medications-3, 5.5, and the rules of 5.2."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from plans.builder.judge import AtLeast, WarnsOnly
from plans.builder.medicines import judge_medicines
from plans.builder.medicines.findings import judge_part3, judge_rules
from plans.knowledge.loader import Knowledge
from tests.builder.medicines.conftest import AS_OF, Read

MAN_OF_60 = {"birth_date": "1966-01-01", "sex_at_birth": "male", "weight_kg": 80, "height_cm": 178}
WOMAN_OF_30 = {"birth_date": "1996-01-01", "sex_at_birth": "female", "weight_kg": 62, "height_cm": 165}
IBUPROFEN = {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3, "started_on": "2026-02-20"}
LISINOPRIL = {"drug": "lisinopril", "dose_mg": 20, "times_per_day": 1, "started_on": "2025-01-01"}


def days_ago(days: int) -> str:
    return (date.fromisoformat(AS_OF) - timedelta(days=days)).isoformat()


def creatinine(value: float, days: int | None) -> dict[str, Any]:
    return {"serum_creatinine_mg_dl": value} | ({} if days is None else {"taken_on": days_ago(days)})


@pytest.mark.parametrize(("days", "known"), [(365, True), (366, False), (None, True)])
def test_a_creatinine_counts_for_a_year_and_an_undated_one_too(
    days: int | None, known: bool, read: Read
) -> None:
    facts = read(patient=MAN_OF_60, labs=creatinine(0.9, days), conditions=[], medications=[]).facts

    assert (facts.get("egfr_ml_min") is not None) is known
    assert (facts.get("crcl_ml_min") is not None) is known
    assert facts.get("kidney_value_known") is known


@pytest.mark.parametrize("days", [90, 91])
@pytest.mark.parametrize(
    ("value", "conditions", "medications"),
    [(0.9, ["ckd"], []), (0.9, ["kidney-transplant"], []), (1.6, [], []), (0.9, [], [IBUPROFEN, LISINOPRIL])],
    ids=["kidney disease", "transplant", "eGFR below 60", "NSAID with an ACE inhibitor"],
)
def test_a_risky_value_reassures_for_90_days_only(
    days: int, value: float, conditions: list[str], medications: list[Any], read: Read
) -> None:
    facts = read(
        patient=MAN_OF_60, labs=creatinine(value, days), conditions=conditions, medications=medications
    ).facts

    assert isinstance(facts.get("egfr_ml_min"), WarnsOnly) is (days > 90)
    assert isinstance(facts.get("crcl_ml_min"), WarnsOnly) is (days > 90)
    assert facts.get("kidney_value_known")


def test_a_low_egfr_makes_the_older_creatinine_beside_it_a_mere_warning(read: Read) -> None:
    # "With an eGFR below 60 a value 91 to 365 days old" (medications-2, 3.0): here the creatinine is.
    labs = {
        "serum_creatinine_mg_dl": 0.9,
        "serum_creatinine_on": days_ago(91),
        "egfr": 45,
        "egfr_on": days_ago(20),
    }
    facts = read(patient=MAN_OF_60, labs=labs, conditions=[], medications=[]).facts

    assert facts.get("egfr_ml_min") == 45
    assert isinstance(facts.get("crcl_ml_min"), WarnsOnly)


@pytest.mark.parametrize(("days", "known"), [(365, True), (366, False)])
def test_a_date_of_one_value_only_counts_for_both(days: int, known: bool, read: Read) -> None:
    labs = {"serum_creatinine_mg_dl": 0.9, "egfr": 75, "egfr_on": days_ago(days)}
    facts = read(patient=MAN_OF_60, labs=labs, conditions=[], medications=[]).facts

    assert (facts.get("crcl_ml_min") is not None) is known
    assert (facts.get("egfr_ml_min") is not None) is known


def test_an_old_low_value_still_warns_and_says_its_date(read: Read, knowledge: Knowledge) -> None:
    # K17: eGFR 55 of 91 days ago, ibuprofen.
    labs = {"egfr": 55, "egfr_on": days_ago(91)}
    medicines = read(patient=MAN_OF_60, labs=labs, conditions=[], allergies=[], medications=[IBUPROFEN])
    found = judge_medicines(medicines, medicines.facts.intake, knowledge, ())

    alert = next(alert for alert in found.medication.alerts if alert.rule == "nsaid-renal-30-59")
    assert alert.message.endswith("(value of 2025-12-01, repeat now)")
    row = next(row for row in found.not_judged if row.id == "nsaid-renal-below-30")
    assert (row.needs, row.reason) == (("labs.serum_creatinine_mg_dl",), None)


def test_an_old_good_value_silences_nothing(read: Read) -> None:
    # K18: eGFR 72 of 91 days ago, naproxen and lisinopril.
    naproxen = {"drug": "naproxen", "dose_mg": 500, "times_per_day": 2, "started_on": "2026-02-20"}
    labs = {"egfr": 72, "egfr_on": days_ago(91)}
    facts = read(
        patient=MAN_OF_60, labs=labs, conditions=[], allergies=[], medications=[naproxen, LISINOPRIL]
    ).facts
    found, unknown = judge_rules(facts)

    kidney_rows = {"nsaid-renal-below-30", "nsaid-renal-30-59", "nsaid-renal-30-59-raas-diuretic"}
    assert kidney_rows <= {row.id for row in unknown}
    assert not kidney_rows & {row.id for row in found}


@pytest.mark.parametrize(
    ("sex", "labs", "egfr"),
    [
        ("unknown", {"serum_creatinine_mg_dl": 1.0, "taken_on": "2026-02-10"}, None),
        ("unknown", {"egfr": 48, "egfr_on": "2026-02-10"}, 48),
    ],
    ids=["creatinine", "laboratory eGFR"],
)
def test_without_sex_only_an_entered_value_is_used(sex: str, labs: Any, egfr: int | None, read: Read) -> None:
    facts = read(patient={**MAN_OF_60, "sex_at_birth": sex}, labs=labs, conditions=[], medications=[]).facts

    assert facts.get("egfr_ml_min") == egfr
    assert facts.get("crcl_ml_min") is None


def test_above_sixty_from_the_laboratory_settles_what_lies_below(read: Read) -> None:
    # K20
    labs = {"egfr": ">60", "taken_on": "2026-02-10"}
    medicines = read(patient=MAN_OF_60, labs=labs, conditions=[], allergies=[], medications=[IBUPROFEN])
    found, unknown = judge_rules(medicines.facts)

    assert medicines.facts.get("egfr_ml_min") == AtLeast(60)
    assert not [row.id for row in (*found, *unknown) if "renal" in row.id]
    assert medicines.renal.egfr_ml_min == 60
    assert medicines.renal.details["egfr_stage"] == "G1 or G2"


def test_an_old_above_sixty_warns_of_nothing_and_settles_nothing(read: Read) -> None:
    labs = {"egfr": ">60", "egfr_on": days_ago(91)}
    facts = read(
        patient=MAN_OF_60, labs=labs, conditions=["ckd"], allergies=[], medications=[IBUPROFEN]
    ).facts
    found, unknown = judge_rules(facts)

    assert facts.get("egfr_ml_min") == WarnsOnly(AtLeast(60))
    assert "nsaid-renal-below-30" in {row.id for row in unknown}
    assert not [row.id for row in found if "renal" in row.id]


# Man of 60 with creatinine 1.384: computed 58.34 (142 x 1.5378^-1.2 x 0.9938^60).
@pytest.mark.parametrize(
    ("entered", "on", "governs", "asked"),
    [
        (44, 20, 44, True),  # K21: same day, more than 10 apart: the lower one
        (48.5, 20, 58.34, False),
        (70, 20, 58.34, True),
        (28, 10, 28, False),  # K22: the later one, whatever it says
        (28, 40, 58.34, False),
    ],
)
def test_of_two_values_the_later_one_or_the_lower_one_governs(
    entered: float, on: int, governs: float, asked: bool, read: Read
) -> None:
    labs = {
        "serum_creatinine_mg_dl": 1.384,
        "serum_creatinine_on": days_ago(20),
        "egfr": entered,
        "egfr_on": days_ago(on),
    }
    medicines = read(patient=MAN_OF_60, labs=labs, conditions=[], medications=[])

    assert float(medicines.facts.get("egfr_ml_min")) == pytest.approx(governs, abs=0.05)
    assert medicines.facts.get("egfr_values_differ") is asked
    assert ("labs.egfr" in [ask.path for ask in medicines.asks]) is asked


def test_on_dialysis_no_number_is_printed_and_every_low_value_row_fires(read: Read) -> None:
    # K23: creatinine 6.0, gabapentin 900.
    gabapentin = {"drug": "gabapentin", "dose_mg": 300, "times_per_day": 3, "started_on": "2026-01-01"}
    labs = creatinine(6.0, 10)
    medicines = read(
        patient=MAN_OF_60,
        labs=labs,
        conditions=["dialysis"],
        allergies=[],
        medications=[gabapentin, IBUPROFEN],
    )
    fires = {row.id for row in judge_rules(medicines.facts)[0]}

    assert (medicines.renal.crcl_ml_min, medicines.renal.egfr_ml_min, medicines.renal.weight_used) == (
        None,
    ) * 3
    assert {"gabapentin-renal-dose", "nsaid-renal-below-30"} <= fires
    assert "nsaid-renal-30-59" not in fires
    assert judge_part3(medicines.facts)[0] == []


def test_in_pregnancy_no_estimate_is_valid_and_that_is_said(read: Read, knowledge: Knowledge) -> None:
    # K24: week 20, creatinine 0.5.
    patient = {**WOMAN_OF_30, "pregnancy_weeks": 20}
    medicines = read(
        patient=patient, labs=creatinine(0.5, 10), conditions=[], allergies=[], medications=[IBUPROFEN]
    )
    found = judge_medicines(medicines, medicines.facts.intake, knowledge, ())

    assert medicines.renal.egfr_ml_min is None
    assert "REN-PREG" in [alert.rule for alert in found.medication.alerts]
    assert "nsaid-pregnancy-20-29" in found.medication.alerts_fired
    row = next(row for row in found.not_judged if row.id == "nsaid-renal-below-30")
    assert (row.needs, row.reason) == ((), "not valid in pregnancy")
    assert medicines.facts.get("kidney_value_known")


@pytest.mark.parametrize(
    ("before", "after", "days", "rising"),
    [
        (1.0, 1.5, 60, True),  # K25: exactly 1.5 times counts
        (1.0, 1.49, 60, False),
        (1.0, 1.5, 90, True),
        (1.0, 1.5, 91, False),
        (1.0, 1.3, 2, True),  # K26
        (1.0, 1.3, 3, False),
        (1.0, 1.29, 2, False),
    ],
)
def test_a_creatinine_that_rises_too_fast_ends_every_estimate(
    before: float, after: float, days: int, rising: bool, read: Read
) -> None:
    labs = {
        "serum_creatinine_mg_dl": after,
        "serum_creatinine_on": days_ago(5),
        "serum_creatinine_previous_mg_dl": before,
        "serum_creatinine_previous_on": days_ago(5 + days),
    }
    medicines = read(patient=MAN_OF_60, labs=labs, conditions=[], allergies=[], medications=[IBUPROFEN])
    fires = {row.id for row in (*judge_rules(medicines.facts)[0], *judge_part3(medicines.facts)[0])}

    assert medicines.facts.get("creatinine_rising") is rising
    assert (medicines.renal.egfr_ml_min is None) is rising
    assert ({"nsaid-creatinine-rising", "REN-RISE"} <= fires) is rising


def test_low_dose_aspirin_is_no_nsaid_for_the_kidney(read: Read) -> None:
    # K30
    aspirin = {"drug": "aspirin", "dose_mg": 81, "times_per_day": 1, "started_on": "2025-01-01"}
    facts = read(patient=MAN_OF_60, labs={"egfr": 25, "taken_on": "2026-02-10"}, medications=[aspirin]).facts

    assert [row.id for row in judge_part3(facts)[0] if row.id.startswith("REN-NSAID")] == []


@pytest.mark.parametrize(("egfr", "rows"), [(45, []), (25, ["REN-NSAID-TOPICAL"])])
def test_a_gel_is_a_caution_in_advanced_disease_only(egfr: int, rows: list[str], read: Read) -> None:
    # K32
    labs = {"egfr": egfr, "taken_on": "2026-02-10"}
    facts = read(patient=MAN_OF_60, labs=labs, medications=[{"drug": "diclofenac-topical"}]).facts

    assert [row.id for row in judge_part3(facts)[0] if row.tokens] == rows


def test_a_value_past_its_age_is_named_with_what_it_would_fire(read: Read, knowledge: Knowledge) -> None:
    labs = creatinine(2.6, 400)
    medicines = read(patient=MAN_OF_60, labs=labs, conditions=[], allergies=[], medications=[IBUPROFEN])
    rows = judge_medicines(medicines, medicines.facts.intake, knowledge, ()).not_judged
    old = next(row for row in rows if row.id == "REN-OLD")

    assert old.needs == ("labs.serum_creatinine_mg_dl",)
    assert old.reason is not None
    assert "creatinine from 2025-01-26 is more than 12 months old" in old.reason
    assert "nsaid-renal-below-30" in old.reason
    assert "REN-NSAID-30" in old.reason


def test_every_row_that_waits_for_creatinine_alone_says_that_the_value_is_too_old(
    read: Read, knowledge: Knowledge
) -> None:
    gabapentin = {"drug": "gabapentin", "dose_mg": 900, "times_per_day": 3}
    medicines = read(
        patient=MAN_OF_60, labs=creatinine(2.6, 366), conditions=[], medications=[IBUPROFEN, gabapentin]
    )
    rows = judge_medicines(medicines, medicines.facts.intake, knowledge, ()).not_judged
    reasons = {row.id: row.reason for row in rows}

    for rule in ("gabapentin-renal-dose", "REN-GABAPENTIN", "nsaid-renal-below-30", "REN-NSAID-30"):
        assert reasons[rule] == "creatinine from 2025-03-01 is more than 12 months old"


def test_medicines_that_wait_for_creatinine_are_named_once(read: Read, knowledge: Knowledge) -> None:
    gabapentin = {"drug": "gabapentin", "dose_mg": 300, "times_per_day": 3, "started_on": "2026-01-01"}
    medicines = read(patient=MAN_OF_60, conditions=[], allergies=[], medications=[IBUPROFEN, gabapentin])
    rows = judge_medicines(medicines, medicines.facts.intake, knowledge, ()).not_judged

    assert [row.reason for row in rows if row.id == "REN-MISSING"] == [
        "needs serum creatinine for gabapentin and ibuprofen"
    ]


def test_the_plan_holds_both_estimates_unrounded(read: Read) -> None:
    # C2 and E3: woman of 67.
    patient = {"birth_date": "1958-06-01", "sex_at_birth": "female", "weight_kg": 62, "height_cm": 165}
    renal = read(patient=patient, labs=creatinine(1.1, 20), conditions=[], medications=[]).renal

    assert renal.crcl_ml_min == pytest.approx(44.5863, abs=1e-4)
    assert renal.egfr_ml_min == pytest.approx(55.0741, abs=1e-4)
    assert renal.weight_used == "ideal weight"
    assert renal.details["egfr_origin"] == "CKD-EPI 2021 from creatinine 1.1 mg/dL, 2026-02-10"
    assert renal.details["egfr_stage"] == "G3a"


@pytest.mark.parametrize(
    ("field", "value", "days", "known"),
    [
        ("sodium_mmol_l", 140, 180, True),
        ("sodium_mmol_l", 140, 181, False),
        ("sodium_mmol_l", 134, 181, True),
        ("sodium_mmol_l", 135, 181, False),
        ("potassium_mmol_l", 5.1, 181, True),
        ("potassium_mmol_l", 5.0, 181, False),
        ("hemoglobin_g_dl", 9.9, 366, True),
        ("hemoglobin_g_dl", 10.0, 366, False),
        ("inr", 4.0, 30, True),
        ("inr", 4.0, 31, False),
        ("qtc_ms", 451, None, True),
        ("qtc_ms", 450, None, False),
        ("platelets_10e9_l", 99, None, True),
    ],
)
def test_an_old_or_undated_laboratory_value_counts_only_when_abnormal(
    field: str, value: float, days: int | None, known: bool, read: Read
) -> None:
    dated = {} if days is None else {"taken_on": days_ago(days)}

    assert (read(labs={field: value, **dated}).facts.get(field) is not None) is known


def test_an_old_liver_test_counts_from_three_times_the_limit(read: Read) -> None:
    def ratio(alt: float, days: int) -> Any:
        labs = {"alt_u_l": alt, "alt_uln_u_l": 40, "taken_on": days_ago(days)}
        return read(labs=labs).facts.get("alt_x_uln")

    assert ratio(119, 366) is None
    assert ratio(120, 366) == 3
    assert ratio(119, 365) == Decimal("2.98")
