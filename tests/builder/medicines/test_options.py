"""Options of the ladder: cases L1 to L23; what is open, folded, merged or kept off (medications-1, 2.3)."""

from __future__ import annotations

import copy
import tomllib
from datetime import date, timedelta
from typing import Any

import pytest

from plans.builder.decisions import gather
from plans.builder.medicines import JudgedMedicines, judge_medicines
from plans.builder.plan import Option
from plans.intake.decisions import Decision
from plans.knowledge.loader import Knowledge
from tests.builder.medicines.conftest import AS_OF, Read
from tests.support import CASES

L_CASES = tomllib.loads((CASES / "options.toml").read_text(encoding="utf-8"))["case"]
USUAL = {
    "ibuprofen": (400, 3),
    "naproxen": (500, 2),
    "gabapentin": (300, 3),
    "duloxetine": (60, 1),
    "oxycodone": (5, 2),
    "warfarin": (5, 1),
    "lisinopril": (20, 1),
    "hydrochlorothiazide": (25, 1),
    "sertraline": (50, 1),
    "acetaminophen": (500, 3),
    "zolpidem": (5, 1),
    "phenelzine": (15, 3),
    "cyclobenzaprine": (5, 1),
}
MAN_OF_45: dict[str, Any] = {
    "assessed_on": AS_OF,
    "patient": {"birth_date": "1981-01-01", "sex_at_birth": "male", "weight_kg": 80, "height_cm": 178},
    "pain": {"nprs_average": 6, "descriptors": [], "leg_pain": "none", "neuro_signs": False},
    "flexibility": {"slr_reproduces_leg_pain": False},
    "measures": {"phq2": [0, 0]},
    "vitals": {"systolic": 124, "diastolic": 78},
    "balance": {"falls_past_year": 0, "single_leg_stance_seconds": 20},
    "life": {"alcohol_drinks_per_week": 0, "uses_heat": False, "smokes": False},
    "tried": ["physical_therapy", "walking"],
    "conditions": [],
    "allergies": [],
    "medications": [],
    "labs": {
        "taken_on": "2026-02-10",
        "serum_creatinine_mg_dl": 0.9,
        "alt_u_l": 24,
        "alt_uln_u_l": 40,
        "sodium_mmol_l": 140,
        "potassium_mmol_l": 4.2,
        "hemoglobin_g_dl": 13.8,
        "platelets_10e9_l": 230,
        "qtc_ms": 420,
    },
}


def days_ago(days: int) -> str:
    return (date.fromisoformat(AS_OF) - timedelta(days=days)).isoformat()


def entry(short: dict[str, Any]) -> dict[str, Any]:
    """An entry of the list out of the short form of options.toml."""
    dose, times = USUAL[short["drug"]]
    found: dict[str, Any] = {"drug": short["drug"], "dose_mg": dose, "times_per_day": times}
    if short.get("tried"):
        return {**found, "started_on": days_ago(300), "stopped_on": days_ago(100)}
    if "days" in short:
        found["started_on"] = days_ago(short["days"])
    if "effects" in short:
        found["effects"] = short["effects"]
    return found


def person(case: dict[str, Any]) -> dict[str, Any]:
    intake = copy.deepcopy(MAN_OF_45)
    for path, value in case.get("set", {}).items():
        group, _, name = path.partition(".")
        if name:
            intake[group][name] = value
        else:
            intake[group] = value
    for path in case.get("without", ()):
        group, _, name = path.partition(".")
        (intake[group] if name else intake).pop(name or group)
    if case.get("radicular"):
        intake["pain"] |= {"leg_pain": "below_knee", "neuro_signs": True}
    intake["medications"] = [entry(short) for short in case.get("medications", ())]
    return intake


def judged(case: dict[str, Any], read: Read, knowledge: Knowledge, *decisions: Decision) -> JudgedMedicines:
    medicines = read(person(case))
    precautions = ("radicular-leg-pain",) if case.get("radicular") else ()
    return judge_medicines(medicines, medicines.facts.intake, knowledge, precautions, gather(decisions))


def ids(options: tuple[Option, ...]) -> list[str]:
    return [key for option in options for key in (option.id, *option.also)]


def about(options: tuple[Option, ...], drug: str, class_id: str) -> list[Option]:
    return [option for option in options if option.target in (f"drug:{drug}", f"drug-class:{class_id}")]


CLASS_OF = {
    "duloxetine": "snri",
    "ibuprofen": "nsaid",
    "gabapentin": "gabapentinoid",
    "cyclobenzaprine": "muscle-relaxant",
}


@pytest.mark.parametrize("case", L_CASES, ids=lambda case: case["id"])
def test_a_worked_case_of_the_ladder(case: dict[str, Any], read: Read, knowledge: Knowledge) -> None:
    found = judged(case, read, knowledge)
    options = found.medication.options
    new = [option for drug, group in CLASS_OF.items() for option in about(options, drug, group)]
    inside = {drug: list(o.cautions) for drug, c in CLASS_OF.items() for o in about(options, drug, c)}
    first = {drug: list(o.check_first) for drug, c in CLASS_OF.items() for o in about(options, drug, c)}

    assert sorted(ids(options)) == sorted(case["fires"])
    assert {drug: rules for drug, rules in inside.items() if rules} == case.get("inside", {})
    assert {drug: items for drug, items in first.items() if items} == case.get("check_first", {})
    assert {row.id: row.reason for row in found.medication.kept_off} == case.get("kept_off", {})
    unknown = {row.id: list(row.facts) for row in found.not_judged if row.id.startswith("OPT-")}
    assert unknown == case.get("not_judged", {})
    assert sum(not option.folded for option in new) <= 1


