"""The day and the calendar as they stand in the Plan; their names are the plan JSON's contract as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Json = Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the day. ``time`` is HH:MM; ``kind``: medicine, move, exercise, self_care, aid."""

    id: str
    time: str
    slot: str
    kind: str
    ids: tuple[str, ...]
    minutes: int
    amount: str | None = None
    with_food: bool = False
    mark: str | None = None
    rules: tuple[str, ...] = ()
    amount_parts: Mapping[str, Json] | None = None  # mg, mg_low, units, form: what the page words
    part: int | None = None  # 1 or 2 of one bout in two parts (SCH-11)
    steady: bool = False  # the block with something steady to hold


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """What found no time, and the rule that says why: a medicine, a bout, an exercise or a habit."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Again:
    """Further rounds of an exercise on the same day."""

    id: str
    times: int


@dataclass(frozen=True, slots=True)
class OtherDay:
    """Another day: ``set`` is B or C; ``exercise_day`` when aerobic and exercise days take turns."""

    set: str | None
    exercise_day: bool
    entries: tuple[Entry, ...]
    again: tuple[Again, ...] = ()
    not_placed: tuple[NotPlaced, ...] = ()
    active_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Schedule:
    entries: tuple[Entry, ...] = ()
    other_days: tuple[OtherDay, ...] = ()
    sets: tuple[tuple[str, ...], ...] = ()
    again: tuple[Again, ...] = ()
    weekdays: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    through_the_day: tuple[str, ...] = ()
    through_the_week: tuple[str, ...] = ()
    only_if_needed: tuple[str, ...] = ()
    not_placed: tuple[NotPlaced, ...] = ()
    notes: tuple[Note, ...] = ()
    active_minutes: int = 0
    cap_minutes: int | None = None
    clock: Mapping[str, str] = field(default_factory=dict)  # wake, breakfast, lunch, dinner, bed: HH:MM
    ordinary_hours: bool = True  # False: the names of SCH-19


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    week: int
    date: date
    who: str
    what: tuple[str, ...]
    rules: tuple[str, ...] = ()
