"""The open draft: held while it changes, and its plan built again."""

from __future__ import annotations

from django.utils import timezone

from plans.actions.building import Built, build
from plans.actions.events import note
from plans.actions.outcome import Refused
from plans.models import Draft, Part, User


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
