"""Three parts become one plan: one walk, one clock, one calendar (joins.md section 4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from plans.builder.decided_exercises import decided_parts
from plans.builder.decisions import Decided
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.movement.choose import Chosen
from plans.builder.movement.dose import aerobic_minutes_in_week
from plans.builder.movement.scores import counts_as_high
from plans.builder.person import age_in_years
from plans.builder.plan import Because, Flag, PhysicalTherapy, PlannedExercise, Scores
from plans.builder.schedule.clock import Clock, read_clock
from plans.builder.schedule.doses import TimedMedicine
from plans.builder.schedule.exercises import (
    is_aerobic,
    none_until_cleared,
    phases_told,
    timed_exercises,
    told_to_patient,
)
from plans.builder.schedule.from_medicines import sedating_medicines, timed_medicines
from plans.builder.schedule.sedation import Sedation, judge_sedation
from plans.builder.schedule.week import Week, WeekRequest, plan_week
from plans.builder.self_care.baselines import aerobic_value
from plans.builder.self_care.conditions import Facts
from plans.builder.self_care.facts import habit_facts
from plans.builder.self_care.habits import BREATHE, MOVE, Habits, Wishes, choose_habits
from plans.builder.self_care.move import AerobicDose, MoveNumbers, find_move_numbers
from plans.builder.self_care.next_version import HALVE, Onward, move_course
from plans.builder.self_care.small_plan import habit_days
from plans.builder.self_care.targets import find_factor
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

EXERCISE_STOP, ACTIVE = "exercise-stop", "NOTE-ACTIVE"


@dataclass(frozen=True, slots=True)
class Sedated:
    """The medicine list as the clock and the sedation rules read it."""

    timed: tuple[TimedMedicine, ...]
    sedation: Sedation


def read_sedation(
    intake: Intake,
    active: tuple[ListedMedicine, ...],
    nsaids: frozenset[str],
    decided: Decided,
    knowledge: Knowledge,
    as_of: date,
) -> Sedated:
    """J-08 and J-13, before exercises are chosen: what is continuous keeps some of them away."""
    day = knowledge.self_care.day
    timed = timed_medicines(active, nsaids, decided, day)
    sedation = judge_sedation(
        sedating_medicines(active, timed, day),
        {effect for medicine in active for effect in medicine.entry.effects or ()},
        age_in_years(intake.patient.birth_date, as_of),
        intake.balance.falls_past_year,
        as_of,
        day.sedation,
    )
    return Sedated(timed, sedation)


def kept_away(sedation: Sedation, leave_out: Mapping[str, str], knowledge: Knowledge) -> dict[str, str]:
    """Exercise -> reason, from continuous sedation (J-08 a) and the combination rows (J-21): lowest id."""
    rules = knowledge.self_care.day.sedation
    away = rules.not_when_continuous if sedation.continuous_names else ()
    always = dict.fromkeys(away, rules.continuous_reason)
    return {id: min(reasons) for id, reasons in _reasons(always, leave_out).items()}


def _reasons(*maps: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in maps:
        for id, reason in one.items():
            found.setdefault(id, []).append(reason)
    return found


@dataclass(frozen=True, slots=True)
class Joined:
    """The patient's side of the plan: habits, the aerobic line, and the days of week 1."""

    facts: Facts
    habits: Habits
    clock: Clock
    sedation: Sedation
    request: WeekRequest
    week: Week
    move: MoveNumbers | None
    stopped: bool
    therapy: PhysicalTherapy


@dataclass(frozen=True, slots=True)
class JoinFacts:
    """What the joins read of the parts. ``combination`` holds the ids of the COM rows that fire."""

    intake: Intake
    as_of: date
    scores: Scores
    precautions: frozenset[str]
    therapy: PhysicalTherapy
    chosen: Chosen
    sedated: Sedated
    combination: frozenset[str]
    heat: bool
    decided: Decided
    onward: Onward | None = None  # what goes on from the plan before


def join(found: JoinFacts, knowledge: Knowledge) -> Joined:
    """Habits with the aerobic line as SM-MOVE, minutes, days, and the doses the patient is told."""
    care = knowledge.self_care
    fear = counts_as_high("tsk11", found.scores, knowledge)
    facts = habit_facts(found.intake, found.as_of, care, measured_fear=fear)
    stopped = EXERCISE_STOP in found.precautions
    line = next((e for e in found.therapy.exercises if is_aerobic(e)), None)
    habits = choose_habits(facts, care, _wishes(found, line, {habit.id for habit in care.habits}))
    runs = line is not None and not stopped and MOVE in habits
    move = _move(found, line, facts, knowledge) if line is not None and runs else None
    request = _request(found, facts, habits, move, knowledge, stopped=stopped)
    week = plan_week(request, care)
    return Joined(
        facts=facts,
        habits=habits,
        clock=request.clock,
        sedation=found.sedated.sedation,
        request=request,
        week=week,
        move=move,
        stopped=stopped,
        therapy=_told(found, week, request, knowledge, stopped=stopped),
    )


