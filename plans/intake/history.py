"""What is known of the visits before this one (joins.md section 5, history)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.intake.intake import Intake


@dataclass(frozen=True, slots=True)
class JournalDay:
    """One evening of the tracker (self-care.md 3.1). ``None`` = not written."""

    pain: int | None = None  # 0-10
    done: str | None = None  # all, small, none
    exercises: int | None = None  # how many were done
    minutes: float | None = None
    sleep: str | float | None = None  # good, so-so, bad, or hours
    mood: str | None = None  # good, so-so, low
    trigger: str | None = None  # a letter of 3.1
    as_needed: int | None = None  # how often an as-needed medicine was taken


@dataclass(frozen=True, slots=True)
class WeekTotals:
    """A week typed as sums instead of days (self-care.md 3.3)."""

    mean_pain: float | None = None
    evenings: int | None = None  # how many evenings have a pain number
    days_done: int | None = None  # all or small plan
    exercises: int | None = None
    minutes: float | None = None
    as_needed: int | None = None


@dataclass(frozen=True, slots=True)
class JournalWeek:
    """Week ``week`` of the plan, 1 the first; 0 is the week before it. Either seven days or totals."""

    week: int
    days: tuple[JournalDay, ...] = ()
    totals: WeekTotals | None = None


@dataclass(frozen=True, slots=True)
class History:
    """``assessments`` in order of date; ``previous`` is the JSON of the plan version before this one."""

    started_on: date
    assessments: tuple[Intake, ...] = ()
    previous: Mapping[str, Any] | None = None
    journal: tuple[JournalWeek, ...] = ()
    phase: int | None = None  # 1-3
