"""Values to ask about once (joins.md section 5, "Ask once"): implausible, in conflict, or a default."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from plans.intake.faults import Ask
from plans.intake.fields import FIELD_BY_PATH, FIELDS, TABLES, Field, Kind
from plans.intake.fields.medicines import USUAL_HOURS
from plans.intake.intake import Intake, MedicationEntry
from plans.intake.medication_list import plain_name
from plans.intake.values import show
from plans.intake.vocabulary import Vocabulary

# Joins.md, "Ask once": the defaults that are said.
DEFAULTS_SAID = ("life.minutes_per_day", "life.equipment", "life.can_get_on_floor", "access.telehealth")
TRIALS_APART_MINUTES = 2  # J-02
LONGEST_SINCE_YEARS = 20  # medications-1 1.2, started_on
LONGEST_PLANNED_DAYS = 366
NOT_PREGNANT = "patient.pregnancy_weeks"  # 0 there is an answer
MOST_PATCHES = 400  # mcg/h, the hard limit

Getter = Callable[[Any], Any]
PLAUSIBLE: tuple[tuple[Field, Getter], ...] = tuple(
    (field, attrgetter(field.path))
    for field in FIELDS
    if field.plausible is not None and field.kind in (Kind.INTEGER, Kind.NUMBER, Kind.NUMBER_OR_WORD)
)
PLAUSIBLE_ENTRY = tuple((field, attrgetter(field.path)) for field in TABLES["medications"] if field.plausible)
SAID = tuple((FIELD_BY_PATH[path], attrgetter(path)) for path in DEFAULTS_SAID)


def find_asks(intake: Intake, words: Vocabulary) -> tuple[Ask, ...]:
    """What to ask once, in the order of the table.

    Paths of medicines name the entry's key, those of conditions the words: lists may come in any order.
    """
    return (
        *_implausible(PLAUSIBLE, intake, ""),
        *_in_conflict(intake),
        *_not_listed(intake, words),
        *(
            Ask(field.path, f"{field.label}: not asked, {field.when_missing}")
            for field, get in SAID
            if get(intake) is None
        ),
        *(
            ask
            for entry in sorted(intake.medications or (), key=lambda entry: entry.key)
            for ask in _named(entry, ask_about_entry(entry, intake.assessed_on, words), words)
        ),
    )


def _implausible(fields: tuple[tuple[Field, Getter], ...], record: Any, prefix: str) -> Iterator[Ask]:
    for field, get in fields:
        value = get(record)
        if value is None or isinstance(value, str) or field.plausible is None or field.plausible.hold(value):
            continue
        if value == 0 and field.path == NOT_PREGNANT:
            continue
        yield Ask(prefix + field.path, _is_it_right(field, value))


def _is_it_right(field: Field, value: float) -> str:
    unit = f" {field.unit}" if field.unit else ""
    for other in field.other_units:
        if field.hard is not None and field.hard.hold(value / other.per_stored):
            return f"{field.label}: {show(value)}{unit}, or {show(value)} {other.unit}?"
    usual = field.plausible.words() if field.plausible else ""
    return f"{field.label}: {show(value)}{unit} is unusual ({usual}). Right?"


def _in_conflict(intake: Intake) -> Iterator[Ask]:
    patient, pain, vitals, walk = intake.patient, intake.pain, intake.vitals, intake.tolerance
    if patient.birth_date and not 18 <= age_on(patient.birth_date, intake.assessed_on) <= 95:
        yield Ask(
            "patient.birth_date", f"Age {age_on(patient.birth_date, intake.assessed_on)} is unusual. Right?"
        )
    if patient.sex_at_birth == "male" and patient.pregnancy_weeks:
        yield Ask(
            "patient.pregnancy_weeks", "Sex at birth is male and weeks pregnant is above 0. Which is right?"
        )
    known = [n for n in (pain.nprs_best, pain.nprs_average, pain.nprs_worst) if n is not None]
    if known != sorted(known):
        yield Ask(
            "pain.nprs_average", "Best pain must be at most the average, and the average at most the worst."
        )
    if vitals.systolic is not None and vitals.diastolic is not None and vitals.systolic <= vitals.diastolic:
        yield Ask("vitals.diastolic", "The lower blood pressure is not below the upper one. Right?")
    if walk.walk_trials_minutes and walk.walk_minutes is not None:
        mean = sum(walk.walk_trials_minutes) / len(walk.walk_trials_minutes)
        if abs(mean - walk.walk_minutes) > TRIALS_APART_MINUTES:
            yield Ask(
                "tolerance.walk_minutes",
                f"Walking {walk.walk_minutes} min, but the tries have a mean of {mean:.3g}. Which is right?",
            )


def _not_listed(intake: Intake, words: Vocabulary) -> Iterator[Ask]:
    for condition in sorted(intake.conditions or ()):
        if condition not in words.conditions:
            yield Ask(
                f"conditions[{condition}]",
                f"{condition} is not in the list of conditions: kept, and no rule reads it.",
            )


def age_on(born: date, day: date) -> int:
    """Whole years; a birthday on 29 February counts from 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _named(entry: MedicationEntry, asks: Iterator[Ask], words: Vocabulary) -> Iterator[Ask]:
    """In a list of twelve medicines every question has to say of which it is."""
    drug = words.drugs.get(entry.drug or "")
    name = words.products.get(entry.product or "") or (drug.name if drug else None)
    for ask in asks:
        yield ask if name is None else replace(ask, message=f"{name}: {ask.message}")


