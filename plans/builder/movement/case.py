"""One patient as choosing and dosing see them, and what is allowed (SEL-N, SEL-A)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from plans.builder.movement.deficits import RANK
from plans.builder.movement.precautions import Precautions
from plans.builder.movement.scores import counts_as_high, risk_group
from plans.builder.movement.stage import Stage
from plans.builder.movement.walking import with_walk_minutes
from plans.builder.person import age_in_years
from plans.builder.plan import Because, Deficit, Scores
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge
from plans.knowledge.movement import Movement
from plans.knowledge.movement.exercises import Exercise
from plans.knowledge.movement.rows import grade_of

AEROBIC_SLOT, LOWEST_LEVEL = 1, 1


@dataclass(frozen=True, slots=True)
class Case:
    """``blocked``: exercise -> reason, from the medicines (J-08(a), ``leave_out`` of COM rows)."""

    intake: Intake
    movement: Movement
    age: int | None
    precautions: frozenset[str]
    limits: frozenset[str]  # precautions and every condition
    irritability: str  # as dosed
    severities: Mapping[str, str | None]  # of the five domains, as judged
    items: Mapping[str, Mapping[str, str | int]]
    group: str
    afraid: bool
    fear_facts: tuple[Because, ...]
    minutes_per_day: int
    equipment: frozenset[str]
    can_get_on_floor: bool
    declined: frozenset[str]
    blocked: Mapping[str, str]
    stage: Stage
    _refusals: dict[str, str | None] = field(default_factory=dict)

    def refusal(self, exercise_id: str) -> str | None:
        """The first reason of SEL-A against an exercise; None when it is allowed."""
        if exercise_id not in self._refusals:
            self._refusals[exercise_id] = _refusal(self, self.movement.exercises[exercise_id])
        return self._refusals[exercise_id]

    def aerobic_refusal(self, exercise_id: str) -> str | None:
        """As ``refusal``, with what only the aerobic slot asks."""
        allowed, exercise = self.movement.selection.allowed, self.movement.exercises[exercise_id]
        if refused := self.refusal(exercise_id):
            return refused
        if self.irritability == "high" and exercise.level > allowed.aerobic_level_when_irritable:
            return "irritability:high"
        if exercise_id in allowed.pool_exercises and self.minutes_per_day < allowed.pool_minutes_from:
            return "minutes"
        return None


def case_of(
    intake: Intake,
    knowledge: Knowledge,
    as_of: date,
    scores: Scores,
    deficits: Mapping[str, Deficit],
    precautions: Precautions,
    blocked: Mapping[str, str],
    stage: Stage,
) -> Case:
    movement: Movement = knowledge.movement
    life, allowed = intake.life, movement.selection.allowed
    own = allowed.equipment_when_missing if life.equipment is None else life.equipment
    on_floor = allowed.floor_when_missing if life.can_get_on_floor is None else life.can_get_on_floor
    when_missing = movement.selection.how_many.minutes.minutes_when_missing
    fear_facts = _fear(scores, knowledge)
    return Case(
        intake=with_walk_minutes(intake),
        movement=movement,
        age=age_in_years(intake.patient.birth_date, as_of),
        precautions=frozenset(precautions.ids),
        limits=frozenset(precautions.ids) | frozenset(intake.conditions or ()),
        irritability=precautions.dosed_as,
        severities={domain: deficit.severity for domain, deficit in deficits.items()},
        items={domain: deficit.items for domain, deficit in deficits.items()},
        group=risk_group(scores, knowledge),
        afraid=bool(fear_facts),
        fear_facts=fear_facts,
        minutes_per_day=when_missing if life.minutes_per_day is None else life.minutes_per_day,
        equipment=frozenset((*allowed.home_equipment, *own)),
        can_get_on_floor=on_floor,
        declined=frozenset(life.declined_exercises or ()),
        blocked=blocked,
        stage=stage,
    )


def _fear(scores: Scores, knowledge: Knowledge) -> tuple[Because, ...]:
    """SEL-0: measured fear of movement, or the high risk group."""
    facts = []
    if counts_as_high("tsk11", scores, knowledge):
        facts.append(Because("tsk11", scores.tsk11))
    if risk_group(scores, knowledge) == knowledge.movement.selection.fear.group:
        facts.append(Because("start_back_group", risk_group(scores, knowledge)))
    return tuple(facts)


def _refusal(case: Case, exercise: Exercise) -> str | None:
    allowed = case.movement.selection.allowed
    forbidding = [name for name in exercise.contra if name in case.limits]
    if forbidding:
        return f"precaution:{min(forbidding)}"
    if exercise.id in case.blocked:
        return case.blocked[exercise.id]
    if exercise.is_aerobic and allowed.stop_precaution in case.precautions:
        return f"precaution:{allowed.stop_precaution}"
    after_surgery = allowed.surgery_precaution in case.precautions
    if after_surgery and exercise.id not in allowed.surgery_exercises:
        return f"precaution:{allowed.surgery_precaution}"
    if exercise.needs_floor and not case.can_get_on_floor:
        return "floor"
    lacking = [name for name in exercise.equipment if name not in case.equipment]
    if lacking:
        return f"equipment:{min(lacking)}"
    return "preference" if exercise.id in case.declined else None


def how_many(case: Case) -> int:
    """N: how many exercises at most, the aerobic one counted (SEL-N1 to SEL-N5, maintenance)."""
    rules, confidence = case.movement.selection.how_many, case.intake.life.confidence_0_10
    n: int = grade_of(rules.minutes.bands, case.minutes_per_day)
    if confidence is not None and confidence <= rules.confidence.confidence_up_to:
        n -= rules.confidence.fewer_by
    if case.group == rules.risk.group:
        n = min(n, rules.risk.at_most)
    if case.age is not None and case.age >= rules.age.age_from:
        n = min(n, rules.age.at_most)
    n = max(n, rules.least.at_least)
    if case.stage.maintenance:
        return min(n, case.movement.dosing.maintenance.exercises + AEROBIC_SLOT)
    return n


def start_level_limit(case: Case, severity: str, phase: int) -> int:
    """The highest level a need of this severity may start at in ``phase`` (1-3); lower after a red week."""
    rule = case.movement.selection.start_level
    if case.irritability == "high":
        base = rule.irritability_high
    elif severity == "severe":
        base = rule.severe
    elif severity == "moderate":
        base = rule.moderate[case.irritability]
    else:
        base = rule.mild
    limit = min(base + phase - 1, rule.cap_by_phase[phase - 1])
    if case.stage.steps_back and phase == case.stage.phase:
        return max(LOWEST_LEVEL, limit - case.movement.dosing.step_back.levels_lower)
    return limit


def at_least(severity: str | None, least: str) -> bool:
    return severity is not None and RANK[severity] >= RANK[least]
