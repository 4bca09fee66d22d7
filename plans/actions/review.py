"""Deciding on the lines of a draft. Rows are only added: an undo is a row of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from plans.actions.building import DecisionData, build, read_draft_decisions
from plans.actions.carrying import all_alerts
from plans.actions.drafting import hold_open, rebuild, standing_parts
from plans.actions.events import note
from plans.actions.outcome import Refused
from plans.builder.decided_lines import NO_LINE
from plans.models import Decision, Draft, Part, User
from plans.permissions import require

MOVEMENT, MEDICINE = "decide_movement", "decide_medicine"
KINDS = {
    "exercise": MOVEMENT,
    "module": MOVEMENT,
    "visit": MOVEMENT,
    "medication": MEDICINE,
    "alert": MEDICINE,
    "option": MEDICINE,
}
# Gates of the prescriber's signature alone; all others may be opened by whoever signs a part.
MEDICAL_GATES = frozenset({"REF-CLEAR", "dose-absurd", "medications", "allergies"})


@dataclass(frozen=True, slots=True)
class Decided:
    """The new row, and the signatures that it voided."""

    decision: Decision
    voided: frozenset[Part]


def build_draft_plan(*, draft: Draft, by: User) -> Draft:
    """The draft with its plan built again, as after a change of the knowledge or of the clinic's settings."""
    require(by, "view_clinical", draft)
    with transaction.atomic():
        held = hold_open(draft)
        rebuild(held, by)
    return held


@transaction.atomic
def decide(
    *,
    draft: Draft,
    line: str,
    action: str,
    by: User,
    value: Any = None,
    reason: str = "",
    seen: str | None = None,
) -> Decided:
    """Add one decision and build the plan again.

    ``value`` is JSON data as in joins.md section 5. ``seen`` is the draft's ``whole_hash`` on the page:
    a decision on a line that looks different by now is Refused. Refused also carries the parser's words
    when line, action or value is wrong.
    """
    require(by, "view_clinical", draft)
    draft = hold_open(draft)
    require(by, permission_for(line, draft), draft)
    if seen is not None and seen != draft.whole_hash:
        raise Refused("changed", "Somebody else changed this plan. It is shown as it is now.")
    _need_line(line, draft)
    tried = decision_data(line, action, value, reason)
    read_draft_decisions(draft, [tried])
    decision = Decision.insert(draft=draft, decided_by=by, **tried)
    voided = rebuild(draft, by)
    note(by, "decision.add", draft, line=line, action=action, decision=decision.pk)
    return Decided(decision, frozenset(voided))


@transaction.atomic
def undo_decision(*, decision: Decision, by: User) -> Decided:
    """Take a decision back by a new row."""
    require(by, "view_clinical", decision.draft)
    draft = hold_open(decision.draft)
    require(by, permission_for(decision.line, draft), draft)
    if decision.undoes_id is not None or Decision.objects.filter(undoes=decision).exists():
        raise Refused("undone", "This decision was taken back already.")
    row = Decision.insert(
        draft=draft, line=decision.line, action=decision.action, undoes=decision, decided_by=by
    )
    voided = rebuild(draft, by)
    note(by, "decision.undo", draft, line=decision.line, decision=decision.pk)
    return Decided(row, frozenset(voided))


def would_void(
    *, draft: Draft, line: str, action: str, by: User, value: Any = None, reason: str = ""
) -> frozenset[Part]:
    """The signatures a decision would void, for the question before it is taken."""
    require(by, permission_for(line, draft), draft)
    tried = decision_data(line, action, value, reason)
    built = build(draft, draft.decision_rows(), tried)
    hashes = {Part.MOVEMENT: built.movement_hash, Part.WHOLE: built.whole_hash}
    standing = standing_parts(draft)
    return frozenset(
        part for part in standing if not draft.sign_offs.filter(part=part, hash=hashes[part]).exists()
    )


def decision_data(line: str, action: str, value: Any, reason: str) -> DecisionData:
    """A decision as it is kept: the reason on one line."""
    return {"line": line, "action": action, "value": value, "reason": " ".join(reason.split())}


def _need_line(line: str, draft: Draft) -> None:
    """Refuse a decision about a medicine, an alert, a dose or a gate that this plan does not have."""
    if draft.plan is None:
        raise Refused("no-assessment", "Finish the intake first.")
    kind, _, target = line.partition(":")
    known = {
        "medication": lambda plan: {row["key"] for row in plan["medication"]["current"]},
        "alert": lambda plan: {alert["rule"] for alert in all_alerts(plan)},
        "entry": lambda plan: {row["id"] for row in day_entries(plan)},
        "gate": lambda plan: {
            *plan["signing"]["therapist"],
            *plan["signing"]["prescriber"],
            *phase_gates(plan),
        },
    }.get(kind)
    if known is not None and target not in known(draft.plan):
        raise Refused("line", "This line is not in the plan any more.")


def vanished_lines(plan: dict[str, Any]) -> frozenset[str]:
    """The lines of decisions that the plan does not have: what was decided does nothing."""
    return frozenset(row["id"] for row in plan.get("left_out", ()) if row["reason"] == NO_LINE)


def phase_gates(plan: dict[str, Any]) -> set[str]:
    """The end of a phase that only a therapist can answer for (7.6)."""
    move = (plan.get("progress") or {}).get("phase_move")
    return {move["rule"]} if move else set()


def day_entries(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of every kind of day."""
    schedule = plan["schedule"]
    return [*schedule["entries"], *(row for day in schedule["other_days"] for row in day["entries"])]


def permission_for(line: str, draft: Draft) -> str:
    """Which right a decision on ``line`` needs; an unknown kind of line is left to the parser to refuse."""
    kind, _, target = line.partition(":")
    if kind == "gate":
        return MEDICINE if target in MEDICAL_GATES else MOVEMENT
    if kind == "entry":
        return MEDICINE if _is_medicine_entry(target, draft) else MOVEMENT
    return KINDS.get(kind, MOVEMENT)


def _is_medicine_entry(target: str, draft: Draft) -> bool:
    entries = day_entries(draft.plan) if draft.plan else []
    return any(entry["id"] == target and entry["kind"] == "medicine" for entry in entries)
