"""``build_plan``: the table of contents of a plan, in the fixed order of joins.md section 2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from plans.builder.changes import find_changes
from plans.builder.collected import (
    all_asks,
    left_out,
    sources_used,
    unchecked_rules,
    unread_conditions,
    with_listed_conditions,
)
from plans.builder.decided_exercises import decide_exercises
from plans.builder.decided_lines import without_line
from plans.builder.decided_visits import decide_visits
from plans.builder.decisions import Decided, gather, with_medicine_decisions
from plans.builder.gates import closed_gates
from plans.builder.joins import Joined, JoinFacts, Sedated, join, kept_away, read_sedation
from plans.builder.medicines import (
    Combination,
    JudgedMedicines,
    MedicineFacts,
    combine,
    judge_medicines,
    read_medicines,
)
from plans.builder.movement.choose import Chosen
from plans.builder.movement.part import MovementPart, plan_movement
from plans.builder.movement.screen import refuse
from plans.builder.movement.stage import Stage
from plans.builder.movement.visits import reassessments
from plans.builder.movement.walking import with_walk_minutes
from plans.builder.person import age_in_years
from plans.builder.plan import NotJudged, PhysicalTherapy, Plan, Remeasure, WhenToCall
from plans.builder.schedule.part import DayFacts, make_calendar_of, make_day
from plans.builder.self_care.baselines import Counted, baselines_of
from plans.builder.self_care.diary import read_diary
from plans.builder.self_care.lines import when_to_call
from plans.builder.self_care.next_version import (
    Onward,
    look_back,
    phase_facts,
    with_last_tolerance,
)
from plans.builder.self_care.part import CareFacts, heat_refusal, make_self_care, wants_heat
from plans.builder.self_care.progress import ProgressFacts, find_progress
from plans.intake.clinic import ClinicSettings
from plans.intake.decisions import Decision
from plans.intake.history import History
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

NO_SETTINGS = ClinicSettings()


def build_plan(
    intake: Intake,
    knowledge: Knowledge,
    as_of: date,
    decisions: Iterable[Decision] = (),
    history: History | None = None,
    clinic: ClinicSettings = NO_SETTINGS,
) -> Plan:
    """One plan out of one intake: the same facts always give the same plan.

    ``as_of`` is the day on which age and every duration are taken; nothing here asks for today.
    """
    refused = refuse(intake, knowledge, as_of)
    if refused:
        return Plan(as_of, knowledge.version, "refused", rule=refused)
    decided = gather(decisions)
    as_typed = with_walk_minutes(with_medicine_decisions(intake, decided, as_of))
    listed = with_listed_conditions(as_typed, knowledge)
    onward = look_back(listed, history, as_of, decided.open_gates, knowledge)
    listed = with_last_tolerance(listed, onward)
    visit = _Visit(listed, as_typed, knowledge, as_of, decided, _in_phase(history, onward), clinic, onward)
    parts = _read_parts(visit)
    plan = _blocked(visit, parts) if parts.movement.red_flags.blocks else _joined(visit, parts)
    plan = replace(plan, sources=sources_used(plan, knowledge))
    if history is None or history.previous is None:
        return plan
    return replace(plan, changes=find_changes(plan, history.previous, knowledge))


@dataclass(frozen=True, slots=True)
class _Visit:
    """All that was handed in, with the decisions on medicines worked into the intake.

    ``as_typed`` has the conditions too that the list does not know; nothing is judged from it.
    """

    intake: Intake
    as_typed: Intake
    knowledge: Knowledge
    as_of: date
    decided: Decided
    history: History | None  # with the phase of this version
    clinic: ClinicSettings
    onward: Onward | None  # what goes on from the plan before


def _in_phase(history: History | None, onward: Onward | None) -> History | None:
    return history if history is None or onward is None else replace(history, phase=onward.judged.now)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The three parts before they are joined."""

    medicines: MedicineFacts
    combination: Combination
    sedated: Sedated
    movement: MovementPart
    judged: JudgedMedicines


