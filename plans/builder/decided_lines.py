"""Decisions whose line the plan does not have: they do nothing, and the plan says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from plans.builder.decisions import Decided
from plans.builder.plan import Alert, LeftOut, PhysicalTherapy, Plan

NO_LINE = "decision:line-not-in-plan"
PARTS: Mapping[str, str] = {
    "exercise": "physical_therapy",
    "medication": "medication",
    "alert": "medication",
    "option": "medication",
    "entry": "schedule",
    "visit": "physical_therapy",
}
MAKES_ITS_LINE = "add"


def without_line(plan: Plan, before: PhysicalTherapy, decided: Decided) -> Iterator[LeftOut]:
    """``before``: physical therapy without the decisions.

    A line may have vanished by another decision, or never have been: a typing error in a file. Habits are
    known to the reader of decisions, and a gate that is open already takes no harm.
    """
    known = _lines(plan, before) if decided.by_line else {}
    for line, decision in decided.by_line.items():
        found = decision.kind not in known or decision.target in known[decision.kind]
        if not found and decision.action != MAKES_ITS_LINE:
            yield LeftOut(PARTS[decision.kind], line, NO_LINE)


def _lines(plan: Plan, before: PhysicalTherapy) -> dict[str, set[str]]:
    schedule, visits = plan.schedule, before.visits
    days = (schedule.entries, *(day.entries for day in schedule.other_days))
    return {
        "exercise": {*_exercises(before), *_exercises(plan.physical_therapy)},
        "medication": {medicine.key for medicine in plan.medication.current},
        "alert": set(_rules(plan.medication.alerts)),
        "option": {option.id for option in plan.medication.options},
        "entry": {entry.id for entries in days for entry in entries},
        "visit": {str(week) for week in (*visits.clinic_weeks, *visits.remote_weeks)},
    }


def _exercises(therapy: PhysicalTherapy) -> Iterator[str]:
    yield from (row.id for row in (*therapy.exercises, *therapy.extras))
    yield from (row.id for row in therapy.left_out)
    yield from (row.id for later in therapy.phases.values() for row in later)


def _rules(alerts: Iterable[Alert]) -> Iterator[str]:
    for alert in alerts:
        yield from (alert.rule, *alert.also)
        yield from _rules(alert.also_details)
