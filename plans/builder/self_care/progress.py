"""How it goes: instruments, journal, and what to do next (self-care.md 2.3, 3.3; joins.md 5, J-23)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from plans.builder.movement.scores import judge_change, judge_overall, percent_change, score
from plans.builder.plan import RedFlags, Scores
from plans.builder.self_care.conditions import Facts
from plans.builder.self_care.journal import (
    Planned,
    adherence,
    days_done,
    evenings_kept,
    is_boom_and_bust,
    last_weeks,
    pain_change,
    pain_of_week,
    written,
)
from plans.builder.self_care.next_phase import Refusal, aerobic_change, phase_move
from plans.builder.self_care.targets import days_a_week
from plans.intake.history import History, JournalWeek
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

SMALL = "small"
WEEKS_BACK = 2


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """This visit and what was known before it."""

    intake: Intake
    scores: Scores
    red_flags: RedFlags
    facts: Facts
    history: History
    refusal: Refusal | None = None  # why an exercise may not be chosen; None where nothing was chosen


def find_progress(found: ProgressFacts, knowledge: Knowledge) -> Mapping[str, Any]:
    """Instruments (first, last, now, class), adherence, pain, and the ids of JRN, PRG and SEL-09."""
    weeks = sorted(found.history.journal, key=lambda week: week.week)
    planned = {week.week: _planned(week.week, found, knowledge) for week in weeks}
    instruments = _instruments(found, knowledge)
    pain = pain_change(weeks, _first(found).pain.nprs_average, knowledge.self_care.journal.reading)
    running = [(week, planned[week.week]) for week in weeks if week.week >= 1]
    kept = adherence(running, knowledge.self_care.journal.reading)
    lately = adherence(running[-WEEKS_BACK:], knowledge.self_care.journal.reading)
    next_steps = _next_steps(found, weeks, planned, lately.days, knowledge)
    stopped = bool({"PRG-4", "PRG-5"} & set(next_steps))
    recent = [(week, planned[week.week].days) for week, _ in running[-WEEKS_BACK:]]
    verdicts = [kept.verdict, pain.verdict, *_journal_rules(found, weeks, planned, knowledge)]
    return {
        "instruments": instruments,
        "overall": judge_overall({name: row["class"] for name, row in instruments.items()}, knowledge),
        "adherence": asdict(kept),
        "adherence_last_two_weeks": asdict(lately),
        "pain": asdict(pain),
        "weeks": [_week_row(week, planned[week.week], knowledge) for week in weeks],
        "journal_rules": list(dict.fromkeys(verdict for verdict in verdicts if verdict)),
        "next_steps": next_steps,
        "may_add_habit": _may_add(found, weeks, lately.days, knowledge),
        "phase": found.history.phase,
        "phase_move": phase_move(found.history, lately.days, stopped, knowledge),
        "aerobic_change": aerobic_change(found.history, recent, stopped, found.refusal, knowledge),
    }


def _first(found: ProgressFacts) -> Intake:
    return found.history.assessments[0] if found.history.assessments else found.intake


def _instruments(found: ProgressFacts, knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    """Each instrument that was measured once at least; class against the first assessment."""
    before = [_values(intake, score(intake, knowledge)) for intake in found.history.assessments]
    now = _values(found.intake, found.scores)
    rows = {}
    for name, value in now.items():
        known = [row[name] for row in before if row[name] is not None]
        first, last = (known[0], known[-1]) if known else (None, None)
        if value is None and first is None:
            continue
        rows[name] = {
            "first": first,
            "last": last,
            "now": value,
            "class": judge_change(name, first, value, knowledge),
            "since_last": judge_change(name, last, value, knowledge),
            "percent": None if name == "start_back" else percent_change(first, value),
        }
    return rows


def _values(intake: Intake, scores: Scores) -> dict[str, Any]:
    return {
        "peg": scores.peg,
        "nprs_average": intake.pain.nprs_average,
        "psfs": scores.psfs,
        "rmdq": scores.rmdq,
        "odi_percent": scores.odi_percent,
        "tsk11": scores.tsk11,
        "pcs": scores.pcs,
        "start_back": scores.start_back.group,
        "six_minute_walk_m": intake.aerobic.six_minute_walk_m,
    }


def _planned(week: int, found: ProgressFacts, knowledge: Knowledge) -> Planned:
    """What the plan before asked for in that week; days by section 2.2 where it says nothing (JRN-5)."""
    previous = found.history.previous or {}
    move = (previous.get("self_care") or {}).get("move") or {}
    days = days_a_week(found.facts, knowledge.self_care)
    at = min(max(week, 1), len(days)) - 1
    exercises = (previous.get("physical_therapy") or {}).get("exercises") or []
    counted = sum(1 for row in exercises if row.get("need") != "aerobic" and row.get("patient_dose"))
    minutes = _at(move.get("weeks"), at)
    return Planned(
        days=int(_at(move.get("days"), at) or days[at]),
        exercises=counted or None,
        minutes=minutes * (_at(move.get("bouts"), at) or 1) if minutes else None,
    )


def _at(numbers: Sequence[Any] | None, place: int) -> Any:
    return numbers[place] if numbers and place < len(numbers) else None


def _week_row(week: JournalWeek, planned: Planned, knowledge: Knowledge) -> dict[str, Any]:
    return {
        "week": week.week,
        "pain": pain_of_week(week, knowledge.self_care.journal.reading),
        "evenings": written(week),
        "days_done": days_done(week),
        "days_planned": planned.days,
    }


def _journal_rules(
    found: ProgressFacts, weeks: list[JournalWeek], planned: Mapping[int, Planned], knowledge: Knowledge
) -> list[str]:
    """JRN-4 when a week looks like boom and bust, J-23 when too little was written to step up."""
    journal = knowledge.self_care.journal
    rules = []
    if any(is_boom_and_bust(week, planned[week.week].minutes, journal.reading) for week in weeks):
        rules.append("JRN-4")
    if _stays(weeks, knowledge):
        rules.append(journal.stay.rule)
    return rules


def _next_steps(
    found: ProgressFacts,
    weeks: list[JournalWeek],
    planned: Mapping[int, Planned],
    percent: float | None,
    knowledge: Knowledge,
) -> list[str]:
    """PRG ids that hold, the most urgent first."""
    row = knowledge.self_care.moving_on
    steps = ["PRG-5"] if found.red_flags.blocks else []
    rise = _rise_on_week_before(weeks, knowledge)
    if rise is not None and rise >= row.pain_up_points:
        steps.append("PRG-4")
    small = sum(1 for week in last_weeks(weeks, WEEKS_BACK) for day in week.days if day.done == SMALL)
    too_small = small >= knowledge.self_care.journal.reading.small_days_two_weeks
    if too_small or (percent is not None and percent < row.enough_percent):
        steps.append("PRG-3")
    elif percent is not None and percent < row.on_plan_percent:
        steps.append("PRG-2")
    elif percent is not None and "PRG-4" not in steps and not _stays(weeks, knowledge):
        steps.append("PRG-1")
    if _easy(found, weeks, planned, knowledge) and not _stays(weeks, knowledge):
        steps.append("PRG-6")
    return steps


def _stays(weeks: list[JournalWeek], knowledge: Knowledge) -> bool:
    """J-23: too few evenings were written in the last week for a step up."""
    return bool(weeks) and not _enough_kept(weeks[-1], knowledge)


def _enough_kept(week: JournalWeek, knowledge: Knowledge) -> bool:
    kept = evenings_kept(week)
    return kept is None or kept >= knowledge.self_care.journal.stay.evenings


def _rise_on_week_before(weeks: list[JournalWeek], knowledge: Knowledge) -> float | None:
    last_two = last_weeks(weeks, WEEKS_BACK)
    pains = [pain_of_week(week, knowledge.self_care.journal.reading) for week in last_two]
    if len(pains) < WEEKS_BACK or pains[0] is None or pains[1] is None:
        return None
    return pains[1] - pains[0]


def _easy(
    found: ProgressFacts, weeks: list[JournalWeek], planned: Mapping[int, Planned], knowledge: Knowledge
) -> bool:
    """PRG-6: some weeks in a row with every planned day done, and high confidence."""
    row = knowledge.self_care.moving_on
    confidence = found.facts.get("confidence_0_10")
    recent = last_weeks(weeks, row.easy_weeks)
    whole = len(recent) == row.easy_weeks and all(days_done(w) >= planned[w.week].days for w in recent)
    return whole and confidence is not None and confidence >= row.easy_confidence


def _may_add(
    found: ProgressFacts, weeks: list[JournalWeek], percent: float | None, knowledge: Knowledge
) -> bool | None:
    """SEL-09 as far as the record says; the patient's yes is asked. None: not known."""
    row = knowledge.self_care.sequence
    confidence = found.facts.get("confidence_0_10")
    if percent is None or confidence is None:
        return None
    enough_written = all(_enough_kept(week, knowledge) for week in last_weeks(weeks, WEEKS_BACK))
    return enough_written and percent >= row.add_adherence_percent and confidence >= row.add_confidence