def _read_parts(visit: _Visit) -> _Parts:
    """Steps 2 to 7: medicines read, red flags, scores, deficits, precautions, exercises, alerts."""
    intake, knowledge, as_of = visit.intake, visit.knowledge, visit.as_of
    medicines = read_medicines(intake, knowledge, as_of, visit.clinic)
    combination = combine(medicines, knowledge)
    sedated = read_sedation(intake, medicines.active, medicines.nsaids, visit.decided, knowledge, as_of)
    changes = knowledge.self_care.day.changes
    fired = combination.ids
    added = {"cardiac"} if set(changes.cardiac_conditions) & set(intake.conditions or ()) else set()
    if changes.osteoporosis_rule in fired:
        added.add("osteoporosis")
    movement = plan_movement(
        intake,
        knowledge,
        as_of,
        corticosteroid_days=medicines.corticosteroid_days,
        heart_rate_counts=changes.no_heart_rate_rule not in fired,
        added=frozenset(added),
        blocked=kept_away(sedated.sedation, combination.leave_out, knowledge),
        aerobic_first=changes.aerobic_first if changes.aerobic_first_rule in fired else (),
        stage=_stage(visit),
    )
    judged = judge_medicines(medicines, intake, knowledge, movement.precautions.ids, visit.decided)
    return _Parts(medicines, combination, sedated, movement, judged)


def _stage(visit: _Visit) -> Stage:
    """The phase of this version and the baselines it is dosed from; a first visit is phase 1 (7.6, J-14)."""
    history, onward = visit.history, visit.onward
    if history is None:
        return Stage()
    phase = history.phase or 1
    counted = Counted(history.started_on, visit.as_of, phase, onward.weeks_held if onward else 0)
    again = visit.as_typed.assessed_on > history.started_on
    dosing = visit.knowledge.movement.dosing
    return Stage(
        phase,
        baselines_of(visit.as_typed, history.assessments, counted, dosing) if again else {},
        goes_on=onward.goes_on if onward else None,
        steps_back=onward is not None and onward.judged.steps_back,
        maintenance=_is_maintained(visit),
    )


def _is_maintained(visit: _Visit) -> bool:
    """Whether the review of week 12 found the patient improved (REA-12, 7.6)."""
    onward, row = visit.onward, visit.knowledge.movement.dosing.maintenance
    due = onward.due.id if onward is not None and onward.due is not None else None
    return onward is not None and due == row.when_remeasure and onward.overall == row.when_overall


def _remeasures(visit: _Visit) -> tuple[Remeasure, ...]:
    """Counted from the first assessment of the plan, whose measures come again (J-14)."""
    history, start = visit.history, visit.as_typed
    if history is None:
        return reassessments(start.assessed_on, start, visit.knowledge)
    return reassessments(history.started_on, (*history.assessments, start)[0], visit.knowledge)


def _blocked(visit: _Visit, parts: _Parts) -> Plan:
    """A red flag blocks: scores, deficits, current medicines and alerts are kept, the rest is empty."""
    movement, medication = parts.movement, parts.judged.medication
    return Plan(
        as_of=visit.as_of,
        knowledge_version=visit.knowledge.version,
        status="blocked",
        rule=movement.red_flags.rules[0],
        red_flags=movement.red_flags,
        scores=movement.scores,
        deficits=movement.deficits,
        combination=parts.combination.ids,
        medication=replace(medication, options=(), kept_off=()),
        when_to_call=_when_to_call(visit, parts),
        asks=all_asks(visit.as_typed, visit.knowledge, parts.medicines.asks),
        not_judged=(
            *unread_conditions(visit.as_typed, visit.knowledge),
            *movement.not_judged,
            *parts.judged.not_judged,
        ),
        progress=_progress(visit, parts),
    )


def _joined(visit: _Visit, parts: _Parts) -> Plan:
    """Steps 8 to 12: habits, minutes, timetable, visits and calendar, not judged, left out."""
    movement, chosen = parts.movement, parts.movement.chosen
    if chosen is None:
        raise ValueError("exercises are chosen for every plan that nothing blocks")
    intake, knowledge, medicines = visit.intake, visit.knowledge, parts.medicines
    exercises = decide_exercises(movement.physical_therapy, chosen, visit.decided, knowledge)
    joined = join(_join_facts(visit, parts, chosen, exercises.therapy), knowledge)
    visits = decide_visits(joined.therapy.visits, intake.access, visit.decided)
    therapy = replace(joined.therapy, visits=visits, reassessments=_remeasures(visit))
    care = make_self_care(_care_facts(visit, parts, chosen), joined, knowledge)
    medication = parts.judged.medication
    day = DayFacts(intake, medicines.active, medication.alerts, care.self_care.no_heat)
    plan = Plan(
        as_of=visit.as_of,
        knowledge_version=knowledge.version,
        status="plan",
        red_flags=movement.red_flags,
        scores=movement.scores,
        deficits=movement.deficits,
        precautions=movement.precautions.ids,
        irritability=movement.precautions.irritability,
        max_exercises=chosen.max_exercises,
        combination=parts.combination.ids,
        physical_therapy=therapy,
        medication=medication,
        self_care=care.self_care,
        when_to_call=_when_to_call(visit, parts),
        schedule=make_day(day, joined, knowledge),
        calendar=make_calendar_of(day, joined, therapy, visit.decided, visit.history, visit.as_of, knowledge),
        signing=closed_gates(
            intake, movement.red_flags, therapy, medication.alerts, visit.decided, exercises.unconfirmed
        ),
    )
    return _complete(plan, visit, parts, joined, care.not_judged)


