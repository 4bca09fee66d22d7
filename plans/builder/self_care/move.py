"""The one aerobic line: what the therapist's dose becomes for the patient, week by week (joins.md J-04)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from plans.builder.self_care.conditions import Facts
from plans.builder.self_care.course import Course
from plans.builder.self_care.targets import (
    DECIMALS,
    FactorFound,
    days_a_week,
    find_factor,
    is_slow,
    start_amount,
    steps_by_week,
    weekly_step,
)
from plans.intake.intake import Goal
from plans.knowledge.day import Mode
from plans.knowledge.self_care import SelfCareKnowledge

WALK_GOAL = "G-WALK"
LONGEST_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class AerobicDose:
    """What physical therapy gives: DOSE-A of week 1, the tolerance behind it, DOSE-T of each week (min).

    ``decided``: a clinician set the minutes, and they stand in the place of what the tolerance gives.
    ``days_most`` and ``bouts_most`` are a clinician's too.
    """

    exercise: str
    minutes: int
    baseline: float | None
    ceilings: tuple[int, ...]
    decided: bool = False
    days_most: int | None = None
    bouts_most: int | None = None


@dataclass(frozen=True, slots=True)
class MoveNumbers:
    """S (before G limits it), d, goal and what limits each week, of one aerobic line."""

    mode: Mode
    factor: FactorFound
    slow: bool
    start: int
    step: int
    goal: int
    ceilings: tuple[int, ...]
    least: int
    days_most: int
    bouts_most: int | None = None
    course: Course | None = None  # where the table of the plan before goes on

    def weeks(self, limit: int, knowledge: SelfCareKnowledge) -> tuple[int, ...]:
        """T(1) to T(12) under ``limit`` (G), never above the therapist's dose of the week."""
        if self.course is not None:
            return self._goes_on(self.course, limit, knowledge)
        first = min(self.start, limit)
        return tuple(
            min(limit, first + self.step * steps_by_week(week, self.slow, knowledge), self._ceiling(week))
            for week in range(1, knowledge.targets.weeks + 1)
        )

    def _goes_on(self, course: Course, limit: int, knowledge: SelfCareKnowledge) -> tuple[int, ...]:
        weeks = range(1, knowledge.targets.weeks + 1)
        return tuple(min(limit, self._number(course, week, knowledge), self._ceiling(week)) for week in weeks)

    def _number(self, course: Course, week: int, knowledge: SelfCareKnowledge) -> int:
        if course.first_week is None:  # what is repeated is no more than the dose allows in its first week
            course = replace(course, first=min(course.first, self._ceiling(1)))
        return math.floor(course.number(week, lambda n: self.step * steps_by_week(n, self.slow, knowledge)))

    def _ceiling(self, week: int) -> int:
        return max(self.least, self.ceilings[week - 1])

    def last_week_without_limit(self, knowledge: SelfCareKnowledge) -> int:
        """T(12) if the day's minutes did not limit it."""
        return self.weeks(LONGEST_DAY, knowledge)[-1]

    def allowed(self, knowledge: SelfCareKnowledge) -> int:
        """What the back allows before minutes are shared (J-05): S, or the more that was reached."""
        return max(self.start, self.goes_from(knowledge))

    def goes_from(self, knowledge: SelfCareKnowledge) -> int:
        """The minutes of week 1 before the day's minutes limit them: S, or what goes on."""
        return self.start if self.course is None else self.weeks(LONGEST_DAY, knowledge)[0]


def find_move_numbers(
    dose: AerobicDose, facts: Facts, goals: tuple[Goal, ...], knowledge: SelfCareKnowledge
) -> MoveNumbers:
    """The numbers of J-04; with an unknown baseline they follow from the therapist's dose."""
    mode = knowledge.day.modes[dose.exercise]
    factor, unit = find_factor(facts, knowledge), knowledge.units["min"]
    step = unit.round_to if dose.baseline is None else weekly_step(dose.baseline, unit, knowledge)
    if dose.baseline is None or dose.decided:
        start = math.floor(round(dose.minutes * factor.value, DECIMALS))
    else:
        start = start_amount(dose.baseline, factor.value, unit, knowledge)
    shift = dose.minutes - dose.ceilings[0] if dose.decided else 0
    least = min(mode.least_minutes, dose.minutes) if dose.decided else mode.least_minutes
    return MoveNumbers(
        mode=mode,
        factor=factor,
        slow=is_slow(facts, knowledge),
        start=max(least, start),
        step=step,
        goal=_goal(goals, mode),
        ceilings=tuple(ceiling + shift for ceiling in dose.ceilings),
        least=least,
        days_most=mode.days_most if dose.days_most is None else min(mode.days_most, dose.days_most),
        bouts_most=dose.bouts_most,
    )


def _goal(goals: tuple[Goal, ...], mode: Mode) -> int:
    """Whole minutes: the patient's walking goal, at most what the mode aims at."""
    target = next((goal.target for goal in goals if goal.id == WALK_GOAL and goal.target), None)
    return mode.goal_minutes if target is None else max(1, min(math.floor(target), mode.goal_minutes))


def move_days(
    facts: Facts,
    move: MoveNumbers,
    knowledge: SelfCareKnowledge,
    *,
    taking_turns: bool,
    weeks_before: int = 0,
) -> tuple[int, ...]:
    """Days a week in each of the twelve weeks; they count from the week the habit started."""
    short_day = facts["minutes_per_day"] < knowledge.day.minutes.short_day_below
    few = taking_turns or short_day
    most = min(move.days_most, knowledge.days.short_day_most if few else 7)
    return days_a_week(facts, knowledge, most, weeks_before)
