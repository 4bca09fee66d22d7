"""The tracker weeks beside what was planned for them, and the PRG rules that hold (self-care.md 2.3, 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    days_at_most,
    days_done,
    evenings_kept,
    last_weeks,
    pain_change,
    pain_of_week,
)
from plans.builder.self_care.targets import days_a_week
from plans.builder.weeks import whole_weeks
from plans.intake.history import History, JournalWeek
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

SMALL, DAYS = "small", 7


@dataclass(frozen=True, slots=True)
class Diary:
    """Weeks are counted from the start of the plan, 1 the first.

    ``offset``: whole weeks from that start to the plan before. ``elapsed``: weeks of the plan that have ended
    since, whatever the weekday of the visits: paper, form and calendar count them from the one start.
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
        """The weeks typed in of the last two; fewer when one of them is missing."""
        return tuple(last_weeks(self.running, self.knowledge.self_care.moving_on.look_back_weeks))

    def kept(self, weeks: Sequence[JournalWeek]) -> Adherence:
        """Adherence over some of the weeks."""
        pairs = ((week, self.planned[week.week]) for week in weeks)
        return adherence(pairs, self.knowledge.self_care.journal.reading)

    def kept_between(self, weeks: Iterable[int]) -> tuple[float, float] | None:
        """A_days at least and at most, over weeks by number; None over no weeks.

        A blank day counts as not done in a week that was written (JRN-3). A week with too few evenings
        cannot be judged (J-23), and one that was never typed in neither: its blank days may have been done.
        """
        typed = {week.week: week for week in self.weeks}
        planned = least = most = 0
        for number in weeks:
            week, days = typed.get(number), self.planned[number].days
            done = 0 if week is None else days_done(week) or 0
            known = week is not None and self.is_judged(week)
            planned, least = planned + days, least + min(done, days)
            most += min(done if known else DAYS if week is None else days_at_most(week), days)
        return (100 * least / planned, 100 * most / planned) if planned else None

    @property
    def kept_lately(self) -> tuple[float, float] | None:
        """A_days of the last two weeks, at least and at most."""
        last = self.running[-1].week if self.running else 0
        back = self.knowledge.self_care.moving_on.look_back_weeks
        return self.kept_between(range(max(1, last - back + 1), last + 1))

    def is_judged(self, week: JournalWeek) -> bool:
        """Whether what was written of a week says how many days were done."""
        return self.is_written(week) and days_done(week) is not None

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
    offset = whole_weeks(history.started_on, began)
    started = max(offset, whole_weeks(history.started_on, as_of))
    first, before = (history.assessments or (intake,))[0], (history.assessments or (intake,))[-1]
    usual = days_a_week(habit_facts(before, before.assessed_on, care, measured_fear=False), care)
    weeks = tuple(sorted(history.journal, key=lambda week: week.week))
    return Diary(
        weeks=weeks,
        planned={number: planned_in(number, offset, previous, usual) for number in _numbers(weeks, started)},
        offset=offset,
        elapsed=started - offset,
        facts=habit_facts(intake, as_of, care, measured_fear=False),
        change=pain_change(weeks, first.pain.nprs_average, care.journal.reading),
        knowledge=knowledge,
    )


def _numbers(weeks: Sequence[JournalWeek], started: int) -> set[int]:
    """The weeks that are over, and all that were typed in."""
    typed = {week.week for week in weeks}
    return typed | set(range(1, max(*typed, started) + 1 if typed else started + 1))


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
    """PRG-1 to PRG-4 and PRG-6 from the diary, the most urgent first (PRG-5 is a red flag).

    A step by days kept holds only when no reading of what nobody wrote could give another (J-23).
    """
    row = diary.knowledge.self_care.moving_on
    steps = []
    rise = rise_on_week_before(diary)
    if rise is not None and rise >= row.pain_up_points:
        steps.append("PRG-4")
    by_days = "PRG-3" if is_too_small(diary) else _step_by_days(diary)
    up = bool(steps) or stays(diary) or _is_up(diary, row.pain_up_points)
    if by_days is not None and not (by_days == "PRG-1" and up):
        steps.append(by_days)
    if is_easy(diary) and not stays(diary):
        steps.append("PRG-6")
    return tuple(steps)


def _step_by_days(diary: Diary) -> str | None:
    row, kept = diary.knowledge.self_care.moving_on, diary.kept_lately
    if kept is None:
        return None
    least, most = kept
    if most < row.enough_percent:
        return "PRG-3"
    if least >= row.on_plan_percent:
        return "PRG-1"
    return "PRG-2" if least >= row.enough_percent and most < row.on_plan_percent else None


def _is_up(diary: Diary, points: float) -> bool:
    """Whether the last two weeks hurt so many points more than the start."""
    drop = diary.change.drop
    return drop is not None and drop <= -points


def stays(diary: Diary) -> bool:
    """J-23: too few evenings were written in the last week for a step up."""
    return bool(diary.weeks) and not diary.is_written(diary.weeks[-1])


def cannot_judge(diary: Diary) -> bool:
    """Whether a week of the last two leaves open what to do."""
    return bool(diary.running) and not is_too_small(diary) and _step_by_days(diary) is None


def weeks_written(diary: Diary) -> int:
    """How many weeks of the plan before were written one after the other, from its first."""
    enough = {week.week for week in diary.running if diary.is_written(week)}
    own = range(diary.offset + 1, diary.offset + diary.elapsed + 1)
    return next((n for n, week in enumerate(own) if week not in enough), diary.elapsed)


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
        (days_done(week) or 0) >= diary.planned[week.week].days for week in recent
    )
    return whole and confidence is not None and confidence >= row.easy_confidence


def may_add_habit(diary: Diary) -> bool | None:
    """SEL-09 as far as the record says; the patient's yes is asked. None: not known."""
    row = diary.knowledge.self_care.sequence
    kept, confidence = diary.kept_lately, diary.facts.get("confidence_0_10")
    if kept is None or confidence is None:
        return None
    enough = all(diary.is_written(week) for week in diary.recent)
    return enough and kept[0] >= row.add_adherence_percent and confidence >= row.add_confidence


def is_current(diary: Diary) -> bool:
    """Whether the diary reaches the last whole week or the one before it: older weeks say nothing of now."""
    return bool(diary.running) and diary.running[-1].week >= diary.started - 1
