"""The intake: typed field by field, saved as it is typed, judged beside it, finished into a plan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plans.actions import Conflict, Saved, finish_intake, preview, record_view, save_draft_fields
from plans.actions.carrying import flat_answers
from plans.actions.intake import parse_answers
from plans.forms.intake import QUESTION_BY_COLUMN, QUESTION_BY_PATH, QUESTIONS, IntakeForm
from plans.forms.questions import in_words, options
from plans.intake.faults import Ask
from plans.intake.fields import FIELD_BY_PATH, Field
from plans.knowledge.loader import load
from plans.models import Clinic, Draft, User
from plans.views.beside import beside
from plans.views.pages import find_draft, patient_frame, show, user_of
from plans.views.patients import clinic_words

UNITS = "units"
US_UNITS = {"patient_weight_kg": "lb", "patient_height_cm": "in", "tolerance_lift_kg": "lb"}
CONFIRMED = "confirmed"
# Fields that are saved one by one: those of the intake, and the allergies on the page of the medicines.
SAVED_ALONE = {**QUESTION_BY_COLUMN, "allergies": FIELD_BY_PATH["allergies"]}
SAVED_PATHS = frozenset(question.path for question in SAVED_ALONE.values())


@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest, pk: int, full: bool = False) -> HttpResponse:
    """The quick intake with the full one folded behind it, or all unfolded."""
    draft = find_draft(request, pk, "edit_intake")
    if request.method == "GET":
        record_view(subject=draft, by=user_of(request), page="intake")
        return show_intake(request, draft, intake_form(request, draft), full)
    form = intake_form(request, draft, request.POST)
    form.is_valid()
    keep_units(request)
    saved = save_draft_fields(draft=draft, values=form.values(), seen=seen(request), by=user_of(request))
    draft.refresh_from_db()
    go = request.POST.get("go", "")
    if saved.conflicts or (form.errors and go != "medicines") or go not in ("medicines", "review"):
        return show_intake(request, draft, form, full, saved.conflicts)
    return redirect("medicines", pk) if go == "medicines" else finish_or_ask(request, draft)


def intake_form(
    request: HttpRequest, draft: Draft, data: Any = None, questions: Iterable[Field] = QUESTIONS
) -> IntakeForm:
    previous = draft.previous
    return IntakeForm(
        data,
        answers=draft.answers,
        words=clinic_words(),
        units=units_of(request),
        before=flat_answers(previous.intake) if previous is not None else None,
        questions=questions,
    )


def show_intake(
    request: HttpRequest,
    draft: Draft,
    form: IntakeForm,
    full: bool,
    conflicts: Iterable[Conflict] = (),
) -> HttpResponse:
    answers = form.typed_answers() if form.is_bound else draft.answers
    found = preview(answers=answers, by=user_of(request), draft=draft)
    follows = beside(found, answers)
    form.beside = follows.by_column
    return show(
        request,
        "plans/intake/intake.html",
        form=form,
        open_all=full,
        revision=draft.revision,
        local_key=f"intake-{draft.pk}",
        saved_at=draft.changed_at,
        last_on=draft.previous.as_of if draft.previous else None,
        conflicts=[in_conflict(conflict) for conflict in conflicts],
        save_url=reverse("intake-save", args=[draft.patient_id]),
        panel_url=reverse("intake-panel", args=[draft.patient_id]),
        preview=found,
        follows=follows,
        needed=needed(answers),
        lights=load().movement.precautions.traffic_lights,
        light_note=load().movement.precautions.traffic_limits.note,
        **patient_frame(request, draft.patient, "intake"),
    )


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Autosave of one field; answers with its message and what other people saved meanwhile."""
    question = SAVED_ALONE.get(request.POST.get("field", ""))
    if question is None:
        return HttpResponseBadRequest("no such field")
    draft = find_draft(request, pk, "edit_intake")
    form = intake_form(request, draft, request.POST, [question])
    form.is_valid()
    keep_units(request)
    saved = save_draft_fields(draft=draft, values=form.values(), seen=seen(request), by=user_of(request))
    draft.refresh_from_db()
    others = [FIELD_BY_PATH[path] for path in saved.others or () if path in SAVED_PATHS]
    return render(
        request,
        "plans/intake/_saved.html",
        {
            "patient": draft.patient,
            "field": form[question.column],
            "save_url": reverse("intake-save", args=[pk]),
            "revision": saved.revision,
            "conflicts": [in_conflict(conflict) for conflict in saved.conflicts],
            "others": others_of(request, draft, saved, others),
        },
    )


