"""Intake JSON to Intake, with every fault in one pass: ``parse``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.intake.asking import find_asks
from plans.intake.cross_rules import check_intake
from plans.intake.faults import Ask, Fault
from plans.intake.fields import FIELD_BY_PATH, Field
from plans.intake.intake import Goal, Intake, PsfsActivity
from plans.intake.medication_list import read_allergies, read_medications
from plans.intake.records import read_entries, read_object
from plans.intake.tree import ROOT
from plans.intake.values import Reader, Reading, as_date
from plans.intake.vocabulary import Vocabulary
from plans.intake.writing import to_data

__all__ = ["Parsed", "parse", "to_data"]

NEEDED_FOR_A_DRAFT = ("patient.birth_date", "patient.sex_at_birth")
RECENT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Parsed:
    """``intake`` is ``None`` exactly when there are faults; ``asks`` are values to ask about once."""

    intake: Intake | None
    faults: tuple[Fault, ...] = ()
    asks: tuple[Ask, ...] = ()


def parse(data: Any, vocabulary: Vocabulary, today: date, *, complete: bool = True) -> Parsed:
    """Read any JSON value as an intake.

    ``today`` refuses dates in the future. With ``complete=False`` an intake that is still being typed
    needs only ``assessed_on``; a plan needs birth date and sex as well (physical-therapy.md section 2).
    Never raises on JSON data.
    """
    reading = Reading(vocabulary, today, lists=LIST_READERS)
    if isinstance(data, dict):
        reading.assessed_on = as_date(data.get("assessed_on"))
        patient = data.get("patient")
        reading.birth_date = as_date(patient.get("birth_date")) if isinstance(patient, dict) else None
    values = read_object(reading, ROOT, data)
    if values is None:
        return Parsed(None, tuple(reading.faults))
    _check_needed(reading, data, complete)
    if "assessed_on" not in values:
        return Parsed(None, tuple(reading.faults))
    intake = Intake(**values)
    check_intake(reading, intake)
    if reading.faults:
        return Parsed(None, tuple(reading.faults))
    return Parsed(intake, (), (*_ask_about_today(intake, today), *find_asks(intake, vocabulary)))


def _check_needed(reading: Reading, data: Mapping[str, Any], complete: bool) -> None:
    """Note what a plan cannot do without. A value that was given but is wrong has its own fault."""
    for path in ("assessed_on", *(NEEDED_FOR_A_DRAFT if complete else ())):
        group, _, name = path.rpartition(".")
        inside = data.get(group) if group else data
        if inside is None or (isinstance(inside, dict) and inside.get(name) is None):
            reading.fault(path, f"{FIELD_BY_PATH[path].label} is needed")


def _ask_about_today(intake: Intake, today: date) -> tuple[Ask, ...]:
    age = (today - intake.assessed_on).days
    if age <= RECENT_DAYS:
        return ()
    return (Ask("assessed_on", f"The assessment is {age} days ago. Right?"),)


def read_goals(reading: Reading, field: Field, value: Any, path: str) -> tuple[Goal, ...] | None:
    """The goals; one without an id is a fault."""
    entries = read_entries(reading, field, value, path)
    if entries is None:
        return None
    for at, entry in entries:
        if "id" not in entry and not value[at].get("id"):
            reading.fault(f"{path}[{at}].id", "Goal must be chosen")
    return tuple(Goal(**entry) for _, entry in entries if "id" in entry)


def read_psfs(reading: Reading, field: Field, value: Any, path: str) -> tuple[PsfsActivity, ...] | None:
    """Activities with their ratings; a bare rating, or null, stands for an activity without a name."""
    if not isinstance(value, list):
        read_entries(reading, field, value, path)
        return None
    objects = [item if isinstance(item, dict) else {"rating": item} for item in value]
    entries = read_entries(reading, field, objects, path)
    return None if entries is None else tuple(PsfsActivity(**entry) for _, entry in entries)


LIST_READERS: Mapping[str, Reader] = {
    "medications": read_medications,
    "allergies": read_allergies,
    "goals": read_goals,
    "psfs": read_psfs,
}
