"""Laboratory facts, the kidney's among them (medications-2, 3.0 and 3.1)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from plans.builder.judge import WarnsOnly, conditions, plain
from plans.builder.medicines.amounts import number
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.kidney_values import Kidney
from plans.builder.medicines.shown import plain_number, shown
from plans.knowledge.medicine_rows import LabAge, Number, Term


def lab_value(facts: Facts, row: LabAge) -> Number | None:
    """A value within its age; an old or undated one only when it is abnormal (3.0, old values)."""
    value = _recorded(facts, row.id)
    labs = facts.intake.labs
    own_day = "alt_u_l_on" if row.id == "alt_x_uln" else f"{row.id}_on"
    day = getattr(labs, own_day) or labs.taken_on
    if value is None or (day is not None and (facts.as_of - day).days <= row.max_age_days):
        return value
    return value if row.old_used_when and _holds(row, value) else None


def _recorded(facts: Facts, name: str) -> Number | None:
    labs = facts.intake.labs
    if name != "alt_x_uln":
        value = getattr(labs, name)
        return None if value is None else number(value)
    if labs.alt_u_l is None or labs.alt_uln_u_l is None:
        return None
    ratio = Decimal(number(labs.alt_u_l)) / number(labs.alt_uln_u_l)
    return ratio.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _holds(row: LabAge, value: Number) -> bool:
    test, limit = row.old_used_when
    return bool(conditions([Term(row.id, test, limit)])[0].holds(value))


def _kidney(facts: Facts) -> Kidney:
    found: Kidney = facts.get("kidney")
    return found


def egfr_ml_min(facts: Facts) -> Any:
    return _kidney(facts).row_value("egfr")


def crcl_ml_min(facts: Facts) -> Any:
    return _kidney(facts).row_value("crcl")


def egfr_words(facts: Facts) -> str | None:
    return _words(facts, "egfr")


def crcl_words(facts: Facts) -> str | None:
    return _words(facts, "crcl")


def _words(facts: Facts, estimate: str) -> str | None:
    """Such as "eGFR 27.8"; "Dialysis" on dialysis, where no number is printed."""
    words, kidney = facts.book.words["kidney"], _kidney(facts)
    if kidney.dialysis:
        return words["on_dialysis"]
    value = kidney.row_value(estimate)
    return None if value is None else words[estimate].format(value=shown_estimate(facts, value))


def shown_estimate(facts: Facts, value: Any) -> str:
    """An estimate as a screen prints it, never rounded up onto a threshold; a lower end as itself."""
    return shown(plain(value), facts.book.kidney["shown"]["kidney"], facts.book.words["kidney"]["just_under"])


def creatinine_mg_dl(facts: Facts) -> Number | None:
    dated = _kidney(facts).creatinine
    limit = facts.book.kidney["value_age"]["usual_days"]
    return number(dated.value) if dated is not None and dated.within(limit) else None


def creatinine_rising(facts: Facts) -> bool:
    return _kidney(facts).rise is not None


def creatinine_rise_words(facts: Facts) -> str | None:
    rise = _kidney(facts).rise
    if rise is None:
        return None
    before, after = plain_number(rise.before), plain_number(rise.after)
    return facts.book.words["kidney"]["rise"].format(before=before, after=after, days=rise.days)


def kidney_value_known(facts: Facts) -> bool:
    """An old value that may only warn is known; where no estimate is valid, a value on record is enough."""
    kidney = _kidney(facts)
    if kidney.dialysis:
        return True
    return kidney.usable_on_record if not kidney.valid else kidney.egfr is not None


def egfr_values_differ(facts: Facts) -> bool:
    return _kidney(facts).values_differ


def crcl_drug_names(facts: Facts) -> tuple[str, ...] | None:
    """Drugs taken now whose dose goes by CrCl."""
    if facts.listed is None:
        return None
    return tuple(sorted(facts.listed.having(facts.rulebook.crcl_tokens)))


def weigh_needed(facts: Facts) -> Any:
    """REN-WEIGH: a CrCl drug cannot be checked for want of a weight while eGFR is low."""
    drugs = facts.get("crcl_drug_names")
    if facts.get("weight_kg") is not None or drugs == () or _kidney(facts).dialysis:
        return False
    egfr = facts.get("egfr_ml_min")
    if drugs is None or egfr is None:
        return None
    low = conditions([Term("egfr_ml_min", "<", facts.book.kidney["weigh"]["egfr_below"])])[0].holds(egfr)
    return low


def gabapentin_renal_max_mg(facts: Facts) -> Number | None:
    return _renal_max(facts, "gabapentin")


def pregabalin_renal_max_mg(facts: Facts) -> Number | None:
    return _renal_max(facts, "pregabalin")


def _renal_max(facts: Facts, drug: str) -> Number | None:
    """The label's most a day at this CrCl, immediate release."""
    kidney, table = _kidney(facts), facts.book.kidney
    if kidney.dialysis:
        limit: Number = table["dialysis"][f"{drug}_max_mg"]
        return limit
    crcl = plain(facts.get("crcl_ml_min"))
    if crcl is None:
        return None
    row = next(row for row in table["renal_max"] if row["drug"] == drug)
    for low, most in row["bands"]:
        if crcl >= low:
            return number(most)
    return proportional(row["below_last"], crcl)


def proportional(formula: str, crcl: Decimal) -> Number:
    """The result of a written ``A * crcl / B``."""
    times, _, rest = formula.partition("*")
    _, _, divisor = rest.partition("/")
    return number(Decimal(times.strip()) * crcl / Decimal(divisor.strip()))


def gabapentin_over_renal_max(facts: Facts) -> bool | None:
    return _over_renal_max(facts, "gabapentin")


def pregabalin_over_renal_max(facts: Facts) -> bool | None:
    return _over_renal_max(facts, "pregabalin")


def _over_renal_max(facts: Facts, drug: str) -> bool | None:
    """Above the limit at a CrCl below 60; from 60 up the daily maximum speaks."""
    total, crcl = facts.get(f"{drug}_mg_per_day"), facts.get("crcl_ml_min")
    if total == 0:
        return False
    value = plain(crcl)
    free = value is not None and value >= facts.book.kidney["renal_max"][0]["bands"][0][0]
    if free:
        return None if isinstance(crcl, WarnsOnly) else False
    limit = facts.get(f"{drug}_renal_max_mg")
    if total is None or limit is None:
        return None
    return True if total > limit else None if isinstance(crcl, WarnsOnly) else False
