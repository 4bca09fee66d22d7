"""A clinician's decisions on visits: a week declined or added (joins.md section 5)."""

from __future__ import annotations

from dataclasses import replace

from plans.builder.decisions import Decided
from plans.builder.plan import Visits
from plans.builder.rounding import exact
from plans.intake.intake import Access


def decide_visits(visits: Visits, access: Access, decided: Decided) -> Visits:
    """The weeks of the clinic visits after the decisions, and what they cost."""
    gone = {_week(week) for week in decided.of("visit", "decline")}
    more = [_week(week) for week in decided.of("visit", "add")]
    if not gone and not more:
        return visits
    clinic = sorted([*(week for week in visits.clinic_weeks if week not in gone), *more])
    remote = tuple(w for w in visits.remote_weeks if w not in gone and w not in more)
    cost = None
    if access.copay_usd is not None:
        cost = float(len(clinic) * exact(access.copay_usd))
    return replace(
        visits,
        clinic_weeks=tuple(clinic),
        remote_weeks=remote,
        remote_mode=visits.remote_mode if remote else None,
        cost_usd=cost,
    )


def _week(target: str) -> int:
    """The week a line names; no week for anything else."""
    return int(target) if target.isdigit() else 0
