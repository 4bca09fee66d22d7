"""The patient's goals as weekly numbers (self-care.md 2.1 to 2.4)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from plans.builder.plan import Because, GoalPlan, NotJudged
from plans.builder.self_care.conditions import Facts
from plans.builder.self_care.move import WALK_GOAL, MoveNumbers
from plans.builder.self_care.targets import (
    find_factor,
    is_slow,
    start_amount,
    week_reached,
    weekly_step,
    weekly_targets,
)
from plans.intake.intake import Goal, Tolerance
from plans.knowledge.self_care import GoalTemplate, SelfCareKnowledge, Unit

WORD = re.compile(r"[\w-]+")
OWN, WEIGHT, PART = "own", "weight", "self_care"


@dataclass(frozen=True, slots=True)
class Goals:
    """At most three; ``unsafe`` are goals whose words tell to skip a medicine (GOAL-S1)."""

    plans: tuple[GoalPlan, ...]
    not_judged: tuple[NotJudged, ...]
    unsafe: tuple[str, ...]


def plan_goals(
    goals: tuple[Goal, ...],
    tolerance: Tolerance,
    facts: Facts,
    move: MoveNumbers | None,
    weeks: tuple[int, ...],
    knowledge: SelfCareKnowledge,
    *,
    limit: int = 0,
    names: Collection[str] = (),
    held: Callable[[Goal], bool] = lambda goal: False,
) -> Goals:
    """``weeks`` are T(w) of the one aerobic line, ``limit`` its G: a walking goal is that line (J-03).

    ``names``: lower-case names of medicines. A goal that is ``held`` keeps its words and gets no numbers
    (J-10).
    """
    plans: list[GoalPlan] = []
    not_judged: dict[str, NotJudged] = {}
    unsafe: dict[str, None] = {}
    for goal in sorted((g for g in goals if g.id != WEIGHT), key=_place):
        words = goal.words if is_safe(goal.words, knowledge, names) else None
        if words != goal.words:
            unsafe[goal.id] = None
        if held(goal):
            plans += [_in_words(goal, words, facts, knowledge)] if words else []
            continue
        if goal.id == WALK_GOAL and move is not None:
            plans.append(_walking(goal, words, move, weeks, limit, knowledge))
            continue
        plan, needs = _numbers(goal, words, tolerance, facts, knowledge)
        if plan is not None:
            plans.append(plan)
        if needs and goal.id not in unsafe:
            not_judged[goal.id] = NotJudged(PART, goal.id, needs, folded=True, reason="GOAL")
    return Goals(tuple(plans[: knowledge.targets.most_goals]), tuple(not_judged.values()), tuple(unsafe))


def _place(goal: Goal) -> tuple[bool, str, str, float]:
    """Own words first, then by id: the order in which goals were typed changes nothing."""
    return (goal.id != OWN, goal.id, goal.words or "", goal.target or 0)


def is_safe(words: str | None, knowledge: SelfCareKnowledge, names: Collection[str] = ()) -> bool:
    """Whether own words may be printed: no goal tells someone to skip a medicine (GOAL-S1)."""
    rule, said = knowledge.goal_safety, WORD.findall((words or "").lower())
    about = any(word.startswith(rule.about) or word in names for word in said)
    return not (about and set(said) & set(rule.against))


def _walking(
    goal: Goal,
    words: str | None,
    move: MoveNumbers,
    weeks: tuple[int, ...],
    limit: int,
    knowledge: SelfCareKnowledge,
) -> GoalPlan:
    """The walking goal is the aerobic line; in another mode it keeps its words without a second walk."""
    walks = move.mode.kind == "walk"
    return GoalPlan(
        id=goal.id,
        words=words,
        unit="min",
        target=goal.target,
        baseline=None,
        factor=move.factor.value,
        step=move.step,
        pace="slow" if move.slow else "normal",
        weeks=tuple(weeks) if walks else (),
        reached_week=_walk_reached(move, weeks, limit, knowledge) if walks else None,
        because=(Because("life.goals", goal.id),),
        sources=knowledge.goals[goal.id].sources,
    )


def _walk_reached(
    move: MoveNumbers, weeks: tuple[int, ...], limit: int, knowledge: SelfCareKnowledge
) -> int | None:
    """The week, after the twelve too; None when the minutes of the day end before the goal."""
    within = next((n for n, minutes in enumerate(weeks, 1) if minutes >= move.goal), None)
    if within is not None or limit < move.goal:
        return within
    if move.course is None:
        return week_reached(min(move.start, limit), move.step, move.goal, move.slow, knowledge)
    every = knowledge.targets.slow_every_weeks if move.slow else 1
    return len(weeks) + every * math.ceil((move.goal - weeks[-1]) / move.step)


def _numbers(
    goal: Goal, words: str | None, tolerance: Tolerance, facts: Facts, knowledge: SelfCareKnowledge
) -> tuple[GoalPlan | None, tuple[str, ...]]:
    """The goal with its weekly numbers, and the paths that are missing for them."""
    template = knowledge.goals.get(goal.id)
    if template is not None and template.first is not None:
        return _by_days(goal, words, template, knowledge), ()
    baseline, path = _baseline(goal, template, tolerance)
    unit = knowledge.units.get(goal.unit or (template.units[0] if template else ""))
    if baseline is not None and unit is not None and goal.target is not None:
        return _by_baseline(goal, words, baseline, unit, facts, knowledge), ()
    kept = _in_words(goal, words, facts, knowledge) if words else None
    wanted = template is not None or goal.target is not None
    missing = () if not wanted else ((path,) if baseline is None else ("life.goals",))
    return kept, missing


def _baseline(goal: Goal, template: GoalTemplate | None, tolerance: Tolerance) -> tuple[float | None, str]:
    """B and the path that settles it: the trials of the goal, else the measured tolerance."""
    if goal.trials:
        return sum(goal.trials) / len(goal.trials), "life.goals"
    measured = {"sit": "sit_minutes", "stand": "stand_minutes", "walk": "walk_minutes"}
    if template is not None and template.baseline in measured:
        name = measured[template.baseline]
        return getattr(tolerance, name), f"tolerance.{name}"
    return None, "life.goals"


def _by_baseline(
    goal: Goal, words: str | None, baseline: float, unit: Unit, facts: Facts, knowledge: SelfCareKnowledge
) -> GoalPlan:
    factor, slow = find_factor(facts, knowledge), is_slow(facts, knowledge)
    target = float(goal.target or 0)
    start = min(target, start_amount(baseline, factor.value, unit, knowledge))
    step = weekly_step(baseline, unit, knowledge)
    row = knowledge.goals.get(goal.id)
    return GoalPlan(
        id=goal.id,
        words=words,
        unit=unit.id,
        target=goal.target,
        baseline=baseline,
        factor=factor.value,
        step=step,
        pace="slow" if slow else "normal",
        weeks=tuple(_whole(n) for n in weekly_targets(start, step, target, slow, knowledge)),
        reached_week=week_reached(start, step, target, slow, knowledge),
        because=tuple(facts.because(name) for name in factor.facts),
        sources=row.sources if row else knowledge.slow_pace.sources,
    )


def _by_days(goal: Goal, words: str | None, template: GoalTemplate, knowledge: SelfCareKnowledge) -> GoalPlan:
    """Days a week that grow by one every so many weeks, whatever was measured."""
    first, every, top = template.first or 1, template.every_weeks or 1, template.top or 7
    top = min(top, math.floor(goal.target)) if goal.target and goal.target >= first else top
    weeks = tuple(min(top, first + (week - 1) // every) for week in range(1, knowledge.targets.weeks + 1))
    return GoalPlan(
        id=goal.id,
        words=words,
        unit="days",
        target=goal.target,
        baseline=None,
        factor=1.0,
        step=1,
        pace="normal",
        weeks=weeks,
        reached_week=next((n for n, days in enumerate(weeks, 1) if days >= top), None),
        sources=template.sources,
    )


def _in_words(goal: Goal, words: str, facts: Facts, knowledge: SelfCareKnowledge) -> GoalPlan:
    """A goal that is kept as the patient said it, without numbers."""
    return GoalPlan(
        id=goal.id,
        words=words,
        unit=goal.unit,
        target=goal.target,
        baseline=None,
        factor=find_factor(facts, knowledge).value,
        step=0,
        pace="slow" if is_slow(facts, knowledge) else "normal",
        weeks=(),
        reached_week=None,
        sources=knowledge.slow_pace.sources,
    )


def _whole(number: float) -> float:
    return int(number) if float(number).is_integer() else number
