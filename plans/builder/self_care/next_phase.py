"""What a review may change from the diary: the phase, and a faster walk or an upright bike (7.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from plans.intake.history import History, JournalWeek
from plans.knowledge.loader import Knowledge

Refusal = Callable[[str], str | None]


def phase_move(
    history: History, percent: float | None, stopped: bool, knowledge: Knowledge
) -> Mapping[str, Any] | None:
    """From which phase to which; None in the last one.

    ``percent``: planned days done lately. ``stopped``: a red flag, or pain that went up. ``may_move`` is
    None while only the therapist can answer: whether so many weeks in a row were green (2.2).
    """
    phases = {row.number: row for row in knowledge.movement.dosing.phases}
    now = phases[history.phase or 1]
    later = phases.get(now.number + 1)
    if later is None:
        return None
    held = stopped or (percent is not None and percent < now.done_percent_from)
    return {
        "from": now.number,
        "to": later.number,
        "may_move": False if held else None,
        "green_weeks": now.green_weeks,
        "done_percent": percent,
        "rule": now.id,
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
