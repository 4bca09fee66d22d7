"""The audit events that actions write, and nothing about a patient but ids."""

from __future__ import annotations

from typing import Any

from plans.models import AuditEvent, Clinic, Draft, Patient, PlanVersion, User

Target = Patient | Draft | PlanVersion | Clinic | User | None


def note(by: User, action: str, target: Target = None, /, **detail: Any) -> AuditEvent:
    """Append an event about ``target``. ``detail``: ids, names of fields, hashes; never what was found."""
    return AuditEvent.append(
        by=by.get_username(),
        action=action,
        target=target_name(target),
        patient=str(patient_id(target) or ""),
        detail=detail,
    )


def target_name(target: Target) -> str:
    """Such as ``draft 12``."""
    return f"{target._meta.model_name} {target.pk}" if target is not None else ""


def patient_id(target: Target) -> int | None:
    if isinstance(target, Patient):
        return target.pk
    return getattr(target, "patient_id", None)
