"""The two estimates of kidney function (medications-3, 5.1 and 5.2), as formulas.

CrCl is Cockcroft-Gault in mL/min, eGFR is CKD-EPI 2021 in mL/min per 1.73 m2. They are never mixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from plans.builder.person import body_mass_index
from plans.knowledge.medicine_rows import Number

Numbers = Mapping[str, Any]  # kidney.toml


@dataclass(frozen=True, slots=True)
class Clearance:
    """CrCl in mL/min, unrounded, with the weight that was used; ``rule`` is W1 to W4."""

    ml_min: Decimal
    weight_kg: Decimal
    rule: str


def creatinine_clearance(
    age: int, sex: str, weight: Number, height: Number | None, creatinine: Number, kidney: Numbers
) -> Clearance:
    """Cockcroft-Gault with the weight rule; years, male or female, kg, cm, mg/dL."""
    used, rule = weight_used(sex, weight, height, kidney)
    return Clearance(clearance_with(age, sex, used, creatinine, kidney), used, rule)


def clearance_with(age: int, sex: str, weight: Number, creatinine: Number, kidney: Numbers) -> Decimal:
    """Cockcroft-Gault with the weight given."""
    cut = kidney["cockcroft_gault"]
    value = (cut["age_from"] - age) * Decimal(weight) / (cut["divide_by"] * Decimal(creatinine))
    return Decimal(value * cut["female"] if sex == "female" else value)


def weight_used(sex: str, weight: Number, height: Number | None, kidney: Numbers) -> tuple[Decimal, str]:
    """The weight in kg for CrCl and the rule W1 to W4 that chose it."""
    cut = kidney["cockcroft_gault"]
    actual = Decimal(weight)
    if height is None:
        return actual, "W1"
    inches_above = max(Decimal(0), Decimal(height) / cut["cm_per_inch"] - cut["ideal_above_inches"])
    ideal = Decimal(cut[f"ideal_{sex}_kg"] + cut["ideal_kg_per_inch"] * inches_above)
    if actual <= ideal:
        return actual, "W2"
    bmi = body_mass_index(float(height), float(weight))
    if bmi is not None and bmi < cut["ideal_below_bmi"]:
        return ideal, "W3"
    return ideal + cut["adjusted_part"] * (actual - ideal), "W4"


def filtration_rate(creatinine: Number, age: int, sex: str, kidney: Numbers) -> float:
    """eGFR by CKD-EPI 2021, unrounded; mg/dL, years, male or female."""
    cut = kidney["ckd_epi_2021"]
    ratio = float(creatinine) / float(cut[f"{sex}_k"])
    low, high = float(cut[f"{sex}_power"]), float(cut["above_power"])
    rate: float = float(cut["factor"]) * min(ratio, 1.0) ** low * max(ratio, 1.0) ** high
    rate *= float(cut["per_year"]) ** age
    return rate * float(cut["female_factor"]) if sex == "female" else rate


def stage(egfr: Number | float, kidney: Numbers) -> str:
    """G1 to G5 (medications-3, 5.4)."""
    return next(str(row["id"]) for row in kidney["stage"] if egfr >= row["egfr_from"])
