"""Doses by kidney function: which bands of medications-3, 5.3 a list meets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plans.builder.judge import AtLeast, WarnsOnly, plain
from plans.builder.medicines.amounts import HOURS_A_DAY, most_doses_a_day
from plans.builder.medicines.entries import ListedMedicine, Part, has_words, typed_text
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.laboratory import proportional
from plans.builder.medicines.listing import NSAID_TOKEN, MedicineList
from plans.knowledge.medicine_book import Medicines
from plans.knowledge.medicine_rows import Number, RenalDose


@dataclass(frozen=True, slots=True)
class Taken:
    """One ingredient of one entry, as a band reads it."""

    item: ListedMedicine
    part: Part


def token_of(band: RenalDose) -> str:
    """The medicines a band is about, as a token of the list."""
    return band.drug if ":" in band.drug else f"drug:{band.drug}"


def meets(band: RenalDose, facts: Facts) -> bool | None:
    """Whether the band fires; None: an estimate or an amount it needs is not known."""
    listed = facts.listed
    text_only = band.kind == "cap" and band.low >= facts.book.kidney["caps"]["never_fire_from"]
    if listed is None or band.kind == "none" or text_only:
        return False
    taken = taken_in_form(band, listed, facts.book)
    if not taken:
        return False
    inside = in_band(band, facts.get(band.estimate))
    if inside is False or band.kind != "cap":
        return inside
    over = over_cap(band, taken, facts)
    return False if over is False else None if inside is None or over is None else True


def in_band(band: RenalDose, value: Any) -> bool | None:
    """From inclusive, below exclusive, unrounded. An old value that lies outside does not reassure."""
    if value is None:
        return None
    if isinstance(value, AtLeast):
        return False if value.low >= band.below else None
    inside = bool(band.low <= plain(value) < band.below)
    return (inside or None) if isinstance(value, WarnsOnly) else inside


def over_cap(band: RenalDose, taken: Iterable[Taken], facts: Facts) -> bool | None:
    """Daily total, one dose or interval above the band's limit; the limit itself is allowed."""
    taken = list(taken)
    checks = [_above(_sum(one.part.total for one in taken), most_a_day(band, facts))]
    if band.max_single_mg is not None:
        singles = [one.part.one for one in taken]
        checks += [_above(single, band.max_single_mg) for single in singles]
    if band.min_interval_hours is not None:
        times = _sum(most_doses_a_day(one.item.entry) for one in taken)
        checks.append(None if times is None else bool(times * band.min_interval_hours > HOURS_A_DAY))
    return True if True in checks else None if None in checks else False


def most_a_day(band: RenalDose, facts: Facts) -> Number | None:
    """The band's limit in mg a day, worked out where it is a formula of CrCl."""
    if not band.max_daily_formula:
        return band.max_daily_mg
    crcl = plain(facts.get("crcl_ml_min"))
    return None if crcl is None else proportional(band.max_daily_formula, crcl)


def taken_in_form(band: RenalDose, listed: MedicineList, book: Medicines) -> list[Taken]:
    """What is taken now of the band's medicine in its form; high-dose aspirin as an NSAID."""
    drugs = listed.having((token_of(band),))
    if band.drug == NSAID_TOKEN:
        drugs -= {drug for drug in drugs if drug not in book.drugs}
    return [
        Taken(item, part)
        for item, part in listed.parts()
        if part.drug in drugs and band.form in ("any", form_of(item, book))
    ]


def form_of(item: ListedMedicine, book: Medicines) -> str:
    """The form a band names: by route, by patch, else by release; a gabapentin brand decides its own."""
    if item.route == "injected":
        return "injected"
    if item.route == "topical":
        return "topical"
    if item.route == "transdermal":
        return "patch"
    if item.release != "er":
        return "ir"
    return _gabapentin_form(item, book) if "gabapentin" in item.drugs else "er"


def _gabapentin_form(item: ListedMedicine, book: Medicines) -> str:
    marks = book.numbers["release"]
    for brand, form in marks["gabapentin_forms"].items():
        if has_words(typed_text(item.entry), (), (brand,)):
            return str(form)
    return str(marks["gabapentin_usual_form"])


def _above(amount: Number | None, limit: Number | None) -> bool | None:
    return None if amount is None or limit is None else bool(amount > limit)


def _sum(amounts: Iterable[Number | None]) -> Number | None:
    total: Number = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
