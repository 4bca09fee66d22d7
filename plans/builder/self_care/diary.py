"""The tracker weeks beside what was planned for them, and the PRG rules that hold (self-care.md 2.3, 3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.builder.self_care.conditions import Facts
from plans.builder.self_care.facts import habit_facts
from plans.builder.self_care.journal import (
    Adherence,
    PainChange,
    Planned,
    adherence,
    days_done,
    evenings_kept,
    last_weeks,
    pain_change,
    pain_of_week,
)
from plans.builder.self_care.targets import days_a_week
from plans.intake.history import History, JournalWeek
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

SMALL, DAYS = "small", 7


@dataclass(frozen=True, slots=True)
class Diary:
    """Weeks are counted from the start of the plan, 1 the first.

    ``offset``: whole weeks from that start to the plan before. ``elapsed``: whole weeks the plan before ran.
    ``facts`` are those of this visit; ``change`` is that of the pain since the start.
    """

    weeks: tuple[JournalWeek, ...]
    planned: Mapping[int, Planned]
    offset: int
    elapsed: int
    facts: Facts
    change: PainChange
    knowledge: Knowledge

    @property
    def started(self) -> int:
        """Whole weeks since the start of the plan."""
        return self.offset + self.elapsed

    @property
    def running(self) -> tuple[JournalWeek, ...]:
        """The written weeks of the plan; week 0 lies before it."""
        return tuple(week for week in self.weeks if week.week >= 1)

    @property
    def recent(self) -> tuple[JournalWeek, ...]:
        """The last two written weeks."""
        return self.running[-self.knowledge.self_care.moving_on.look_back_weeks :]

    def kept(self, weeks: Sequence[JournalWeek]) -> Adherence:
        """Adherence over some of the weeks."""
        pairs = ((week, self.planned[week.week]) for week in weeks)
        return adherence(pairs, self.knowledge.self_care.journal.reading)

    def pain(self, week: JournalWeek) -> float | None:
        return pain_of_week(week, self.knowledge.self_care.journal.reading)

    def is_written(self, week: JournalWeek) -> bool:
        """J-23: whether enough evenings were written to judge by; totals need not say how many."""
        kept = evenings_kept(week)
        return kept is None or kept >= self.knowledge.self_care.journal.stay.evenings


def read_diary(intake: Intake, history: History, as_of: date, knowledge: Knowledge) -> Diary:
    """The journal of a history with the days, exercises and minutes that were asked for in each week."""
    care, previous = knowledge.self_care, history.previous or {}
    began = plan_before_began(history)
    offset = max(0, (began - history.started_on).days // DAYS)
    first, before = (history.assessments or (intake,))[0], (history.assessments or (intake,))[-1]
    usual = days_a_week(habit_facts(before, before.assessed_on, care, measured_fear=False), care)
    weeks = tuple(sorted(history.journal, key=lambda week: week.week))
    return Diary(
        weeks=weeks,
        planned={week.week: planned_in(week.week, offset, previous, usual) for week in weeks},
        offset=offset,
        elapsed=max(0, (as_of - began).days // DAYS),
        facts=habit_facts(intake, as_of, care, measured_fear=False),
        change=pain_change(weeks, first.pain.nprs_average, care.journal.reading),
        knowledge=knowledge,
    )


def plan_before_began(history: History) -> date:
    """The day of the plan before: its own, or the start of the whole plan where it does not say."""
    said = (history.previous or {}).get("as_of")
    return date.fromisoformat(said) if isinstance(said, str) else history.started_on


def planned_in(week: int, offset: int, previous: Mapping[str, Any], usual: Sequence[int]) -> Planned:
    """What was asked for in a week of the plan; days by section 2.2 where the plan before says nothing.

    Weeks before the plan before belong to a plan that is not at hand: only their days are known (JRN-5).
    """
    usual_days = usual[min(max(week, 1), len(usual)) - 1]
    if 1 <= week <= offset:
        return Planned(usual_days)
    at = max(week - offset, 1) - 1
    move = (previous.get("self_care") or {}).get("move") or {}
    exercises = (previous.get("physical_therapy") or {}).get("exercises") or []
    counted = sum(1 for row in exercises if row.get("need") != "aerobic" and row.get("patient_dose"))
    minutes = _at(move.get("weeks"), at)
    return Planned(
        days=int(_at(move.get("days"), at) or usual_days),
        exercises=counted or None,
        minutes=minutes * (_at(move.get("bouts"), at) or 1) if minutes else None,
    )


def _at(numbers: Sequence[Any] | None, place: int) -> Any:
    """The number of a week; the last one stands for the weeks after the twelve."""
    return numbers[min(place, len(numbers) - 1)] if numbers else None


def steps_that_hold(diary: Diary) -> tuple[str, ...]:
    """PRG-1 to PRG-4 and PRG-6 from the diary, the most urgent first (PRG-5 is a red flag)."""
    row = diary.knowledge.self_care.moving_on
    percent = diary.kept(diary.recent).days
    steps = []
    rise = rise_on_week_before(diary)
    if rise is not None and rise >= row.pain_up_points:
        steps.append("PRG-4")
    if is_too_small(diary) or (percent is not None and percent < row.enough_percent):
        steps.append("PRG-3")
    elif percent is not None and percent < row.on_plan_percent:
        steps.append("PRG-2")
    elif percent is not None and not steps and not stays(diary) and not _is_up(diary, row.pain_up_points):
        steps.append("PRG-1")
    if is_easy(diary) and not stays(diary):
        steps.append("PRG-6")
    return tuple(steps)


def _is_up(diary: Diary, points: float) -> bool:
    """Whether the last two weeks hurt so many points more than the start."""
    drop = diary.change.drop
    return drop is not None and drop <= -points


def stays(diary: Diary) -> bool:
    """J-23: too few evenings were written in the last week for a step up."""
    return bool(diary.weeks) and not diary.is_written(diary.weeks[-1])


def is_too_small(diary: Diary) -> bool:
    """Seven small-plan days in 14 (6.3): the plan is still too big."""
    weeks = last_weeks(diary.weeks, diary.knowledge.self_care.moving_on.look_back_weeks)
    small = sum(1 for week in weeks for day in week.days if day.done == SMALL)
    return small >= diary.knowledge.self_care.journal.reading.small_days_two_weeks


def rise_on_week_before(diary: Diary) -> float | None:
    """Points by which the last week's mean pain lies above the week before it; None: not both known."""
    last_two = last_weeks(diary.weeks, 2)
    pains = [diary.pain(week) for week in last_two]
    if len(pains) < 2 or pains[0] is None or pains[1] is None:
        return None
    return pains[1] - pains[0]


def is_easy(diary: Diary) -> bool:
    """PRG-6: some weeks in a row with every planned day done, and high confidence."""
    row = diary.knowledge.self_care.moving_on
    confidence = diary.facts.get("confidence_0_10")
    recent = last_weeks(diary.weeks, row.easy_weeks)
    whole = len(recent) == row.easy_weeks and all(
        days_done(week) >= diary.planned[week.week].days for week in recent
    )
    return whole and confidence is not None and confidence >= row.easy_confidence


def may_add_habit(diary: Diary) -> bool | None:
    """SEL-09 as far as the record says; the patient's yes is asked. None: not known."""
    row = diary.knowledge.self_care.sequence
    percent, confidence = diary.kept(diary.recent).days, diary.facts.get("confidence_0_10")
    if percent is None or confidence is None:
        return None
    recent = last_weeks(diary.weeks, diary.knowledge.self_care.moving_on.look_back_weeks)
    enough = all(diary.is_written(week) for week in recent)
    return enough and percent >= row.add_adherence_percent and confidence >= row.add_confidence


def is_current(diary: Diary) -> bool:
    """Whether the diary reaches the last whole week or the one before it: older weeks say nothing of now."""
    return bool(diary.running) and diary.running[-1].week >= diary.started - 1
