"""Daily totals (medications-1, 1.2 rules 1 to 9, and the entries of its sig line examples)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from plans.builder.medicines.findings import judge_rules
from tests.builder.medicines.conftest import Read

SIG_LINES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("1", {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3, "as_needed": True}, {"ibuprofen": 1200}),
    (
        "2",
        {"product": "hydrocodone-acetaminophen-5-325", "units_per_dose": 1, "every_hours": 6},
        {"hydrocodone": 20, "acetaminophen": 1300},
    ),
    ("3", {"drug": "fentanyl-patch", "patch_mcg_per_hour": 25, "every_hours": 72}, {"fentanyl-patch": None}),
    (
        "4",
        {"drug": "gabapentin", "doses_mg": {"morning": 300, "noon": 300, "evening": 0, "bedtime": 600}},
        {"gabapentin": 1200},
    ),
    (
        "9",
        {
            "product": "oxycodone-acetaminophen-5-325",
            "units_per_dose": 2,
            "units_per_dose_low": 1,
            "every_hours": 4,
            "every_hours_longest": 6,
            "as_needed": True,
            "max_units_per_day": 6,
        },
        {"oxycodone": 30, "acetaminophen": 1950},
    ),
    (
        "11",
        {"drug": "acetaminophen", "units_per_dose": 2, "dose_mg": 1000, "every_hours": 8, "as_needed": True},
        {"acetaminophen": 3000},
    ),
    (
        "12",
        {"drug": "tramadol", "dose_mg": 50, "every_hours": 6, "as_needed": True, "max_per_day": 4},
        {"tramadol": 200},
    ),
    (
        "17",
        {"drug": "buprenorphine-buccal", "dose_mg": 0.15, "times_per_day": 2},
        {"buprenorphine-buccal": Decimal("0.3")},
    ),
    (
        "20",
        {"drug": "oxycodone", "dose_mg": 5, "as_needed": True, "max_per_day": 4, "approximate": True},
        {"oxycodone": 20},
    ),
    (
        "21",
        {
            "product": "tramadol-acetaminophen-37p5-325",
            "units_per_dose": 2,
            "every_hours": 6,
            "as_needed": True,
        },
        {"tramadol": 300, "acetaminophen": 2600},
    ),
    (
        "24",
        {
            "product": "acetaminophen-aspirin-caffeine-250-250-65",
            "units_per_dose": 2,
            "as_needed": True,
            "max_units_per_day": 8,
        },
        {"acetaminophen": 2000, "aspirin": 2000, "caffeine": 520},
    ),
    ("27", {"drug": "prednisone", "dose_mg": 10, "every_hours": 48}, {"prednisone": 5}),
    ("33", {"drug": "turmeric", "times_per_day": 1}, {"turmeric": None}),
    ("rule 5: every 5 hours", {"drug": "oxycodone", "dose_mg": 5, "every_hours": 5}, {"oxycodone": 20}),
    ("no times", {"drug": "oxycodone", "dose_mg": 5}, {"oxycodone": None}),
    ("as needed, nothing said", {"drug": "oxycodone", "dose_mg": 5, "as_needed": True}, {"oxycodone": None}),
    (
        "rule 6: mg a day alone",
        {"drug": "acetaminophen", "as_needed": True, "max_mg_per_day": 3000},
        {"acetaminophen": 3000},
    ),
    (
        "rule 6: six tablets of 500 beat four doses of two",
        {
            "drug": "acetaminophen",
            "units_per_dose": 2,
            "dose_mg": 1000,
            "as_needed": True,
            "max_per_day": 4,
            "max_units_per_day": 6,
        },
        {"acetaminophen": 3000},
    ),
    (
        "rule 6: unequal doses, as needed",
        {"drug": "gabapentin", "doses_mg": {"morning": 100, "bedtime": 300}, "as_needed": True},
        {"gabapentin": 400},
    ),
    (
        "products without units",
        {"product": "hydrocodone-acetaminophen-5-325", "times_per_day": 2},
        {"hydrocodone": None},
    ),
]


@pytest.mark.parametrize(("_name", "entry", "totals"), SIG_LINES, ids=[line[0] for line in SIG_LINES])
def test_milligrams_a_day_of_one_entry(
    _name: str, entry: dict[str, Any], totals: dict[str, Any], read: Read
) -> None:
    listed = read(medications=[entry]).facts.listed

    assert listed is not None
    assert {drug: listed.total(drug, None) for drug in totals} == totals


def test_a_weekly_medicine_counts_as_its_mean(read: Read) -> None:
    entry = {"drug": "methotrexate", "dose_mg": 15, "every_hours": 168}
    medicine = read(medications=[entry]).entries[0]

    assert medicine.mg_per_day == pytest.approx(Decimal(15) * 24 / 168)


def test_entries_and_products_of_one_drug_are_added_up(read: Read) -> None:
    facts = read(
        medications=[
            {"drug": "acetaminophen", "dose_mg": 500, "times_per_day": 2},
            {"product": "hydrocodone-acetaminophen-5-325", "units_per_dose": 2, "times_per_day": 3},
        ]
    ).facts

    assert facts.get("acetaminophen_mg_per_day") == 2950
    assert facts.get("acetaminophen_source_count") == 2


@pytest.mark.parametrize(
    ("stopped_on", "started_on", "active"),
    [
        (None, None, True),
        ("2026-03-02", None, False),
        ("2026-03-03", None, True),
        (None, "2026-03-02", True),
        (None, "2026-03-03", False),
    ],
)
def test_an_entry_counts_from_its_first_day_to_the_day_before_its_end(
    stopped_on: str | None, started_on: str | None, active: bool, read: Read
) -> None:
    entry = {
        "drug": "lisinopril",
        "dose_mg": 20,
        "times_per_day": 1,
        "started_on": started_on,
        "stopped_on": stopped_on,
    }
    medicine = read(medications=[entry]).entries[0]

    assert medicine.active is active
    assert medicine.mg_per_day == (20 if active else 0)


def test_a_planned_stop_ends_nothing_by_itself(read: Read) -> None:
    entry = {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3, "stop_planned_on": "2026-04-01"}

    assert read(medications=[entry], as_of="2026-05-01").entries[0].active


@pytest.mark.parametrize(
    ("mg", "counts"), [(325, False), (326, True), (None, True)], ids=["325", "326", "amount not known"]
)
def test_aspirin_counts_as_an_nsaid_above_325_mg_or_when_not_known(
    mg: int | None, counts: bool, read: Read
) -> None:
    facts = read(medications=[{"drug": "aspirin", "dose_mg": mg, "times_per_day": 1}]).facts

    assert (facts.get("nsaid_count") == 1) is counts
    assert ("nsaid" in facts.get("drug_classes")) is counts


@pytest.mark.parametrize(
    ("known_mg", "total"), [(4000, None), (4001, 4001)], ids=["at the maximum", "above the maximum"]
)
def test_a_known_part_above_the_maximum_is_enough(known_mg: int, total: int | None, read: Read) -> None:
    entries = [
        {"drug": "acetaminophen", "dose_mg": known_mg, "times_per_day": 1},
        {"product": "hydrocodone-acetaminophen-5-325", "times_per_day": 3},
    ]

    assert read(medications=entries).facts.get("acetaminophen_mg_per_day") == total


def test_classes_assumed_stand_until_the_question_is_answered(read: Read) -> None:
    entry = {
        "drug": "norco",
        "times_per_day": 3,
        "classes_assumed": ["opioid", "cns-depressant", "acetaminophen"],
    }
    facts = read(medications=[entry]).facts

    assert {"opioid", "acetaminophen"} <= facts.get("drug_classes")
    assert facts.get("opioid_count") == 1
    assert facts.get("acetaminophen_mg_per_day") is None
    assert facts.get("acetaminophen_source_count") == 1
    assert facts.get("unknown_drugs") == ("norco",)
    assert facts.get("mme_result").not_judged == (("norco", "not checked: norco"),)


def test_an_unclear_acetaminophen_product_leaves_the_total_open(read: Read) -> None:
    entries = [
        {"drug": "acetaminophen", "dose_mg": 1000, "times_per_day": 3},
        {
            "drug": "norco",
            "times_per_day": 3,
            "classes_assumed": ["opioid", "cns-depressant", "acetaminophen"],
        },
    ]
    unknown = {row.id: row.missing for row in judge_rules(read(medications=entries).facts)[1]}

    assert unknown["acetaminophen-over-4g"] == ("acetaminophen_mg_per_day",)


@pytest.mark.parametrize(
    ("typed", "drug", "name"),
    [
        ("Advil", "ibuprofen", "Advil"),
        ("ibuprofin", "ibuprofen", "ibuprofen"),
        ("zorbafen", None, "zorbafen"),
    ],
)
def test_a_typed_name_is_read_only_when_it_names_one_medicine(
    typed: str, drug: str | None, name: str, read: Read
) -> None:
    medicine = read(medications=[{"drug": typed, "dose_mg": 400, "times_per_day": 1}]).entries[0]

    assert (medicine.drug, medicine.name, medicine.checked) == (drug, name, drug is not None)


@pytest.mark.parametrize(
    ("entry", "release"),
    [
        ({"drug": "oxycodone", "entered_as": "OxyContin 20 bid"}, "er"),
        ({"drug": "oxycodone", "entered_as": "oxycodone ER 20 bid"}, "er"),
        ({"drug": "oxycodone", "entered_as": "oxycodone IR 5 q6h"}, "ir"),
        ({"drug": "oxycodone", "entered_as": "Roxicodone 5 q6h"}, "ir"),
        ({"drug": "oxycodone", "entered_as": "oxycodone 5 every 6 hours"}, None),
        ({"drug": "oxycodone", "entered_as": "oxycodone 5 q6h", "release": "er"}, "er"),
        ({"product": "hydrocodone-acetaminophen-5-325"}, "ir"),
    ],
)
def test_release_is_the_key_or_what_was_typed(entry: dict[str, Any], release: str | None, read: Read) -> None:
    assert read(medications=[entry]).entries[0].release == release
