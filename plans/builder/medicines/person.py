"""Derived facts of the person: age, sex, weight, vital signs, falls, habits, pain (medications-2, 3.1)."""

from __future__ import annotations

from decimal import Decimal

from plans.builder.medicines.amounts import number
from plans.builder.medicines.facts import Facts
from plans.builder.person import age_in_years, body_mass_index
from plans.builder.rounding import half_up
from plans.knowledge.medicine_rows import Number


def age_years(facts: Facts) -> int | None:
    """Whole years; somebody born on 29 February is a year older on 1 March of other years."""
    return age_in_years(facts.intake.patient.birth_date, facts.as_of)


def sex(facts: Facts) -> str | None:
    """male or female; unknown is missing."""
    recorded = facts.intake.patient.sex_at_birth
    return recorded if recorded in ("male", "female") else None


def weight_kg(facts: Facts) -> Number | None:
    weight = facts.intake.patient.weight_kg
    return None if weight is None else number(weight)


def height_cm(facts: Facts) -> Number | None:
    height = facts.intake.patient.height_cm
    return None if height is None else number(height)


def bmi(facts: Facts) -> Number | None:
    """kg/m2, one decimal, half up."""
    patient = facts.intake.patient
    found = body_mass_index(patient.height_cm, patient.weight_kg)
    return None if found is None else number(found)


def systolic_mmhg(facts: Facts) -> int | None:
    return facts.intake.vitals.systolic


def diastolic_mmhg(facts: Facts) -> int | None:
    return facts.intake.vitals.diastolic


def conditions(facts: Facts) -> frozenset[str] | None:
    recorded = facts.intake.conditions
    return None if recorded is None else frozenset(recorded)


def has_condition(facts: Facts, *names: str) -> bool:
    """Whether one of the conditions is recorded; conditions not asked is not recorded."""
    recorded = facts.get("conditions")
    return recorded is not None and not recorded.isdisjoint(names)


def alcohol_drinks_per_week(facts: Facts) -> Number | None:
    drinks = facts.intake.life.alcohol_drinks_per_week
    return None if drinks is None else number(drinks)


def pdmp_days(facts: Facts) -> int | None:
    checked = facts.intake.opioid_safety.pdmp_checked_on
    return None if checked is None else (facts.as_of - checked).days


def weeks_pregnant(facts: Facts) -> int | None:
    """0 for men and from the age at which pregnancy is no longer asked."""
    age = facts.get("age_years")
    if facts.get("sex") == "male":
        return 0
    if age is not None and age >= facts.book.numbers["person"]["not_pregnant_from_age"]:
        return 0
    return facts.intake.patient.pregnancy_weeks


def uses_heat(facts: Facts) -> bool | None:
    return facts.intake.life.uses_heat


def smokes(facts: Facts) -> bool | None:
    return facts.intake.life.smokes


def falls_past_year(facts: Facts) -> int | None:
    return facts.intake.balance.falls_past_year


def falls_risk(facts: Facts) -> bool | None:
    """Same definition as precaution PRE-5 of the exercise part."""
    cut = facts.book.numbers["person"]
    stance = facts.intake.balance.single_leg_stance_seconds
    falls, age = facts.get("falls_past_year"), facts.get("age_years")
    if stance is not None and number(stance) < cut["falls_stance_below_seconds"]:
        return True
    if (falls is not None and falls >= 1) or has_condition(facts, "falls-risk"):
        return True
    if age is not None and age >= cut["falls_older_from"] and (falls is None or stance is None):
        return True
    return None if None in (falls, age, facts.get("conditions")) else False


def nprs_average(facts: Facts) -> int | None:
    return facts.intake.pain.nprs_average


def phq2_total(facts: Facts) -> int | None:
    items = facts.intake.measures.phq2
    if items is None or None in items:
        return None
    return sum(item for item in items if item is not None)


def neuropathic_words(facts: Facts) -> int | None:
    words = facts.intake.pain.descriptors
    if words is None:
        return None
    return len(set(words) & set(facts.book.numbers["person"]["neuropathic_descriptors"]))


def peg(facts: Facts) -> Decimal | None:
    """Mean of the three items, one decimal, half up."""
    items = facts.intake.measures.peg
    if items is None or None in items or not items:
        return None
    total = sum(item for item in items if item is not None)
    return half_up(Decimal(total) / len(items), 1)


def mme_notice(facts: Facts) -> Number | None:
    """The clinic's own notice level, if it has one."""
    level = facts.clinic.mme_notice
    return None if level is None else number(level)
