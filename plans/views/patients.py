"""One patient: who it is, what was found and signed so far, and the next step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plans.actions import (
    Refused,
    change_patient,
    open_draft,
    open_in_emergency,
    read_pain,
    record_view,
    register_patient,
)
from plans.actions.building import clinic_knowledge, clinic_vocabulary
from plans.actions.journal import PainRead
from plans.actions.worklist import REMEASURE_AHEAD
from plans.forms.patients import PersonForm, ReasonForm
from plans.intake.vocabulary import Vocabulary
from plans.models import Draft, Part, Patient, PlanVersion
from plans.permissions import can, require
from plans.views.charts import charts
from plans.views.pages import Link, find_patient, patient_frame, show, user_of

MOST_WEEKS = 26  # of a tracker that are asked for


def clinic_words() -> Vocabulary:
    """The words an intake may use at this clinic."""
    return clinic_vocabulary(*clinic_knowledge())


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, "register_patient")
    form = PersonForm(request.POST or None, words=clinic_words())
    if form.is_valid():
        try:
            patient = register_patient(by=user, **form.values())
        except Refused as refused:
            form.add_error("record_number", refused.message)
        else:
            return redirect("intake" if can(user, "edit_intake", patient) else "patient", patient.pk)
    return show(request, "plans/person.html", form=form, title=_("New patient"))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct who the patient is."""
    user = user_of(request)
    patient = find_patient(request, pk, "register_patient")
    form = PersonForm(request.POST or None, words=clinic_words(), person=patient)
    if form.is_valid():
        try:
            change_patient(patient=patient, by=user, **form.values())
        except Refused as refused:
            form.add_error("record_number", refused.message)
        else:
            messages.success(request, _("Saved."), extra_tags="good")
            return redirect("patient", pk)
    context = patient_frame(request, patient, "patient")
    return show(request, "plans/person.html", form=form, title=_("Correct the person's data"), **context)


def patient(request: HttpRequest, pk: int) -> HttpResponse:
    """The patient page. Who may not see clinical content sees name, number and what can be printed."""
    user = user_of(request)
    person = get_object_or_404(Patient, pk=pk)
    require(user, "open_in_emergency", person)
    versions = list(PlanVersion.objects.filter(patient=person).order_by("-number"))
    context = patient_frame(request, person, "patient")
    draft: Draft | None = context["draft"]
    if not can(user, "view_clinical", person):
        return desk_page(request, person, versions, context)
    record_view(subject=person, by=user, page="patient")
    pain = read_pain(versions[0]) if versions else None
    return show(
        request,
        "plans/patient.html",
        versions=versions,
        next_step=next_step(request, person, draft, versions),
        draft_state=draft_state(draft),
        charts=charts(versions, draft, pain),
        untyped=untyped_weeks(pain, versions) if pain is not None else [],
        current=current_medicines(draft, versions),
        may_journal=can(user, "record_journal", person),
        **context,
    )


def desk_page(
    request: HttpRequest, person: Patient, versions: list[PlanVersion], context: dict[str, Any]
) -> HttpResponse:
    """Name, number and what can be printed."""
    user = user_of(request)
    return show(
        request,
        "plans/patient_desk.html",
        newest=versions[0] if versions and can(user, "print_handout", person) else None,
        may_change=can(user, "register_patient", person),
        **context,
    )


def draft_state(draft: Draft | None) -> str:
    """Where the open plan stands, in words."""
    if draft is None:
        return ""
    if draft.assessment_id is None:
        return _("Intake being typed")
    if draft.is_typed_on:
        return _("Intake changed after the plan was made")
    if draft.plan_status != "plan":
        return (
            _("No plan: refer first") if draft.plan_status == "blocked" else _("Outside what Careplan is for")
        )
    if not draft.standing_signature(Part.MOVEMENT):
        return _("Waiting for the therapist's signature")
    return _("Waiting for the prescriber's signature")


def next_step(
    request: HttpRequest, person: Patient, draft: Draft | None, versions: list[PlanVersion]
) -> Link | None:
    """The one button: what has to happen next for this patient."""
    user = user_of(request)
    if draft is None:
        newest = versions[0] if versions else None
        if newest is not None and not is_due(newest) and not newest.printouts.exists():
            return Link(_("Print the handout"), reverse("version", args=[newest.pk]))
        if can(user, "edit_intake", person):
            label = _("Start the re-measure") if versions else _("Start the intake")
            return Link(label, reverse("open", args=[person.pk]), posts=True)
        return None
    if draft.assessment_id is None or draft.is_typed_on:
        return Link(_("Go on with the intake"), reverse("intake", args=[person.pk]))
    if draft.plan_status != "plan":
        return Link(_("See why there is no plan"), reverse("review", args=[person.pk]))
    return Link(_("Review the plan"), reverse("review", args=[person.pk]))


def is_due(version: PlanVersion) -> bool:
    """Whether the day to measure again has come, as on the worklist."""
    day = version.remeasure_on
    return day is not None and day <= timezone.localdate() + REMEASURE_AHEAD


def untyped_weeks(pain: PainRead, versions: list[PlanVersion]) -> list[int]:
    """Whole weeks of the plan whose tracker is not typed in: without them nothing steps up."""
    over = (timezone.localdate() - versions[-1].as_of).days // 7
    kept = {week.week for week in pain.weeks}
    return [week for week in range(1, min(over, MOST_WEEKS) + 1) if week not in kept]


def current_medicines(draft: Draft | None, versions: list[PlanVersion]) -> list[dict[str, Any]]:
    """The medicines as the newest plan lists them."""
    plan = draft.plan if draft is not None and draft.plan else (versions[0].plan if versions else None)
    rows: list[dict[str, Any]] = plan["medication"]["current"] if plan else []
    return [row for row in rows if row.get("active", True)]


@require_POST
def open_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the next intake: the first one, or the re-measure with the last values beside."""
    draft = open_draft(patient=find_patient(request, pk, "edit_intake"), by=user_of(request))
    return redirect("intake", draft.patient_id)


@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest, pk: int) -> HttpResponse:
    """Open one record for some hours in an emergency, with the reason for the audit."""
    person = find_patient(request, pk, "open_in_emergency")
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        open_in_emergency(patient=person, reason=form.cleaned_data["reason"], by=user_of(request))
        return redirect("patient", pk)
    return show(request, "plans/emergency.html", form=form, **patient_frame(request, person, "patient"))
