"""Which function makes which fact of facts.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from plans.builder.medicines import allergies, doses, laboratory, listed_facts, opioids, person, risks
from plans.builder.medicines.facts import Calculation, Facts
from plans.builder.medicines.kidney_values import kidney
from plans.builder.medicines.listed_facts import Listed
from plans.knowledge.medicine_book import Medicines
from plans.knowledge.medicine_rows import LabAge

OF_PERSON: tuple[Callable[[Facts], Any], ...] = (
    person.age_years,
    person.sex,
    person.weight_kg,
    person.bmi,
    person.systolic_mmhg,
    person.diastolic_mmhg,
    person.conditions,
    person.alcohol_drinks_per_week,
    person.pdmp_days,
    person.weeks_pregnant,
    person.uses_heat,
    person.smokes,
    person.falls_past_year,
    person.falls_risk,
    person.nprs_average,
    person.phq2_total,
    person.neuropathic_words,
    person.peg,
    person.mme_notice,
    kidney,
    laboratory.egfr_ml_min,
    laboratory.crcl_ml_min,
    laboratory.egfr_words,
    laboratory.crcl_words,
    laboratory.creatinine_mg_dl,
    laboratory.creatinine_rising,
    laboratory.creatinine_rise_words,
    laboratory.kidney_value_known,
    laboratory.egfr_values_differ,
    laboratory.crcl_drug_names,
    laboratory.weigh_needed,
    laboratory.gabapentin_renal_max_mg,
    laboratory.pregabalin_renal_max_mg,
    laboratory.gabapentin_over_renal_max,
    laboratory.pregabalin_over_renal_max,
    risks.diabetes_known,
    allergies.sulfonamide_allergy,
)
OF_LIST: tuple[Listed, ...] = (
    risks.drugs,
    risks.drug_classes,
    risks.drugs_tried,
    risks.classes_tried,
    risks.gi_risk_factors,
    risks.gi_risk_count,
    risks.triple_whammy,
    risks.renal_risk_factors,
    risks.renal_risk_count,
    risks.maoi_within_14_days,
    risks.duloxetine_within_5_days,
    risks.sedating_regular_names,
    risks.sedating_as_needed_names,
    risks.sedating_regular,
    risks.sedating_as_needed,
    risks.nonopioid_groups_tried,
    risks.nonopioid_groups_tried_count,
    risks.corticosteroid_for_back_pain,
    risks.back_pain_acetaminophen_only,
    doses.acetaminophen_sources,
    doses.acetaminophen_source_count,
    doses.duplicates,
    doses.duplicate_count,
    doses.over_max,
    doses.over_max_count,
    doses.absurd_doses,
    doses.absurd_dose_count,
    doses.unknown_drugs,
    doses.unknown_drug_count,
    opioids.mme_result,
    opioids.mme_mg_per_day,
    opioids.mme_notice_reached,
    opioids.short_acting_opioid_count,
    opioids.opioid_benzo_days,
    opioids.er_opioid_started_naive,
    opioids.fentanyl_patch_not_tolerant,
    opioids.regular_opioid,
    opioids.naloxone_on_hand,
    opioids.naloxone_reasons,
    opioids.naloxone_strong_count,
    opioids.naloxone_risk_count,
    opioids.naloxone_risk_factors,
    allergies.allergy_same,
    allergies.allergy_same_count,
    allergies.allergy_nsaid_cross,
    allergies.allergy_nsaid_cross_count,
    allergies.allergy_opioid_cross,
    allergies.allergy_opioid_cross_count,
    allergies.intolerances,
    allergies.intolerance_count,
)
NAMED_OTHERWISE: Mapping[str, Listed] = {"mme": opioids.mme_words}


def calculations(book: Medicines) -> dict[str, Calculation]:
    """Every fact's function. A fact of the list is missing when medicines were not asked."""
    made: dict[str, Calculation] = {function.__name__: function for function in OF_PERSON}
    own = {**{function.__name__: function for function in OF_LIST}, **NAMED_OTHERWISE}
    for fact in book.facts.values():
        if fact.how == "lab":
            made[fact.id] = _lab(book.labs[fact.id])
        elif fact.how == "given":
            made[fact.id] = _not_given
        elif fact.how != "own":
            made[fact.id] = _of_list(listed_facts.calculation(fact))
        elif fact.id in own:
            made[fact.id] = _of_list(own[fact.id])
    return made


def _of_list(function: Listed) -> Calculation:
    def calculate(facts: Facts) -> Any:
        return None if facts.listed is None else function(facts, facts.listed)

    return calculate


def _lab(row: LabAge) -> Calculation:
    def calculate(facts: Facts) -> Any:
        return laboratory.lab_value(facts, row)

    return calculate


def _not_given(facts: Facts) -> Any:
    return None
