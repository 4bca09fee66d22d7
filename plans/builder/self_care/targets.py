"""Weekly targets: start, step, pace, weeks and days (self-care.md 2.2)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from plans.builder.self_care.conditions import Facts, any_holds, read
from plans.knowledge.self_care import SelfCareKnowledge, Unit

DECIMALS = 6  # amounts are rounded so far before they are cut down: 0.8 x 5 must not become 3.9999


@dataclass(frozen=True, slots=True)
class FactorFound:
    """f of 2.2, and the rule and reason that gave it; no rule when nothing makes it smaller."""

    value: float
    rule: str | None = None
    reason: str | None = None
    facts: tuple[str, ...] = ()


def find_factor(facts: Facts, knowledge: SelfCareKnowledge) -> FactorFound:
    """The smallest factor that holds (GOAL-F1 to F3); the first in the table when two are equal."""
    found = FactorFound(1.0)
    for row in knowledge.factors:
        if row.factor < found.value and any_holds(row.any, facts):
            found = FactorFound(row.factor, row.rule, row.reason, read(row.any, facts))
    return found


def is_slow(facts: Facts, knowledge: SelfCareKnowledge) -> bool:
    """Whether steps come every second week."""
    return bool(any_holds(knowledge.slow_pace.any, facts))


def start_amount(baseline: float, factor: float, unit: Unit, knowledge: SelfCareKnowledge) -> int:
    """S before the goal limits it."""
    amount = round(knowledge.targets.start_share * baseline * factor, DECIMALS)
    return max(unit.smallest_start, math.floor(round(amount / unit.round_to, DECIMALS)) * unit.round_to)


def weekly_step(baseline: float, unit: Unit, knowledge: SelfCareKnowledge) -> int:
    """d: a tenth of the baseline, half up to the unit's step."""
    tenth = round(knowledge.targets.step_share * baseline / unit.round_to, DECIMALS)
    return max(unit.round_to, math.floor(tenth + 0.5) * unit.round_to)


def steps_by_week(week: int, slow: bool, knowledge: SelfCareKnowledge) -> int:
    """How many steps have been taken by that week, 1 the first."""
    return (week - 1) // knowledge.targets.slow_every_weeks if slow else week - 1


def weekly_targets(
    start: float, step: float, limit: float, slow: bool, knowledge: SelfCareKnowledge
) -> tuple[float, ...]:
    """T(1) to T(12), never above ``limit``."""
    weeks = range(1, knowledge.targets.weeks + 1)
    return tuple(min(limit, start + step * steps_by_week(week, slow, knowledge)) for week in weeks)


def week_reached(start: float, step: float, goal: float, slow: bool, knowledge: SelfCareKnowledge) -> int:
    """The week in which the goal is reached; it may lie after the twelve weeks."""
    steps = max(0, math.ceil(round((goal - start) / step, DECIMALS)))
    return steps * (knowledge.targets.slow_every_weeks if slow else 1) + 1


def days_a_week(
    facts: Facts, knowledge: SelfCareKnowledge, most: int = 7, weeks_before: int = 0
) -> tuple[int, ...]:
    """Days in each of the twelve weeks, at most ``most``; ``weeks_before`` of the habit have gone by."""
    row = knowledge.days
    gentle = bool(set(row.gentle_barriers) & set(facts["barriers"]))
    first, every = (row.gentle_first, row.gentle_every) if gentle else (row.first, row.every)
    weeks = range(weeks_before + 1, weeks_before + knowledge.targets.weeks + 1)
    return tuple(min(row.top, most, first + (week - 1) // every) for week in weeks)
