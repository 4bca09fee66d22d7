"""The weeks of the paper tracker, typed back in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from plans.actions.building import clinic_knowledge, clinic_vocabulary
from plans.actions.events import note
from plans.intake.faults import Fault
from plans.intake.looking_back import parse_history
from plans.models import JournalWeek, PlanVersion, User
from plans.permissions import require


@dataclass(frozen=True, slots=True)
class Recorded:
    """``row`` is ``None`` when something cannot be read; nothing is kept then."""

    row: JournalWeek | None
    faults: tuple[Fault, ...] = ()


@transaction.atomic
def record_journal_week(
    *,
    version: PlanVersion,
    week: int,
    by: User,
    days: list[dict[str, Any]] | None = None,
    totals: dict[str, Any] | None = None,
) -> Recorded:
    """Keep a week of the tracker: seven days, or its totals. A second time replaces the first."""
    require(by, "record_journal", version)
    data = {"week": week} | ({"days": days} if totals is None else {"totals": totals})
    knowledge, clinic = clinic_knowledge()
    parsed = parse_history(
        {"started_on": version.as_of.isoformat(), "journal": [data]},
        clinic_vocabulary(knowledge, clinic),
        timezone.localdate(),
    )
    if parsed.faults:
        return Recorded(None, parsed.faults)
    row = JournalWeek.insert(
        version=version, week=week, days=days if totals is None else None, totals=totals, recorded_by=by
    )
    note(by, "journal.record", version, week=week)
    return Recorded(row)
