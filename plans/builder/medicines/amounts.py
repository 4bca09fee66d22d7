"""How much of an ingredient a day (medications-1, 1.2, daily total). Milligrams, never rounded.

``None`` is "not known": a missing amount is never zero.
"""

from __future__ import annotations

from decimal import Decimal

from plans.intake.intake import MedicationEntry
from plans.knowledge.medicine_rows import Number

HOURS_A_DAY = 24


def number(value: float | int | Decimal) -> Number:
    """The number as it was written: whole ones as ``int``, others as ``Decimal``."""
    if isinstance(value, int):
        return value
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return int(exact) if exact == exact.to_integral_value() else exact


def doses_a_day(entry: MedicationEntry) -> Number | None:
    """How often a day a regular medicine is taken (rules 3 and 5); a weekly one is a fraction."""
    if entry.doses_mg is not None:
        return sum(1 for mg in slot_doses(entry) if mg > 0)
    if entry.times_per_day is not None:
        return entry.times_per_day
    if entry.every_hours is None:
        return None
    if entry.every_hours <= HOURS_A_DAY:
        return HOURS_A_DAY // entry.every_hours
    return Decimal(HOURS_A_DAY) / entry.every_hours


def most_doses_a_day(entry: MedicationEntry) -> Number | None:
    """How often a day at most: the written most of an as-needed medicine, else its usual times."""
    if entry.as_needed and entry.max_per_day is not None:
        return entry.max_per_day
    return doses_a_day(entry)


def slot_doses(entry: MedicationEntry) -> tuple[Number, ...]:
    """The four amounts of unequal doses; none when doses are equal."""
    doses = entry.doses_mg
    if doses is None:
        return ()
    return tuple(number(mg) for mg in (doses.morning, doses.noon, doses.evening, doses.bedtime))


def one_dose(entry: MedicationEntry, mg_per_unit: Number | None) -> Number | None:
    """Milligrams each time, the upper end of a range; the largest of unequal doses.

    ``mg_per_unit`` is the ingredient's amount in one unit of a product, ``None`` for a single drug.
    """
    if mg_per_unit is not None:
        return None if entry.units_per_dose is None else mg_per_unit * number(entry.units_per_dose)
    if entry.doses_mg is not None:
        return max(slot_doses(entry))
    return None if entry.dose_mg is None else number(entry.dose_mg)


def low_dose(entry: MedicationEntry, mg_per_unit: Number | None) -> Number | None:
    """Milligrams each time at the lower end of a range; the same as ``one_dose`` without one."""
    if mg_per_unit is not None and entry.units_per_dose_low is not None:
        return mg_per_unit * number(entry.units_per_dose_low)
    if mg_per_unit is None and entry.dose_mg_low is not None:
        return number(entry.dose_mg_low)
    unit = _mg_of_a_unit(entry, mg_per_unit)
    if entry.units_per_dose_low is not None and entry.units_per_dose is not None and unit is not None:
        return number(unit * number(entry.units_per_dose_low))
    return one_dose(entry, mg_per_unit)


def daily_total(entry: MedicationEntry, one: Number | None, mg_per_unit: Number | None) -> Number | None:
    """Milligrams a day when each dose is ``one`` (rules 2 to 6), whether it is still taken or not."""
    if entry.as_needed:
        written = _written_most(entry, one, mg_per_unit)
        if written is not None:
            return written
        if entry.max_per_day is not None or entry.max_units_per_day is not None:
            return None
    if entry.doses_mg is not None:
        return number(sum(slot_doses(entry)))
    times = doses_a_day(entry)
    return None if one is None or times is None else number(one * times)


def is_upper_bound(entry: MedicationEntry) -> bool:
    """Whether the total is only "up to": as needed, and no most per day was written (rule 6)."""
    most = (entry.max_per_day, entry.max_units_per_day, entry.max_mg_per_day)
    return entry.as_needed and all(value is None for value in most)


def is_range(entry: MedicationEntry) -> bool:
    """Whether the dose was typed as a range (rule 8)."""
    return entry.dose_mg_low is not None or entry.units_per_dose_low is not None


def _written_most(entry: MedicationEntry, one: Number | None, mg_per_unit: Number | None) -> Number | None:
    """The smallest of the totals that the written limits of an as-needed medicine give."""
    totals: list[Number] = []
    unit = _mg_of_a_unit(entry, mg_per_unit)
    if entry.max_per_day is not None and one is not None:
        totals.append(number(one * entry.max_per_day))
    if entry.max_units_per_day is not None and unit is not None:
        totals.append(number(unit * number(entry.max_units_per_day)))
    if entry.max_mg_per_day is not None and mg_per_unit is None:
        totals.append(number(entry.max_mg_per_day))
    return min(totals, default=None)


def _mg_of_a_unit(entry: MedicationEntry, mg_per_unit: Number | None) -> Number | None:
    """Milligrams of the ingredient in one tablet, capsule or spray."""
    if mg_per_unit is not None:
        return mg_per_unit
    if entry.dose_mg is None:
        return None
    units = 1 if entry.units_per_dose is None else number(entry.units_per_dose)
    return Decimal(number(entry.dose_mg)) / units
