"""How it goes: instruments, journal, and what to do next (self-care.md 2.3, 3.3; joins.md 5, J-23)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from plans.builder.plan import RedFlags, Scores
from plans.builder.self_care.baselines import compared_baselines
from plans.builder.self_care.diary import (
    Diary,
    cannot_judge,
    is_current,
    may_add_habit,
    stays,
    steps_that_hold,
)
from plans.builder.self_care.instruments import instruments, overall
from plans.builder.self_care.journal import (
    Adherence,
    PainChange,
    adherence_verdict,
    days_done,
    is_boom_and_bust,
    last_weeks,
    written,
)
from plans.builder.self_care.next_phase import PhaseFacts, Refusal, aerobic_change, judge_phase, phase_move
from plans.builder.self_care.next_version import (
    BACK,
    HALVE,
    REVIEW_NOW,
    Onward,
    due_remeasure,
    failed_tries,
    from_before,
    steps_back_at,
)
from plans.intake.history import History, JournalWeek
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

MOVE_ON, HOLD, STEP_BACK, REFER = "move_on", "hold", "step_back", "refer"


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """This visit and what was known before it."""

    intake: Intake
    scores: Scores
    red_flags: RedFlags
    history: History
    diary: Diary
    phase: PhaseFacts
    onward: Onward | None = None  # None: there was no plan to go on from
    refusal: Refusal | None = None  # why an exercise may not be chosen; None where nothing was chosen


def find_progress(found: ProgressFacts, knowledge: Knowledge) -> Mapping[str, Any]:
    """Instruments (first, last, now, class), adherence, pain, and the ids of JRN, PRG and SEL-09."""
    diary = found.diary
    rows = instruments(found.intake, found.scores, found.history, knowledge)
    pain = diary.change
    kept, lately = _judged_adherence(diary.running, diary), _judged_adherence(diary.recent, diary)
    steps = (*(["PRG-5"] if found.red_flags.blocks else []), *steps_that_hold(diary))
    stopped = bool({"PRG-4", "PRG-5"} & set(steps))
    recent = [(week, diary.planned[week.week].days) for week in diary.recent]
    verdicts = [kept.verdict, pain.verdict, *_journal_rules(diary, knowledge)]
    judged = found.onward.judged if found.onward else judge_phase(found.phase, knowledge)
    how = overall(rows, knowledge)
    return {
        "instruments": rows,
        "overall": how,
        "adherence": asdict(kept),
        "adherence_last_two_weeks": asdict(lately),
        "pain": asdict(pain),
        "weeks": [_week_row(week, diary, knowledge) for week in diary.weeks],
        "journal_rules": list(dict.fromkeys(verdict for verdict in verdicts if verdict)),
        "next_steps": list(steps),
        "may_add_habit": may_add_habit(diary),
        "weeks_before": diary.started,
        "started_on": found.history.started_on.isoformat(),
        "yours_now": _yours_now(found, knowledge),
        "remeasure": _id_of(found, knowledge),
        "phase": judged.now,
        "phase_move": phase_move(found.phase, judged, knowledge),
        "steps_back": judged.steps_back,
        "aerobic_change": aerobic_change(found.history, recent, stopped, found.refusal, knowledge),
        "baselines_from_before": from_before(found.intake, found.onward),
        "baselines": _baselines(found, knowledge),
        "next_version": _next_version(found, steps, how),
        "acts": _acts(found, steps, how, pain, knowledge),
    }


def _baselines(found: ProgressFacts, knowledge: Knowledge) -> list[dict[str, Any]]:
    """The tolerances measured again, and what that does to their numbers (J-14)."""
    if found.onward is None:
        return []
    rows = compared_baselines(found.intake, found.history, knowledge.movement.dosing)
    return [{**row, "text": knowledge.self_care.journal.measured_again[row["class"]]} for row in rows]


def _id_of(found: ProgressFacts, knowledge: Knowledge) -> str | None:
    due = due_remeasure(found.diary, knowledge)
    return due.id if due else None


def _week_row(week: JournalWeek, diary: Diary, knowledge: Knowledge) -> dict[str, Any]:
    planned = diary.planned[week.week]
    return {
        "week": week.week,
        "pain": diary.pain(week),
        "evenings": written(week),
        "days_done": days_done(week),
        "days_planned": planned.days,
        "judged": diary.is_judged(week),
        "minutes_planned": planned.minutes,
        "minutes": _minutes(week),
    }


def _minutes(week: JournalWeek) -> float | None:
    """All minutes moved in a week; None: none were written."""
    if week.totals is not None:
        return week.totals.minutes
    known = [day.minutes for day in week.days if day.minutes is not None]
    return sum(known) if known else None


def _journal_rules(diary: Diary, knowledge: Knowledge) -> list[str]:
    """JRN-4 when a week looks like boom and bust, J-23 when too little was written to step up."""
    journal = knowledge.self_care.journal
    rules = []
    if any(is_boom_and_bust(w, diary.planned[w.week].minutes, journal.reading) for w in diary.weeks):
        rules.append("JRN-4")
    if stays(diary) or cannot_judge(diary):
        rules.append(journal.stay.rule)
    return rules


def _judged_adherence(weeks: Sequence[JournalWeek], diary: Diary) -> Adherence:
    """Adherence as it was written; its verdict only where the blank days of weeks with too few evenings could
    not change it (J-23)."""
    kept, reading = diary.kept(weeks), diary.knowledge.self_care.journal.reading
    between = diary.kept_between(week.week for week in weeks)
    verdicts = {adherence_verdict(percent, reading) for percent in between or ()}
    return kept if len(verdicts) == 1 else replace(kept, verdict=None)


def _yours_now(found: ProgressFacts, knowledge: Knowledge) -> list[str]:
    """SEL-10: habits of weeks that were kept well so long that they no longer count."""
    row, diary = knowledge.self_care.sequence, found.diary
    last = last_weeks(diary.running, row.yours_now_weeks)
    kept = [diary.kept([week]).days for week in last]
    well = len(last) == row.yours_now_weeks and all(
        percent is not None and percent >= row.yours_now_percent for percent in kept
    )
    if not well or not is_current(diary) or found.onward is None:
        return []
    return [habit for habit, weeks in found.onward.running.items() if weeks >= row.yours_now_weeks]


def _next_version(found: ProgressFacts, steps: Collection[str], how: str | None) -> dict[str, Any] | None:
    """What this version does: moves on, holds, steps back or refers, and by which rule."""
    if "PRG-5" in steps:
        return {"verdict": REFER, "rule": "PRG-5"}
    onward = found.onward
    if onward is None:
        return None
    due = onward.due
    if due is not None and how in due.refers_when:
        return {"verdict": REFER, "rule": due.id}
    if onward.judged.steps_back:
        by_scores = due is not None and steps_back_at(due, how)
        return {"verdict": STEP_BACK, "rule": due.id if due and by_scores else onward.judged.because}
    verdict = STEP_BACK if onward.pace in (BACK, HALVE) else MOVE_ON if onward.rule == "PRG-1" else HOLD
    return {"verdict": verdict, "rule": onward.rule}


def _acts(
    found: ProgressFacts, steps: Collection[str], how: str | None, pain: PainChange, knowledge: Knowledge
) -> list[dict[str, str]]:
    """What the clinician is told to do, by rule, in the words of the rules."""
    care, due = knowledge.self_care, due_remeasure(found.diary, knowledge)
    acts = [{"rule": id, "text": care.progress_rules[id].do} for id in steps]
    if due is not None and how is not None and how in due.act_when:
        acts.append({"rule": due.id, "text": due.act_when[how]})
    if pain.verdict == REVIEW_NOW:
        acts.append({"rule": REVIEW_NOW, "text": care.journal.verdicts[REVIEW_NOW].meaning})
    if failed_tries(found.history, found.diary, knowledge) >= care.sequence.tries:
        acts.append({"rule": "SEL-09", "text": care.selection_rules["SEL-09"].text})
    return acts
