"""Who may do what: one table, asked in one place.

Roles are Django groups; a person may have several, and no other flag of an account (staff, superuser)
gives a right here. Actions of ``plans.actions`` ask before they do anything; pages ask as well, to
leave out what would be refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from plans.models import Draft, EmergencyAccess, Patient, PlanVersion, User
from plans.models.people import EMERGENCY_ACCESS_LASTS

if TYPE_CHECKING:
    from collections.abc import Mapping

THERAPIST = "therapist"
PRESCRIBER = "prescriber"
FRONT_DESK = "front_desk"
ADMINISTRATOR = "administrator"
ROLES = (THERAPIST, PRESCRIBER, FRONT_DESK, ADMINISTRATOR)

CLINICIANS = frozenset({THERAPIST, PRESCRIBER})
PRESCRIBERS = frozenset({PRESCRIBER})
RECEPTION = CLINICIANS | {FRONT_DESK}
EVERYONE = frozenset(ROLES)

ALLOWED: Mapping[str, frozenset[str]] = {
    "see_worklist": RECEPTION,
    "register_patient": RECEPTION,
    "view_clinical": CLINICIANS,
    "edit_intake": CLINICIANS,
    "decide_movement": CLINICIANS,
    "decide_medicine": PRESCRIBERS,
    "sign_movement": frozenset({THERAPIST}),
    "sign_whole": PRESCRIBERS,
    "print_handout": RECEPTION,
    "print_clinician_edition": CLINICIANS,
    "print_draft": CLINICIANS,
    "record_journal": CLINICIANS,
    "change_clinic": frozenset({ADMINISTRATOR}),
    "accept_translations": frozenset({ADMINISTRATOR}),
    "manage_users": frozenset({ADMINISTRATOR}),
    "view_audit": frozenset({ADMINISTRATOR}),
    "open_in_emergency": EVERYONE,
}
# What an emergency opens to somebody without the right, for one patient and a few hours: reading only.
OPENED_BY_EMERGENCY = frozenset({"view_clinical"})

Account = User | AnonymousUser
Subject = Patient | Draft | PlanVersion | None


def roles_of(user: Account) -> frozenset[str]:
    """The roles of a signed-in, active account; nobody else has one. Read once a request."""
    if not isinstance(user, User) or not user.is_active or not user.is_authenticated:
        return frozenset()
    known: frozenset[str] | None = user.__dict__.get("_roles")
    if known is None:
        known = EVERYONE.intersection(user.groups.values_list("name", flat=True))
        user.__dict__["_roles"] = known
    return known


def can(user: Account, action: str, subject: Subject = None) -> bool:
    """Whether ``user`` may do ``action``; an unknown action is a KeyError, never a yes."""
    roles = roles_of(user)
    if ALLOWED[action] & roles:
        return True
    return bool(roles) and action in OPENED_BY_EMERGENCY and _opened_in_emergency(user, subject)


def _opened_in_emergency(user: Account, subject: Subject) -> bool:
    patient_id = subject.pk if isinstance(subject, Patient) else getattr(subject, "patient_id", None)
    if patient_id is None:
        return False
    return EmergencyAccess.objects.filter(
        patient_id=patient_id, opened_by_id=user.pk, opened_at__gt=timezone.now() - EMERGENCY_ACCESS_LASTS
    ).exists()


def require(user: Account, action: str, subject: Subject = None) -> None:
    """Raise PermissionDenied unless ``can``."""
    if not can(user, action, subject):
        raise PermissionDenied(f"{action} is not allowed to this account")
