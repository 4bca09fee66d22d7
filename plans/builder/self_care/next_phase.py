"""What a review may change from the diary: the phase, and a faster walk or an upright bike (7.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plans.builder.self_care.diary import Diary, is_current
from plans.builder.self_care.journal import evenings, last_weeks
from plans.intake.history import History, JournalWeek
from plans.knowledge.loader import Knowledge
from plans.knowledge.movement.dosing import Phase

Refusal = Callable[[str], str | None]
GREEN, AMBER, RED = "green", "amber", "red"


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """What a phase is judged from. ``new_flags``: red flags answered yes that were not before.

    ``usual``: the average pain that the plan before started from, 0-10. ``confirmed``: phases that the
    therapist said may end. ``worse``: the instruments are worse overall at the first re-measure.
    """

    history: History
    diary: Diary
    usual: int | None
    new_flags: bool
    confirmed: frozenset[str] = frozenset()
    worse: bool = False
    pain_up: bool = False


@dataclass(frozen=True, slots=True)
class PhaseJudged:
    """``now`` is the phase of this version, ``before`` that of the one before it."""

    before: int
    now: int
    lights: tuple[str | None, ...]  # of the last two weeks, as the diary shows them
    steps_back: bool  # DOSE-S one class lower, regression exercises
    because: str | None = None  # the row that holds or steps back


def judge_phase(found: PhaseFacts, knowledge: Knowledge) -> PhaseJudged:
    """Move on, repeat or step back. A phase that the history names is that of this version."""
    lights = recent_lights(found, knowledge)
    before = phase_before(found.history)
    row = phase_row(before, knowledge)
    back = found.worse or (RED in lights and is_current(found.diary))
    said = found.history.phase
    if said is not None:
        return PhaseJudged(said, said, lights, back, row.id if back else None)
    moves = not back and may_move(row, lights, found, knowledge) is True
    last = row.number == len(knowledge.movement.dosing.phases)
    held = row.id if back or not (moves or last) else None
    return PhaseJudged(before, before + 1 if moves else before, lights, back, held)


def phase_row(number: int, knowledge: Knowledge) -> Phase:
    return next(row for row in knowledge.movement.dosing.phases if row.number == number)


def phase_before(history: History) -> int:
    """The phase of the plan before, as it says itself; the first plan is phase 1."""
    said = ((history.previous or {}).get("physical_therapy") or {}).get("phase")
    return said if isinstance(said, int) and 1 <= said <= 3 else 1


def may_move(
    row: Phase, lights: Sequence[str | None], found: PhaseFacts, knowledge: Knowledge
) -> bool | None:
    """Whether a phase may end; None while only the therapist can answer what the diary does not show.

    The diary shows green weeks and planned days, and not whether the top of the dose was reached (phase 2).
    """
    if row.number == len(knowledge.movement.dosing.phases):
        return False
    kept = found.diary.kept_lately
    if found.new_flags or found.pain_up or (kept is not None and kept[1] < row.done_percent_from):
        return False
    if AMBER in lights or RED in lights:
        return False
    if row.id in found.confirmed:
        return True
    green = len(lights) >= row.green_weeks and all(light == GREEN for light in lights)
    shown = green and kept is not None and kept[0] >= row.done_percent_from and is_current(found.diary)
    return True if shown and row.number == 1 else None


def recent_lights(found: PhaseFacts, knowledge: Knowledge) -> tuple[str | None, ...]:
    """The lights of the last two weeks of the diary; fewer when one of them was not written."""
    weeks = last_weeks(found.diary.running, knowledge.self_care.moving_on.look_back_weeks)
    return tuple(light_of(week, found, knowledge) for week in weeks)


def light_of(week: JournalWeek, found: PhaseFacts, knowledge: Knowledge) -> str | None:
    """A week by its highest evening over the usual pain, with the borders of 2.2; None: not to be seen.

    Sums hold no single evening: their mean can show an amber or a red week, and never a green one.
    """
    usual, row = found.usual, knowledge.self_care.journal.week_light
    mean = week.totals.mean_pain if week.totals is not None else None
    highest = max(evenings(week), default=mean)
    if usual is None or highest is None or not found.diary.is_written(week):
        return None
    rise = highest - usual
    if rise >= row.red_rise_from:
        return RED
    if rise > row.green_rise_most:
        return AMBER
    return GREEN if week.totals is None else None


def phase_move(found: PhaseFacts, judged: PhaseJudged, knowledge: Knowledge) -> Mapping[str, Any] | None:
    """From which phase to which, and whether it may be; None in the last one.

    ``may_move`` is None while only the therapist can answer.
    """
    row = phase_row(judged.before, knowledge)
    if row.number == len(knowledge.movement.dosing.phases):
        return None
    moved = judged.now > judged.before
    return {
        "from": row.number,
        "to": row.number + 1,
        "may_move": True if moved else may_move(row, judged.lights, found, knowledge),
        "moved": moved,
        "asks": row.asks,
        "green_weeks": row.green_weeks,
        "lights": list(judged.lights),
        "done_percent": found.diary.kept(found.diary.recent).days,
        "rule": row.id,
    }


def aerobic_change(
    history: History,
    weeks: Sequence[tuple[JournalWeek, int]],
    stopped: bool,
    refusal: Refusal | None,
    knowledge: Knowledge,
) -> Mapping[str, str] | None:
    """The kind of exercise that may follow: proposed, never taken by itself.

    ``weeks``: the last written weeks, each with its planned days: on all of them the minutes were reached.
    """
    move = ((history.previous or {}).get("self_care") or {}).get("move") or {}
    row = next((r for r in knowledge.movement.dosing.mode_changes if r.mode == move.get("exercise")), None)
    if row is None or refusal is None or stopped or refusal(row.becomes) is not None or not weeks:
        return None
    reached = all(_days_of(week, row.green_minutes) >= planned for week, planned in weeks)
    return {"from": row.mode, "to": row.becomes, "rule": row.id} if reached else None


def _days_of(week: JournalWeek, minutes: int) -> int:
    return sum(1 for day in week.days if (day.minutes or 0) >= minutes)
