"""The minutes of a day and how they are shared (self-care.md 7.1; joins.md J-05, J-09, J-11)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.knowledge.self_care import SelfCareKnowledge

DECIMALS = 6
LONGEST_DAY = 240  # most minutes a day that can be given


@dataclass(frozen=True, slots=True)
class TimedExercise:
    """An exercise that takes minutes of the day. ``minutes`` is one round."""

    id: str
    minutes: int
    rounds: int = 1
    daily: bool = False  # stands in every set (J-11)
    balance: bool = False  # keeps out of the sedating windows
    flexion: bool = False  # not in the first hour after getting up

    @property
    def counted(self) -> int:
        """Minutes a day with all rounds (J-07)."""
        return self.minutes * self.rounds


ExerciseSet = tuple[TimedExercise, ...]


@dataclass(frozen=True, slots=True)
class MoveNeed:
    """What the aerobic line asks for before minutes are shared: what the back allows, and the goal."""

    start: int
    goal: int


@dataclass(frozen=True, slots=True)
class DayShare:
    """Who gets which minutes. ``limit`` is G, ``room`` C; 0 for a limit means there is no aerobic line."""

    cap: int
    journal: int
    breathing: int  # b of CAP-2; 0 when the habit is not in the sequence
    reserve: int
    limit: int
    room: int
    sets: tuple[ExerciseSet, ...]
    left_out: ExerciseSet
    spare: int
    taking_turns: bool = False
    turns_rule: str | None = None
    rounds_cut_to: int | None = None

    @property
    def longest_set(self) -> int:
        return max((counted(one) for one in self.sets), default=0)


def counted(exercises: Sequence[TimedExercise]) -> int:
    """Minutes a day of several exercises with all their rounds."""
    return sum(exercise.counted for exercise in exercises)


def breathing_base(cap: int, factor: float, knowledge: SelfCareKnowledge) -> int:
    """b of CAP-2."""
    row = next(row for row in knowledge.day.breathing_base if cap >= row.cap_from)
    return max(knowledge.day.minutes.breathing_least, math.floor(round(row.minutes * factor, DECIMALS)))


def share_minutes(
    cap: int,
    habits: Sequence[str],
    factor: float,
    move: MoveNeed | None,
    exercises: ExerciseSet,
    knowledge: SelfCareKnowledge,
    *,
    joined: bool = True,
) -> DayShare:
    """CAP-2 to CAP-4b. ``joined`` off leaves out what joins.md adds: J-05 and J-11."""
    row = knowledge.day.minutes
    journal, breathing = _reserve(cap, habits, factor, knowledge)
    left = cap - journal - breathing
    limit = _limit_beside_exercises(left, move, exercises, knowledge) if move else 0
    rule = _turns_rule(cap, limit, move, exercises, knowledge, joined=joined)
    if move and rule:
        limit = min(move.goal, max(row.walk_least, left))
    room = left if rule else left - limit
    taken, cut = _cut_daily_rounds(exercises, room) if joined else (exercises, None)
    sets, left_out = fill_sets(taken, room, row.sets_most, joined=joined)
    longest = max((counted(one) for one in sets), default=0)
    used = max(limit, longest) if rule else limit + longest
    return DayShare(
        cap, journal, breathing, journal + breathing, limit, room, sets, left_out,
        max(0, left - used), rule is not None, rule, cut,
    )  # fmt: skip


def _reserve(cap: int, habits: Sequence[str], factor: float, knowledge: SelfCareKnowledge) -> tuple[int, int]:
    """Minutes kept for the journal and for breathing, of habits in the twelve-week sequence (CAP-2)."""
    row = knowledge.day.minutes
    journal = row.journal_short if cap < row.short_day_below else row.journal
    breathing = breathing_base(cap, factor, knowledge) if "SM-BREATHE" in habits else 0
    return journal if "SM-JOURNAL" in habits else 0, breathing


def minutes_for_one_set(
    cap: int,
    habits: Sequence[str],
    factor: float,
    move: MoveNeed | None,
    exercises: ExerciseSet,
    knowledge: SelfCareKnowledge,
) -> int | None:
    """The smallest cap above ``cap`` in which all exercises stand in one set (J-11)."""
    for wanted in range(cap + 1, LONGEST_DAY + 1):
        left = wanted - sum(_reserve(wanted, habits, factor, knowledge))
        limit = _limit_beside_exercises(left, move, exercises, knowledge) if move else 0
        if counted(exercises) <= left - limit:
            return wanted
    return None


def _limit_beside_exercises(
    left: int, move: MoveNeed, exercises: ExerciseSet, knowledge: SelfCareKnowledge
) -> int:
    """G of CAP-3."""
    row = knowledge.day.minutes
    longest = max((exercise.counted for exercise in exercises), default=0)
    share = min(counted(exercises), max(longest, math.floor(round(row.share * left, DECIMALS))))
    return min(move.goal, max(row.walk_least, left - share))


def _turns_rule(
    cap: int,
    limit: int,
    move: MoveNeed | None,
    exercises: ExerciseSet,
    knowledge: SelfCareKnowledge,
    *,
    joined: bool,
) -> str | None:
    """Whether aerobic days and exercise days take turns, and by which rule."""
    if move is None or not exercises:
        return None
    if cap < knowledge.day.minutes.short_day_below:
        return "CAP-4b"
    return "J-05" if joined and 2 * limit < min(move.start, move.goal) else None


def _cut_daily_rounds(exercises: ExerciseSet, room: int) -> tuple[ExerciseSet, int | None]:
    """J-11: cap the rounds of the daily ones until every other exercise fits beside them.

    Answers the exercises with ``daily`` off and uncut rounds when that cannot be.
    """
    daily = [exercise for exercise in exercises if exercise.daily]
    if not daily:
        return exercises, None
    beside = max((exercise.counted for exercise in exercises if not exercise.daily), default=0)
    highest = max(exercise.rounds for exercise in daily)
    for most in range(highest, 0, -1):
        if sum(one.minutes * min(most, one.rounds) for one in daily) + beside <= room:
            cut = tuple(replace(e, rounds=min(most, e.rounds)) if e.daily else e for e in exercises)
            return cut, most if most < highest else None
    return tuple(replace(exercise, daily=False) for exercise in exercises), None


def fill_sets(
    exercises: ExerciseSet, room: int, most: int, *, joined: bool = True
) -> tuple[tuple[ExerciseSet, ...], ExerciseSet]:
    """CAP-4: fill set after set in order while exercises fit; daily ones stand first in each."""
    daily = tuple(exercise for exercise in exercises if exercise.daily and joined)
    rest = [exercise for exercise in exercises if exercise not in daily]
    sets: list[ExerciseSet] = []
    while len(sets) < most:
        one, free = list(daily), room - counted(daily)
        for exercise in list(rest):
            if exercise.counted <= free:
                one.append(exercise)
                rest.remove(exercise)
                free -= exercise.counted
        if len(one) == len(daily) and (sets or not daily):
            break
        sets.append(tuple(one))
    return tuple(sets), tuple(rest)


def breathing_minutes(weeks_in: int, share: DayShare, knowledge: SelfCareKnowledge, *, opioid: bool) -> int:
    """Breathing in the given week of the habit (1 the first), CAP-2; with an opioid J-09 (COM-08)."""
    row, slow = knowledge.day.minutes, knowledge.day.breathing_with_opioid
    grown = share.breathing + (weeks_in - 1) // row.breathing_every_weeks
    minutes = min(row.breathing_most, grown, share.breathing + share.spare)
    return min(minutes, slow.first + (weeks_in - 1) // slow.every_weeks) if opioid else minutes


def bouts_a_day(
    minutes: int, breathing: int, share: DayShare, one_bout: bool, knowledge: SelfCareKnowledge
) -> int:
    """J-06: how often a day the aerobic line of ``minutes`` is done, while that fits the cap."""
    wanted = 1 if one_bout else next(n for least, n in knowledge.day.bouts.by_minutes if minutes >= least)
    if minutes <= 0:
        return 1
    longest = share.longest_set
    beside = max(minutes, longest) if share.taking_turns else minutes + longest
    used = share.journal + breathing + beside
    return max(1, min(wanted, 1 + (share.cap - used) // minutes))