def _when_to_call(visit: _Visit, parts: _Parts) -> WhenToCall:
    age = age_in_years(visit.intake.patient.birth_date, visit.as_of)
    return when_to_call(visit.intake, parts.medicines.active, age, visit.knowledge.self_care.support)


def _complete(
    plan: Plan, visit: _Visit, parts: _Parts, joined: Joined, care_not_judged: tuple[NotJudged, ...]
) -> Plan:
    """What only the whole can say: asks, not judged, left out, progress."""
    medicines, knowledge = parts.medicines, visit.knowledge
    return replace(
        plan,
        asks=all_asks(visit.as_typed, knowledge, medicines.asks),
        not_judged=(
            *unread_conditions(visit.as_typed, knowledge),
            *parts.movement.not_judged,
            *parts.judged.not_judged,
            *care_not_judged,
            *unchecked_rules(medicines.active, knowledge),
        ),
        left_out=(
            *left_out(plan, joined),
            *without_line(plan, parts.movement.physical_therapy, visit.decided),
        ),
        progress=_progress(visit, parts),
    )


def _join_facts(visit: _Visit, parts: _Parts, chosen: Chosen, therapy: PhysicalTherapy) -> JoinFacts:
    movement, likes_heat = parts.movement, wants_heat(visit.intake, visit.decided)
    refused = heat_refusal(visit.intake, parts.medicines.active, _no_heat_rule(visit, parts))
    return JoinFacts(
        intake=visit.intake,
        as_of=visit.as_of,
        scores=movement.scores,
        precautions=frozenset(movement.precautions.ids),
        therapy=therapy,
        chosen=chosen,
        sedated=parts.sedated,
        combination=frozenset(parts.combination.ids),
        heat=likes_heat and refused is None,
        decided=visit.decided,
        onward=visit.onward,
    )


def _care_facts(visit: _Visit, parts: _Parts, chosen: Chosen) -> CareFacts:
    return CareFacts(
        intake=visit.intake,
        active=parts.medicines.active,
        precautions=parts.movement.precautions.ids,
        chosen=chosen,
        visits_needed=parts.movement.physical_therapy.visits.needed,
        no_heat_rule=_no_heat_rule(visit, parts),
        clinic=visit.clinic,
        decided=visit.decided,
        onward=visit.onward,
    )


def _no_heat_rule(visit: _Visit, parts: _Parts) -> str | None:
    """J-22: the combination row that forbids heat, else the rule about what is on the skin."""
    rules = visit.knowledge.self_care.day.changes.no_heat_rules
    fired = next((rule for rule in rules if rule in parts.combination.ids), None)
    on_skin = any(medicine.on_skin for medicine in parts.sedated.timed)
    return fired or ("SCH-15" if on_skin else None)


def _progress(visit: _Visit, parts: _Parts) -> Mapping[str, Any] | None:
    """How it goes since the first assessment; None at a first visit."""
    if visit.history is None:
        return None
    intake, movement, knowledge = visit.as_typed, parts.movement, visit.knowledge
    diary = read_diary(intake, visit.history, visit.as_of, knowledge)
    found = ProgressFacts(
        intake=intake,
        scores=movement.scores,
        red_flags=movement.red_flags,
        history=visit.history,
        diary=diary,
        phase=phase_facts(intake, visit.history, diary, visit.decided.open_gates, knowledge),
        onward=visit.onward,
        refusal=movement.chosen.case.refusal if movement.chosen else None,
    )
    return find_progress(found, knowledge)
