"""Signing, the signed version, and paper."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plans.actions import (
    Refused,
    preview_draft,
    print_draft,
    print_handout,
    record_view,
    sign_movement,
    sign_whole,
    usual_edition,
    usual_paper,
)
from plans.content import EDITIONS, PAPERS
from plans.knowledge.words import LANGUAGES
from plans.models import Clinic, Draft, Part, PlanVersion
from plans.permissions import can
from plans.views.gates import gates_of
from plans.views.pages import find_draft, find_version, patient_frame, show, user_of

SIGN = {Part.MOVEMENT: sign_movement, Part.WHOLE: sign_whole}


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """What is signed already, what is open, and the buttons this account may press."""
    draft = find_draft(request, pk, "view_clinical")
    if request.method == "POST":
        return take_signature(request, draft)
    if draft.plan is None:
        return redirect("review", pk)
    return show_sign(request, draft)


def show_sign(request: HttpRequest, draft: Draft, refused: Refused | None = None) -> HttpResponse:
    user = user_of(request)
    return show(
        request,
        "plans/sign.html",
        plan=draft.plan,
        refused=refused,
        movement=draft.standing_signature(Part.MOVEMENT),
        whole=draft.standing_signature(Part.WHOLE),
        gates=gates_of(draft, draft.plan or {}),
        decisions=draft.decision_rows(),
        may_sign_movement=can(user, "sign_movement", draft),
        may_sign_whole=can(user, "sign_whole", draft),
        **patient_frame(request, draft.patient, "sign"),
    )


def take_signature(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Sign one part; the signature that completes the plan goes on to its version and the printer."""
    part, seen = request.POST.get("part", ""), request.POST.get("seen", "")
    if part not in SIGN:
        return redirect("sign", draft.patient_id)
    try:
        signed = SIGN[Part(part)](draft=draft, hash_seen=seen, by=user_of(request))
    except Refused as refused:
        draft.refresh_from_db()
        return show_sign(request, draft, refused)
    if signed.version is not None:
        return redirect("version", signed.version.pk)
    messages.success(request, _("Signed. The plan waits for the other signature."), extra_tags="good")
    return redirect("sign", draft.patient_id)


@require_GET
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed version: who signed it, and the printer."""
    user = user_of(request)
    row = find_version(request, pk, "print_handout")
    clinical = can(user, "view_clinical", row)
    if clinical:
        record_view(subject=row, by=user, page="version")
    return show(
        request,
        "plans/version.html",
        version=row,
        clinical=clinical,
        newest=not PlanVersion.objects.filter(patient=row.patient_id, number__gt=row.number).exists(),
        printouts=row.printouts.select_related("file", "printed_by").order_by("-pk")[:10],
        choices=paper_choices(row, clinical),
        **patient_frame(request, row.patient, "patient"),
    )


def paper_choices(row: PlanVersion, clinical: bool) -> dict[str, Any]:
    """What can be printed, and what is remembered from the patient."""
    words = edition_words()
    languages = [id_ for id_ in LANGUAGES if id_ in row.content["sheets"]]
    return {
        "editions": [(id_, words[id_]) for id_ in EDITIONS if clinical or id_ != "clinician"],
        "languages": [(id_, LANGUAGES[id_]) for id_ in languages],
        "papers": [(id_, {"letter": "Letter", "a4": "A4"}[id_]) for id_ in PAPERS],
        "edition": usual_edition(row),
        "language": row.patient.language if row.patient.language in languages else languages[0],
        "paper": usual_paper(row),
    }


def edition_words() -> dict[str, str]:
    return {
        "standard": _("Standard"),
        "large-print": _("Large print"),
        "summary": _("Summary, one page"),
        "tracker": _("Tracker only"),
        "clinician": _("Clinician copy"),
    }


@require_POST
def print_version(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of a signed version."""
    row = find_version(request, pk, "print_handout")
    asked = {name: request.POST.get(name, "") for name in ("edition", "language", "paper")}
    if asked["edition"] not in EDITIONS or asked["paper"] not in PAPERS:
        return redirect("version", pk)
    try:
        file = print_handout(version=row, by=user_of(request), **asked)
    except Refused as refused:
        messages.error(request, refused.message, extra_tags="stop")
        return redirect("version", pk)
    return as_pdf(bytes(file.pdf), f"plan-{row.patient_id}-{row.number}-{asked['edition']}.pdf")


@require_GET
def draft_handout(request: HttpRequest, pk: int) -> HttpResponse:
    """The handout of the plan as it stands, marked DRAFT; a blocked plan gives its referral page."""
    draft = find_draft(request, pk, "print_draft")
    try:
        pdf = print_draft(draft=draft, by=user_of(request), **draft_choice(draft))
    except Refused as refused:
        messages.error(request, refused.message, extra_tags="stop")
        return redirect("review", pk)
    return as_pdf(pdf, f"draft-{pk}.pdf")


@require_GET
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF], "object-src": [SELF]})  # type: ignore[arg-type]
def draft_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The same inside the review page, which alone may frame it."""
    draft = find_draft(request, pk, "print_draft")
    try:
        pdf = preview_draft(draft=draft, by=user_of(request), **draft_choice(draft))
    except Refused as refused:
        return render(request, "plans/review/no_preview.html", {"refused": refused})
    return as_pdf(pdf, f"preview-{pk}.pdf")


def draft_choice(draft: Draft) -> dict[str, str]:
    """Edition, language and paper in which the patient would get it."""
    patient, clinic = draft.patient, Clinic.get()
    language = patient.language if patient.language in clinic.languages else clinic.languages[0]
    return {
        "edition": patient.edition or EDITIONS[0],
        "language": language,
        "paper": patient.paper or clinic.paper,
    }


def as_pdf(pdf: bytes, name: str) -> HttpResponse:
    """Opened in the browser; the name holds numbers only."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
