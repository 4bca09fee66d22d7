"""The weeks of the paper tracker, typed back in, and what they say so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from plans.actions.building import clinic_knowledge, clinic_vocabulary, history_after
from plans.actions.drafting import hold_open, rebuild
from plans.actions.events import note
from plans.builder.self_care.diary import read_diary
from plans.builder.self_care.journal import days_done, written
from plans.intake.faults import Fault
from plans.intake.looking_back import parse_history
from plans.models import Draft, JournalWeek, Part, PlanVersion, User
from plans.permissions import require

DAYS = 7
Days = list[dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Recorded:
    """``row`` is ``None`` when something cannot be read; nothing is kept then.

    ``voided``: signatures on the open plan that fell because the tracker changed it.
    """

    row: JournalWeek | None
    faults: tuple[Fault, ...] = ()
    voided: frozenset[Part] = frozenset()


@dataclass(frozen=True, slots=True)
class RecordedWeeks:
    """Weeks that were kept, and those among them that replaced an earlier typing. ``faults`` by week."""

    kept: tuple[int, ...] = ()
    replaced: tuple[int, ...] = ()
    faults: tuple[tuple[int, Fault], ...] = ()
    voided: frozenset[Part] = frozenset()


@dataclass(frozen=True, slots=True)
class WeekRead:
    """A kept week: mean pain (None: too few evenings), evenings with a number, days done and planned.

    ``done`` is None when sums do not say it.
    """

    week: int
    pain: float | None
    evenings: int
    done: int | None
    planned: int


@dataclass(frozen=True, slots=True)
class PainRead:
    """The kept weeks, the pain at or below which the change is a real one, and the band of JRN-26."""

    weeks: tuple[WeekRead, ...]
    meaningful_at: float | None
    seen_band: tuple[float, float] | None


@transaction.atomic
def record_journal_week(
    *,
    version: PlanVersion,
    week: int,
    by: User,
    days: Days | None = None,
    totals: dict[str, Any] | None = None,
) -> Recorded:
    """Keep a week of the tracker: seven days, or its totals. A second time replaces the first."""
    require(by, "record_journal", version)
    faults = _faults(version, week, days, totals)
    if faults:
        return Recorded(None, faults)
    row = _keep(version, week, by, days, totals)
    return Recorded(row, voided=_rebuild_open_plan(version, by))


@transaction.atomic
def record_journal_weeks(*, version: PlanVersion, weeks: Mapping[int, Days], by: User) -> RecordedWeeks:
    """Keep several weeks, all of them or, with a fault in one, none."""
    require(by, "record_journal", version)
    faults = tuple(
        (week, fault) for week, days in weeks.items() for fault in _faults(version, week, days, None)
    )
    if faults:
        return RecordedWeeks(faults=faults)
    before = {row.week for row in kept_weeks(version)}
    for week, days in sorted(weeks.items()):
        _keep(version, week, by, days, None)
    voided = _rebuild_open_plan(version, by)
    return RecordedWeeks(tuple(sorted(weeks)), tuple(sorted(before & set(weeks))), voided=voided)


def _rebuild_open_plan(version: PlanVersion, by: User) -> frozenset[Part]:
    """A plan that is being reviewed was made from the tracker as it was: it is made again."""
    open_plans = Draft.objects.filter(patient=version.patient_id, closed_at=None, assessment__isnull=False)
    return frozenset(part for draft in open_plans for part in rebuild(hold_open(draft), by))


def _faults(
    version: PlanVersion, week: int, days: Days | None, totals: dict[str, Any] | None
) -> tuple[Fault, ...]:
    begun = weeks_begun(version)
    if week > begun:
        return (Fault("week", f"has not begun: the plan is in its week {begun}"),)
    knowledge, clinic = clinic_knowledge()
    data = {"week": week} | ({"days": days} if totals is None else {"totals": totals})
    parsed = parse_history(
        {"started_on": version.as_of.isoformat(), "journal": [data]},
        clinic_vocabulary(knowledge, clinic),
        timezone.localdate(),
    )
    return parsed.faults


def first_day(version: PlanVersion) -> date:
    """The day the whole plan started."""
    versions = PlanVersion.objects.filter(patient=version.patient_id).order_by("number")
    return versions.values_list("as_of", flat=True)[0]


def weeks_begun(version: PlanVersion) -> int:
    """How many weeks of the whole plan have begun by today, at least one."""
    return max((timezone.localdate() - first_day(version)).days // DAYS + 1, 1)


def _keep(
    version: PlanVersion, week: int, by: User, days: Days | None, totals: dict[str, Any] | None
) -> JournalWeek:
    row = JournalWeek.insert(
        version=version, week=week, days=days if totals is None else None, totals=totals, recorded_by=by
    )
    note(by, "journal.record", version, week=week)
    return row


def kept_weeks(version: PlanVersion) -> list[JournalWeek]:
    """The weeks of the whole plan, each as it was last typed in, whichever version it was typed under."""
    rows = JournalWeek.objects.filter(version__patient=version.patient_id).order_by("id")
    return sorted({row.week: row for row in rows}.values(), key=lambda row: row.week)


def read_pain(version: PlanVersion) -> PainRead:
    """What the kept weeks say, by the rules of reading back (self-care.md 3.3)."""
    intake, knowledge = version.assessment.intake(), clinic_knowledge()[0]
    diary = read_diary(intake, history_after(version), timezone.localdate(), knowledge)
    weeks = tuple(
        WeekRead(week.week, diary.pain(week), written(week), days_done(week), diary.planned[week.week].days)
        for week in diary.weeks
    )
    return PainRead(weeks, diary.change.meaningful_at, diary.change.seen_band)
