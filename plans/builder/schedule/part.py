"""The schedule part of the plan and its calendar, out of what the joins found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from plans.builder.decisions import Decided
from plans.builder.joins import Joined
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.plan import Alert, PhysicalTherapy
from plans.builder.schedule.calendar import CalendarFacts, make_calendar
from plans.builder.schedule.entries import make_schedule
from plans.builder.schedule.exercises import is_aerobic, through_the_day
from plans.builder.schedule.notes import NoteFacts, day_notes
from plans.builder.schedule.weekdays import find_weekdays
from plans.builder.self_care.habits import MOVE
from plans.builder.self_care.small_plan import habit_days
from plans.builder.timetable import CalendarEntry, Schedule
from plans.builder.weeks import whole_weeks
from plans.intake.history import History
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

HELD_BACK = ("contraindicated", "serious")
DULOXETINE = "duloxetine"


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the timetable reads beside the joins."""

    intake: Intake
    active: tuple[ListedMedicine, ...]
    alerts: tuple[Alert, ...]
    no_heat: bool


def make_day(found: DayFacts, joined: Joined, knowledge: Knowledge) -> Schedule:
    """The timetable of week 1 with its notes."""
    day, therapy = knowledge.self_care.day, joined.therapy
    listed = (*therapy.exercises, *therapy.extras)
    open_keys = {key for alert in found.alerts if _holds_back(alert) for key in alert.medicines}
    schedule = make_schedule(
        joined.week,
        joined.clock,
        day,
        open_keys=open_keys,
        forms=_forms(found.active, knowledge),
        weekdays=find_weekdays(
            () if joined.stopped else (e for e in listed if not is_aerobic(e)),
            joined.week,
            joined.move,
            _habit_days(joined, knowledge),
            day.weekdays,
        ),
        through_the_day=tuple(e.id for e in listed if through_the_day(e, knowledge)),
    )
    return replace(
        schedule, notes=day_notes(_note_facts(found, joined, open_keys, knowledge), knowledge.self_care)
    )


def _holds_back(alert: Alert) -> bool:
    return alert.open and alert.severity in HELD_BACK


def _forms(active: Collection[ListedMedicine], knowledge: Knowledge) -> Mapping[str, str]:
    products = knowledge.medicines.products
    return {m.product: products[m.product].form for m in active if m.product is not None}


def _habit_days(joined: Joined, knowledge: Knowledge) -> dict[str, int]:
    """Days a week of the habits that run, but the aerobic line, which has its own."""
    modules = knowledge.self_care.modules
    return {
        habit.id: habit_days(
            modules[habit.id], joined.facts, knowledge.self_care, joined.habits.counts_from(habit.id)
        )[0]
        for habit in joined.habits.modules
        if habit.starts_week == 1 and habit.id != MOVE
    }


def _note_facts(
    found: DayFacts, joined: Joined, open_keys: Collection[str], knowledge: Knowledge
) -> NoteFacts:
    care, life = knowledge.self_care, found.intake.life
    names = {id: row.plain_name for id, row in knowledge.movement.exercises.items()}
    names |= {id: mode.name["en"] for id, mode in care.day.modes.items()}
    names |= {id: module.name["en"] for id, module in care.modules.items()}
    hours = life.work.sit_hours
    return NoteFacts(
        request=joined.request,
        week=joined.week,
        names=names,
        stopped=joined.stopped,
        likes_heat=bool(life.uses_heat),
        no_heat=found.no_heat,
        open_names=tuple(sorted({m.name for m in found.active if m.key in open_keys})),
        sits_at_work=hours is not None and hours >= care.day.placing.sit_hours,
    )


def make_calendar_of(
    found: DayFacts,
    joined: Joined,
    therapy: PhysicalTherapy,
    decided: Decided,
    history: History | None,
    as_of: date,
    knowledge: Knowledge,
) -> tuple[CalendarEntry, ...]:
    """Dates of visits, re-measures, reviews and starts (J-14)."""
    started_on = history.started_on if history else found.intake.assessed_on
    weeks_before = whole_weeks(started_on, as_of) if history else 0
    return make_calendar(
        CalendarFacts(
            started_on=started_on,
            begins_on=started_on + timedelta(weeks=weeks_before),
            as_of=as_of,
            visits=therapy.visits,
            remeasures=therapy.reassessments,
            alerts=found.alerts,
            habits=joined.habits.modules,
            phase_weeks=() if joined.stopped else tuple(therapy.phase_weeks.items()),
            new_minutes_weeks=knowledge.self_care.day.minutes.ask_again_weeks,
            nausea_call_week=_nausea_call(found.active, as_of, knowledge),
            medicine_days=_medicine_days(decided, {m.entry.key for m in found.active}, as_of),
        )
    )


def _nausea_call(active: Collection[ListedMedicine], as_of: date, knowledge: Knowledge) -> int | None:
    """Duloxetine begun a short while ago: a call about nausea."""
    row = knowledge.self_care.day.placing
    begun = (m.entry.started_on for m in active if DULOXETINE in m.drugs)
    new = any(day is not None and 0 <= (as_of - day).days <= row.duloxetine_days for day in begun)
    return row.duloxetine_call_week if new else None


def _medicine_days(decided: Decided, keys: Collection[str], as_of: date) -> tuple[tuple[str, str, date], ...]:
    """Planned stops and changes that lie ahead, of medicines that are taken."""
    found: list[tuple[str, str, date]] = []
    for action in ("stop", "change"):
        for key, decision in decided.of("medication", action).items():
            value: Mapping[str, Any] = decision.value or {}
            if key in keys and value.get("on") is not None and value["on"] > as_of:
                found.append((action, key, value["on"]))
    return tuple(found)
