"""The facts that habits, factors and pace read, out of an intake (self-care.md 0.1, joins.md 3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from plans.builder.movement.walking import walking_baseline
from plans.builder.person import age_in_years, body_mass_index
from plans.builder.self_care.conditions import Facts
from plans.intake.intake import Intake
from plans.knowledge.self_care import SelfCareKnowledge

FEAR_BARRIER = "afraid_to_move"  # the barrier that measured fear counts as (J-03)


def habit_facts(intake: Intake, as_of: date, knowledge: SelfCareKnowledge, *, measured_fear: bool) -> Facts:
    """Names as in ``habits.toml``; a fact that is not recorded is missing or ``None``."""
    life, baseline = intake.life, walking_baseline(intake)
    goals = {goal.id for goal in life.goals or ()}
    values: dict[str, Any] = {
        "age_years": age_in_years(intake.patient.birth_date, as_of),
        "nprs_average": intake.pain.nprs_average,
        "walk_baseline": None if baseline is None else float(baseline),
        "minutes_per_day": minutes_a_day(life.minutes_per_day, knowledge),
        "minutes_asked": life.minutes_per_day,
        "confidence_0_10": life.confidence_0_10,
        "readiness": life.readiness or knowledge.sequence.default_readiness,
        "readiness_asked": life.readiness,
        "barriers_asked": life.barriers,
        "barriers": barriers_that_count(life.barriers, measured_fear=measured_fear),
        "triggers_known": intake.pain.triggers_known,
        "sleep_hours": life.sleep_hours,
        "bad_nights_per_week": life.bad_nights_per_week,
        "phq2_total": _total(intake.measures.phq2),
        "boom_bust": life.boom_bust,
        "work_type": life.work.type,
        "sit_hours": life.work.sit_hours,
        "worse_at_work": life.work.worse_at_work,
        "smokes": life.smokes,
        "ready_to_quit": life.ready_to_quit,
        "bmi": body_mass_index(intake.patient.height_cm, intake.patient.weight_kg),
        "weight_goal": None if life.goals is None else "weight" in goals,
        "walking_goal": None if life.goals is None else _names_walking(goals, knowledge),
        "tried": intake.tried,
    }
    return Facts(values, knowledge.facts)


def minutes_a_day(asked: int | None, knowledge: SelfCareKnowledge) -> int:
    """The cap of CAP-1 and J-01."""
    row = knowledge.day.minutes
    return row.not_asked if asked is None else max(row.least, asked)


def barriers_that_count(asked: tuple[str, ...] | None, *, measured_fear: bool) -> frozenset[str]:
    """The barriers named, and fear when it was measured; none fire when they were not asked."""
    found = frozenset(asked or ())
    return found | {FEAR_BARRIER} if measured_fear else found


def _names_walking(goals: set[str], knowledge: SelfCareKnowledge) -> bool:
    return any(template.walking and template.id in goals for template in knowledge.goals.values())


def _total(items: tuple[int | None, ...] | None) -> int | None:
    if not items or any(item is None for item in items):
        return None
    return sum(item for item in items if item is not None)
