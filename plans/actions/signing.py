"""Signing, and the version that the completing signature makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from plans.actions.building import Built, build, make_content
from plans.actions.drafting import hold_open, rebuild
from plans.actions.events import note
from plans.actions.keeping import keep_soon
from plans.actions.outcome import Changed, Refused
from plans.canonical import digest
from plans.content import Content, Signature, Version, to_json
from plans.intake.writing import to_data
from plans.models import Draft, Part, PlanVersion, Role, SignOff, User
from plans.permissions import require

REMEASURE = "remeasure:"
# The calendar moves a re-measure to a visit at most a week away; one taken early is not asked for again.
SAME_VISIT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Signed:
    """The signature, and the version when this signature completed it."""

    sign_off: SignOff
    version: PlanVersion | None


def sign_movement(*, draft: Draft, hash_seen: str, by: User) -> Signed:
    """The therapist signs the movement part. ``hash_seen`` is the draft's ``movement_hash`` on the page.

    Refused with code ``gates`` and the ids of the gates that are closed.
    """
    require(by, "sign_movement", draft)
    _bring_up_to_date(draft, by)
    with transaction.atomic():
        draft, built = _ready(draft)
        if built.movement_hash != hash_seen:
            raise Changed
        _need_open_gates(built.plan.signing.therapist)
        return _sign(draft, built, Part.MOVEMENT, Role.THERAPIST, by)


def sign_whole(*, draft: Draft, hash_seen: str, by: User) -> Signed:
    """The prescriber signs the whole plan. ``hash_seen`` is the draft's ``whole_hash`` on the page."""
    require(by, "sign_whole", draft)
    _bring_up_to_date(draft, by)
    with transaction.atomic():
        draft, built = _ready(draft)
        if built.whole_hash != hash_seen:
            raise Changed
        _need_open_gates(built.plan.signing.prescriber)
        return _sign(draft, built, Part.WHOLE, Role.PRESCRIBER, by)


@transaction.atomic
def _bring_up_to_date(draft: Draft, by: User) -> None:
    """Keep what follows from today's knowledge and settings, even when the signing is then refused."""
    draft = hold_open(draft)
    if draft.assessment is not None and build(draft, draft.decision_rows()).whole_hash != draft.whole_hash:
        rebuild(draft, by)


def _ready(draft: Draft) -> tuple[Draft, Built]:
    """The draft held, and built from what is there now."""
    draft = hold_open(draft)
    if draft.is_typed_on:
        raise Refused("typed-on", "Something was typed after the intake was finished. Finish it again first.")
    built = build(draft, draft.decision_rows())
    if built.plan.status != "plan":
        raise Refused(built.plan.status, "This plan cannot be signed.", [built.plan.rule or ""])
    return draft, built


def _need_open_gates(closed: tuple[str, ...]) -> None:
    if closed:
        raise Refused("gates", "Before signing, settle: " + ", ".join(closed), closed)


def _sign(draft: Draft, built: Built, part: Part, role: Role, by: User) -> Signed:
    hashes = {Part.MOVEMENT: built.movement_hash, Part.WHOLE: built.whole_hash}
    if draft.standing_signature(part):
        raise Refused("signed", "This part is signed already.")
    sign_off = SignOff.insert(
        draft=draft, part=part, role=role, hash=hashes[part], signed_as=by.signature, signed_by=by
    )
    note(by, f"sign.{part.value}", draft, hash=sign_off.hash)
    movement = draft.standing_signature(Part.MOVEMENT)
    whole = draft.standing_signature(Part.WHOLE)
    version = _complete(draft, built, (movement, whole), by) if movement and whole else None
    return Signed(sign_off, version)


def _complete(draft: Draft, built: Built, sign_offs: tuple[SignOff, SignOff], by: User) -> PlanVersion:
    """Insert the version that both signatures make, and close the draft."""
    now = timezone.now()
    assert draft.assessment is not None  # noqa: S101 - _ready has built from it
    number = (draft.previous.number if draft.previous else 0) + 1
    content = to_json(freeze_content(draft, built, number, sign_offs))
    version = PlanVersion(
        patient=draft.patient,
        assessment=draft.assessment,
        number=number,
        as_of=built.plan.as_of,
        knowledge_version=built.plan.knowledge_version,
        intake=to_data(draft.assessment.intake()),
        plan=built.data,
        decisions=[row.as_record() for row in draft.decision_rows()],
        signatures=[sign_off.as_data() for sign_off in sign_offs],
        content=content,
        content_hash=digest(content),
        remeasure_on=next_remeasure(built),
        movement_hash=built.movement_hash,
        whole_hash=built.whole_hash,
        signed_at=now,
        signed_by=by,
    )
    version.hash = version.own_hash()
    version.save()
    draft.version, draft.closed_at, draft.closed_by = version, now, by
    draft.save(update_fields=["version", "closed_at", "closed_by"])
    note(by, "version.make", version, number=number, hash=version.hash)
    keep_soon(version)
    return version


def freeze_content(draft: Draft, built: Built, number: int, sign_offs: tuple[SignOff, ...]) -> Content:
    """The handout of the version that is being made, in every language the clinic may give out signed."""
    signatures = tuple(
        Signature(
            name=str(sign_off.signed_by),
            credential=sign_off.signed_by.credential,
            on=timezone.localdate(sign_off.signed_at),
            role=sign_off.role,
        )
        for sign_off in sign_offs
    )
    return make_content(draft, built, Version(number, timezone.localdate(), signatures, draft=False))


def next_remeasure(built: Built) -> date | None:
    """The first day the calendar asks for measures again; those of this very visit do not count."""
    settled = built.plan.as_of + SAME_VISIT
    days = (entry.date for entry in built.plan.calendar if any(REMEASURE in what for what in entry.what))
    return min((day for day in days if day > settled), default=None)
