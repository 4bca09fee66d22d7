"""The twelve weeks and the days of week 1: minutes shared, targets, bouts, and each day placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from plans.builder.schedule.clock import Clock
from plans.builder.schedule.doses import Dose, PlacedDoses, TimedMedicine, move_doses, place_doses
from plans.builder.schedule.minutes import (
    DayShare,
    ExerciseSet,
    MoveNeed,
    bouts_a_day,
    breathing_minutes,
    minutes_for_one_set,
    share_minutes,
)
from plans.builder.schedule.place import (
    DayPlan,
    MoveLine,
    PlacedDay,
    active_minutes,
    place_day,
    windows_after,
)
from plans.builder.schedule.sedation import WINDOWS, Sedation
from plans.builder.self_care.conditions import Facts
from plans.builder.self_care.habits import BREATHE, JOURNAL, MOOD, MOVE, Habits
from plans.builder.self_care.move import MoveNumbers, move_days
from plans.knowledge.day import Day as DayKnowledge
from plans.knowledge.self_care import SelfCareKnowledge

NO_TIME = "no_time"


@dataclass(frozen=True, slots=True)
class WeekRequest:
    """What the three parts want of the day. ``move`` is None when nothing aerobic may be done."""

    facts: Facts
    habits: Habits
    factor: float
    clock: Clock
    medicines: tuple[TimedMedicine, ...]
    sedation: Sedation
    move: MoveNumbers | None
    exercises: ExerciseSet
    heat: bool = False
    opioid: bool = False
    after_meals_only: bool = False
    best_time: str | None = None
    moved: Mapping[str, int] = field(default_factory=dict)
    weeks_before: int = 0  # whole weeks of the plan before this version


@dataclass(frozen=True, slots=True)
class Day:
    """One day of week 1. ``name`` is the letter of its set; an exercise day has no aerobic line."""

    name: str | None
    exercise_day: bool
    exercises: ExerciseSet
    placed: PlacedDay
    active_minutes: int


@dataclass(frozen=True, slots=True)
class Week:
    """The answer: twelve weeks of numbers and the days of the first. ``days[0]`` is day A."""

    share: DayShare
    doses: PlacedDoses
    minutes: tuple[int, ...]  # T(w); empty without an aerobic line
    days_a_week: tuple[int, ...]
    bouts: tuple[int, ...]
    breathing: tuple[int | None, ...]
    days: tuple[Day, ...]
    minutes_for_one_set: int | None = None  # said when exercises take turns (J-11)

    @property
    def placed_bouts(self) -> int:
        """How often the aerobic line stands on day A; two parts of one bout count once (SCH-11)."""
        placed = [thing for thing in self.days[0].placed.things if thing.what == "move"]
        return 1 if any(thing.part for thing in placed) else len(placed)

    @property
    def placed_move_minutes(self) -> int:
        """Minutes of one bout as it stands on day A."""
        placed = [thing for thing in self.days[0].placed.things if thing.what == "move"]
        if any(thing.part for thing in placed):
            return sum(thing.minutes for thing in placed)
        return placed[0].minutes if placed else 0


def plan_week(request: WeekRequest, knowledge: SelfCareKnowledge) -> Week:
    """CAP, J-04 to J-06, then every kind of day placed for itself (J-11)."""
    habits, facts = request.habits, request.facts
    move = request.move
    need = MoveNeed(move.allowed(knowledge), move.goal) if move else None
    sequence = [habit.id for habit in habits.modules]
    share = share_minutes(
        facts["minutes_per_day"], sequence, request.factor, need, request.exercises, knowledge
    )
    minutes = move.weeks(share.limit, knowledge) if move else ()
    doses = _doses(request, knowledge.day)
    bouts = _bouts(minutes, move, share, request, knowledge) if move else ()
    week = Week(
        share=share,
        doses=doses,
        minutes=minutes,
        days_a_week=_move_days(request, share, knowledge),
        bouts=bouts,
        breathing=_breathing(habits, share, request.opioid, knowledge),
        days=(),
        minutes_for_one_set=_for_one_set(share, sequence, request.factor, need, request.exercises, knowledge),
    )
    return replace(week, days=_days(request, week, knowledge))


def _doses(request: WeekRequest, day: DayKnowledge) -> PlacedDoses:
    placed = place_doses(request.medicines, request.clock, day)
    return replace(placed, doses=move_doses(placed.doses, request.moved, request.clock, day))


def _for_one_set(
    share: DayShare,
    sequence: list[str],
    factor: float,
    need: MoveNeed | None,
    exercises: ExerciseSet,
    knowledge: SelfCareKnowledge,
) -> int | None:
    if len(share.sets) < 2:
        return None
    return minutes_for_one_set(share.cap, sequence, factor, need, exercises, knowledge)


def _move_days(request: WeekRequest, share: DayShare, knowledge: SelfCareKnowledge) -> tuple[int, ...]:
    if request.move is None:
        return ()
    return move_days(
        request.facts,
        request.move,
        knowledge,
        taking_turns=share.taking_turns,
        weeks_before=request.habits.counts_from(MOVE),
    )


def _bouts(
    minutes: tuple[int, ...],
    move: MoveNumbers,
    share: DayShare,
    request: WeekRequest,
    knowledge: SelfCareKnowledge,
) -> tuple[int, ...]:
    """Breathing is read by plan week here, as if it had started in week 1 (J-06)."""
    opioid, before = request.opioid, request.weeks_before
    found = (
        bouts_a_day(
            minutes[week - 1],
            breathing_minutes(before + week, share, knowledge, opioid=opioid) if share.breathing else 0,
            share,
            move.mode.bouts_one,
            knowledge,
        )
        for week in range(1, knowledge.targets.weeks + 1)
    )
    return tuple(bouts if move.bouts_most is None else min(bouts, move.bouts_most) for bouts in found)


def _breathing(
    habits: Habits, share: DayShare, opioid: bool, knowledge: SelfCareKnowledge
) -> tuple[int | None, ...]:
    """Minutes in each plan week, counted from the week it starts; None before (J-09)."""
    weeks = range(1, knowledge.targets.weeks + 1)
    start = habits.starts(BREATHE)
    if start is None:
        return tuple(None for _ in weeks)
    before = habits.counts_from(BREATHE)
    return tuple(
        breathing_minutes(before + week - start + 1, share, knowledge, opioid=opioid)
        if week >= start
        else None
        for week in weeks
    )


def _days(request: WeekRequest, week: Week, knowledge: SelfCareKnowledge) -> tuple[Day, ...]:
    share, sets = week.share, week.share.sets
    base = _day_plan(request, week, knowledge)
    many = len(sets) > 1
    if share.taking_turns:
        days = [_day(None, False, base, (), knowledge)]
        days += [
            _day(letter if many else None, True, replace(base, move=None), one, knowledge)
            for letter, one in zip("ABC", sets, strict=False)
        ]
        return tuple(days)
    return tuple(
        _day(letter if many else None, False, base, one, knowledge)
        for letter, one in zip("ABC", sets or ((),), strict=False)
    )


def _day(
    name: str | None, exercise_day: bool, base: DayPlan, exercises: ExerciseSet, knowledge: SelfCareKnowledge
) -> Day:
    placed = place_day(replace(base, exercises=exercises), knowledge.day)
    return Day(name, exercise_day, exercises, placed, active_minutes(placed, exercises))


def _day_plan(request: WeekRequest, week: Week, knowledge: SelfCareKnowledge) -> DayPlan:
    day, habits, sedation = knowledge.day, request.habits, request.sedation
    sedating = _sedating_doses(request, week, day) if sedation.state == WINDOWS else ()
    windows = windows_after(sedating, request.clock, day, first_hour=sedation.first_hour)
    return DayPlan(
        clock=request.clock,
        windows=windows,
        doses=week.doses.doses,
        journal=week.share.journal if habits.runs(JOURNAL) else 0,
        breathing=week.breathing[0] or 0,
        liked=day.placing.liked_minutes if habits.runs(MOOD) else 0,
        move=_move_line(request, week),
        heat=request.heat,
        split=NO_TIME in request.facts["barriers"],
        best_time=request.best_time,
        regular_nsaid=any(m.nsaid and m.regular and not m.unsettled for m in request.medicines),
        after_meals_only=request.after_meals_only,
        moved=request.moved,
    )


def _sedating_doses(request: WeekRequest, week: Week, day: DayKnowledge) -> tuple[Dose, ...]:
    """Doses that stand, and those of a sedating medicine that waits for an alert: it is still taken."""
    waiting = tuple(replace(m, unsettled=False) for m in request.medicines if m.unsettled and m.sedating)
    return (*week.doses.doses, *place_doses(waiting, request.clock, day).doses)


def _move_line(request: WeekRequest, week: Week) -> MoveLine | None:
    move = request.move
    if move is None:
        return None
    keeps_off = move.mode.keeps_off_sedation and not request.sedation.steady
    return MoveLine(move.mode.id, week.minutes[0], week.bouts[0], in_windows=keeps_off)
