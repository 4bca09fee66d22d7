"""One calendar: visits, re-measures, medicine reviews, and what starts when (joins.md J-14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plans.builder.plan import Alert, HabitStart, Remeasure, Visits
from plans.builder.timetable import CalendarEntry

THERAPIST, PRESCRIBER, PATIENT = "therapist", "prescriber", "patient"
PHONE = "phone"
STOP = "stop"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on one day. ``week`` counts from the start of the plan."""

    week: int
    date: date
    who: str
    what: str
    rule: str


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """What gives dates. ``started_on``: the first assessment; ``begins_on``: the first day of the week in
    which this version begins; ``as_of``: the day the plan is made for."""

    started_on: date
    begins_on: date
    as_of: date
    visits: Visits
    remeasures: Sequence[Remeasure]
    alerts: Sequence[Alert]
    habits: Sequence[HabitStart]
    phase_weeks: Sequence[tuple[str, int]]  # phase, first week
    new_minutes_weeks: Sequence[int]
    nausea_call_week: int | None
    medicine_days: Sequence[tuple[str, str, date]]  # what (stop, change), medicine, day


def make_calendar(found: CalendarFacts) -> tuple[CalendarEntry, ...]:
    """One entry a week, in order; what lies before ``as_of`` is left out.

    Its day is that of the visit, re-measure or review, where the week has one: there the rest is settled.
    ``what`` holds ids: clinic-visit, video-visit, phone-visit, remeasure:REA-4, review:RULE, call:nausea,
    start:MODULE, phase:2, new-minutes, stop:KEY:DAY, change:KEY:DAY.
    """
    weeks: dict[int, list[Item]] = {}
    for item in (*_visits(found), *_reviews(found), *_medicine_days(found), *_starts(found)):
        weeks.setdefault(item.week, []).append(item)
    entries = (_entry(week, weeks[week]) for week in sorted(weeks))
    return tuple(entry for entry in entries if entry.date >= found.as_of)


def _entry(week: int, items: list[Item]) -> CalendarEntry:
    who = dict.fromkeys(item.who for item in items)
    return CalendarEntry(
        week=week,
        date=items[0].date,
        who=", ".join(name for name in (THERAPIST, PRESCRIBER, PATIENT) if name in who),
        what=tuple(dict.fromkeys(item.what for item in items)),
        rules=tuple(dict.fromkeys(item.rule for item in items)),
    )


def _visits(found: CalendarFacts) -> Iterator[Item]:
    """Visits, and the re-measures that move to one at most a week away."""
    visits = found.visits
    for week in sorted(set(visits.clinic_weeks)):
        count = visits.clinic_weeks.count(week)
        yield _after(
            found, week, THERAPIST, "clinic-visit" if count == 1 else f"clinic-visit x {count}", "VIS-3"
        )
    for week in visits.remote_weeks:
        mode = visits.remote_mode or PHONE
        yield _after(found, week, THERAPIST, f"{mode}-visit", "VIS-4")
    taken = {*visits.clinic_weeks, *visits.remote_weeks}
    for remeasure in found.remeasures:
        at = next((week for week in _near(remeasure.week) if week in taken), None)
        if at is None:
            yield _after(found, remeasure.week, THERAPIST, "phone-visit", remeasure.rule)
        week = remeasure.week if at is None else at
        yield _after(found, week, THERAPIST, f"remeasure:{remeasure.rule}", remeasure.rule)


def _near(week: int) -> tuple[int, int, int]:
    return week, week - 1, week + 1


def _after(found: CalendarFacts, week: int, who: str, what: str, rule: str) -> Item:
    """Whole weeks after the start."""
    return Item(week, found.started_on + timedelta(weeks=week), who, what, rule)


def _reviews(found: CalendarFacts) -> Iterator[Item]:
    """A date from each alert that names one, counted from this version; of one medicine the earliest only."""
    days = {id(alert): _review_day(alert, found) for alert in _with_review(found.alerts)}
    going_on = [alert for alert in _with_review(found.alerts) if not _ended(alert, days[id(alert)], found)]
    earliest: dict[str, date] = {}
    for alert in going_on:
        for medicine in alert.medicines:
            earliest[medicine] = min(days[id(alert)], earliest.get(medicine, date.max))
    for alert in going_on:
        day = days[id(alert)]
        if not alert.medicines or any(earliest[medicine] == day for medicine in alert.medicines):
            yield Item(_week_of(day, found), day, PRESCRIBER, f"review:{alert.rule}", alert.rule)
    if found.nausea_call_week is not None:
        day = found.as_of + timedelta(weeks=found.nausea_call_week)
        yield Item(_week_of(day, found), day, PRESCRIBER, "call:nausea", "J-14")


def _with_review(alerts: Iterable[Alert]) -> Iterator[Alert]:
    for alert in alerts:
        if alert.review_weeks is not None:
            yield alert
        yield from _with_review(alert.also_details)


def _review_day(alert: Alert, found: CalendarFacts) -> date:
    return found.as_of + timedelta(weeks=alert.review_weeks or 0)


def _ended(alert: Alert, day: date, found: CalendarFacts) -> bool:
    """Whether all that the row is about is to be stopped by ``day`` (medications-2, 3.2)."""
    ended = {medicine for what, medicine, end in found.medicine_days if what == STOP and end <= day}
    return bool(alert.medicines) and ended.issuperset(alert.medicines)


def _week_of(day: date, found: CalendarFacts) -> int:
    return (day - found.started_on).days // 7


def _starts(found: CalendarFacts) -> Iterator[Item]:
    """At the beginning of their week: habits and phases by this version, new minutes by the whole plan."""
    for habit in found.habits:
        if habit.starts_week > 1:
            yield _start(found, habit.starts_week, PATIENT, f"start:{habit.id}", "SEL-09")
    for phase, week in found.phase_weeks:
        if week > 1:
            yield _start(found, week, THERAPIST, f"phase:{phase}", "7.6")
    for week in found.new_minutes_weeks:
        day = found.started_on + timedelta(weeks=week - 1)
        yield Item(week, day, THERAPIST, "new-minutes", "CAP-6")


def _start(found: CalendarFacts, week: int, who: str, what: str, rule: str) -> Item:
    """At the beginning of that week of this version; the calendar counts weeks from the start of the plan."""
    day = found.begins_on + timedelta(weeks=week - 1)
    return Item(_week_of(day, found) + 1, day, who, what, rule)


def _medicine_days(found: CalendarFacts) -> Iterator[Item]:
    for what, medicine, day in found.medicine_days:
        yield Item(_week_of(day, found), day, PRESCRIBER, f"{what}:{medicine}:{day.isoformat()}", "J-12")
