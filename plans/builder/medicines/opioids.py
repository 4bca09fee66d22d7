"""Opioid facts: the total as rows read it, naloxone reasons, new starts, tolerance (medications-3, 4.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from plans.builder.judge import plain
from plans.builder.medicines.amounts import number
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.listed_facts import for_opioid_use_disorder, run_start, with_tokens
from plans.builder.medicines.listing import MedicineList
from plans.builder.medicines.mme import MmeResult, mme, shown_total
from plans.builder.medicines.person import has_condition
from plans.knowledge.medicine_rows import Number

OPIOID = ("class:opioid",)
BENZODIAZEPINE = ("class:benzodiazepine",)


def mme_result(facts: Facts, listed: MedicineList) -> MmeResult:
    return mme(listed.active, facts.book)


def mme_mg_per_day(facts: Facts, listed: MedicineList) -> Decimal | int | None:
    """0 without an opioid; missing when a part is not judged and the known part is below the high mark."""
    result: MmeResult = facts.get("mme_result")
    if result.high is None:
        return 0
    return None if result.at_least(facts.book.opioids["mme_attention"]) is None else result.high


def mme_words(facts: Facts, listed: MedicineList) -> str:
    return str(shown_total(facts.get("mme_result"), facts.book))


def mme_notice_reached(facts: Facts, listed: MedicineList) -> bool | None:
    """False without a level of the clinic or without an opioid."""
    level, result = facts.get("mme_notice"), facts.get("mme_result")
    return False if level is None or not result.any_opioid else result.at_least(level)


def short_acting_opioid_count(facts: Facts, listed: MedicineList) -> int:
    """Different full agonists in entries that are not long-acting."""
    full = listed.having(OPIOID) - set(facts.book.opioids["not_full_agonists"])
    return len(
        {drug for item in listed.active if not item.long_acting for drug in item.drugs if drug in full}
    )


def opioid_benzo_days(facts: Facts, listed: MedicineList) -> int | None:
    """Days with both an opioid and a benzodiazepine; 0 when not both."""
    starts = []
    for group in (OPIOID, BENZODIAZEPINE):
        begun = [item.entry.started_on for item in with_tokens(listed.active, group)]
        if not begun:
            return 0
        starts.append(begun)
    days = [day for begun in starts for day in begun]
    if None in days:
        return None
    return (facts.as_of - max(min(day for day in begun if day) for begun in starts)).days


def regular_opioid(facts: Facts, listed: MedicineList) -> bool:
    return any(not item.as_needed for item in with_tokens(listed.active, OPIOID))


def naloxone_on_hand(facts: Facts, listed: MedicineList) -> bool:
    """Naloxone or nalmefene as an entry of its own; an ingredient of a product does not count."""
    return any(item.drug in ("naloxone", "nalmefene") for item in listed.active)


def is_new(facts: Facts, item: ListedMedicine) -> bool:
    """Begun so few days ago that it counts as new."""
    begun = item.entry.started_on
    return begun is not None and 0 <= (facts.as_of - begun).days <= facts.book.opioids["new_within_days"]


def er_opioid_started_naive(facts: Facts, listed: MedicineList) -> bool | None:
    """A long-acting opioid for pain begun without another opioid in the days before (OPI-ER-NAIVE)."""
    long_acting = [
        item
        for item in with_tokens(listed.active, OPIOID)
        if item.long_acting and not for_opioid_use_disorder(facts, item)
    ]
    verdicts = [_started_naive(facts, listed, item) for item in long_acting]
    return True if True in verdicts else None if None in verdicts else False


def _started_naive(facts: Facts, listed: MedicineList, item: ListedMedicine) -> bool | None:
    begun = item.entry.started_on
    if begun is None:
        return None
    if not is_new(facts, item):
        return False
    used = [_used_before(facts, other, begun) for other in _others(listed, item)]
    return False if True in used else None if None in used else True


def _others(listed: MedicineList, item: ListedMedicine) -> list[ListedMedicine]:
    return [other for other in with_tokens(listed.entries, OPIOID) if other is not item]


def _used_before(facts: Facts, other: ListedMedicine, begun: date) -> bool | None:
    """Whether its time of use touches one of the days before ``begun``; None: its start is not known."""
    started, stopped = other.entry.started_on, other.entry.stopped_on
    first = begun - timedelta(days=facts.book.opioids["used_before_days"])
    if stopped is not None and stopped < first:
        return False
    if started is None:
        return True if stopped is not None and stopped < begun else None
    return started < begun


def fentanyl_patch_not_tolerant(facts: Facts, listed: MedicineList) -> bool | None:
    """A new fentanyl patch without proven tolerance (OPI-PATCH-NOT-TOLERANT)."""
    verdicts = [
        _patch_not_tolerant(facts, listed, item) for item in listed.active if item.drug == "fentanyl-patch"
    ]
    return True if True in verdicts else None if None in verdicts else False


def _patch_not_tolerant(facts: Facts, listed: MedicineList, patch: ListedMedicine) -> bool | None:
    begun = patch.entry.started_on
    if begun is None:
        return None
    if not is_new(facts, patch):
        return False
    taken = [(other, _taken_through(facts, other, begun)) for other in _others(listed, patch)]
    prior = [other for other, through in taken if through]
    if _reaches_tolerance(facts, prior):
        return False
    result = mme(prior, facts.book)
    unknown = any(through is None for _, through in taken)
    if unknown or result.not_judged or result.not_counted:
        return None
    return None if (result.high or 0) >= facts.book.opioids["tolerance_below_mme"] else True


def _taken_through(facts: Facts, other: ListedMedicine, begun: date) -> bool | None:
    """Whether it was taken on each of the days before ``begun``; None: its start is not known."""
    started, stopped = other.entry.started_on, other.entry.stopped_on
    if stopped is not None and stopped < begun:
        return False
    if started is None:
        return None
    return started <= begun - timedelta(days=facts.book.opioids["used_before_days"])


def _reaches_tolerance(facts: Facts, prior: Iterable[ListedMedicine]) -> bool:
    """Whether one opioid reached its own amount; never through a sum of MME."""
    amounts: dict[str, Number] = {}
    for item in prior:
        for part in item.parts:
            row = facts.book.tolerance.get(part.drug)
            amount = _amount(item, part.total, row.unit) if row else None
            if row and amount is not None and item.route in ("oral", "transdermal"):
                amounts[part.drug] = amounts.get(part.drug, 0) + amount
    return any(amount >= facts.book.tolerance[drug].amount for drug, amount in amounts.items())


def _amount(item: ListedMedicine, total: Number | None, unit: str) -> Number | None:
    if unit != "mcg/h":
        return total
    rate = item.entry.patch_mcg_per_hour
    return None if rate is None else number(rate)


def naloxone_reasons(facts: Facts, listed: MedicineList) -> tuple[str, ...]:
    """Ids of the reasons that hold, in their order; what is not known is no reason."""
    return tuple(reason for reason in facts.book.naloxone_reasons if _reason_holds(facts, listed, reason))


def _reason_holds(facts: Facts, listed: MedicineList, reason: str) -> bool:
    row, cut = facts.book.naloxone_reasons[reason], facts.book.opioids
    if has_condition(facts, *row.conditions) or listed.has(*row.medicines):
        return True
    if reason == "nx-mme":
        return bool(facts.get("mme_result").at_least(cut["mme_pause"]))
    if reason == "nx-lost-tolerance":
        return lost_tolerance(facts, listed)
    if reason == "nx-sedatives":
        drinks = facts.get("alcohol_drinks_per_week")
        sedatives = listed.having(("class:cns-depressant",), OPIOID)
        return bool(sedatives) or (drinks is not None and drinks > cut["alcohol_above"])
    if reason == "nx-age":
        age = facts.get("age_years")
        return age is not None and bool(age >= cut["older_from"])
    if reason == "nx-organ":
        rate = plain(facts.get("egfr_ml_min"))
        return rate is not None and bool(rate < cut["kidney_failure_below"])
    if reason == "nx-oud-treatment":
        return any(for_opioid_use_disorder(facts, item) for item in with_tokens(listed.active, OPIOID))
    return False


def lost_tolerance(facts: Facts, listed: MedicineList) -> bool:
    """Back to an opioid after a break, by the dates (nx-lost-tolerance)."""
    group = with_tokens(listed.entries, OPIOID)
    return any(_back_after_break(facts, item, group) for item in group if item.active and is_new(facts, item))


def _back_after_break(facts: Facts, item: ListedMedicine, group: list[ListedMedicine]) -> bool:
    """The last use before ``item`` ended days before it, after an unbroken run; undated use is still use."""
    begun, cut = item.entry.started_on, facts.book.opioids
    if begun is None:
        return False
    earlier = [other for other in group if other is not item and (other.entry.started_on or date.min) < begun]
    stops = [other.entry.stopped_on for other in earlier if other.entry.stopped_on is not None]
    if not stops or len(stops) < len(earlier) or (begun - max(stops)).days < cut["lost_tolerance_break_days"]:
        return False
    last_use = max(stops)
    starts = [
        other.entry.started_on
        for other in earlier
        if other.entry.started_on and other.entry.stopped_on == last_use
    ]
    if not starts:
        return False
    run = last_use - run_start(earlier, min(starts), cut["run_gap_days"])
    return bool(run.days >= cut["lost_tolerance_run_days"])


def naloxone_strong_count(facts: Facts, listed: MedicineList) -> int | None:
    rows = facts.book.naloxone_reasons
    return _reason_count(facts, [reason for reason in facts.get("naloxone_reasons") if rows[reason].strong])


def naloxone_risk_count(facts: Facts, listed: MedicineList) -> int | None:
    return _reason_count(facts, facts.get("naloxone_reasons"))


def naloxone_risk_factors(facts: Facts, listed: MedicineList) -> tuple[str, ...] | None:
    return None if facts.get("naloxone_risk_count") is None else facts.get("naloxone_reasons")


def _reason_count(facts: Facts, found: Any) -> int | None:
    """Missing when none is found and conditions or the total are not known."""
    if found:
        return len(found)
    return None if facts.get("conditions") is None or facts.get("mme_mg_per_day") is None else 0
