"""The open draft: held while it changes, its plan built again, overrides carried over."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from plans.actions.building import Built, build
from plans.actions.events import note
from plans.actions.outcome import Refused
from plans.models import Decision, Draft, Part, PlanVersion, User


def hold_open(draft: Draft) -> Draft:
    """The draft as it is now, held until the transaction ends; Refused when it was closed meanwhile."""
    held = Draft.objects.select_for_update(of=("self",)).select_related("patient", "assessment", "previous")
    held_draft = held.get(pk=draft.pk)
    if not held_draft.is_open:
        raise Refused("closed", "This plan was signed meanwhile. Open the patient again.")
    return held_draft


def standing_parts(draft: Draft) -> set[Part]:
    """The parts whose signature stands."""
    return {part for part in Part if draft.standing_signature(part)}


def rebuild(draft: Draft, by: User) -> set[Part]:
    """Build the plan again and keep it. Answers which signatures this voided; each is noted."""
    before = standing_parts(draft)
    keep_built(draft, build(draft, draft.decision_rows()), by)
    voided = before - standing_parts(draft)
    for part in sorted(voided):
        note(by, "signature.void", draft, part=part.value)
    return voided


def keep_built(draft: Draft, built: Built, by: User) -> None:
    """Write a built plan into the draft."""
    draft.plan, draft.plan_status = built.data, built.plan.status
    draft.movement_hash, draft.whole_hash = built.movement_hash, built.whole_hash
    draft.changed_at, draft.changed_by = timezone.now(), by
    draft.save()


def carry_overrides(draft: Draft, by: User) -> None:
    """Take over the last version's overrides whose facts are unchanged, so that they stay quiet."""
    previous = draft.previous
    if previous is None or draft.decisions.exists():
        return
    now = {alert["rule"]: alert for alert in all_alerts(build(draft, []).data)}
    before = {alert["rule"]: alert for alert in all_alerts(previous.plan)}
    for decision in previous.decisions:
        rule = overridden_rule(decision)
        if rule in now and rule in before and same_facts(before[rule], now[rule]):
            _carry(draft, previous, decision, by)


def _carry(draft: Draft, previous: PlanVersion, decision: dict[str, Any], by: User) -> None:
    Decision.insert(
        draft=draft,
        line=decision["line"],
        action=decision["action"],
        value=decision["value"],
        reason=decision["reason"],
        carried_from=previous,
        decided_by=by,
    )
    note(by, "decision.carry", draft, line=decision["line"], version=previous.number)


def overridden_rule(decision: dict[str, Any]) -> str | None:
    kind, _, rule = decision["line"].partition(":")
    return rule if kind == "alert" and decision["action"] == "override" else None


def all_alerts(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Alerts on their own line and those that stand under another."""
    shown = plan["medication"]["alerts"]
    return [*shown, *(under for alert in shown for under in alert.get("also_details", ()))]


def same_facts(before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether the facts that made an alert are the same at both visits."""
    return bool(before["because"] == now["because"] and before["severity"] == now["severity"])
