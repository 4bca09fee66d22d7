"""The worked cases of self-care.md 7.5 and 8 on plain facts: exercises handed in, the J rules off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plans.builder.schedule.clock import Clock, make_clock
from plans.builder.schedule.doses import PlacedDoses, TimedMedicine, place_doses
from plans.builder.schedule.minutes import DayShare, ExerciseSet, MoveNeed, TimedExercise, share_minutes
from plans.builder.schedule.place import DayPlan, MoveLine, PlacedDay, place_day, windows_after
from plans.builder.self_care.conditions import Facts
from plans.builder.self_care.habits import Habits, choose_habits
from plans.builder.self_care.targets import find_factor, is_slow, start_amount, weekly_step, weekly_targets
from plans.knowledge.self_care import SelfCareKnowledge

WALK_GOAL = 30


def plain_facts(case: Mapping[str, Any], knowledge: SelfCareKnowledge) -> Facts:
    """The short names of the reference under the names that the conditions read."""
    trials, minutes = case.get("walk_trials"), case.get("minutes_per_day")
    values = {
        "age_years": case["age"],
        "nprs_average": case["nprs"],
        "walk_baseline": sum(trials) / len(trials) if trials else None,
        "minutes_per_day": 25 if minutes is None else max(5, minutes),
        "minutes_asked": minutes,
        "confidence_0_10": case.get("confidence"),
        "readiness": case.get("readiness") or "ready",
        "readiness_asked": case.get("readiness"),
        "barriers": frozenset(case["barriers"] or ()),
        "barriers_asked": case["barriers"],
        "triggers_known": case.get("triggers_known"),
        "sleep_hours": case.get("sleep_hours"),
        "bad_nights_per_week": case.get("bad_nights"),
        "phq2_total": case.get("phq2"),
        "boom_bust": case.get("boom_bust"),
        "work_type": {"desk": "seated"}.get(case.get("job", ""), case.get("job")),
        "sit_hours": case.get("sit_hours"),
        "worse_at_work": case.get("work_pain"),
        "smokes": case.get("smokes"),
        "ready_to_quit": case.get("ready_to_quit"),
        "bmi": case.get("bmi"),
        "weight_goal": "weight" in case.get("goals", ()),
        "walking_goal": False,
        "tried": case.get("tried"),
    }
    return Facts(values, knowledge.facts)


@dataclass(frozen=True)
class PlainDay:
    """One worked case gone through the functions."""

    facts: Facts
    habits: Habits
    share: DayShare
    walk_weeks: tuple[float, ...]
    doses: PlacedDoses
    placed: PlacedDay
    exercises: ExerciseSet


def plain_day(case: Mapping[str, Any], knowledge: SelfCareKnowledge) -> PlainDay:
    facts = plain_facts(case, knowledge)
    habits = choose_habits(facts, knowledge)
    factor, goal, unit = (
        find_factor(facts, knowledge).value,
        case.get("walk_goal") or WALK_GOAL,
        knowledge.units["min"],
    )
    baseline = facts["walk_baseline"]
    if baseline is None:
        start, step = 10 if factor == 1 else 5, 1
    else:
        start, step = start_amount(baseline, factor, unit, knowledge), weekly_step(baseline, unit, knowledge)
    exercises = tuple(
        TimedExercise(e["name"], e["min"], balance="balance" in e["flags"], flexion="flexion" in e["flags"])
        for e in case["pt"]
    )
    walks = "SM-MOVE" in habits
    share = share_minutes(
        facts["minutes_per_day"],
        [habit.id for habit in habits.modules],
        factor,
        MoveNeed(start, goal) if walks else None,
        exercises,
        knowledge,
        joined=False,
    )
    limit = share.limit if walks else goal
    weeks = weekly_targets(min(start, limit), step, limit, is_slow(facts, knowledge), knowledge)
    clock = _clock(case, knowledge)
    doses = place_doses(_medicines(case), clock, knowledge.day)
    today = () if share.taking_turns or not share.sets else share.sets[0]
    placed = place_day(_day(case, facts, habits, share, weeks, doses, clock, today, knowledge), knowledge.day)
    return PlainDay(facts, habits, share, weeks, doses, placed, today)


def _clock(case: Mapping[str, Any], knowledge: SelfCareKnowledge) -> Clock:
    start, end = case.get("work_hours") or (None, None)
    return make_clock(
        knowledge.day,
        wake=case["wake"],
        bed=case["bed"],
        work=(start, None if end is None else end % 1440),
    )


def _medicines(case: Mapping[str, Any]) -> tuple[TimedMedicine, ...]:
    return tuple(
        TimedMedicine(
            m["name"],
            m["name"],
            times_per_day=m.get("times"),
            with_food=m.get("food", False),
            sedating=m.get("sedating", False),
            nsaid=m.get("nsaid", False),
            as_needed=m.get("prn", False),
        )
        for m in case["meds"]
    )


def _day(
    case: Mapping[str, Any],
    facts: Facts,
    habits: Habits,
    share: DayShare,
    weeks: tuple[float, ...],
    doses: PlacedDoses,
    clock: Clock,
    exercises: ExerciseSet,
    knowledge: SelfCareKnowledge,
) -> DayPlan:
    day = knowledge.day
    older = facts["age_years"] >= day.sedation.older_age
    return DayPlan(
        clock=clock,
        windows=windows_after(doses.doses, clock, day, first_hour=older),
        doses=doses.doses,
        journal=share.journal if habits.runs("SM-JOURNAL") else 0,
        breathing=share.breathing if habits.runs("SM-BREATHE") else 0,
        liked=day.placing.liked_minutes if habits.runs("SM-MOOD") else 0,
        move=MoveLine("walk", int(weeks[0])) if habits.runs("SM-MOVE") else None,
        exercises=exercises,
        heat=bool(case.get("heat")) and not case.get("patch"),
        split="no_time" in case["barriers"],
        best_time=case.get("best_time"),
        regular_nsaid=any(m.get("nsaid") and not m.get("prn") for m in case["meds"]),
    )