def case_of(key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(case for case in L_CASES if case["id"] == key)
    return found


def test_options_stand_in_the_order_of_their_rank(read: Read, knowledge: Knowledge) -> None:
    options = judged(case_of("L16"), read, knowledge).medication.options
    ranks = [knowledge.medicines.options[option.id].rank for option in options]

    assert ranks == sorted(ranks)


def test_rows_with_one_target_are_one_entry_with_the_text_of_the_lowest_rank(
    read: Read, knowledge: Knowledge
) -> None:
    options = judged(case_of("L16"), read, knowledge).medication.options
    duloxetine = next(option for option in options if option.target == "drug:duloxetine")

    assert (duloxetine.id, duloxetine.also) == ("OPT-DULOX-MOOD", ("OPT-DULOX-TRY",))
    assert "mood screen 3 of 6" in duloxetine.message


def test_no_new_medicine_is_open_while_something_is_to_be_reviewed(read: Read, knowledge: Knowledge) -> None:
    options = judged(case_of("L3"), read, knowledge).medication.options

    assert {option.id: option.folded for option in options} == {
        "OPT-NSAID-REVIEW-3M": False,
        "OPT-DULOX-TRY": True,
        "OPT-MUSCLE-SHORT": True,
    }


def test_one_new_medicine_is_open_and_the_rest_are_folded(read: Read, knowledge: Knowledge) -> None:
    options = judged(case_of("L18"), read, knowledge).medication.options

    assert {option.id: option.folded for option in options} == {
        "OPT-DULOX-TRY": False,
        "OPT-GABA-LEG": True,
        "OPT-MUSCLE-SHORT": True,
    }


def test_duloxetine_for_fog_stays_open_beside_a_review(read: Read, knowledge: Knowledge) -> None:
    case = {
        "medications": [
            {"drug": "gabapentin", "days": 40, "effects": ["foggy"]},
            {"drug": "ibuprofen", "days": 150, "effects": ["none"]},
        ]
    }
    options = judged(case, read, knowledge).medication.options
    by_id = {option.id: option for option in options}

    assert not by_id["OPT-NSAID-REVIEW-3M"].folded
    assert not by_id["OPT-GABA-FOGGY-DULOXETINE"].folded
    assert by_id["OPT-GABA-FOGGY-DULOXETINE"].also == ("OPT-DULOX-TRY",)


def test_a_declined_option_makes_room_for_the_next(read: Read, knowledge: Knowledge) -> None:
    declined = Decision("option:OPT-DULOX-TRY", "decline", None, "does not want it")
    options = judged(case_of("L18"), read, knowledge, declined).medication.options

    assert [(option.id, option.declined, option.folded) for option in options] == [
        ("OPT-DULOX-TRY", True, True),
        ("OPT-GABA-LEG", False, False),
        ("OPT-MUSCLE-SHORT", False, True),
    ]


def test_a_matching_allergy_keeps_a_class_off(read: Read, knowledge: Knowledge) -> None:
    case = {"set": {"allergies": [{"substance": "ibuprofen", "reaction": "hives"}]}}

    kept_off = judged(case, read, knowledge).medication.kept_off
    assert [(row.id, row.reason) for row in kept_off] == [("ibuprofen", "not suitable here: allergy-same")]


def test_medicines_not_asked_leaves_every_option_open(read: Read, knowledge: Knowledge) -> None:
    intake = {key: value for key, value in MAN_OF_45.items() if key != "medications"}
    medicines = read(intake)
    found = judge_medicines(medicines, medicines.facts.intake, knowledge, ())

    assert found.medication.options == ()
    unknown = {row.id for row in found.not_judged if row.id.startswith("OPT-")}
    # An average pain of 6 settles the row for little pain, no nerve words the one for nerve pain, and so on.
    assert {"OPT-NSAID-TRY", "OPT-DULOX-TRY", "OPT-OPIOID-REVIEW-6M"} <= unknown
    assert "OPT-NONE-YET" not in unknown


def test_why_a_stopped_pain_medicine_was_stopped_is_asked(read: Read) -> None:
    medicines = read(person(case_of("L8")))

    assert [(ask.path, ask.message) for ask in medicines.asks] == [
        ("medications[duloxetine].effects", "Why was duloxetine stopped?"),
        ("medications[ibuprofen].effects", "Why was ibuprofen stopped?"),
    ]


def test_every_option_is_a_question(knowledge: Knowledge) -> None:
    for row in knowledge.medicines.options.values():
        assert row.clinician.startswith(("Option:", "Review:")), row.id
        assert "?" in row.clinician, row.id


@pytest.mark.parametrize(
    ("substance", "reaction", "rule"),
    [("nsaid", "anaphylaxis", "allergy-same"), ("naproxen", "hives", "allergy-nsaid-cross")],
)
def test_an_allergy_keeps_a_class_off_although_its_row_fires_for_another_medicine(
    substance: str, reaction: str, rule: str, read: Read, knowledge: Knowledge
) -> None:
    intake = copy.deepcopy(MAN_OF_45)
    intake["medications"] = [
        {"drug": "lisinopril", "dose_mg": 20, "times_per_day": 1},
        {"drug": "diclofenac-topical", "times_per_day": 2},
        {"drug": "aspirin", "dose_mg": 81, "times_per_day": 1},
    ]
    intake["allergies"] = [
        {"substance": "lisinopril", "reaction": "swelling-face"},
        {"substance": substance, "reaction": reaction},
    ]
    medicines = read(intake)
    found = judge_medicines(medicines, medicines.facts.intake, knowledge, (), gather(()))

    reasons = {row.id: row.reason for row in found.medication.kept_off}
    assert {"allergy-same", "allergy-nsaid-cross"} <= set(found.medication.alerts_fired)
    assert rule in reasons["ibuprofen"]
    assert "OPT-NSAID-TRY" not in ids(found.medication.options)
