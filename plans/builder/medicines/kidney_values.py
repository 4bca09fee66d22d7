"""Which kidney value may be used on the day, and what of it rows may read (medications-3, 5.2).

An old value may warn but never reassure. On dialysis, in pregnancy and while creatinine rises no
estimate is valid.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from plans.builder.judge import AtLeast, WarnsOnly
from plans.builder.medicines.amounts import number
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.kidney import Clearance, clearance_with, creatinine_clearance, filtration_rate
from plans.builder.medicines.person import has_condition, height_cm
from plans.intake.intake import Labs
from plans.knowledge.medicine_rows import Number

Rate = Number | float | AtLeast


@dataclass(frozen=True, slots=True)
class Dated:
    """A value with its day. Without one it is used, and said to be undated."""

    value: Any
    on: date | None
    age_days: int | None

    def within(self, days: int) -> bool:
        return self.age_days is None or self.age_days <= days


@dataclass(frozen=True, slots=True)
class Rise:
    """Two creatinine values in mg/dL too far apart for the days between them."""

    before: Number
    after: Number
    days: int


@dataclass(frozen=True, slots=True)
class Kidney:
    """What is known on the day. ``why``: why an estimate is missing, a key of medicine_words."""

    creatinine: Dated | None = None  # mg/dL, the newer one, whatever its age
    laboratory: Dated | None = None  # eGFR as entered, whatever its age
    computed: float | None = None  # eGFR from the creatinine, whatever its age
    clearance: Clearance | None = None
    actual_weight_ml_min: Decimal | None = None
    egfr: Rate | None = None
    egfr_origin: str | None = None  # creatinine, laboratory
    values_differ: bool = False
    rise: Rise | None = None
    dialysis: bool = False
    pregnant: bool = False
    crcl_stale: bool = False
    egfr_stale: bool = False
    usable_on_record: bool = False
    why: dict[str, str] = field(default_factory=dict)  # crcl, egfr

    @property
    def valid(self) -> bool:
        """Whether an estimate may be made at all."""
        return not (self.dialysis or self.pregnant or self.rise is not None)

    @property
    def egfr_on(self) -> date | None:
        source = self.creatinine if self.egfr_origin == "creatinine" else self.laboratory
        return source.on if source else None

    def row_value(self, estimate: str) -> Any:
        """``crcl`` or ``egfr`` as rows test it: 0 on dialysis, a mere warning when stale."""
        value: Any = self.egfr if estimate == "egfr" else (self.clearance and self.clearance.ml_min)
        if self.dialysis:
            return 0
        if value is None or not self.valid:
            return None
        return WarnsOnly(value) if (self.egfr_stale if estimate == "egfr" else self.crcl_stale) else value


def kidney(facts: Facts) -> Kidney:
    """Both estimates, their ages and origins, and the reasons why one is missing."""
    cut = facts.book.kidney
    usual = cut["value_age"]["usual_days"]
    measured = _creatinine(facts)
    laboratory = _laboratory(facts)
    creatinine = _same_day(measured, laboratory)
    computed = _computed(creatinine, facts)
    usable = creatinine is not None and creatinine.within(usual)
    egfr, origin, differ = governing(
        Dated(computed, creatinine.on, creatinine.age_days) if creatinine and computed and usable else None,
        laboratory if laboratory and laboratory.within(usual) else None,
        cut["values_differ"]["by_more_than"],
    )
    found = Kidney(
        creatinine=creatinine,
        laboratory=laboratory,
        computed=computed,
        egfr=egfr,
        egfr_origin=origin,
        values_differ=differ,
        rise=_rise(measured, facts),
        dialysis=has_condition(facts, "dialysis"),
        pregnant=(facts.get("weeks_pregnant") or 0) >= 1,
        usable_on_record=usable or bool(laboratory and laboratory.within(usual)),
    )
    if usable and creatinine is not None:
        found = _with_clearance(found, creatinine, facts)
    return replace(_with_staleness(found, facts), why=_reasons(found, usable, facts))


def governing(
    computed: Dated | None, laboratory: Dated | None, apart: Number
) -> tuple[Rate | None, str | None, bool]:
    """The eGFR that governs, its origin, and whether the two differ too much (5.2, cases 1 to 5)."""
    if computed is None or laboratory is None:
        only = computed or laboratory
        origin = "creatinine" if computed else "laboratory" if laboratory else None
        return (only.value if only else None), origin, False
    if computed.on and laboratory.on and computed.on != laboratory.on:
        later = laboratory.on > computed.on
        return (laboratory.value, "laboratory", False) if later else (computed.value, "creatinine", False)
    low = laboratory.value.low if isinstance(laboratory.value, AtLeast) else laboratory.value
    differ = float(low) - computed.value > apart
    if not isinstance(laboratory.value, AtLeast) and computed.value - float(low) > apart:
        return laboratory.value, "laboratory", True
    return computed.value, "creatinine", differ


def _day_value(value: Any, on: date | None, facts: Facts) -> Dated:
    return Dated(value, on, None if on is None else (facts.as_of - on).days)


def _creatinine(facts: Facts) -> Dated | None:
    labs = facts.intake.labs
    on = labs.serum_creatinine_on or labs.taken_on
    if labs.serum_creatinine_mg_dl is not None:
        return _day_value(number(labs.serum_creatinine_mg_dl), on, facts)
    if labs.serum_creatinine_umol_l is None:
        return None
    per_mg = facts.book.kidney["cockcroft_gault"]["umol_per_mg"]
    return _day_value(Decimal(number(labs.serum_creatinine_umol_l)) / per_mg, on, facts)


def _laboratory(facts: Facts) -> Dated | None:
    """The entered eGFR: a number, or a text such as ">60", which is known from below only."""
    labs = facts.intake.labs
    if labs.egfr is None:
        return None
    text = isinstance(labs.egfr, str)
    value = AtLeast(int(str(labs.egfr).lstrip(">="))) if text else number(float(labs.egfr))
    return _day_value(value, labs.egfr_on or _creatinine_day(labs) or labs.taken_on, facts)


def _same_day(creatinine: Dated | None, laboratory: Dated | None) -> Dated | None:
    """The creatinine; without a day of its own it has that of the eGFR beside it (5.2, case 2)."""
    if creatinine is None or creatinine.on or laboratory is None:
        return creatinine
    return replace(creatinine, on=laboratory.on, age_days=laboratory.age_days)


def _creatinine_day(labs: Labs) -> date | None:
    recorded = labs.serum_creatinine_mg_dl is not None or labs.serum_creatinine_umol_l is not None
    return labs.serum_creatinine_on if recorded else None


def _computed(creatinine: Dated | None, facts: Facts) -> float | None:
    age, sex = facts.get("age_years"), facts.get("sex")
    if creatinine is None or age is None or sex is None:
        return None
    return filtration_rate(creatinine.value, age, sex, facts.book.kidney)


def _rise(creatinine: Dated | None, facts: Facts) -> Rise | None:
    """REN-RISE: the newer creatinine far above the previous one."""
    labs, cut = facts.intake.labs, facts.book.kidney["rising"]
    before, before_on = labs.serum_creatinine_previous_mg_dl, labs.serum_creatinine_previous_on
    if creatinine is None or creatinine.on is None or before is None or before_on is None:
        return None
    rise = Rise(number(before), creatinine.value, (creatinine.on - before_on).days)
    steep = rise.after >= rise.before * cut["times"] and 0 <= rise.days <= cut["times_days"]
    sudden = rise.after - rise.before >= cut["above_mg_dl"] and 0 <= rise.days <= cut["above_days"]
    return rise if steep or sudden else None


def _with_clearance(found: Kidney, creatinine: Dated, facts: Facts) -> Kidney:
    age, sex, weight = facts.get("age_years"), facts.get("sex"), facts.get("weight_kg")
    if age is None or sex is None or weight is None:
        return found
    cut = facts.book.kidney
    return replace(
        found,
        clearance=creatinine_clearance(age, sex, weight, height_cm(facts), creatinine.value, cut),
        actual_weight_ml_min=clearance_with(age, sex, weight, creatinine.value, cut),
    )


def _with_staleness(found: Kidney, facts: Facts) -> Kidney:
    """Past the strict limit a value may warn only: kidney disease, a low value, or a risky pair."""
    cut = facts.book.kidney["value_age"]
    listed = facts.listed
    pair = listed is not None and listed.has("class:nsaid") and listed.has("class:acei", "class:arb")
    strict = pair or has_condition(facts, *cut["strict_conditions"])
    own, source = found.computed, found.creatinine
    egfr_low = not isinstance(found.egfr, AtLeast | None) and found.egfr < cut["strict_egfr_below"]
    crcl_low = egfr_low or (own is not None and own < cut["strict_egfr_below"])
    egfr_source = source if found.egfr_origin == "creatinine" else found.laboratory
    days = cut["strict_days"]
    return replace(
        found,
        crcl_stale=(strict or crcl_low) and source is not None and not source.within(days),
        egfr_stale=(strict or egfr_low) and egfr_source is not None and not egfr_source.within(days),
    )


def _reasons(found: Kidney, usable: bool, facts: Facts) -> dict[str, str]:
    """Why an estimate is missing, by estimate."""
    if not found.valid:
        why = "dialysis" if found.dialysis else "pregnant" if found.pregnant else "rising"
        return {"crcl": why, "egfr": why}
    missing = (
        "no_creatinine" if found.creatinine is None
        else "too_old" if not usable
        else "no_sex" if facts.get("sex") is None
        else "no_age" if facts.get("age_years") is None
        else None
    )  # fmt: skip
    reasons = {}
    if found.egfr is None and missing:
        reasons["egfr"] = missing
    if found.clearance is None:
        reasons["crcl"] = missing or "no_weight"
    return reasons
