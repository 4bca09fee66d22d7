"""Each instrument over the visits, and the overall class (physical-therapy.md 4, Progress)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plans.builder.movement.scores import (
    judge_change,
    judge_overall,
    limits_of_change,
    percent_change,
    score,
)
from plans.builder.plan import Scores
from plans.intake.history import History
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

BASELINES = ("walk_minutes", "walk_trials_minutes", "aerobic_minutes", "sit_minutes", "stand_minutes")


def instruments(
    intake: Intake, scores: Scores, history: History, knowledge: Knowledge
) -> dict[str, dict[str, Any]]:
    """Each instrument that was measured once at least; class against the first assessment."""
    before = [_values(earlier, score(earlier, knowledge)) for earlier in history.assessments]
    rows = {}
    for name, value in _values(intake, scores).items():
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
            **_limits(name, first, knowledge),
        }
    return rows


def _limits(name: str, first: Any, knowledge: Knowledge) -> dict[str, float | None]:
    """Between which values a change is smaller than the one that matters; None where there is no MIC."""
    found = limits_of_change(name, first, knowledge)
    return {"improved_at": found[0], "worse_at": found[1]} if found else {}


def overall(rows: Mapping[str, Mapping[str, Any]], knowledge: Knowledge) -> str | None:
    """improved, worse, mixed or unchanged over pain and function; None: not judged."""
    return judge_overall({name: row["class"] for name, row in rows.items()}, knowledge)


def overall_of(intake: Intake, scores: Scores, history: History, knowledge: Knowledge) -> str | None:
    """The overall class of this visit against the first."""
    return overall(instruments(intake, scores, history, knowledge), knowledge)


def measured_now(intake: Intake) -> frozenset[str]:
    """Baselines in time that this visit measured itself."""
    return frozenset(name for name in BASELINES if getattr(intake.tolerance, name) is not None)


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
