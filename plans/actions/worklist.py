"""What is waiting, for the first screen. A fixed number of queries, each with a limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from plans.models import Draft, Part, PlanVersion, Printout, SignOff, User
from plans.permissions import require

Row = TypeVar("Row", Draft, PlanVersion)
SHOWN = 50
REMEASURE_AHEAD = timedelta(days=3)
PRINT_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Worklist:
    """Drafts and versions with their patients, newest change first, at most ``SHOWN`` each."""

    to_assess: list[Draft]
    blocked: list[Draft]
    waiting_for_therapist: list[Draft]
    waiting_for_prescriber: list[Draft]
    ready_to_print: list[PlanVersion]
    remeasure_due: list[PlanVersion]


def worklist(*, by: User) -> Worklist:
    """What waits at this clinic."""
    require(by, "see_worklist")
    drafts = open_drafts()
    finished = drafts.filter(plan_status="plan")
    movement, whole = signature_stands(Part.MOVEMENT), signature_stands(Part.WHOLE)
    return Worklist(
        to_assess=_first(drafts.filter(assessment=None)),
        blocked=_first(drafts.filter(plan_status__in=["blocked", "refused"])),
        waiting_for_therapist=_first(finished.filter(~movement)),
        waiting_for_prescriber=_first(finished.filter(movement, ~whole)),
        ready_to_print=_first(unprinted_versions()),
        remeasure_due=_first(due_versions()),
    )


def _first(rows: QuerySet[Row]) -> list[Row]:
    return list(rows[:SHOWN])


def open_drafts() -> QuerySet[Draft]:
    """Open drafts with their patients, without their large columns."""
    return (
        Draft.objects.filter(closed_at=None)
        .select_related("patient", "changed_by")
        .defer("answers", "saved", "plan")
        .order_by("-changed_at")
    )


def signature_stands(part: Part) -> Exists:
    """Whether a part of a draft is signed as it is now."""
    current = OuterRef("movement_hash" if part == Part.MOVEMENT else "whole_hash")
    return Exists(SignOff.objects.filter(draft=OuterRef("pk"), part=part, hash=current))


def active_versions() -> QuerySet[PlanVersion]:
    """The newest version of each patient, without its large columns."""
    newer = PlanVersion.objects.filter(patient=OuterRef("patient"), number__gt=OuterRef("number"))
    return (
        PlanVersion.objects.filter(~Exists(newer))
        .select_related("patient", "signed_by")
        .defer("intake", "plan", "decisions", "content")
    )


def unprinted_versions() -> QuerySet[PlanVersion]:
    """Signed lately and not printed yet."""
    printed = Printout.objects.filter(version=OuterRef("pk"))
    since = timezone.now() - PRINT_WITHIN
    return active_versions().filter(~Exists(printed), signed_at__gte=since).order_by("-signed_at")


def due_versions() -> QuerySet[PlanVersion]:
    """Active versions whose day to measure again has come, and for whom no new assessment is in work."""
    in_work = Draft.objects.filter(patient=OuterRef("patient"), closed_at=None, assessment__isnull=False)
    last_day = timezone.localdate() + REMEASURE_AHEAD
    return (
        active_versions()
        .filter(~Exists(in_work), remeasure_on__lte=last_day)
        .order_by(F("remeasure_on").desc())
    )
