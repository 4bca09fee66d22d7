"""The next weeks: minutes and days by week, visits with their dates, what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from plans.builder.content.case import Case
from plans.builder.content.voice import Voice
from plans.builder.plan import Move
from plans.builder.timetable import CalendarEntry
from plans.content import Visit, WeekRow

WEEKS = 12
TIME_LIMIT = "CAP-5"
WHERE = {"clinic-visit": "clinic", "video-visit": "video", "phone-visit": "phone"}
MEDICINE_KINDS = frozenset(("review", "stop", "change"))


def week_heads(case: Case, voice: Voice) -> tuple[str, ...]:
    move = case.plan.self_care.move
    if not week_rows(case, voice):
        return ()
    heads = [voice.say("label.week"), voice.say("label.starts_column")]
    if move:
        heads += [case.exercise_name(move.exercise, voice), voice.say("label.days_column")]
    return (*heads, voice.say("label.breathing_column")) if _breathes(case) else tuple(heads)


def week_rows(case: Case, voice: Voice) -> tuple[WeekRow, ...]:
    """One row for each run of weeks that are alike; none when nothing is counted in weeks."""
    move = case.plan.self_care.move
    if case.stopped or not (move or _breathes(case)):
        return ()
    cells = [_cells(case, move, week, voice) for week in range(1, WEEKS + 1)]
    rows = []
    for cell, run in groupby(range(1, WEEKS + 1), key=lambda week: cells[week - 1]):
        weeks = list(run)
        first, last = case.weeks_before + weeks[0], case.weeks_before + weeks[-1]
        name = str(first) if first == last else voice.say("weeks.range", first=first, last=last)
        rows.append(WeekRow(name, voice.day(case.day_of(weeks[0])), cell))
    return tuple(rows)


def _breathes(case: Case) -> bool:
    return any(case.plan.self_care.breathing_weeks)


def _cells(case: Case, move: Move | None, week: int, voice: Voice) -> tuple[str, ...]:
    cells = []
    if move:
        bouts, minutes = move.bouts[week - 1], move.weeks[week - 1]
        key = "weeks.minutes" if bouts == 1 else "weeks.minutes_times"
        cells.append(voice.say(key, n=minutes) if bouts == 1 else voice.say(key, n=minutes, times=bouts))
        cells.append(str(move.days[week - 1]))
    if _breathes(case):
        minutes_of_breath = case.plan.self_care.breathing_weeks[week - 1]
        cells.append(voice.say("weeks.minutes", n=minutes_of_breath) if minutes_of_breath else "")
    return tuple(cells)


def week_notes(case: Case, voice: Voice) -> tuple[str, ...]:
    if not week_rows(case, voice):
        return ()
    limited = any(note.rule == TIME_LIMIT for note in case.plan.schedule.notes)
    return (
        (voice.say("weeks.green"), voice.say("weeks.time_limit")) if limited else (voice.say("weeks.green"),)
    )


def visits(case: Case, voice: Voice) -> tuple[Visit, ...]:
    """Whom the patient meets, where and what for, with the dates of each kind in one line."""
    dates: dict[tuple[str, str], list[date]] = {}
    for entry in case.plan.calendar:
        for found in _meetings(entry, voice):
            dates.setdefault(found, []).append(entry.date)
    return tuple(Visit(_dates(days, voice), who, why) for (who, why), days in dates.items())


def _dates(days: list[date], voice: Voice) -> str:
    """9 MAR, 16 MAR and 4 MAY 2026: the year once, after its last day."""
    said = [
        f"{voice.day(day)} {day.year}"
        if n + 1 == len(days) or days[n + 1].year != day.year
        else voice.day(day)
        for n, day in enumerate(days)
    ]
    return voice.listed(said)


def _meetings(entry: CalendarEntry, voice: Voice) -> Iterator[tuple[str, str]]:
    """With the therapist where a visit stands, with the prescriber where a medicine is to be looked at."""
    kinds = [what.partition(":")[0] for what in entry.what]
    where = next((WHERE[kind] for kind in (kind.partition(" ")[0] for kind in kinds) if kind in WHERE), None)
    if where:
        why = "visit.remeasure" if "remeasure" in kinds else "visit.training"
        yield f"{voice.say('visit.therapist')}, {voice.say(f'visit.{where}')}", voice.say(why)
    if "call" in kinds:
        yield f"{voice.say('visit.prescriber')}, {voice.say('visit.phone')}", voice.say("visit.nausea")
    if MEDICINE_KINDS & set(kinds):
        yield voice.say("visit.prescriber"), voice.say("visit.medicines")


def costs(case: Case, voice: Voice) -> tuple[str, ...]:
    """What the patient pays, said openly (VIS-5); nothing when the co-pay is not known."""
    plan, copay = case.plan.physical_therapy.visits, case.intake.access.copay_usd
    lines = []
    count = len(plan.clinic_weeks)
    if copay == 0 and count:
        lines.append(voice.say("visit.free"))
    elif copay and count:
        lines.append(voice.say("visit.copay", copay=voice.money(copay)))
        if plan.cost_usd is not None:
            cost = voice.money(plan.cost_usd)
            lines.append(
                voice.say("visit.sum", n=count, cost=cost)
                if count > 1
                else voice.say("visit.sum_one", cost=cost)
            )
        if plan.needed and plan.needed > count and plan.full_cost_usd is not None:
            lines.append(voice.say("visit.full", n=plan.needed, cost=voice.money(plan.full_cost_usd)))
    if plan.remote_weeks:
        lines.append(voice.say("visit.ask_cost_calls"))
    return tuple(lines)
