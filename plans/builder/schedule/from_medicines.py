"""What the clock and the sedation rules read of the medicine list (joins.md J-08, J-12, J-13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from plans.builder.decisions import Decided
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.schedule.doses import PATIENT_SLOTS, TimedMedicine, why_not_placed
from plans.builder.schedule.sedation import SedatingMedicine
from plans.knowledge.day import Day

BY_MOUTH = "oral"
TWO_NSAIDS, TWICE = "nsaid-two", "duplicate-drug"


def timed_medicines(
    active: Iterable[ListedMedicine],
    nsaids: frozenset[str],
    decided: Decided,
    day: Day,
) -> tuple[TimedMedicine, ...]:
    """Active entries as the clock sees them.

    ``nsaids``: different ingredients that count as NSAIDs now. A decision on one of two NSAIDs settles
    both; one that is to stop stands nowhere then.
    """
    entries = tuple(active)
    by_mouth = {m.key for m in entries if nsaids & set(m.drugs) and m.route in (None, BY_MOUTH)}
    unsettled = _two_nsaids(entries, by_mouth, nsaids, decided)
    if decided.about("alert", TWICE, "override") is None:
        unsettled |= _same_slot_twice(entries) - set(decided.settled_medicines)
    return tuple(
        replace(_timed(m, day), nsaid=m.key in by_mouth, unsettled=m.key in unsettled) for m in entries
    )


def _two_nsaids(
    entries: tuple[ListedMedicine, ...], by_mouth: set[str], nsaids: frozenset[str], decided: Decided
) -> set[str]:
    """Two different active oral NSAIDs stand nowhere until their alert is settled (J-12)."""
    different = {drug for m in entries if m.key in by_mouth for drug in m.drugs if drug in nsaids}
    if len(different) < 2:
        return set()
    if by_mouth & set(decided.settled_medicines) or decided.about("alert", TWO_NSAIDS, "override"):
        return by_mouth & set(decided.of("medication", "stop"))
    return set(by_mouth)


def _same_slot_twice(entries: tuple[ListedMedicine, ...]) -> set[str]:
    """Entries of one medicine in one form whose fixed slots meet (SCH-22)."""
    seen: dict[tuple[str | None, str | None, str | None, str], str] = {}
    found: set[str] = set()
    for medicine in sorted(entries, key=lambda one: one.key):
        for slot in () if medicine.as_needed else _fixed(medicine):
            place = (medicine.drug, medicine.product, medicine.release, slot)
            if place in seen and (medicine.drug or medicine.product):
                found |= {seen[place], medicine.key}
            seen.setdefault(place, medicine.key)
    return found


def _fixed(medicine: ListedMedicine) -> tuple[str, ...]:
    doses = medicine.entry.doses_mg
    if doses is not None:
        return tuple(slot for slot in PATIENT_SLOTS if getattr(doses, slot))
    return medicine.entry.slots or ()


def _timed(medicine: ListedMedicine, day: Day) -> TimedMedicine:
    entry = medicine.entry
    doses = entry.doses_mg
    return TimedMedicine(
        key=medicine.key,
        name=medicine.name,
        drug=medicine.product or medicine.drug or medicine.key,
        times_per_day=entry.times_per_day,
        every_hours=entry.every_hours,
        slots=entry.slots or None,
        mg=entry.dose_mg,
        mg_low=entry.dose_mg_low,
        mg_by_slot={slot: getattr(doses, slot) for slot in PATIENT_SLOTS} if doses else None,
        units=entry.units_per_dose,
        with_food=medicine.with_food,
        sedating=medicine.sedating,
        as_needed=medicine.as_needed,
        on_skin=_on_skin(medicine, day),
        spacing_sensitive=medicine.spacing_sensitive,
        by_clock=(medicine.anticoagulant and not medicine.with_food) or medicine.long_acting,
    )


def _on_skin(medicine: ListedMedicine, day: Day) -> bool:
    """A patch or cream by the formulary, or a route on the skin that is not the medicine's usual one."""
    usual = medicine.kind.routes[0] if medicine.kind.routes else None
    route = medicine.entry.route
    return medicine.patch or (route in day.doses.skin_routes and route != usual)


def sedating_medicines(
    active: Iterable[ListedMedicine], timed: Iterable[TimedMedicine], day: Day
) -> tuple[SedatingMedicine, ...]:
    """Active sedating entries; ``continuous`` when the patient is never out of a window."""
    by_key = {one.key: one for one in timed}
    return tuple(
        SedatingMedicine(
            key=medicine.key,
            name=medicine.name,
            as_needed=medicine.as_needed,
            continuous=_continuous(medicine, by_key[medicine.key], day),
            started_on=medicine.entry.started_on,
            effects=medicine.entry.effects or (),
        )
        for medicine in active
        if medicine.sedating
    )


def _continuous(medicine: ListedMedicine, timed: TimedMedicine, day: Day) -> bool:
    if medicine.as_needed:
        return False
    lasting = set(day.sedation.continuous_drugs) & set(medicine.drugs)
    return bool(lasting) or medicine.release == "er" or why_not_placed(timed, day) is not None
