"""How many visits, in which weeks, at what cost (section 7.7), and when to measure again (7.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from typing import Any

from plans.builder.movement.scores import risk_group
from plans.builder.plan import Because, Remeasure, Scores, Visits
from plans.builder.rounding import exact
from plans.intake.intake import Access, Intake
from plans.knowledge.loader import Knowledge
from plans.knowledge.movement.follow_up import Reassessment, VisitRules


def plan_visits(
    intake: Intake, knowledge: Knowledge, scores: Scores, severities: Mapping[str, str | None]
) -> Visits:
    """Visits over 12 weeks. ``severities``: those of all five components, raised as 7.3 says."""
    rules: VisitRules = knowledge.movement.visits
    access = intake.access
    group = risk_group(scores, knowledge)
    needed = _needed(access, rules, group, severities)
    clinic = _affordable(needed, access)
    weeks = _clinic_weeks(clinic, rules)
    remote = _remote_weeks(needed - clinic, weeks, rules)
    video = rules.remote_weeks.with_telehealth if access.telehealth else rules.remote_weeks.without_telehealth
    return Visits(
        needed=needed,
        clinic_weeks=weeks,
        remote_weeks=remote,
        remote_mode=video if remote else None,
        cost_usd=_cost(clinic, access),
        full_cost_usd=_cost(needed, access),
        because=_because(access, group, severities),
        rule=rules.no_clinic.id if clinic == 0 else rules.needed.id,
    )


def _needed(access: Access, rules: VisitRules, group: str, severities: Mapping[str, str | None]) -> int:
    rule = rules.needed
    if access.visits_recommended is not None:
        return min(access.visits_recommended, rule.at_most)
    severe = sum(1 for severity in severities.values() if severity == "severe")
    more = rule.plus if severe >= rule.severe_from else 0
    return min(rule.by_group[group] + more, rule.at_most)


def _affordable(needed: int, access: Access) -> int:
    limits = [needed]
    if access.visits_covered is not None:
        limits.append(access.visits_covered)
    if access.copay_budget_usd is not None and access.copay_usd:
        limits.append(int(exact(access.copay_budget_usd) / exact(access.copay_usd)))
    return min(limits)


def _clinic_weeks(clinic: int, rules: VisitRules) -> tuple[int, ...]:
    order = (*rules.clinic_weeks.first, *rules.clinic_weeks.second)
    return tuple(sorted(order[:clinic]))


def _remote_weeks(wanted: int, clinic_weeks: tuple[int, ...], rules: VisitRules) -> tuple[int, ...]:
    free = [week for week in rules.remote_weeks.weeks if week not in clinic_weeks]
    return tuple(sorted(free[: min(wanted, rules.remote_weeks.at_most)]))


def _cost(visits: int, access: Access) -> float | None:
    if access.copay_usd is None:
        return None
    cost = visits * exact(access.copay_usd)
    return int(cost) if cost == cost.to_integral_value() else float(cost)


def _because(access: Access, group: str, severities: Mapping[str, str | None]) -> tuple[Because, ...]:
    asked = [
        ("visits_recommended", access.visits_recommended, None),
        ("visits_covered", access.visits_covered, None),
        ("copay_usd", access.copay_usd, "USD"),
        ("copay_budget_usd", access.copay_budget_usd, "USD"),
    ]
    known = tuple(Because(f"access.{name}", value, unit) for name, value, unit in asked if value is not None)
    if access.visits_recommended is not None:
        return known
    severe = (Because(domain, severity) for domain, severity in severities.items() if severity == "severe")
    return (Because("start_back_group", group), *severe, *known)


def reassessments(started_on: date, start: Intake, knowledge: Knowledge) -> tuple[Remeasure, ...]:
    """REA-4, REA-8 and REA-12, counted from ``started_on``; ``start`` is what was measured then."""
    measured = {
        name: any(_is_known(read(start)) for read in readers)
        for name, readers in knowledge.movement.measures.readers.items()
    }
    return tuple(
        Remeasure(row.id, row.week, started_on + timedelta(weeks=row.week), _due(row, measured), row.act)
        for row in knowledge.movement.reassessments
    )


def _due(row: Reassessment, measured: Mapping[str, bool]) -> tuple[str, ...]:
    neither = not any(measured[name] for name in row.either)
    left = {name for name in row.if_measured if not measured[name]}
    left |= {name for name in row.either if not (neither or measured[name])}
    return tuple(name for name in row.instruments if name not in left)


def _is_known(value: Any) -> bool:
    """Whether a field, or any field of a section, was answered."""
    if is_dataclass(value):
        return any(getattr(value, field.name) is not None for field in fields(value))
    return value is not None
