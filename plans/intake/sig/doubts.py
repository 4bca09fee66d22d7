"""Amounts that can hardly be meant, whether typed as a line or by fields (medications-1: 1.2, A12 to A15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plans.intake.sig.amounts import exact
from plans.intake.sig.words import SigDrug, SigWords

DAY_HOURS = 24
TEN_TIMES = 10
FAR_FROM = 50  # times the largest strength, or so much below the smallest

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, by its case in the dossier. With ``answer_needed`` nothing is saved before the answer."""

    id: str
    text: str
    answer_needed: bool = False


def doubtful_amounts(entry: Entry, words: SigWords) -> list[Asked]:
    """Questions about the amounts of one entry whose ``drug`` or ``product`` is an id."""
    found: list[Asked] = []
    drug = words.drugs.get(str(entry.get("drug")))
    if drug is not None:
        found += _weekly(entry, words)
        far = list(_far_from_strengths(entry, drug, words))
        found += far
        if any(asked.id != "far-below" for asked in far):
            return found
    return [*found, *_over_limits(entry, words)]


def ask(words: SigWords, name: str, **filled: Any) -> Asked:
    """The question ``name`` with its words filled in."""
    question = words.questions[name]
    return Asked(question.id, question.text.format(**filled), question.answer_needed)


def _weekly(entry: Entry, words: SigWords) -> Iterator[Asked]:
    question = words.weekly.get(str(entry.get("drug")))
    if question is not None and doses_a_day(entry) >= 1:
        yield Asked(question.id, question.text)


def _far_from_strengths(entry: Entry, drug: SigDrug, words: SigWords) -> Iterator[Asked]:
    dose = entry.get("dose_mg")
    if not dose or not drug.strengths_mg:
        return
    largest, smallest = max(drug.strengths_mg), min(drug.strengths_mg)
    if dose > FAR_FROM * largest:
        as_micrograms = dose / 1000 in drug.strengths_mg
        name = "A12" if as_micrograms else "far-above"
        yield ask(words, name, number=f"{exact(dose)}", largest=f"{largest:g}")
    elif dose * FAR_FROM < smallest and entry.get("drug") not in words.mg_per_gram:
        yield ask(words, "far-below", number=f"{dose:g}", smallest=f"{smallest:g}")


def _over_limits(entry: Entry, words: SigWords) -> Iterator[Asked]:
    """Each medicine of the entry against its daily limit; as needed only what is over ten times of it."""
    for id_, mg in _doses(entry, words).items():
        limit = words.drugs[id_].max_daily_mg
        total = exact(daily_mg(entry, mg))
        if limit and total > TEN_TIMES * limit:
            yield ask(words, "A14", total=f"{total}", limit=f"{limit:g}")
        elif limit and total > limit and "drug" in entry and not entry.get("as_needed"):
            yield ask(words, "A13", total=f"{total}", limit=f"{limit:g}")


def _doses(entry: Entry, words: SigWords) -> dict[str, float]:
    """Medicine -> mg each time; doses over the day count as their sum, once."""
    product = words.products.get(str(entry.get("product")))
    if product is not None:
        units = entry.get("units_per_dose") or 0
        return {drug: mg * units for drug, mg in zip(product.drugs, product.strengths, strict=False)}
    drug = str(entry.get("drug"))
    return {drug: entry.get("dose_mg") or 0} if drug in words.drugs else {}


def daily_mg(entry: Entry, mg: float) -> float:
    """Milligrams in a day when each dose has ``mg``: the smallest limit typed, else doses x times."""
    if doses := entry.get("doses_mg"):
        return float(sum(amount or 0 for amount in doses.values()))
    if not entry.get("as_needed"):
        return mg * doses_a_day(entry)
    units = entry.get("units_per_dose") or 1
    limits = [
        mg * entry["max_per_day"] if entry.get("max_per_day") else None,
        mg / units * entry["max_units_per_day"] if entry.get("max_units_per_day") else None,
        entry.get("max_mg_per_day"),
    ]
    typed = [limit for limit in limits if limit is not None]
    return min(typed) if typed else mg * max(doses_a_day(entry), 1)


def doses_a_day(entry: Entry) -> float:
    """Times a day; 0 when they are not known."""
    times, hours = entry.get("times_per_day"), entry.get("every_hours")
    if times:
        return float(times)
    if not hours:
        return 0
    return float(DAY_HOURS // hours if hours <= DAY_HOURS else DAY_HOURS / hours)
