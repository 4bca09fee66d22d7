"""The small plan for bad days, and the first goal of page 1 (self-care.md 6.3; joins.md J-17, J-18)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from plans.builder.plan import PlannedExercise
from plans.builder.schedule.sedation import CONTINUOUS, Sedation
from plans.builder.schedule.week import Week
from plans.builder.self_care.conditions import Facts
from plans.builder.self_care.habits import BREATHE, MOVE, Habits
from plans.builder.self_care.move import MoveNumbers
from plans.builder.self_care.targets import days_a_week
from plans.intake.intake import PsfsActivity
from plans.knowledge.loader import Knowledge
from plans.knowledge.self_care import Module, SelfCareKnowledge

WALK, SPOT, CHAIR = "walk", "spot", "chair"
MARCH, WALKING = "seated-march", "walk-paced"


@dataclass(frozen=True, slots=True)
class SmallPlanFacts:
    """What the small plan follows from. ``allows``: whether SEL-A lets an exercise stand."""

    exercises: tuple[PlannedExercise, ...]
    week: Week
    move: MoveNumbers | None
    sedation: Sedation
    falls_risk: bool
    stopped: bool
    allows: Callable[[str], bool]


def small_plan(found: SmallPlanFacts, knowledge: Knowledge) -> Mapping[str, Any]:
    """SM-MIN as ids: two minutes to move (walk, spot, chair), one round of one exercise, one pain number."""
    moving = None if found.stopped else _moving(found)
    return {
        "move": moving,
        "minutes": knowledge.self_care.support.small_plan.minutes if moving else 0,
        "exercise": None if found.stopped else _easiest(found, knowledge),
        "pain_number": True,
        "rule": "J-17",
    }


def _moving(found: SmallPlanFacts) -> str | None:
    """The first kind of moving that this patient may do."""
    mode = found.move.mode if found.move else None
    seated = found.falls_risk or found.sedation.state == CONTINUOUS or (mode is not None and mode.id == MARCH)
    standing = mode.small_plan if mode and mode.small_plan in (WALK, SPOT) else WALK
    kinds = [CHAIR] if seated else [standing, CHAIR]
    needs = {WALK: WALKING, SPOT: WALKING, CHAIR: MARCH}
    return next((kind for kind in kinds if found.allows(needs[kind])), None)


def _easiest(found: SmallPlanFacts, knowledge: Knowledge) -> str | None:
    """The first exercise of the list that stands in a set, at its easier form where that is allowed."""
    standing = {exercise.id for one in found.week.share.sets for exercise in one}
    first = next((exercise.id for exercise in found.exercises if exercise.id in standing), None)
    if first is None:
        return None
    easier = knowledge.movement.exercises[first].regression
    return easier if easier and found.allows(easier) else first


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """What the first goal follows from; ``own_words`` are those that may be printed."""

    facts: Facts
    habits: Habits
    week: Week
    move: MoveNumbers | None
    own_words: str | None
    activities: tuple[PsfsActivity, ...]


def first_goal(found: GoalFacts, knowledge: SelfCareKnowledge) -> Mapping[str, Any] | None:
    """The first running habit that has a place, as page 1 words it, and what it is for."""
    for habit in found.habits.modules:
        stands = habit.id != MOVE or found.week.placed_bouts
        if habit.starts_week == 1 and stands:
            return {**_goal(habit.id, found, knowledge), **_what_for(found), "rule": "J-18"}
    return None


def _goal(habit: str, found: GoalFacts, knowledge: SelfCareKnowledge) -> dict[str, Any]:
    module = knowledge.modules[habit]
    minutes, texts = module.minutes, module.first_goal or module.text
    days = habit_days(module, found.facts, knowledge, found.habits.counts_from(habit))[0]
    if habit == MOVE and found.move is not None:
        minutes, days = found.week.placed_move_minutes, found.week.days_a_week[0]
        texts = found.move.mode.first_goal
    elif habit == BREATHE:
        minutes = found.week.breathing[0]
    filled = {
        language: text.replace("{minutes}", str(minutes)).replace("{days}", str(days))
        for language, text in texts.items()
    }
    return {"module": habit, "minutes": minutes, "days": days, "text": filled}


def habit_days(
    module: Module, facts: Facts, knowledge: SelfCareKnowledge, weeks_before: int = 0
) -> tuple[int, ...]:
    """Days a week of a habit in each week since it started, after the ``weeks_before`` it has run."""
    if not module.days:
        return days_a_week(facts, knowledge, weeks_before=weeks_before)
    first, every, top = module.days
    weeks = range(weeks_before, weeks_before + knowledge.targets.weeks)
    return tuple(min(top, first + week // every) if every else first for week in weeks)


def _what_for(found: GoalFacts) -> dict[str, Any]:
    """A goal in the patient's own words, and the activity rated lowest (PSFS); the first goes before."""
    rated = [(a.rating, a.activity) for a in found.activities if a.rating is not None and a.activity]
    return {"own_goal": found.own_words, "activity": min(rated)[1] if rated else None}
