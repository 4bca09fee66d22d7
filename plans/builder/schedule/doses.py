"""Medicines on the clock: which dose stands when, and what stands nowhere (SCH-01 to 04, 21, 22; J-13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from plans.builder.schedule.clock import Clock, after, show
from plans.builder.timetable import NotPlaced
from plans.knowledge.day import Day

PATIENT_SLOTS = ("morning", "noon", "evening", "bedtime")
BY_CLOCK = "J-13"


@dataclass(frozen=True, slots=True)
class TimedMedicine:
    """What the clock has to know of one active entry of the medicine list."""

    key: str
    name: str
    drug: str = ""  # formulary or product id, or the text as typed
    times_per_day: int | None = None
    every_hours: int | None = None
    slots: tuple[str, ...] | None = None  # fixed by the prescriber
    mg: float | None = None  # each time
    mg_low: float | None = None  # the other end of a range
    mg_by_slot: Mapping[str, float] | None = None
    units: float | None = None  # tablets, patches, sprays each time
    with_food: bool = False
    sedating: bool = False
    nsaid: bool = False  # by mouth
    as_needed: bool = False
    on_skin: bool = False
    spacing_sensitive: bool = False
    by_clock: bool = False  # twice a day means every 12 hours
    unsettled: bool = False  # SCH-22: no line until the alert is settled

    @property
    def regular(self) -> bool:
        return not self.as_needed


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose at one time of the day. ``clash`` is the rule that the prescriber is asked about.

    ``entry`` is its id in the timetable; ``minds`` are rules that mind where a clinician put it.
    """

    entry: str
    medicine: TimedMedicine
    minute: int
    slot: str
    rules: tuple[str, ...]
    mg: float | None = None
    clash: str | None = None
    minds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedDoses:
    doses: tuple[Dose, ...] = ()
    not_placed: tuple[NotPlaced, ...] = ()
    through_the_week: tuple[str, ...] = ()
    only_if_needed: tuple[str, ...] = ()


def place_doses(medicines: tuple[TimedMedicine, ...], clock: Clock, day: Day) -> PlacedDoses:
    """Every regular dose once for each of its times; what cannot be placed is kept with its rule."""
    doses: list[Dose] = []
    not_placed: list[NotPlaced] = []
    week: list[str] = []
    needed: list[str] = []
    for medicine in sorted(medicines, key=lambda one: one.key):
        reason = why_not_placed(medicine, day)
        if medicine.unsettled:
            not_placed.append(NotPlaced(medicine.key, "SCH-22"))
        elif medicine.as_needed:
            needed.append(medicine.key)
        elif reason:
            not_placed.append(NotPlaced(medicine.key, reason))
            if medicine.on_skin or _through_the_week(medicine, day):
                week.append(medicine.key)
        else:
            doses.extend(_doses(medicine, clock, day))
    return PlacedDoses(tuple(doses), tuple(not_placed), tuple(week), tuple(needed))


def why_not_placed(medicine: TimedMedicine, day: Day) -> str | None:
    """The rule that keeps a regular medicine out of the timetable, or ``None``."""
    fixed = bool(medicine.slots or medicine.mg_by_slot)
    if medicine.on_skin or (_through_the_week(medicine, day) and (fixed or not medicine.spacing_sensitive)):
        return "J-13"
    if fixed:
        return None
    if medicine.spacing_sensitive:
        return "SCH-21"
    if medicine.times_per_day is not None:
        return None if 1 <= medicine.times_per_day <= len(PATIENT_SLOTS) else "SCH-02"
    often = (day.doses.through_the_week_above, *day.doses.by_clock_hours)
    return None if medicine.every_hours in often else "SCH-02"


def _through_the_week(medicine: TimedMedicine, day: Day) -> bool:
    """Less often than once a day, such as a weekly medicine."""
    hours = medicine.every_hours if medicine.times_per_day is None else None
    return hours is not None and hours > day.doses.through_the_week_above


def _doses(medicine: TimedMedicine, clock: Clock, day: Day) -> list[Dose]:
    fixed = _fixed_slots(medicine)
    if fixed:
        return [_slot_dose(medicine, slot, mg, "SCH-01", clock) for slot, mg in fixed]
    clock_hours = _clock_hours(medicine, day)
    if clock_hours:
        return _by_clock(medicine, clock_hours, clock, day)
    times = medicine.times_per_day or 24 // (medicine.every_hours or 24)
    slots = day.dose_slots[times, medicine.with_food]
    if times == 1 and medicine.sedating and not medicine.with_food:
        slots = (day.doses.once_sedating,)
    return [_slot_dose(medicine, slot, medicine.mg, "SCH-02", clock) for slot in slots]


def _fixed_slots(medicine: TimedMedicine) -> list[tuple[str, float | None]]:
    if medicine.mg_by_slot:
        return [(slot, medicine.mg_by_slot[slot]) for slot in PATIENT_SLOTS if medicine.mg_by_slot.get(slot)]
    return [(slot, medicine.mg) for slot in PATIENT_SLOTS if slot in (medicine.slots or ())]


def _slot_dose(medicine: TimedMedicine, slot: str, mg: float | None, rule: str, clock: Clock) -> Dose:
    clash = "SCH-03" if medicine.with_food and slot == "bedtime" else None
    rules = (rule, "SCH-03") if medicine.with_food else (rule,)
    return Dose(f"{medicine.key}@{slot}", medicine, clock.dose_time(slot), slot, rules, mg, clash)


def _clock_hours(medicine: TimedMedicine, day: Day) -> int | None:
    """The interval by which a medicine goes by the clock, or ``None`` when it goes by meals (J-13)."""
    if medicine.times_per_day is not None:
        twice = medicine.times_per_day == 2 and medicine.by_clock
        return max(day.doses.by_clock_hours) if twice else None
    if medicine.with_food or medicine.every_hours not in day.doses.by_clock_hours:
        return None
    return medicine.every_hours


def _by_clock(medicine: TimedMedicine, hours: int, clock: Clock, day: Day) -> list[Dose]:
    times = [min(clock.breakfast + 60 * hours * n, clock.bed) for n in range(24 // hours)]
    return [
        Dose(
            f"{medicine.key}@{show(minute)}{f'-{n + 1}' if minute in times[:n] else ''}",
            medicine,
            minute,
            clock.slot(minute, day),
            (BY_CLOCK,),
            medicine.mg,
        )
        for n, minute in enumerate(times)
    ]


def move_doses(doses: tuple[Dose, ...], moved: Mapping[str, int], clock: Clock, day: Day) -> tuple[Dose, ...]:
    """Doses that a clinician put elsewhere stand there, with the rules that mind."""
    return tuple(
        _moved(dose, after(moved[dose.entry], clock.wake), clock, day) if dose.entry in moved else dose
        for dose in doses
    )


def _moved(dose: Dose, minute: int, clock: Clock, day: Day) -> Dose:
    meals = (clock.breakfast, clock.lunch, clock.dinner)
    minds = [rule for rule in dose.rules if rule == "SCH-01"]
    if dose.medicine.with_food and minute not in meals:
        minds.append("SCH-03")
    return replace(
        dose, minute=minute, slot=clock.slot(minute, day), rules=(*dose.rules, "moved"), minds=tuple(minds)
    )
