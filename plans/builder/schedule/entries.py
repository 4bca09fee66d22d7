"""The timetable as the plan shows it: entries of each day, what is done again, what found no time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from plans.builder.schedule.clock import Clock, show
from plans.builder.schedule.doses import Dose
from plans.builder.schedule.exercises import rounds_again
from plans.builder.schedule.place import Missed, Placed
from plans.builder.schedule.week import Day, Week
from plans.builder.timetable import Again, Entry, NotPlaced, OtherDay, Schedule
from plans.knowledge.day import Day as Rules

KINDS = {
    "journal": "self_care", "breathing": "self_care", "liked": "self_care",
    "move": "move", "exercise": "exercise", "steady": "exercise", "heat": "aid",
}  # fmt: skip
MODULES = {"journal": "SM-JOURNAL", "breathing": "SM-BREATHE", "liked": "SM-MOOD", "heat": "SM-HEAT"}
OPEN_ALERT = "J-12"


def make_schedule(
    week: Week,
    clock: Clock,
    rules: Rules,
    *,
    open_keys: Collection[str],
    forms: Mapping[str, str],
    weekdays: Mapping[str, tuple[int, ...]],
    through_the_day: tuple[str, ...],
) -> Schedule:
    """``open_keys``: medicines under an open alert (J-12); ``forms``: tablet and the like, by product."""
    first, others = week.days[0], week.days[1:]
    medicines = [_dose_entry(dose, clock, rules, open_keys, forms) for dose in week.doses.doses]
    return Schedule(
        entries=_entries(first, medicines, clock, rules),
        other_days=tuple(
            OtherDay(
                day.name,
                day.exercise_day,
                _entries(day, medicines, clock, rules),
                _again(day),
                _missed(day.placed.missed),
                day.active_minutes,
            )
            for day in others
        ),
        sets=tuple(tuple(exercise.id for exercise in one) for one in week.share.sets),
        again=_again(first),
        weekdays=weekdays,
        through_the_day=through_the_day,
        through_the_week=week.doses.through_the_week,
        only_if_needed=week.doses.only_if_needed,
        not_placed=(*week.doses.not_placed, *_missed(first.placed.missed)),
        active_minutes=first.active_minutes,
        cap_minutes=week.share.cap,
        clock={name: show(getattr(clock, name)) for name in ("wake", "breakfast", "lunch", "dinner", "bed")},
        ordinary_hours=clock.ordinary,
    )


def _entries(day: Day, medicines: list[tuple[int, Entry]], clock: Clock, rules: Rules) -> tuple[Entry, ...]:
    """By time; medicines before other things at the same minute."""
    things = [(thing.start, _thing_entry(thing, clock, rules)) for thing in day.placed.things]
    timed = sorted((*medicines, *things), key=lambda one: (one[0], one[1].kind != "medicine", one[1].id))
    return tuple(entry for _, entry in timed)


def _thing_entry(thing: Placed, clock: Clock, rules: Rules) -> Entry:
    module = MODULES.get(thing.what)
    return Entry(
        id=thing.entry,
        time=show(thing.start),
        slot=clock.slot(thing.start, rules),
        kind=KINDS[thing.what],
        ids=thing.ids or ((module,) if module else ()),
        minutes=thing.minutes,
        mark=", ".join(thing.minds) or None,
        rules=thing.rules,
        part=thing.part or None,
        steady=thing.what == "steady",
    )


def _dose_entry(
    dose: Dose, clock: Clock, rules: Rules, open_keys: Collection[str], forms: Mapping[str, str]
) -> tuple[int, Entry]:
    medicine = dose.medicine
    is_open = medicine.key in open_keys
    entry = Entry(
        id=dose.entry,
        time=show(dose.minute),
        slot=dose.slot,
        kind="medicine",
        ids=(medicine.drug,),
        minutes=0,
        amount=_amount(dose, forms.get(medicine.drug)),
        with_food=medicine.with_food,
        mark=", ".join(filter(None, (rules.rules[OPEN_ALERT].note if is_open else None, *_minds(dose))))
        or None,
        rules=(*dose.rules, *((OPEN_ALERT,) if is_open else ())),
        amount_parts=_amount_parts(dose, forms.get(medicine.drug)),
    )
    return dose.minute, entry


def _minds(dose: Dose) -> tuple[str, ...]:
    """Rules that mind where the dose stands: a clash the prescriber is shown, or a clinician's own move."""
    return tuple(dict.fromkeys((*((dose.clash,) if dose.clash else ()), *dose.minds)))


def _amount(dose: Dose, form: str | None) -> str | None:
    """Such as ``400 mg``, ``2 tablets``, ``2 (10 mg)``: units only where they are known."""
    units, low = dose.medicine.units, dose.medicine.mg_low
    strength = None
    if dose.mg is not None:
        strength = f"{low:g}-{dose.mg:g} mg" if low is not None else f"{dose.mg:g} mg"
    if units is None:
        return strength
    counted = f"{units:g} {form}{'s' if units != 1 else ''}" if form else f"{units:g}"
    return f"{counted} ({strength})" if strength else counted


def _amount_parts(dose: Dose, form: str | None) -> Mapping[str, Any] | None:
    parts = {"mg": dose.mg, "mg_low": dose.medicine.mg_low, "units": dose.medicine.units, "form": form}
    known = {name: value for name, value in parts.items() if value is not None}
    return known or None


def _again(day: Day) -> tuple[Again, ...]:
    return tuple(Again(id, times) for id, times in rounds_again(day.exercises, day.placed))


def _missed(missed: tuple[Missed, ...]) -> tuple[NotPlaced, ...]:
    return tuple(
        NotPlaced(id, one.rule) for one in missed for id in (one.ids or (MODULES.get(one.what, one.entry),))
    )
