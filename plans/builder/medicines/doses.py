"""Facts about amounts and doubles: above the maximum, typing errors, duplicates (medications-2, 3.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from plans.builder.medicines.amounts import number
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.listing import ASPIRIN, MedicineList
from plans.knowledge.medicine_rows import Drug, Number

ACETAMINOPHEN = "acetaminophen"


def acetaminophen_sources(facts: Facts, listed: MedicineList) -> tuple[str, ...]:
    """Different drugs, products and typed texts that hold acetaminophen."""
    found = [item for item in listed.active if ACETAMINOPHEN in item.classes]
    return tuple(sorted({item.product or item.drug or item.kind.name for item in found}))


def acetaminophen_source_count(facts: Facts, listed: MedicineList) -> int:
    return len(facts.get("acetaminophen_sources"))


def duplicates(facts: Facts, listed: MedicineList) -> tuple[str, ...]:
    """Single drugs in two entries; a long- and a short-acting form of one opioid are no double."""
    own_rows = facts.book.numbers["doses"]["own_rows"]
    forms = Counter(
        (item.drug, item.long_acting)
        for item in listed.active
        if item.drug is not None and item.drug not in own_rows
    )
    return tuple(sorted({drug for (drug, _), count in forms.items() if count > 1 and drug}))


def duplicate_count(facts: Facts, listed: MedicineList) -> int:
    return len(facts.get("duplicates"))


def daily_limit(facts: Facts, drug: Drug, entries: Iterable[ListedMedicine]) -> Number | None:
    """The strictest daily maximum that applies: by age, and the OTC one when every entry is OTC."""
    age, ages = facts.get("age_years"), facts.book.numbers["doses"]
    limits = [drug.max_daily_mg]
    if age is not None and age >= ages["older_from"]:
        limits.append(drug.max_daily_mg_65_plus)
    if age is not None and age >= ages["oldest_from"]:
        limits.append(drug.max_daily_mg_75_plus)
    if all(item.otc for item in entries):
        limits.append(drug.max_daily_mg_otc)
    return min((limit for limit in limits if limit is not None), default=None)


def over_max(facts: Facts, listed: MedicineList) -> tuple[str, ...] | None:
    """Drugs above their daily maximum; missing when none is found and a total is not known."""
    over, open_totals = [], False
    for drug, entries in _with_limit(facts, listed).items():
        limit = daily_limit(facts, facts.book.drugs[drug], entries)
        known, more = listed.totals[drug]
        if limit is not None and known > limit:
            over.append(drug)
        open_totals = open_totals or more
    return None if not over and open_totals else tuple(sorted(over))


def over_max_count(facts: Facts, listed: MedicineList) -> int | None:
    over = facts.get("over_max")
    return None if over is None else len(over)


def absurd_doses(facts: Facts, listed: MedicineList) -> tuple[str, ...] | None:
    """Drugs so far above their plain maximum that a typing error is likely."""
    cut = facts.book.numbers["doses"]
    absurd, open_totals = [], False
    for drug in [*_with_limit(facts, listed), *(drug for drug in cut["own_rows"] if drug in listed.totals)]:
        known, more = listed.totals[drug]
        if known > _absurd_above(facts, drug):
            absurd.append(drug)
        open_totals = open_totals or more
    return None if not absurd and open_totals else tuple(sorted(absurd))


def absurd_dose_count(facts: Facts, listed: MedicineList) -> int | None:
    absurd = facts.get("absurd_doses")
    return None if absurd is None else len(absurd)


def _absurd_above(facts: Facts, drug: str) -> Number:
    cut = facts.book.numbers["doses"]
    if drug == ACETAMINOPHEN:
        limit: Number = cut["acetaminophen_absurd_above_mg"]
        return limit
    return number((facts.book.drugs[drug].max_daily_mg or 0) * cut["absurd_times"])


def _with_limit(facts: Facts, listed: MedicineList) -> dict[str, list[ListedMedicine]]:
    """Drugs taken now that have a daily maximum here, each with its entries.

    Acetaminophen has rows of its own; what lies on the skin without a typed amount has no total to judge.
    """
    own_rows = facts.book.numbers["doses"]["own_rows"]
    found: dict[str, list[ListedMedicine]] = {}
    for item, part in listed.parts():
        row = part.ingredient.row
        if row is None or row.max_daily_mg is None or part.drug in own_rows or _skin_without_amount(item):
            continue
        found.setdefault(part.drug, []).append(item)
    if ASPIRIN in listed.totals:
        found.setdefault(ASPIRIN, [])  # in a text as typed alone: its total is open
    return found


def _skin_without_amount(item: ListedMedicine) -> bool:
    return item.route == "topical" and item.entry.dose_mg is None and item.entry.doses_mg is None


def unknown_drugs(facts: Facts, listed: MedicineList) -> tuple[str, ...]:
    """Texts as typed of entries that are not in the formulary."""
    return tuple(sorted(item.kind.name for item in listed.active if not item.checked))


def unknown_drug_count(facts: Facts, listed: MedicineList) -> int:
    return len(facts.get("unknown_drugs"))
