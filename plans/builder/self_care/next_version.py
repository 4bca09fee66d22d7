"""What the plan before hands to this one: its phase, its habits, and how its numbers go on.

self-care.md 1.3 (SEL-09, SEL-10), 2.3 (PRG), physical-therapy.md 7.6 and 7.8, joins.md J-14 and J-23.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from plans.builder.movement.scores import score
from plans.builder.plan import GoalPlan
from plans.builder.self_care.baselines import HIGHER, LOWER, SAME, aerobic_value, compared, last_known
from plans.builder.self_care.course import Course
from plans.builder.self_care.diary import (
    Diary,
    is_current,
    may_add_habit,
    read_diary,
    steps_that_hold,
    weeks_written,
)
from plans.builder.self_care.instruments import BASELINES, measured_now, overall_of
from plans.builder.self_care.move import MoveNumbers
from plans.builder.self_care.next_phase import PhaseFacts, PhaseJudged, judge_phase
from plans.builder.self_care.targets import start_amount
from plans.intake.history import History
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge
from plans.knowledge.movement.follow_up import Reassessment

GO_ON, REPEAT, BACK, HALVE = "go_on", "repeat", "back", "halve"
BREATHE, REVIEW_NOW = "SM-BREATHE", "JRN-25"


@dataclass(frozen=True, slots=True)
class Onward:
    """What goes on. ``running``: habit -> whole weeks it has run; ``slots``: the weeks of this version in
    which one more may start.

    ``pace`` says how weekly numbers go on, by ``rule``. ``due``: the re-measure this visit is.
    """

    diary: Diary
    phase: PhaseFacts
    judged: PhaseJudged
    steps: tuple[str, ...]
    pace: str
    rule: str
    running: Mapping[str, int]
    slots: tuple[int, ...]
    due: Reassessment | None
    overall: str | None
    measured: frozenset[str]  # paths of baselines that this visit measured itself

    @property
    def counts_from(self) -> Mapping[str, int]:
        """Habit -> the weeks after which its days and minutes go on; without a step up, those before them."""
        back = {GO_ON: 0, REPEAT: 1, BACK: 2, HALVE: 1}[self.pace]
        counted = {habit: max(0, weeks - back) for habit, weeks in self.running.items()}
        return counted | ({BREATHE: 0} if self.pace == HALVE else {})  # halved, it starts anew

    @property
    def weeks_held(self) -> int:
        """Weeks of the whole plan in which the aerobic minutes stayed (DOSE-T "only after a green week").

        What the diary does not show did not move: J-23 says to stay on the first week that was not written.
        """
        ran = self.diary.elapsed
        moved = {GO_ON: ran, REPEAT: ran - 1, BACK: ran - 2, HALVE: 0}[self.pace]
        if self.rule == self.diary.knowledge.self_care.journal.stay.rule:
            moved = min(moved, weeks_written(self.diary))
        held = self.moved_before.get("weeks_held")
        return ran - max(0, moved) + (held if isinstance(held, int) else 0)

    @property
    def moved_before(self) -> Mapping[str, Any]:
        """The aerobic line of the plan before; empty without one."""
        return ((self.phase.history.previous or {}).get("self_care") or {}).get("move") or {}

    @property
    def goes_on(self) -> str | None:
        """The aerobic exercise whose weekly minutes go on; None within a week."""
        return self.moved_before.get("exercise") if self.diary.elapsed else None

    @property
    def starts_now(self) -> bool:
        """Whether one more habit may start with this version (SEL-09)."""
        return bool(self.slots) and self.slots[0] == 1


def look_back(
    intake: Intake,
    history: History | None,
    as_of: date,
    confirmed: Collection[str],
    knowledge: Knowledge,
) -> Onward | None:
    """What goes on from the plan before; None at a first visit, or when there was no plan before.

    ``confirmed``: the gates that a clinician opened; a phase among them may end.
    """
    if history is None or (history.previous or {}).get("status") != "plan":
        return None
    diary = read_diary(intake, history, as_of, knowledge)
    overall = overall_of(intake, score(intake, knowledge), history, knowledge)
    due = due_remeasure(diary, knowledge)
    steps = steps_that_hold(diary)
    phase = phase_facts(intake, history, diary, confirmed, knowledge)
    judged = judge_phase(replace(phase, worse=steps_back_at(due, overall)), knowledge)
    pace, rule = find_pace(diary, steps, judged, knowledge)
    return Onward(
        diary=diary,
        phase=phase,
        judged=judged,
        steps=steps,
        pace=pace,
        rule=rule,
        running=running_habits(history, diary, knowledge),
        slots=open_slots(diary, knowledge),
        due=due,
        overall=overall,
        measured=measured_now(intake),
    )


def phase_facts(
    intake: Intake, history: History, diary: Diary, confirmed: Collection[str], knowledge: Knowledge
) -> PhaseFacts:
    """What this version's phase is judged from."""
    before = history.assessments[-1] if history.assessments else None
    known = set((before.red_flags if before else None) or ())
    return PhaseFacts(
        history=history,
        diary=diary,
        usual=before.pain.nprs_average if before else None,
        new_flags=bool(set(intake.red_flags or ()) - known),
        confirmed=frozenset(confirmed),
        pain_up="PRG-4" in steps_that_hold(diary),
    )


