"""The self-care part of the plan out of what the joins found."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from plans.builder.decisions import Decided
from plans.builder.joins import Joined
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.movement.choose import Chosen
from plans.builder.plan import Because, GoalPlan, LeftOut, Move, NotJudged, SelfCare
from plans.builder.schedule.exercises import BREATHING_EXTRA
from plans.builder.self_care.goals import Goals, plan_goals
from plans.builder.self_care.habits import JOURNAL
from plans.builder.self_care.journal import flare_days
from plans.builder.self_care.lines import find_boxes, find_support
from plans.builder.self_care.move import WALK_GOAL
from plans.builder.self_care.next_version import Onward, goal_goes_on
from plans.builder.self_care.small_plan import GoalFacts, SmallPlanFacts, first_goal, small_plan
from plans.intake.clinic import ClinicSettings
from plans.intake.intake import Goal, Intake
from plans.knowledge.loader import Knowledge

HEAT, WALKING, FALLS_RISK, CONFUSION = "SM-HEAT", "walk-paced", "falls-risk", "confusion"
FORBIDS = ("precaution:", "medicine:")


@dataclass(frozen=True, slots=True)
class CareFacts:
    """What self-care reads beside the joins."""

    intake: Intake
    active: tuple[ListedMedicine, ...]
    precautions: Collection[str]
    chosen: Chosen
    visits_needed: int | None
    no_heat_rule: str | None
    clinic: ClinicSettings
    decided: Decided
    onward: Onward | None = None  # what goes on from the plan before


@dataclass(frozen=True, slots=True)
class CarePart:
    self_care: SelfCare
    not_judged: tuple[NotJudged, ...]


def make_self_care(found: CareFacts, joined: Joined, knowledge: Knowledge) -> CarePart:
    """Habits, goals, first goal, small plan and the lines around them."""
    care, week, habits = knowledge.self_care, joined.week, joined.habits
    goals = _goals(found, joined, knowledge)
    part = SelfCare(
        rule=habits.rule,
        modules=habits.modules,
        taking_turns=week.share.taking_turns,
        reserve_minutes=week.share.reserve,
        journal_minutes=week.share.journal,
        breathing_weeks=week.breathing,
        move=_move(found, joined, knowledge),
        goals=goals.plans,
        first_goal=first_goal(_goal_facts(found, joined, goals), care),
        small_plan=small_plan(_small_plan_facts(found, joined), knowledge),
        left_out=(*habits.left_out, *_heat_left_out(found)),
        boxes=find_boxes(found.intake, found.active, care.support),
        support=find_support(
            found.intake,
            joined.facts,
            habits,
            medicines=bool(found.active),
            visits_needed=found.visits_needed,
            clinic=found.clinic,
            support=care.support,
        ),
        frames=tuple(module.id for module in care.modules.values() if module.kind == "frame"),
        aids=(HEAT,) if joined.request.heat else (),
        no_heat=found.no_heat_rule is not None,
        points=habits.points,
        later=habits.later,
        journal_rules=_journal_rules(found.intake, joined, knowledge),
        flare_minutes=_flare_minutes(joined, knowledge),
    )
    return CarePart(part, (*habits.not_judged, *goals.not_judged, *_unsafe(goals)))


def _unsafe(goals: Goals) -> tuple[NotJudged, ...]:
    """Goals whose words are not printed because they tell to skip a medicine."""
    return tuple(
        NotJudged("self_care", id, ("life.goals",), folded=True, reason="GOAL-S1") for id in goals.unsafe
    )


def _move(found: CareFacts, joined: Joined, knowledge: Knowledge) -> Move | None:
    move, week, onward = joined.move, joined.week, found.onward
    if move is None:
        return None
    facts = tuple(joined.facts.because(name) for name in move.factor.facts)
    baseline = joined.facts.get("walk_baseline") if move.mode.reads_walking else None
    known = (Because("walk_baseline", baseline, "min"),) if baseline is not None else ()
    return Move(
        exercise=move.mode.id,
        factor=move.factor.value,
        factor_rule=move.factor.rule,
        pace="slow" if move.slow else "normal",
        step=move.step,
        limit=week.share.limit,
        weeks=week.minutes,
        days=week.days_a_week,
        bouts=week.bouts,
        start=move.goes_from(knowledge.self_care),
        goal=move.goal,
        weeks_held=onward.weeks_held if onward and move.course else 0,
        because=(*known, *facts),
    )


def _flare_minutes(joined: Joined, knowledge: Knowledge) -> tuple[int, ...]:
    flare, target = knowledge.self_care.support.flare, joined.week.placed_move_minutes
    if not target:
        return ()
    return flare_days(target, flare.half_days, flare.first_percent, flare.step_percent)


def _goals(found: CareFacts, joined: Joined, knowledge: Knowledge) -> Goals:
    care = knowledge.self_care
    refused = found.chosen.case.refusal(WALKING) or ""
    no_walking = refused.startswith(FORBIDS)

    def held(goal: Goal) -> bool:
        template = care.goals.get(goal.id)
        if joined.stopped:
            return template is None or template.movement
        return no_walking and template is not None and template.walking

    goals = plan_goals(
        found.intake.life.goals or (),
        found.intake.tolerance,
        joined.facts,
        joined.move,
        joined.week.minutes,
        care,
        limit=joined.week.share.limit,
        names=knowledge.vocabulary.drug_names,
        held=held,
    )
    return replace(goals, plans=tuple(_goes_on(goal, found, joined, knowledge) for goal in goals.plans))


def _goes_on(goal: GoalPlan, found: CareFacts, joined: Joined, knowledge: Knowledge) -> GoalPlan:
    """A goal that the plan before had too; a walking goal is the aerobic line, which went on already."""
    onward = found.onward
    if onward is None or (goal.id == WALK_GOAL and joined.move is not None):
        return goal
    before = ((onward.phase.history.previous or {}).get("self_care") or {}).get("goals") or ()
    last = next((row for row in before if isinstance(row, dict) and row.get("id") == goal.id), None)
    return goal if last is None else goal_goes_on(goal, last, onward, knowledge)


def _goal_facts(found: CareFacts, joined: Joined, goals: Goals) -> GoalFacts:
    return GoalFacts(
        facts=joined.facts,
        habits=joined.habits,
        week=joined.week,
        move=joined.move,
        own_words=next((goal.words for goal in goals.plans if goal.words), None),
        activities=found.intake.measures.psfs or (),
    )


def _small_plan_facts(found: CareFacts, joined: Joined) -> SmallPlanFacts:
    case = found.chosen.case
    return SmallPlanFacts(
        exercises=tuple(e for e in joined.therapy.exercises if e.id != BREATHING_EXTRA),
        week=joined.week,
        move=joined.move,
        sedation=joined.sedation,
        falls_risk=FALLS_RISK in found.precautions,
        stopped=joined.stopped,
        allows=lambda exercise: case.refusal(exercise) is None,
    )


def wants_heat(intake: Intake, decided: Decided) -> bool:
    """SM-HEAT is for those who like it or ask for it, unless the clinician declined it."""
    if decided.about("module", HEAT, "decline"):
        return False
    return bool(intake.life.uses_heat) or decided.about("module", HEAT, "add") is not None


def _heat_left_out(found: CareFacts) -> tuple[LeftOut, ...]:
    if found.decided.about("module", HEAT, "decline"):
        return (LeftOut("self_care", HEAT, "declined"),)
    reason = heat_refusal(found.intake, found.active, found.no_heat_rule)
    return (LeftOut("self_care", HEAT, reason),) if wants_heat(found.intake, found.decided) and reason else ()


def heat_refusal(intake: Intake, active: Collection[ListedMedicine], no_heat_rule: str | None) -> str | None:
    """Why SM-HEAT may not be offered: patch or cream, numb skin, or confused from a medicine."""
    if no_heat_rule:
        return no_heat_rule
    if intake.pain.skin_numb:
        return "pain.skin_numb"
    confused = any(CONFUSION in (medicine.entry.effects or ()) for medicine in active)
    return f"effect:{CONFUSION}" if confused else None


def _journal_rules(intake: Intake, joined: Joined, knowledge: Knowledge) -> tuple[str, ...]:
    """JRN-0: with high worry the number on Sundays only. JRN-1: the first weeks of the journal."""
    pcs, limit = intake.measures.pcs, knowledge.self_care.journal.reading.high_worry_pcs
    worried = bool(intake.pain.pain_focus) or (pcs is not None and pcs >= limit)
    return (*(("JRN-0",) if worried else ()), *(("JRN-1",) if JOURNAL in joined.habits else ()))