def _wishes(found: JoinFacts, line: PlannedExercise | None, habits: Collection[str]) -> Wishes:
    """J-03, J-10: the aerobic line is SM-MOVE; without one SM-MOVE leaves the list, and says why."""
    decided = found.decided
    first = next(iter(decided.of("module", "first")), None)
    kept_off = {id: "declined" for id in decided.of("module", "decline") if id in habits}
    if line is None or EXERCISE_STOP in found.precautions:
        missing = next((s for s in found.chosen.shortfalls if s.startswith("AER")), "declined")
        kept_off.setdefault(MOVE, missing)
    return Wishes(
        move_first=MOVE not in kept_off,
        preferred=found.intake.life.preferred_module,
        kept_off=kept_off,
        added=tuple(decided.of("module", "add")),
        first=first,
        running=found.onward.running if found.onward else {},
        slots=found.onward.slots if found.onward else None,
        counted=found.onward.counts_from if found.onward else {},
    )


def _move(found: JoinFacts, line: PlannedExercise, facts: Facts, knowledge: Knowledge) -> MoveNumbers:
    mode = knowledge.self_care.day.modes[line.id]
    weeks = range(1, knowledge.self_care.targets.weeks + 1)
    own = decided_parts(line.id, found.decided)
    dose = AerobicDose(
        exercise=line.id,
        minutes=line.dose_parts.minutes or 0,
        baseline=aerobic_value(found.intake, reads_walking=mode.reads_walking),
        ceilings=tuple(aerobic_minutes_in_week(line.id, found.chosen.case, week) for week in weeks),
        decided="minutes" in own,
        days_most=own.get("days"),
        bouts_most=line.dose_parts.per_day if {"minutes", "per_day"} & set(own) else None,
    )
    move = find_move_numbers(dose, facts, found.intake.life.goals or (), knowledge.self_care)
    if dose.decided:
        return move
    return replace(move, course=move_course(move, found.intake, found.onward))


def _request(
    found: JoinFacts,
    facts: Facts,
    habits: Habits,
    move: MoveNumbers | None,
    knowledge: Knowledge,
    *,
    stopped: bool,
) -> WeekRequest:
    care, therapy, life = knowledge.self_care, found.therapy, found.intake.life
    sedation, changes = found.sedated.sedation, care.day.changes
    exercises = timed_exercises(
        therapy.exercises, therapy.extras, sedation, knowledge, breathing_runs=habits.runs(BREATHE)
    )
    return WeekRequest(
        facts=facts,
        habits=habits,
        factor=_breathing_factor(facts, found.onward, knowledge),
        clock=read_clock(life, care.day),
        medicines=found.sedated.timed,
        sedation=sedation,
        move=move,
        exercises=() if stopped else exercises,
        heat=found.heat,
        opioid=changes.breathing_rule in found.combination,
        after_meals_only=changes.after_meals_rule in found.combination,
        best_time=life.best_time,
        moved=found.decided.moved,
        weeks_before=found.onward.diary.started if found.onward else 0,
    )


def _breathing_factor(facts: Facts, onward: Onward | None, knowledge: Knowledge) -> float:
    """f of 2.2 for breathing; PRG-3 halves what is done."""
    care = knowledge.self_care
    halved = care.moving_on.halve if onward is not None and onward.pace == HALVE else 1.0
    return min(find_factor(facts, care).value, halved)


def _told(
    found: JoinFacts, week: Week, request: WeekRequest, knowledge: Knowledge, *, stopped: bool
) -> PhysicalTherapy:
    """Physical therapy with the doses of the patient, and the flag of those who do more already (J-04)."""
    therapy, sedation = found.therapy, found.sedated.sedation
    if stopped:
        exercises, extras = (
            none_until_cleared(one, knowledge) for one in (therapy.exercises, therapy.extras)
        )
    else:
        breathing_days = _breathing_days(request, knowledge)
        exercises, extras = (
            told_to_patient(one, week, sedation, knowledge, breathing_days=breathing_days)
            for one in (therapy.exercises, therapy.extras)
        )
    active = _active_flag(found.intake, week, request.move, knowledge)
    return replace(
        therapy,
        exercises=exercises,
        extras=extras,
        phases=phases_told(therapy, week, knowledge, stopped=stopped),
        flags=(*therapy.flags, *(flag.id for flag in active)),
        flag_details=(*therapy.flag_details, *active),
    )


def _breathing_days(request: WeekRequest, knowledge: Knowledge) -> int:
    care, habits = knowledge.self_care, request.habits
    return habit_days(care.modules[BREATHE], request.facts, care, habits.counts_from(BREATHE))[0]


def _active_flag(
    intake: Intake, week: Week, move: MoveNumbers | None, knowledge: Knowledge
) -> tuple[Flag, ...]:
    done = intake.aerobic.moderate_minutes_per_week
    if move is None or done is None or not week.minutes:
        return ()
    planned = week.minutes[0] * week.bouts[0] * week.days_a_week[0]
    if done <= planned:
        return ()
    rule = knowledge.self_care.day.rules["J-04"]
    because = (
        Because("aerobic.moderate_minutes_per_week", done, "min"),
        Because("planned_minutes_per_week", planned, "min"),
    )
    return (Flag(ACTIVE, rule.line["en"] if rule.line else "", because, rule.sources),)
