"""The medicine page: the list, one typed line or one form an entry, allergies, laboratory, live alerts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plans.actions import preview, record_view, save_draft_fields
from plans.forms.intake import IntakeForm
from plans.forms.medicines import BesideForm, Entry, EntryForm, creatinine_words
from plans.intake.sig import SigReading
from plans.intake.values import as_date
from plans.knowledge.loader import load
from plans.models import Draft, User
from plans.permissions import can
from plans.views.intake import finish_or_ask, seen, units_of
from plans.views.medicine_lines import (
    LIST,
    alerts_of,
    entries_of,
    lines_of,
    marked,
    read_line,
    without_unread,
)
from plans.views.pages import find_draft, patient_frame, show, user_of
from plans.views.patients import clinic_words

MOST_LINE = 300


@require_http_methods(["GET", "POST"])
def medicines(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, and what its buttons do: add a typed line, say "none", take an entry out, save the rest."""
    draft = find_draft(request, pk, "edit_intake")
    if request.method == "GET":
        record_view(subject=draft, by=user_of(request), page="medicines")
        return show_medicines(request, draft)
    do, _colon, at = request.POST.get("do", "").partition(":")
    if do == "add":
        return add_line(request, draft)
    if do == "none":
        return save_list(request, draft, [])
    if do == "remove":
        entries = entries_of(draft)
        place = _place(at, len(entries))
        return save_list(request, draft, [*entries[:place], *entries[place + 1 :]] or None)
    if do == "settle":
        entries = entries_of(draft)
        place = _place(at, len(entries))
        return save_list(
            request, draft, [*entries[:place], without_unread(draft, entries[place]), *entries[place + 1 :]]
        )
    return save_beside(request, draft)


def _place(text: str, length: int) -> int:
    if not text.isdecimal() or int(text) >= length:
        raise Http404
    return int(text)


def add_line(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Add what one typed line says: once it was shown what that is, and its questions are answered."""
    typed = request.POST.get("line", "")[:MOST_LINE].strip()
    if not typed:
        return redirect("medicines", draft.patient_id)
    reading = read_line(draft, typed)
    was_shown = request.POST.get("read", "").strip() == typed
    answered = request.POST.get("answered") == "yes"
    if reading.refused or not was_shown or (reading.answer_needed and not answered):
        return show_medicines(request, draft, typed=typed, reading=reading, asked_now=True)
    # The browser puts the cursor where the address ends: ready for the next line.
    return save_list(request, draft, [*entries_of(draft), dict(reading.entry)], at="line")


def save_list(
    request: HttpRequest, draft: Draft, entries: list[Entry] | None, *, at: str = "list"
) -> HttpResponse:
    """Keep the whole list; a list that somebody else changed meanwhile is shown first."""
    saved = save_draft_fields(draft=draft, values={LIST: entries}, seen=seen(request), by=user_of(request))
    for conflict in saved.conflicts:
        words = _("%(who)s changed the medicine list meanwhile. It is shown as it is now; do yours again.")
        messages.warning(request, words % {"who": conflict.by}, extra_tags="serious")
    return redirect(f"{reverse('medicines', args=[draft.patient_id])}#{at}")


def save_beside(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Allergies, opioid safety and laboratory from the whole page, without JavaScript."""
    form = beside(request, draft, request.POST)
    form.is_valid()
    saved = save_draft_fields(draft=draft, values=form.values(), seen=seen(request), by=user_of(request))
    draft.refresh_from_db()
    if form.errors or saved.conflicts:
        return show_medicines(request, draft, form=form)
    if request.POST.get("go") == "review":
        return finish_or_ask(request, draft)
    return redirect("medicines", draft.patient_id)


def beside(request: HttpRequest, draft: Draft, data: Any = None) -> IntakeForm:
    return BesideForm(data, answers=draft.answers, words=clinic_words(), units=units_of(request))


def show_medicines(
    request: HttpRequest,
    draft: Draft,
    *,
    form: IntakeForm | None = None,
    typed: str = "",
    reading: SigReading | None = None,
    asked_now: bool = False,
) -> HttpResponse:
    user, words = user_of(request), clinic_words()
    return show(
        request,
        "plans/medicines/medicines.html",
        lines=lines_of(draft, words),
        asked=LIST in draft.answers,
        form=form or beside(request, draft),
        typed=typed,
        reading=marked(typed, reading) if reading else None,
        asked_now=asked_now,
        revision=draft.revision,
        local_key=f"medicines-{draft.pk}",
        saved_at=draft.changed_at,
        save_url=reverse("intake-save", args=[draft.patient_id]),
        **panel_of(draft, draft.answers, user),
        may_decide=can(user, "decide_medicine", draft),
        **patient_frame(request, draft.patient, "medicines"),
    )


def panel_of(draft: Draft, answers: Mapping[str, Any], by: User) -> dict[str, Any]:
    """What the panel shows of these answers."""
    found = preview(answers=answers, by=by, draft=draft)
    return {"preview": found, "alerts": alerts_of(found), "creatinine": creatinine_words(answers)}


@require_POST
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """What follows from the list with the line being typed; nothing is saved."""
    draft = find_draft(request, pk, "edit_intake")
    form = beside(request, draft, request.POST)
    form.is_valid()
    answers = form.typed_answers()
    typed = request.POST.get("line", "")[:MOST_LINE].strip()
    reading = read_line(draft, typed) if typed else None
    if reading is not None and not reading.refused:
        answers[LIST] = [*entries_of(draft), dict(reading.entry)]
    return render(
        request,
        "plans/medicines/_live.html",
        {
            **panel_of(draft, answers, user_of(request)),
            "reading": marked(typed, reading) if reading else None,
            "with_typed": reading is not None,
            "swap_reading": True,
            "patient": draft.patient,
        },
    )


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, pk: int, at: int | None = None) -> HttpResponse:
    """One entry by its fields: a new one, or the one at place ``at``."""
    draft = find_draft(request, pk, "edit_intake")
    entries = entries_of(draft)
    if at is not None and at >= len(entries):
        raise Http404
    place = len(entries) if at is None else at
    form = EntryForm(request.POST or None, answers=draft.answers, at=place, words=clinic_words())
    if form.is_valid() and (not form.doubts or request.POST.get("answered") == "yes"):
        return save_list(request, draft, form.entries())
    stopping = request.GET.get("stop") is not None and not form.is_bound
    if stopping and not form.initial_of("stopped_on"):
        form.fields["stopped_on"].initial = _today_typed(draft)
    return show(
        request,
        "plans/medicines/entry.html",
        form=form,
        is_new=at is None,
        revision=draft.revision,
        stopping=stopping,
        **patient_frame(request, draft.patient, "medicines"),
    )


def _today_typed(draft: Draft) -> str:
    day: date = as_date(draft.answers.get("assessed_on")) or timezone.localdate()
    return f"{day:%m/%d/%Y}"


@require_POST
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """Medicines whose generic or brand name begins with what is typed."""
    find_draft(request, pk, "edit_intake")
    typed = next((request.POST[name] for name in ("line", "drug") if request.POST.get(name)), "")
    found = load().medicines.names.search(typed[:60]) if typed.strip() else ()
    return render(request, "plans/medicines/_names.html", {"found": found})