def others_of(request: HttpRequest, draft: Draft, saved: Saved, questions: list[Field]) -> list[Any]:
    """The fields that somebody else saved meanwhile, as they are now."""
    form = intake_form(request, draft, questions=questions)
    return [form[question.column] for question in questions]


@require_GET
def field(request: HttpRequest, pk: int, column: str) -> HttpResponse:
    """One field as it is kept, to take over what somebody else saved."""
    question = SAVED_ALONE.get(column)
    if question is None:
        return HttpResponseBadRequest("no such field")
    draft = find_draft(request, pk, "edit_intake")
    form = intake_form(request, draft, questions=[question])
    context = {"field": form[column], "save_url": reverse("intake-save", args=[pk])}
    return render(request, "plans/questions/field.html", context)


@require_POST
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Scores, deficits and red flags of what is typed, saved or not."""
    draft = find_draft(request, pk, "edit_intake")
    form = intake_form(request, draft, request.POST)
    form.is_valid()
    answers = form.typed_answers()
    found = preview(answers=answers, by=user_of(request), draft=draft)
    context = {"preview": found, "follows": beside(found, answers), "needed": needed(answers)}
    return render(request, "plans/intake/_live.html", {**context, "sums": form.sums()})


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the plan; what is unusual is asked once, on a page of its own."""
    confirmed = {*request.session.get(CONFIRMED, ()), *request.POST.getlist("confirm")}
    request.session[CONFIRMED] = sorted(confirmed)
    return finish_or_ask(request, find_draft(request, pk, "edit_intake"))


def finish_or_ask(request: HttpRequest, draft: Draft) -> HttpResponse:
    """To the plan, or a page with what is wrong and what to confirm."""
    confirmed = request.session.get(CONFIRMED, ())
    asks = parse_answers(draft.answers).asks
    paths = [ask.path for ask in asks if mark_of(draft, ask) in confirmed]
    finished = finish_intake(draft=draft, by=user_of(request), confirmed=paths)
    if finished.assessment is not None:
        return redirect("review", draft.patient_id)
    return show(
        request,
        "plans/intake/finish.html",
        faults=[(fault, place_of(draft, fault.path)) for fault in finished.faults],
        asks=[(ask, place_of(draft, ask.path), mark_of(draft, ask)) for ask in finished.asks],
        **patient_frame(request, draft.patient, "intake"),
    )


def needed(answers: Mapping[str, Any]) -> list[Field]:
    """The questions without which the therapist cannot sign, and that have no answer yet."""
    return [question for question in QUESTIONS if question.required and answers.get(question.path) is None]


def mark_of(draft: Draft, ask: Ask) -> str:
    """What the session remembers of a question answered with yes: no words and no values."""
    return hashlib.sha256(f"{draft.pk} {ask.path} {ask.message}".encode()).hexdigest()[:24]


def place_of(draft: Draft, path: str) -> str:
    """The address of the field a fault or an ask is about."""
    head = path.partition("[")[0]
    if head in ("medications", "allergies"):
        return reverse("medicines", args=[draft.patient_id])
    question = QUESTION_BY_PATH.get(head)
    if question is None:
        return reverse("change", args=[draft.patient_id])
    return reverse("intake-full", args=[draft.patient_id]) + f"#f_{question.column}"


def in_conflict(conflict: Conflict) -> dict[str, Any]:
    """A conflict in words: both values and whose the other is."""
    question = FIELD_BY_PATH[conflict.path]
    labels = options(question, clinic_words())
    person = User.objects.filter(username=conflict.by).first()
    at = parse_datetime(conflict.at)
    return {
        "question": question,
        "mine": in_words(question, conflict.mine, labels),
        "theirs": in_words(question, conflict.theirs, labels),
        "by": str(person or conflict.by),
        "at": timezone.localtime(at) if at else None,
    }


def seen(request: HttpRequest) -> int:
    """The revision the page last heard of."""
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def units_of(request: HttpRequest) -> dict[str, str]:
    """The unit each switchable field is shown in: the reader's last choice, else the clinic's."""
    usual = US_UNITS if Clinic.get().units == "us" else {}
    return {**usual, **request.session.get(UNITS, {})}


def keep_units(request: HttpRequest) -> None:
    """Remember the units chosen on this form for this session."""
    chosen = {
        question.column: request.POST[f"{question.column}.unit"]
        for question in QUESTIONS
        if question.other_units and f"{question.column}.unit" in request.POST
    }
    if chosen and chosen.items() - units_of(request).items():
        request.session[UNITS] = {**request.session.get(UNITS, {}), **chosen}
