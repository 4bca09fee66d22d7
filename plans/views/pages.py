"""What every page shares: the frame around it, the patient's strip, and the words of a refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from plans.actions import Refused
from plans.intake.asking import age_on
from plans.intake.fields import FIELD_BY_PATH
from plans.knowledge.words import LANGUAGES
from plans.models import Draft, Patient, PlanVersion, User
from plans.permissions import (
    ADMINISTRATOR,
    FRONT_DESK,
    PRESCRIBER,
    THERAPIST,
    can,
    require,
    roles_of,
)

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Link:
    """``posts`` for an address that changes something, so that a button and not a link leads there."""

    label: str
    address: str
    is_here: bool = False
    posts: bool = False


def user_of(request: HttpRequest) -> User:
    """The account that is signed in; every page but signing in has one."""
    return cast(User, request.user)


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A whole page in its frame."""
    return render(request, template, {**frame(request), **context}, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The main links this account may follow, its roles in words, and when the session ends."""
    user = user_of(request)
    links = (
        (_("Worklist"), "worklist", "see_worklist"),
        (_("New patient"), "register", "register_patient"),
        (_("Clinic"), "clinic", "change_clinic"),
        (_("Accounts"), "accounts", "manage_users"),
        (_("Audit"), "audit", "view_audit"),
    )
    return {
        "navigation": [
            Link(label, reverse(name), request.path == reverse(name))
            for label, name, action in links
            if can(user, action)
        ],
        "role_words": ", ".join(words for role, words in role_labels().items() if role in roles_of(user)),
        "idle_seconds": settings.SESSION_COOKIE_AGE,
    }


def role_labels() -> dict[str, str]:
    """Each role as people say it."""
    return {
        THERAPIST: _("Physical therapist"),
        PRESCRIBER: _("Prescriber"),
        FRONT_DESK: _("Front desk"),
        ADMINISTRATOR: _("Administrator"),
    }


def patient_frame(request: HttpRequest, patient: Patient, here: str = "") -> dict[str, Any]:
    """The strip that says who a page is about, with the tabs this account may open."""
    user = user_of(request)
    draft = Draft.objects.filter(patient=patient, closed_at=None).first()
    tabs = [
        (_("Summary"), "patient", True),
        (_("Intake"), "intake", draft is not None and can(user, "edit_intake", patient)),
        (_("Medicines"), "medicines", draft is not None and can(user, "edit_intake", patient)),
        (_("Plan"), "review", draft is not None and can(user, "view_clinical", patient)),
        (_("Sign and print"), "sign", draft is not None and can(user, "view_clinical", patient)),
    ]
    clinical = can(user, "view_clinical", patient)
    return {
        "patient": patient,
        "age": age_on(patient.birth_date, timezone.localdate()) if patient.birth_date else None,
        "sex_words": choice_label("patient.sex_at_birth", patient.sex_at_birth),
        "language_words": LANGUAGES.get(patient.language, patient.language),
        "strip_allergies": _allergies(draft) if clinical else [],
        "draft": draft,
        "tabs": [
            Link(label, reverse(name, args=[patient.pk]), name == here) for label, name, may in tabs if may
        ],
    }


def choice_label(path: str, id_: str) -> str:
    """The label of one answer of a closed question."""
    return next((choice.label for choice in FIELD_BY_PATH[path].choices if choice.id == id_), "")


def _allergies(draft: Draft | None) -> list[str]:
    rows = draft.answers.get("allergies") if draft is not None else None
    return [str(row["substance"]) for row in rows or () if isinstance(row, dict) and row.get("substance")]


def find_patient(request: HttpRequest, pk: int, action: str) -> Patient:
    """The patient, when this account may do ``action`` with the record."""
    patient = get_object_or_404(Patient, pk=pk)
    require(user_of(request), action, patient)
    return patient


def find_draft(request: HttpRequest, pk: int, action: str) -> Draft:
    """The patient's open draft, when this account may do ``action`` with it; 404 when there is none."""
    patient = find_patient(request, pk, action)
    return get_object_or_404(
        Draft.objects.select_related("patient", "assessment"), patient=patient, closed_at=None
    )


def find_version(request: HttpRequest, pk: int, action: str) -> PlanVersion:
    version = get_object_or_404(PlanVersion.objects.select_related("patient"), pk=pk)
    require(user_of(request), action, version)
    return version


def tell_refusal(view: View) -> View:
    """Send the reader back to the page with the words of what was refused."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, refused.message, extra_tags="stop")
            return redirect(request.path if request.method == "GET" else _page_before(request))

    return told


def _page_before(request: HttpRequest) -> str:
    match = request.resolver_match
    if (
        match is not None
        and match.kwargs.get("pk")
        and match.url_name
        and match.url_name.startswith("version")
    ):
        return reverse("version", args=[match.kwargs["pk"]])
    if match is not None and match.kwargs.get("pk"):
        return reverse("patient", args=[match.kwargs["pk"]])
    return reverse("worklist")
