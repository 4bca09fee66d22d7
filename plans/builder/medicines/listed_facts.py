"""Facts read off the list as facts.toml says: names, counts, effects, days, daily totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from plans.builder.judge import AtLeast
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.listing import NSAID_TOKEN, MedicineList
from plans.knowledge.medicine_rows import Fact

Days = int | AtLeast | None
Listed = Callable[[Facts, MedicineList], Any]


def calculation(fact: Fact) -> Listed:
    """How a fact that is no function of its own is made."""
    makers: dict[str, Callable[[Fact], Listed]] = {
        "names": lambda fact: lambda facts, listed: names(facts, listed.having(fact.of, fact.minus)),
        "count": lambda fact: lambda facts, listed: len(listed.having(fact.of, fact.minus)),
        "present": lambda fact: lambda facts, listed: listed.has(*fact.of),
        "effects": lambda fact: lambda facts, listed: effects(listed, fact.of),
        "effects_asked": lambda fact: lambda facts, listed: effects_asked(facts, listed, fact.reads),
        "days": lambda fact: lambda facts, listed: days_on(facts, listed, fact),
        "total": lambda fact: lambda facts, listed: total(facts, listed, fact.of[0].partition(":")[2]),
    }
    return makers[fact.how](fact)


def names(facts: Facts, drugs: Iterable[str]) -> tuple[str, ...]:
    """Ingredient ids in one order, whatever the order of the list."""
    return tuple(sorted(drugs))


def total(facts: Facts, listed: MedicineList, drug: str) -> Any:
    """Milligrams a day; a known part above the drug's maximum is enough (medications-2, 3.1)."""
    doses = facts.book.numbers["doses"]
    enough = doses["aspirin_nsaid_above_mg"] if drug == "aspirin" else facts.book.drugs[drug].max_daily_mg
    return listed.total(drug, enough)


def with_tokens(medicines: Iterable[ListedMedicine], tokens: Iterable[str]) -> list[ListedMedicine]:
    """Entries of which an ingredient has one of ``tokens``."""
    wanted = frozenset(tokens)
    return [item for item in medicines if not wanted.isdisjoint(item.kind.tokens)]


def of_group(facts: Facts, listed: MedicineList, tokens: Iterable[str]) -> list[ListedMedicine]:
    """Entries of the group, stopped ones too, with the aspirin that counts as an NSAID.

    Aspirin taken now counts by the total of the day, aspirin taken earlier by its own.
    """
    found = with_tokens(listed.entries, tokens)
    if NSAID_TOKEN not in tokens:
        return found
    limit = facts.book.numbers["doses"]["aspirin_nsaid_above_mg"]
    now = not listed.having((NSAID_TOKEN,)).isdisjoint(listed.having(("class:aspirin",)))
    for item in with_tokens(listed.entries, ("class:aspirin",)):
        own = [part.total for part in item.parts if "aspirin" in part.ingredient.classes]
        past = any(amount is None or amount > limit for amount in own)
        if (now if item.active else past) and item not in found:
            found.append(item)
    return found


def effects(listed: MedicineList, tokens: Iterable[str]) -> frozenset[str]:
    """Effects reported on entries taken now; nothing recorded is an empty list, so that no warning waits."""
    return frozenset(
        effect
        for item in with_tokens(listed.active, tokens)
        for effect in item.entry.effects or ()
        if effect != "none"
    )


def effects_asked(facts: Facts, listed: MedicineList, tokens: Iterable[str]) -> frozenset[str] | None:
    """The same for options: missing when nothing was asked of any of them (medications-1, 2.3)."""
    group = of_group(facts, listed, tuple(tokens))
    asked = [item.entry.effects for item in group if item.active and item.entry.effects]
    if not asked:
        return None
    return frozenset(effect for found in asked for effect in found if effect != "none")


def days_on(facts: Facts, listed: MedicineList, fact: Fact) -> Days:
    """Days of the unbroken run on any medicine of the group; 0 when none is taken now."""
    group = of_group(facts, listed, fact.of)
    if fact.id == "opioid_days":
        group = [item for item in group if not for_opioid_use_disorder(facts, item)]
    return run_days(group, facts.as_of, fact.gap_days or 0)


def run_days(group: Iterable[ListedMedicine], as_of: date, gap_days: int) -> Days:
    """Days since the start of the run that reaches ``as_of``.

    Entries that ended ``gap_days`` or less before the next began belong to the run. With an entry
    without a start date the dated run is a lower end; without any dated one nothing is known.
    """
    group = list(group)
    active = [item.entry for item in group if item.active]
    if not active:
        return 0
    starts = [entry.started_on for entry in active if entry.started_on is not None]
    if not starts:
        return None
    days = (as_of - run_start(group, min(starts), gap_days)).days
    return days if len(starts) == len(active) else AtLeast(days)


def run_start(group: Iterable[ListedMedicine], start: date, gap_days: int) -> date:
    """The start of the unbroken run that holds ``start``."""
    earlier = [item.entry for item in group if item.entry.started_on and item.entry.started_on < start]
    for entry in sorted(earlier, key=lambda entry: entry.started_on or start, reverse=True):
        began, stopped = entry.started_on, entry.stopped_on
        if began is not None and began < start and (stopped is None or (start - stopped).days <= gap_days):
            start = began
    return start


def for_opioid_use_disorder(facts: Facts, item: ListedMedicine) -> bool:
    """Whether the entry's reason says treatment of opioid use disorder (medications-3, 4.4)."""
    reason = (item.entry.reason or "").strip().lower()
    return reason in facts.book.opioids["opioid_use_disorder_words"]
