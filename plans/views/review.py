"""The plan under review: dangers first, each line with its why and its decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from plans.actions import Refused, build_draft_plan, decide, record_view, undo_decision, would_void
from plans.actions.review import permission_for, vanished_lines
from plans.forms.decisions import DecisionForm
from plans.knowledge.loader import load
from plans.models import Decision, Draft, Part
from plans.permissions import can
from plans.views.gates import gates_of
from plans.views.lines import Column, columns, missing_paths, severities
from plans.views.pages import find_draft, is_htmx, patient_frame, show, user_of
from plans.views.patients import clinic_words


@dataclass(frozen=True, slots=True)
class Attempt:
    """A decision that was not taken yet: its form with what was typed, and why it waits."""

    form: DecisionForm
    message: str = ""
    voids: tuple[Part, ...] = ()


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as it stands; without one, what is missing."""
    draft = find_draft(request, pk, "view_clinical")
    user = user_of(request)
    if draft.assessment_id is None or draft.plan is None:
        frame = patient_frame(request, draft.patient, "review")
        return show(request, "plans/review/none.html", may_edit=can(user, "edit_intake", draft), **frame)
    if draft.plan["knowledge_version"] != load().version:
        draft = build_draft_plan(draft=draft, by=user)
    record_view(subject=draft, by=user, page="plan")
    return show_review(request, draft)


def show_review(request: HttpRequest, draft: Draft, attempt: Attempt | None = None) -> HttpResponse:
    """The whole page, or for htmx what changes on it."""
    context = review_context(request, draft, attempt)
    if is_htmx(request):
        return render(request, "plans/review/_review.html", context)
    whole = {**patient_frame(request, draft.patient, "review"), **context}
    return show(request, "plans/review/review.html", **whole)


def review_context(request: HttpRequest, draft: Draft, attempt: Attempt | None) -> dict[str, Any]:
    user, plan = user_of(request), draft.plan or {}
    may = {name: can(user, name, draft) for name in ("decide_movement", "decide_medicine", "edit_intake")}
    taken = draft.decision_rows()
    context: dict[str, Any] = {
        "patient": draft.patient,
        "draft": draft,
        "plan": plan,
        "attempt": attempt,
        "decisions": taken,
        "vanished": vanished_lines(plan),
        "may_undo": {row.pk: can(user, permission_for(row.line, draft), draft) for row in taken},
        "severities": severities(plan),
        "missing": missing_paths(plan),
        "movement": draft.standing_signature(Part.MOVEMENT),
        "whole": draft.standing_signature(Part.WHOLE),
        "gates": gates_of(draft, plan),
        "columns": {},
        "may_print_draft": can(user, "print_draft", draft),
        "folded_options": sum(
            row.get("folded", False) for row in plan.get("medication", {}).get("options", ())
        ),
        **{f"may_{name}": allowed for name, allowed in may.items()},
    }
    if plan.get("status") == "plan":
        context["columns"] = plan_columns(draft, plan, taken, may)
    return context


def plan_columns(
    draft: Draft, plan: dict[str, Any], taken: list[Decision], may: dict[str, bool]
) -> dict[str, Column]:
    """The lines of the plan by column, with the forms of the decisions this account may take."""
    return columns(
        plan,
        {row.line: row for row in taken},
        clinic_words(),
        movement=may["decide_movement"],
        medicine=may["decide_medicine"],
        assessed_on=draft.assessment.assessed_on if draft.assessment else None,
    )


@require_POST
def decide_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision. One that voids a signature is asked about first."""
    draft = find_draft(request, pk, "view_clinical")
    user = user_of(request)
    line, action = request.POST.get("line", ""), request.POST.get("action", "")
    place = request.POST.get("place", "")
    form = DecisionForm(request.POST, line=line, action=action, words=clinic_words(), place=place)
    if not form.is_valid():
        return show_review(request, draft, Attempt(form))
    taken = {"line": line, "action": action, "value": form.value(), "reason": form.cleaned_data["reason"]}
    try:
        if request.POST.get("confirmed") != "yes":
            voids = would_void(draft=draft, by=user, **taken)
            if voids:
                return show_review(request, draft, Attempt(form, voids=tuple(sorted(voids))))
        decide(draft=draft, by=user, seen=request.POST.get("seen") or None, **taken)
    except Refused as refused:
        draft.refresh_from_db()
        return show_review(request, draft, Attempt(form, refused.message))
    return after_decision(request, draft)


def after_decision(request: HttpRequest, draft: Draft) -> HttpResponse:
    if not is_htmx(request):
        return redirect("review", draft.patient_id)
    draft.refresh_from_db()
    return show_review(request, draft)


@require_POST
def undo(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """Take a decision back, by a row of its own."""
    draft = find_draft(request, pk, "view_clinical")
    row = get_object_or_404(Decision, pk=decision, draft=draft)
    try:
        undo_decision(decision=row, by=user_of(request))
    except Refused as refused:
        form = DecisionForm(line=row.line, action=row.action, words=clinic_words())
        return show_review(request, draft, Attempt(form, refused.message))
    return after_decision(request, draft)