def due_remeasure(diary: Diary, knowledge: Knowledge) -> Reassessment | None:
    """The last re-measure whose week has come; one may be moved to a visit a week before (J-14)."""
    rows = [row for row in knowledge.movement.reassessments if row.week <= diary.started + 1]
    return rows[-1] if rows else None


def steps_back_at(due: Reassessment | None, overall: str | None) -> bool:
    """REA-4: worse overall steps back."""
    return due is not None and overall in due.steps_back_when


def find_pace(
    diary: Diary, steps: Collection[str], judged: PhaseJudged, knowledge: Knowledge
) -> tuple[str, str]:
    """How the weekly numbers go on. Without a diary that reaches to now nothing steps up (J-23, DOSE-T)."""
    if "PRG-3" in steps:
        return HALVE, "PRG-3"
    if "PRG-4" in steps or judged.steps_back:
        return BACK, "PRG-4" if "PRG-4" in steps else judged.because or "PRG-4"
    if "PRG-2" in steps:
        return REPEAT, "PRG-2"
    if diary.change.verdict == REVIEW_NOW and is_current(diary):
        return REPEAT, REVIEW_NOW
    if "PRG-1" in steps and is_current(diary):
        return GO_ON, "PRG-1"
    return REPEAT, knowledge.self_care.journal.stay.rule


def running_habits(history: History, diary: Diary, knowledge: Knowledge) -> dict[str, int]:
    """Habits that have started, with the weeks they have run, in the order of the plan before.

    One that was to start later has started when SEL-09 held in its week, as far as the record says.
    """
    running: dict[str, int] = {}
    for row in ((history.previous or {}).get("self_care") or {}).get("modules") or ():
        week, ran = row.get("starts_week"), row.get("weeks_run", 0)
        if not isinstance(week, int) or not isinstance(ran, int):
            continue
        since = diary.elapsed - (week - 1)
        if week == 1 or (since > 0 and may_have_started(diary.offset + week, history, diary, knowledge)):
            running[row["id"]] = ran + since
    return running


def may_have_started(week: int, history: History, diary: Diary, knowledge: Knowledge) -> bool:
    """SEL-09 at the start of a week of the plan: the two weeks before it, and the confidence then."""
    row = knowledge.self_care.sequence
    back = knowledge.self_care.moving_on.look_back_weeks
    before = [w for w in diary.running if week - back <= w.week < week]
    percent = diary.kept(before).days
    last = history.assessments[-1] if history.assessments else None
    confidence = last.life.confidence_0_10 if last else None
    return (
        len(before) == back
        and all(diary.is_written(w) for w in before)
        and percent is not None
        and percent >= row.add_adherence_percent
        and confidence is not None
        and confidence >= row.add_confidence
    )


def failed_tries(history: History, diary: Diary, knowledge: Knowledge) -> int:
    """How often in a row, up to now, one more habit was due and SEL-09 did not hold, by what was written.

    Two weeks of which nobody knows what was done are no try that failed.
    """
    row, back = knowledge.self_care.sequence, knowledge.self_care.moving_on.look_back_weeks
    typed, failed = {week.week: week for week in diary.running}, 0
    for week in row.add_in_weeks:
        if week > diary.started + 1:
            break
        two = range(week - back, week)
        kept = diary.kept_between(two)
        known = all(number in typed and diary.is_judged(typed[number]) for number in two)
        if may_have_started(week, history, diary, knowledge):
            failed = 0
        elif known or (kept is not None and kept[1] < row.add_adherence_percent):
            failed += 1
    return failed


def open_slots(diary: Diary, knowledge: Knowledge) -> tuple[int, ...]:
    """Weeks 3, 5, 7, 9, 11 of the plan as weeks of this version; the first of it only when SEL-09 holds."""
    weeks = (week - diary.started for week in knowledge.self_care.sequence.add_in_weeks)
    now = may_add_habit(diary) is True and is_current(diary)
    return tuple(week for week in weeks if week > 1 or (week == 1 and now))


def with_last_tolerance(intake: Intake, onward: Onward | None) -> Intake:
    """The walking and aerobic tolerance of the last visit that measured it, where this one did not.

    The table goes on from a baseline until a new one is measured (joins.md J-14).
    """
    if onward is None:
        return intake
    walked = onward.measured & {"walk_minutes", "walk_trials_minutes"}
    missing = [name for name in ("walk_minutes", "walk_trials_minutes") if not walked]
    missing += [] if "aerobic_minutes" in onward.measured else ["aerobic_minutes"]
    known: dict[str, Any] = {}
    for earlier in onward.phase.history.assessments:
        found = {name: getattr(earlier.tolerance, name) for name in missing}
        known |= {name: value for name, value in found.items() if value is not None}
    return replace(intake, tolerance=replace(intake.tolerance, **known)) if known else intake


