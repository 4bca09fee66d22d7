"""The weeks of the paper tracker, typed back in."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans.actions import record_journal_week
from plans.forms.journal import JournalForm
from plans.models import PlanVersion
from plans.views.pages import find_version, patient_frame, show, user_of
from plans.views.patients import clinic_words

MOST_WEEKS = 26


@require_http_methods(["GET", "POST"])
def journal(request: HttpRequest, pk: int) -> HttpResponse:
    """Type one week; a second time replaces the first."""
    version = find_version(request, pk, "record_journal")
    first = (
        PlanVersion.objects.filter(patient=version.patient_id)
        .order_by("number")
        .values_list("as_of", flat=True)[0]
    )
    kept = sorted(set(version.journal_weeks.values_list("week", flat=True)))
    weeks = list(range(0, weeks_since(first) + 1))
    todo = next((week for week in weeks[1:] if week not in kept), weeks[-1])
    form = JournalForm(
        request.POST or None, weeks=weeks, first=first, words=clinic_words(), initial={"week": todo}
    )
    if form.is_valid():
        week = form.cleaned_data["week"]
        recorded = record_journal_week(version=version, week=week, days=form.days(), by=user_of(request))
        if recorded.row is not None:
            messages.success(request, _("Week %(n)s is kept.") % {"n": week}, extra_tags="good")
            return redirect("version-journal", pk)
        form.take_faults(recorded.faults)
    context = patient_frame(request, version.patient, "patient")
    return show(request, "plans/journal.html", form=form, version=version, kept=kept, **context)


def weeks_since(first: date) -> int:
    """How many weeks of the plan have begun."""
    return min(max((timezone.localdate() - first).days // 7 + 1, 1), MOST_WEEKS)
