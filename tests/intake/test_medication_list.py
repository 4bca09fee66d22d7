"""The medication entry (medications-1 1.2) and the list of them (joins.md section 3)."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from plans.intake.intake import MedicationEntry
from tests.intake.cases import asks, entry_faults, faults, read, with_value

IBUPROFEN = {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3}
PERCOCET = "oxycodone-acetaminophen-5-325"


def entries(*data: Any) -> tuple[MedicationEntry, ...]:
    intake = read(with_value("medications", list(data))).intake
    assert intake is not None
    assert intake.medications is not None
    return intake.medications


@pytest.mark.parametrize(
    ("typed", "drug", "product", "entered_as"),
    [
        ("ibuprofen", "ibuprofen", None, None),
        ("Advil", "ibuprofen", None, "Advil"),
        ("  ADVIL ", "ibuprofen", None, "ADVIL"),
        ("Ibuprofin", "ibuprofen", None, "Ibuprofin"),
        ("Ibuprofen", "ibuprofen", None, "Ibuprofen"),
        ("zorbafen", "zorbafen", None, None),
        ("Norco", "Norco", None, None),  # three strengths: stays as typed
        ("Vicodin", "Vicodin", None, None),  # or Vicodin ES, or HP
        ("vicodin es", None, "hydrocodone-acetaminophen-7p5-300", "vicodin es"),
        ("norco  5/325", None, "hydrocodone-acetaminophen-5-325", "norco  5/325"),
    ],
)
def test_a_name_brand_or_misspelling_becomes_the_id(
    typed: str, drug: str | None, product: str | None, entered_as: str | None
) -> None:
    (entry,) = entries({"drug": typed})
    assert (entry.drug, entry.product, entry.entered_as) == (drug, product, entered_as)


def test_what_was_typed_is_not_overwritten() -> None:
    (entry,) = entries({"drug": "Advil", "entered_as": "advil 400 tid"})
    assert (entry.drug, entry.entered_as) == ("ibuprofen", "advil 400 tid")


@pytest.mark.parametrize("more", [{}, {"classes_assumed": ["opioid", "cns-depressant", "acetaminophen"]}])
def test_a_product_without_its_strength_is_asked_for_it_and_not_called_unlisted(more: dict[str, Any]) -> None:
    found = asks(with_value("medications", [{"drug": "Norco", "times_per_day": 3, **more}]))
    assert found["medications[Norco].drug"] == (
        "Which strength of Norco? Until it is known no amount of it is counted."
    )


def test_a_text_that_is_no_medicine_is_kept_and_asked_about() -> None:
    found = asks(with_value("medications", [{"drug": "zorbafen", "dose_mg": 20, "times_per_day": 2}]))
    assert "not checked" in found["medications[zorbafen].drug"]


def test_each_entry_gets_a_key() -> None:
    keys = [
        entry.key
        for entry in entries(
            IBUPROFEN,
            {**IBUPROFEN, "dose_mg": 600},
            {"product": PERCOCET},
            {"drug": "zorbafen"},
            {"drug": "Advil"},
        )
    ]
    assert sorted(keys) == sorted(["ibuprofen", "ibuprofen-2", "ibuprofen-3", PERCOCET, "zorbafen"])


def test_which_entry_gets_which_key_does_not_depend_on_the_order() -> None:
    three = ({**IBUPROFEN, "dose_mg": mg} for mg in (200, 400, 600))
    keyed = {
        frozenset((entry.key, entry.dose_mg) for entry in entries(*order))
        for order in itertools.permutations(three)
    }
    assert len(keyed) == 1


def test_a_given_key_is_kept_and_never_given_twice() -> None:
    first, second = entries({**IBUPROFEN, "key": "ibuprofen-2"}, {**IBUPROFEN, "dose_mg": 600})
    assert (first.key, second.key) == ("ibuprofen-2", "ibuprofen")
    assert (
        "key of another"
        in entry_faults({**IBUPROFEN, "key": "a"}, {"drug": "naproxen", "key": "a"})["medications[1].key"]
    )


def test_only_two_whole_entries_that_are_equal_are_a_fault() -> None:
    assert entry_faults(IBUPROFEN, {**IBUPROFEN}) == {
        "medications[1]": "is the same as medications[0]: enter it once"
    }
    assert not entry_faults(IBUPROFEN, {**IBUPROFEN, "release": "er"})
    assert "medications[1]" in entry_faults(IBUPROFEN, {**IBUPROFEN, "key": "another"})


def test_at_most_five_hundred_entries() -> None:
    many = [{"drug": f"herb {number}"} for number in range(501)]
    assert not faults(with_value("medications", many[:500]))
    assert set(faults(with_value("medications", many))) == {"medications"}


@pytest.mark.parametrize(
    ("entry", "at"),
    [
        ({}, "drug"),
        ({"drug": ""}, "drug"),
        ({"drug": "x" * 121}, "drug"),
        ({"product": "percoset"}, "product"),
        ({"drug": "ibuprofen", "product": PERCOCET}, "product"),
        ({"drug": "ibuprofen", "dose_mg": 0}, "dose_mg"),
        ({"drug": "ibuprofen", "dose_mg": -5}, "dose_mg"),
        ({"drug": "ibuprofen", "dose_mg": 100001}, "dose_mg"),
        ({"drug": "ibuprofen", "units_per_dose": 50.5}, "units_per_dose"),
        ({"drug": "ibuprofen", "times_per_day": 0}, "times_per_day"),
        ({"drug": "ibuprofen", "times_per_day": 25}, "times_per_day"),
        ({"drug": "ibuprofen", "times_per_day": 3, "every_hours": 6}, "every_hours"),
        ({"drug": "ibuprofen", "every_hours": 721}, "every_hours"),
        ({"drug": "ibuprofen", "every_hours": 6, "every_hours_longest": 6}, "every_hours_longest"),
        ({"drug": "ibuprofen", "every_hours_longest": 6}, "every_hours_longest"),
        ({"drug": "ibuprofen", "dose_mg": 400, "dose_mg_low": 400}, "dose_mg_low"),
        ({"drug": "ibuprofen", "dose_mg_low": 200}, "dose_mg_low"),
        ({"product": PERCOCET, "units_per_dose": 1, "units_per_dose_low": 2}, "units_per_dose_low"),
        ({"drug": "ibuprofen", "max_per_day": 3}, "max_per_day"),
        ({"drug": "ibuprofen", "max_units_per_day": 3, "as_needed": False}, "max_units_per_day"),
        ({"product": PERCOCET, "as_needed": True, "max_mg_per_day": 3000}, "max_mg_per_day"),
        ({"drug": "ibuprofen", "doses_mg": {"morning": 200}, "dose_mg": 200}, "doses_mg"),
        ({"drug": "ibuprofen", "doses_mg": {"morning": 0}}, "doses_mg"),
        ({"drug": "ibuprofen", "doses_mg": {"night": 200, "morning": 200}}, "doses_mg.night"),
        ({"drug": "ibuprofen", "patch_mcg_per_hour": 25}, "patch_mcg_per_hour"),
        ({"drug": "fentanyl-patch", "patch_mcg_per_hour": 401}, "patch_mcg_per_hour"),
        ({"drug": "ibuprofen", "times_per_day": 2, "slots": ["morning"]}, "slots"),
        ({"drug": "ibuprofen", "slots": ["morning", "morning"]}, "slots[1]"),
        ({"drug": "ibuprofen", "route": "injected"}, "route"),
        ({"drug": "zorbafen", "route": "swallowed"}, "route"),
        ({"drug": "ibuprofen", "started_on": "2026-03-03"}, "started_on"),
        ({"drug": "ibuprofen", "started_on": "1980-06-14"}, "started_on"),
        ({"drug": "ibuprofen", "started_on": "2026-02-02", "stopped_on": "2026-02-01"}, "stopped_on"),
        ({"drug": "ibuprofen", "stopped_on": "2026-03-03"}, "stopped_on"),
        (
            {"drug": "ibuprofen", "stopped_on": "2026-03-01", "stop_planned_on": "2026-04-01"},
            "stop_planned_on",
        ),
        ({"drug": "ibuprofen", "effects": ["none", "foggy"]}, "effects"),
        ({"drug": "ibuprofen", "effects": ["tired"]}, "effects[0]"),
        ({"drug": "ibuprofen", "release": "slow"}, "release"),
        ({"drug": "ibuprofen", "reason": "x" * 201}, "reason"),
        ({"drug": "ibuprofen", "as_needed": "yes"}, "as_needed"),
        ({"drug": "ibuprofen", "classes_assumed": ["nsaid"]}, "classes_assumed"),
        ({"drug": "oxy", "classes_assumed": ["strong"]}, "classes_assumed[0]"),
        ({"drug": "ibuprofen", "prescriber_decision": "continue"}, "prescriber_decision"),
    ],
)
def test_an_entry_that_is_wrong_has_one_fault_at_its_place(entry: dict[str, Any], at: str) -> None:
    assert set(entry_faults(entry)) == {f"medications[0].{at}"}


@pytest.mark.parametrize(
    "entry",
    [
        {"drug": "ibuprofen", "times_per_day": 4, "every_hours": 6},
        {"drug": "ibuprofen", "times_per_day": 3, "every_hours": 7},  # 24 // 7 = 3
        {"drug": "ibuprofen", "every_hours": 4, "every_hours_longest": 6},
        {"drug": "gabapentin", "doses_mg": {"morning": 300, "noon": 300, "evening": 0, "bedtime": 600}},
        {"drug": "fentanyl-patch", "patch_mcg_per_hour": 400, "every_hours": 72},
        {
            "drug": "ibuprofen",
            "as_needed": True,
            "max_per_day": 4,
            "max_units_per_day": 0.5,
            "max_mg_per_day": 1,
        },
        {"drug": "oxy", "classes_assumed": ["opioid", "cns-depressant"], "route": "oral"},
        {"drug": "ibuprofen", "started_on": "2026-03-02", "stopped_on": "2026-03-02"},
        {"drug": "ibuprofen", "stop_planned_on": "2027-01-01"},
        {"drug": "ibuprofen", "stop_planned_on": "2026-01-01"},
        {"drug": "ibuprofen", "slots": ["morning", "evening"]},
        {"drug": "alendronate", "dose_mg": 70, "every_hours": 168, "slots": ["morning"]},
        {"drug": "ibuprofen", "dose_mg": None, "route": None, "slots": None},
        {"product": PERCOCET, "units_per_dose": 2, "units_per_dose_low": 1},
    ],
)
def test_an_entry_that_is_right_is_accepted(entry: dict[str, Any]) -> None:
    assert not entry_faults(entry)


def test_no_effects_ticked_means_not_asked() -> None:
    asked, empty, absent = entries(
        {"drug": "ibuprofen", "effects": ["none"]},
        {"drug": "naproxen", "effects": []},
        {"drug": "gabapentin"},
    )
    assert (asked.effects, empty.effects, absent.effects) == (("none",), None, None)


@pytest.mark.parametrize(
    ("entry", "at", "asked"),
    [
        (IBUPROFEN, "times_per_day", False),
        ({"drug": "ibuprofen", "dose_mg": 400}, "times_per_day", True),
        ({"drug": "ibuprofen", "as_needed": True}, "max_per_day", True),
        ({"drug": "ibuprofen", "as_needed": True, "max_mg_per_day": 800}, "max_per_day", False),
        ({"drug": "ibuprofen", "as_needed": True, "times_per_day": 1}, "max_per_day", True),
        ({"drug": "ibuprofen", "as_needed": True, "times_per_day": 2}, "max_per_day", False),
        ({"drug": "ibuprofen", "as_needed": True, "every_hours": 6}, "max_per_day", False),
        (
            {"drug": "ibuprofen", "as_needed": True, "times_per_day": 1, "slots": ["bedtime"]},
            "max_per_day",
            False,
        ),
        ({"drug": "ibuprofen", "times_per_day": 5}, "times_per_day", True),
        ({"drug": "ibuprofen", "every_hours": 5}, "every_hours", True),
        ({"drug": "ibuprofen", "every_hours": 72}, "every_hours", False),
        ({"product": PERCOCET, "times_per_day": 1}, "units_per_dose", True),
        ({"product": PERCOCET, "times_per_day": 1, "units_per_dose": 4.5}, "units_per_dose", True),
        ({"drug": "fentanyl-patch", "patch_mcg_per_hour": 40, "every_hours": 72}, "patch_mcg_per_hour", True),
        (
            {"drug": "fentanyl-patch", "patch_mcg_per_hour": 37.5, "every_hours": 72},
            "patch_mcg_per_hour",
            False,
        ),
        (
            {"drug": "fentanyl-patch", "patch_mcg_per_hour": 125, "every_hours": 72},
            "patch_mcg_per_hour",
            False,
        ),
        ({**IBUPROFEN, "started_on": "2006-03-02"}, "started_on", False),
        ({**IBUPROFEN, "started_on": "2006-03-01"}, "started_on", True),
        ({**IBUPROFEN, "stop_planned_on": "2026-03-02"}, "stop_planned_on", True),
        ({**IBUPROFEN, "stop_planned_on": "2026-03-03"}, "stop_planned_on", False),
    ],
)
def test_what_an_entry_is_asked_about(entry: dict[str, Any], at: str, asked: bool) -> None:
    name = entry.get("drug") or entry["product"]
    assert (f"medications[{name}].{at}" in asks(with_value("medications", [entry]))) is asked


def test_an_allergy_to_a_brand_is_an_allergy_to_the_medicine() -> None:
    intake = read(
        with_value(
            "allergies",
            [
                {"substance": "Advil", "reaction": "hives"},
                {"substance": "NSAID"},
                {"substance": "Sulfonamide", "severity": "severe"},
                {"substance": "strawberries"},
            ],
        )
    ).intake
    assert intake is not None
    assert intake.allergies is not None
    assert [allergy.substance for allergy in intake.allergies] == [
        "ibuprofen",
        "nsaid",
        "sulfonamide",
        "strawberries",
    ]


def test_an_allergy_names_a_substance_and_known_words() -> None:
    found = faults(with_value("allergies", [{}, {"substance": "x", "reaction": "bad"}, 3]))
    assert set(found) == {"allergies[0].substance", "allergies[1].reaction", "allergies[2]"}
