"""The medicines knowledge as one value: every row, by id where it has one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plans.knowledge.medicine_names import MedicineNames
from plans.knowledge.medicine_rows import (
    AlertRow,
    CombinationRow,
    Drug,
    DrugClass,
    Fact,
    LabAge,
    MmeRow,
    NaloxoneReason,
    NotConverted,
    OpioidRule,
    OptionRow,
    PatientFact,
    PatientText,
    Product,
    Proposal,
    RenalDose,
    SafetyRule,
    Tolerance,
)

Numbers = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Medicines:
    """All rows, by id where they have one. Shared and never changed; compared by identity."""

    classes: Mapping[str, DrugClass]
    drugs: Mapping[str, Drug]
    products: Mapping[str, Product]
    names: MedicineNames
    facts: Mapping[str, Fact]
    rules: Mapping[str, SafetyRule]  # in the order of medications-2, 3.2
    dangers: Mapping[str, tuple[str, ...]]  # danger group -> rule ids in its order
    combination: Mapping[str, CombinationRow]
    options: Mapping[str, OptionRow]  # by rank
    proposals: tuple[Proposal, ...]
    alerts: Mapping[str, AlertRow]  # in the order of medications-3, 5.8
    part3_order: Mapping[str, tuple[str, ...]]  # id -> rules it stands beside, in the order of 5.8
    renal_doses: tuple[RenalDose, ...]
    mme_rows: tuple[MmeRow, ...]
    not_converted: tuple[NotConverted, ...]
    opioid_rules: Mapping[str, OpioidRule]
    opioids: Numbers  # numbers of opioids.toml
    tolerance: Mapping[str, Tolerance]  # by drug
    naloxone_reasons: Mapping[str, NaloxoneReason]  # in their order
    patient_texts: Mapping[str, PatientText]
    patient_facts: Mapping[str, PatientFact]  # by drug
    clinician_tables: Mapping[str, tuple[Mapping[str, Any], ...]]  # taper_fact, about_mme, old_factor
    labs: Mapping[str, LabAge]
    kidney: Numbers
    numbers: Numbers
    words: Mapping[str, Mapping[str, str]]