def from_before(intake: Intake, onward: Onward | None) -> list[str]:
    """The tolerances that the plan reads from an earlier visit: to be measured again."""
    if onward is None:
        return []
    filled = with_last_tolerance(intake, onward).tolerance
    return [name for name in BASELINES if getattr(filled, name) != getattr(intake.tolerance, name)]


@dataclass(frozen=True, slots=True)
class _Anew:
    """What a baseline measured now does to a line that goes on (J-14): nothing where it is the same.

    ``start``: S, from which green weeks may go on if that is more. ``most``: S, which nothing but green
    weeks may pass; with a higher baseline that limits nothing.
    """

    start: float | None = None
    most: float | None = None


def _anew(kind: str | None, start: float) -> _Anew:
    """``kind``: how the baseline compares with the one before, None where there was none."""
    if kind == SAME:
        return _Anew()
    return _Anew(None if kind == LOWER else start, None if kind == HIGHER else start)


def course_of(
    before: Sequence[Any],
    step: float,
    least: float,
    onward: Onward,
    *,
    measured: _Anew,
    round_to: float = 1,
) -> Course:
    """How a line of numbers goes on after the plan before (PRG-1 to PRG-4).

    ``before``: T(1) to T(12) of the plan before; ``least``: m.
    """
    last = before[min(max(onward.diary.elapsed - 1, 0), len(before) - 1)]
    coming = before[min(onward.diary.elapsed, len(before) - 1)]
    most = math.inf if measured.most is None else measured.most
    if onward.pace == GO_ON:
        return Course(coming if measured.start is None else max(measured.start, coming))
    if onward.pace == HALVE:
        halved = onward.diary.knowledge.self_care.moving_on.halve * last
        return Course(min(most, last, max(least, math.floor(halved / round_to) * round_to)))
    if onward.pace == BACK:
        return Course(min(most, last), 1, max(least, last - step))
    return Course(min(most, last), 1)


def move_course(move: MoveNumbers, intake: Intake, onward: Onward | None) -> Course | None:
    """Where the minutes of the aerobic line go on; None for another kind of exercise, or within a week.

    A baseline that was measured again and is the same starts nothing anew (J-14).
    """
    if onward is None or onward.goes_on != move.mode.id or not onward.moved_before.get("weeks"):
        return None
    walks = move.mode.reads_walking
    names = ("walk_minutes", "walk_trials_minutes") if walks else ("aerobic_minutes",)
    now = aerobic_value(intake, reads_walking=walks) if onward.measured & set(names) else None
    visits = onward.phase.history.assessments
    kind = compared(now, last_known([aerobic_value(visit, reads_walking=walks) for visit in visits]))
    measured = _Anew() if now is None else _anew(kind, move.start)
    return course_of(onward.moved_before["weeks"], move.step, move.least, onward, measured=measured)


def goal_goes_on(goal: GoalPlan, before: Mapping[str, Any], onward: Onward, knowledge: Knowledge) -> GoalPlan:
    """A goal's weekly numbers after the plan before; days a week go on by the weeks they have run."""
    numbers = before.get("weeks") or ()
    if not goal.weeks or not numbers or onward.diary.elapsed == 0 or goal.unit != before.get("unit"):
        return goal
    if goal.baseline is None:
        at = [max(0, onward.diary.elapsed - (onward.pace != GO_ON) + n) for n in range(len(goal.weeks))]
        weeks = tuple(goal.weeks[min(n, len(goal.weeks) - 1)] for n in at)
        return replace(goal, weeks=weeks)
    unit = knowledge.self_care.units[goal.unit or ""]
    kind = compared(goal.baseline, before.get("baseline"))
    course = course_of(
        numbers, goal.step, unit.smallest_start, onward,
        measured=_anew(kind, goal.weeks[0]), round_to=unit.round_to,
    )  # fmt: skip
    if kind == LOWER:
        most = start_amount(goal.baseline, 1.0, unit, knowledge.self_care)
        course = replace(course, first=min(course.first, most))
    every = knowledge.self_care.targets.slow_every_weeks if goal.pace == "slow" else 1
    weeks = tuple(
        min(goal.target or math.inf, course.number(week, lambda n: goal.step * ((n - 1) // every)))
        for week in range(1, len(goal.weeks) + 1)
    )
    reached = next((n for n, value in enumerate(weeks, 1) if goal.target and value >= goal.target), None)
    return replace(goal, weeks=weeks, reached_week=reached or _later(goal, weeks[-1], every))


def _later(goal: GoalPlan, last: float, every: int) -> int | None:
    """The week after the twelve in which the goal is reached."""
    if not goal.target or not goal.step:
        return None
    return len(goal.weeks) + every * math.ceil((goal.target - last) / goal.step)
