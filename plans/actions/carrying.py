"""What the last visit leaves standing for the next one: answers, and overrides that stay quiet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from plans.actions.building import build, clinic_knowledge, clinic_vocabulary
from plans.actions.events import note
from plans.builder.decisions import gather, with_medicine_decisions
from plans.builder.weeks import whole_weeks
from plans.intake.deciding import parse_decisions
from plans.intake.writing import to_data
from plans.knowledge.loader import load
from plans.models import Decision, Draft, PlanVersion, User

# Questions that a draft takes over from the visit before; what is measured is measured again.
STANDING_GROUPS = ("conditions", "allergies", "labs", "life", "access", "tried")
MEDICINE_LINES = frozenset({"medication", "option"})
CONTRAINDICATED = "contraindicated"
DAYS = "days"

Json = Any


def standing_answers(previous: PlanVersion, today: date) -> dict[str, Json]:
    """The answers of the last visit that need no second asking, by path."""
    intake = previous.intake
    answers = flat_answers({group: intake[group] for group in STANDING_GROUPS if group in intake})
    weeks = intake.get("pain", {}).get("duration_weeks")
    known = {
        "patient.height_cm": intake.get("patient", {}).get("height_cm"),
        "pain.duration_weeks": None if weeks is None else weeks + whole_weeks(previous.as_of, today),
        "medications": medicines_as_decided(previous, today),
    }
    return answers | {path: value for path, value in known.items() if value is not None}


def medicines_as_decided(previous: PlanVersion, today: date) -> list[Json] | None:
    """The last list with the stops, changes and additions that were signed with it.

    ``None`` when the list was not asked, or when a decision can no longer be read: then it is asked again.
    """
    knowledge, clinic = clinic_knowledge()
    taken = [
        {name: row[name] for name in ("line", "action", "value", "reason")}
        for row in previous.decisions
        if row["line"].partition(":")[0] in MEDICINE_LINES
    ]
    read = parse_decisions(taken, clinic_vocabulary(knowledge, clinic), today, previous.as_of)
    if read.faults:
        return None
    intake = with_medicine_decisions(previous.assessment.intake(), gather(read.decisions), today)
    if intake.medications is None:
        return None
    # Added options begin on the day of the visit they were decided at, not on the day of this one.
    entries = tuple(
        replace(entry, started_on=min(entry.started_on, previous.as_of)) if entry.started_on else entry
        for entry in intake.medications
    )
    medicines: list[Json] = to_data(replace(intake, medications=entries))["medications"]
    return medicines


def flat_answers(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Intake JSON as a flat mapping of path to value; lists stay whole."""
    found: dict[str, Any] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            found |= flat_answers(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = value
    return found


def carry_overrides(draft: Draft, by: User) -> None:
    """Take over the last version's overrides that are still quiet (medications-2, section 5).

    Only at the first building of a draft: later decisions of this visit are not touched.
    """
    previous = draft.previous
    if previous is None or draft.decisions.exists():
        return
    built = build(draft, [])
    now = {alert["rule"]: alert for alert in all_alerts(built.data)}
    before = {alert["rule"]: alert for alert in all_alerts(previous.plan)}
    passed = built.plan.as_of - previous.as_of
    for record in last_by_line(previous.decisions):
        rule = overridden_rule(record)
        if (
            rule in now
            and rule in before
            and is_quiet(record, before[rule], now[rule], passed, built.plan.as_of)
        ):
            _carry(draft, previous, record, by)


def last_by_line(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last decision on each line counts."""
    return list({record["line"]: record for record in records}.values())


def overridden_rule(record: Mapping[str, Any]) -> str | None:
    kind, _, rule = record["line"].partition(":")
    return rule if kind == "alert" and record["action"] == "override" else None


def all_alerts(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Alerts on their own line and those that stand under another."""
    shown = plan["medication"]["alerts"]
    return [*shown, *(under for alert in shown for under in alert["also_details"])]


def is_quiet(
    record: Mapping[str, Any],
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    passed: timedelta,
    as_of: date,
) -> bool:
    """Whether the facts that made the alert are the same, and the time of quiet has not passed.

    A count of days that grew by the days that ``passed`` between the two plans is the same fact: the same
    medicine, begun on the same day.
    """
    days = load().medicines.numbers["quiet"]
    most = days["contraindicated_days" if now["severity"] == CONTRAINDICATED else "usual_days"]
    first = date.fromisoformat(record["first_taken_on"])
    pairs = zip(before["because"], now["because"], strict=False)
    same_facts = len(before["because"]) == len(now["because"]) and all(
        fact_now in (fact, _aged(fact, passed)) for fact, fact_now in pairs
    )
    same = same_facts and before["severity"] == now["severity"]
    return bool(same and as_of - first < timedelta(days=most))


def _aged(fact: Mapping[str, Any], passed: timedelta) -> dict[str, Any]:
    counts = fact["unit"] == DAYS and isinstance(fact["value"], int | float)
    return {**fact, "value": fact["value"] + passed.days} if counts else dict(fact)


def _carry(draft: Draft, previous: PlanVersion, record: Mapping[str, Any], by: User) -> None:
    Decision.insert(
        draft=draft,
        line=record["line"],
        action=record["action"],
        value=record["value"],
        reason=record["reason"],
        first_taken_on=date.fromisoformat(record["first_taken_on"]),
        carried_from=previous,
        decided_by=by,
    )
    note(by, "decision.carry", draft, line=record["line"], version=previous.number)
