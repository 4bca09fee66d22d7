"""Boxes, support lines and the emergency list: when each is shown (self-care.md 4 to 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from plans.builder.medicines import read_medicines
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.self_care.facts import habit_facts
from plans.builder.self_care.habits import choose_habits
from plans.builder.self_care.lines import find_boxes, find_support, when_to_call
from plans.intake.clinic import ClinicSettings, LocalResource
from plans.intake.intake import Intake
from plans.knowledge.loader import load
from tests.support import intake_from

DAY = date(2026, 3, 2)
ALL_LINES = ("SUP-PC", "SUP-RD", "SUP-988", "SUP-QUIT", "SUP-211")
SUPPORT = load().self_care.support


def patient(**groups: Any) -> Intake:
    data = {"assessed_on": "2026-03-02", "patient": {"birth_date": "1980-01-01"}, **groups}
    return intake_from(data)


def active(intake: Intake) -> tuple[ListedMedicine, ...]:
    return read_medicines(intake, load(), DAY).active


def boxes(intake: Intake) -> tuple[str, ...]:
    return find_boxes(intake, active(intake), SUPPORT)


def support(intake: Intake, clinic: ClinicSettings, needed: int | None = None) -> tuple[str, ...]:
    care = load().self_care
    facts = habit_facts(intake, DAY, care, measured_fear=False)
    return find_support(
        intake,
        facts,
        choose_habits(facts, care),
        medicines=bool(intake.medications),
        visits_needed=needed,
        clinic=clinic,
        support=SUPPORT,
    )


def test_at_most_two_boxes_in_their_order() -> None:
    assert boxes(patient(tried=["turmeric", "bed_rest", "pills_only"])) == ("WN-BED", "WN-PILLS")
    assert boxes(patient(life={"boom_bust": True})) == ("WN-NOPAIN",)
    assert boxes(patient(tried=["walking"])) == ()
    assert boxes(patient()) == ()


def test_a_supplement_on_the_medicine_list_opens_its_box() -> None:
    taken = patient(medications=[{"drug": "turmeric", "dose_mg": 500, "times_per_day": 1}])
    assert boxes(taken) == ("WN-MIRACLE",)


def test_national_lines_only_where_the_clinic_switched_them_on() -> None:
    poor = patient(life={"barriers": ["no_money"], "smokes": True})
    assert support(poor, ClinicSettings()) == ("SUP-COPAY", "SUP-SLIDE", "SUP-988")
    shown = support(poor, ClinicSettings(national_lines=ALL_LINES))
    assert shown == ("SUP-COPAY", "SUP-SLIDE", "SUP-QUIT", "SUP-211", "SUP-988")  # W6


def test_at_most_four_lines_and_the_clinics_own_come_first() -> None:
    poor = patient(
        life={"barriers": ["no_money", "lives_alone", "no_safe_place"], "smokes": True},
        access={"visits_covered": 4},
    )
    on = ClinicSettings(national_lines=ALL_LINES)
    assert support(poor, on, needed=8)[:2] == ("SUP-INS", "SUP-COPAY")
    assert len(support(poor, on, needed=8)) == 5  # four and the line that is always there
    own = replace(on, local_resources=(LocalResource("Back group"),) * 4)
    assert support(poor, own, needed=8) == ("SUP-988",)


def test_a_copay_line_above_the_clinics_limit_only() -> None:
    clinic = ClinicSettings(copay_limit_usd=40)
    assert "SUP-COPAY" not in support(patient(access={"copay_usd": 40}), clinic)
    assert "SUP-COPAY" in support(patient(access={"copay_usd": 40.5}), clinic)


def call(intake: Intake, age: int = 46) -> tuple[set[str], set[str], set[str]]:
    found = when_to_call(intake, active(intake), age, SUPPORT)
    return set(found.emergency), set(found.bold), set(found.same_day)


def test_the_emergency_list_fits_the_pills() -> None:
    emergency, bold, same_day = call(patient(medications=[]))
    assert {"bladder-bowel", "saddle", "legs", "heart-breath", "blood", "self-harm"} == emergency
    assert not bold
    assert "kidney" not in same_day
    naproxen = [{"drug": "naproxen", "dose_mg": 500, "times_per_day": 2}]
    emergency, bold, same_day = call(patient(medications=naproxen))
    assert "allergy" in emergency
    assert bold == {"blood"}
    assert "kidney" in same_day


def test_opioids_and_serotonin_add_their_lines() -> None:
    emergency, _, _ = call(patient(medications=[{"drug": "oxycodone", "dose_mg": 5, "as_needed": True}]))
    assert {"hard-to-wake", "breathing-opioid"} <= emergency
    emergency, _, _ = call(patient(medications=[{"drug": "duloxetine", "dose_mg": 60, "times_per_day": 1}]))
    assert "serotonin" in emergency
    assert "breathing-opioid" not in emergency


def test_for_the_fragile_a_fall_or_a_fever_is_an_emergency() -> None:
    fell = patient(balance={"falls_past_year": 1})
    assert "fall" in call(fell, age=71)[0]
    assert "fall" in call(fell, age=70)[2]
    steroid = patient(medications=[{"drug": "prednisone", "dose_mg": 10, "times_per_day": 1}])
    assert {"fall", "fever"} <= call(steroid)[0]
    cancer = patient(red_flags=["rf-ca-history"], red_flags_cleared=["rf-ca-history"])
    assert "fever" in call(cancer)[0]