def ask_about_entry(entry: MedicationEntry, assessed_on: date, words: Vocabulary) -> Iterator[Ask]:
    """What to ask about the shape of one entry; amounts against limits are judged with the formulary."""
    at = f"medications[{entry.key}]"
    drug = words.drugs.get(entry.drug or "")
    if entry.product is None and drug is None:
        yield Ask(f"{at}.drug", _which_medicine(entry.drug or "", words))
    yield from _implausible(PLAUSIBLE_ENTRY, entry, f"{at}.")
    if entry.every_hours is not None and entry.every_hours not in USUAL_HOURS:
        yield Ask(f"{at}.every_hours", f"Every {entry.every_hours} hours is unusual. Right?")
    if entry.product is not None and entry.units_per_dose is None:
        yield Ask(f"{at}.units_per_dose", "How many tablets each time?")
    if (
        drug
        and entry.patch_mcg_per_hour is not None
        and entry.patch_mcg_per_hour not in _patch_sums(drug.patch_rates)
    ):
        yield Ask(f"{at}.patch_mcg_per_hour", f"No patches make {entry.patch_mcg_per_hour:g} mcg/h. Right?")
    yield from _ask_about_times(entry, at)
    yield from _ask_about_days(entry, at, assessed_on)


def _which_medicine(typed: str, words: Vocabulary) -> str:
    if plain_name(typed) in words.strengths_open:
        return f"Which strength of {typed}? Until it is known no amount of it is counted."
    return f"{typed} is not in the list: kept as typed, not checked."


def _ask_about_times(entry: MedicationEntry, at: str) -> Iterator[Ask]:
    times_known = any((entry.times_per_day, entry.every_hours, entry.doses_mg))
    most_known = any((entry.max_per_day, entry.max_units_per_day, entry.max_mg_per_day))
    if entry.as_needed and not most_known and not _bounded(entry):
        yield Ask(f"{at}.max_per_day", "As needed: how many doses in a day at most?")
    elif not entry.as_needed and not times_known:
        yield Ask(f"{at}.times_per_day", "How many times a day?")


def _bounded(entry: MedicationEntry) -> bool:
    """Whether the times of a medicine taken as needed say how often at most: more than "once a day" does."""
    return bool((entry.times_per_day or 0) > 1 or entry.every_hours or entry.slots or entry.doses_mg)


def _ask_about_days(entry: MedicationEntry, at: str, assessed_on: date) -> Iterator[Ask]:
    started = entry.started_on
    if started and (started.year + LONGEST_SINCE_YEARS, started.month, started.day) < _parts(assessed_on):
        yield Ask(f"{at}.started_on", f"Taken since {started}. Right?")
    planned = entry.stop_planned_on
    if planned is None:
        return
    if planned <= assessed_on:
        yield Ask(f"{at}.stop_planned_on", f"The planned day {planned} has passed. Was it stopped, and when?")
    elif (planned - assessed_on).days > LONGEST_PLANNED_DAYS:
        yield Ask(f"{at}.stop_planned_on", f"{planned} is more than a year ahead. Right?")


def _parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


@cache
def _patch_sums(strengths: tuple[float, ...]) -> frozenset[float]:
    """All rates that patches of these strengths together can have."""
    found = {0.0}
    newest = found
    while newest:
        newest = {total + one for total in newest for one in strengths if total + one <= MOST_PATCHES} - found
        found |= newest
    return frozenset(found)
