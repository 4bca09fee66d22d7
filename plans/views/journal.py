"""The weeks of the paper tracker, typed back in: one week on the page, or many as a file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plans.actions import (
    first_day,
    kept_weeks,
    read_pain,
    record_journal_week,
    record_journal_weeks,
    weeks_begun,
)
from plans.forms.journal import JournalFileForm, JournalForm, typed_week
from plans.interop.journal_csv import JournalFile, place_of, read_journal_file, template
from plans.models import JournalWeek, Part, PlanVersion
from plans.views.pages import find_version, patient_frame, show, user_of

MOST_WEEKS = 26
SHEETS = (8, 12)


@require_http_methods(["GET", "POST"])
def journal(request: HttpRequest, pk: int) -> HttpResponse:
    """Type one week; a second time replaces the first, and begins with what is kept."""
    version = find_version(request, pk, "record_journal")
    kept = kept_weeks(version)
    weeks = range(0, max([weeks_since(version), *(row.week for row in kept)]) + 1)
    shown = week_to_show(request, weeks, kept)
    form = week_form(version, weeks, shown, kept, request.POST or None)
    if form.is_valid():
        week = form.cleaned_data["week"]
        totals = form.sums()
        days = None if totals else form.days()
        recorded = record_journal_week(
            version=version, week=week, days=days, totals=totals, by=user_of(request)
        )
        if recorded.row is not None:
            messages.success(request, _("Week %(n)s is kept.") % {"n": week}, extra_tags="good")
            tell_voided(request, recorded.voided)
            return redirect("version-journal", pk)
        form.take_faults(recorded.faults)
    return show_page(request, version, form, JournalFileForm())


@require_POST
def journal_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Many weeks at once. With a fault nothing is kept, and what was given stands in the box to be mended."""
    version = find_version(request, pk, "record_journal")
    form = JournalFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = read_journal_file(form.cleaned_data["text"])
        lines = [str(fault) for fault in file.faults] or keep_file(request, version, file)
        if not lines:
            return redirect("version-journal", pk)
        form = JournalFileForm(initial={"text": form.cleaned_data["text"]})
        return show_page(request, version, None, form, faults=lines)
    return show_page(request, version, None, form)


def keep_file(request: HttpRequest, version: PlanVersion, file: JournalFile) -> list[str]:
    """Keep the weeks of a file; answers the faults, each with its line and column."""
    recorded = record_journal_weeks(version=version, weeks=file.weeks, by=user_of(request))
    if recorded.faults:
        return [str(place_of(fault, week, file)) for week, fault in recorded.faults]
    words = ngettext("Week %(weeks)s is kept.", "Weeks %(weeks)s are kept.", len(recorded.kept))
    told = words % {"weeks": ", ".join(map(str, recorded.kept))}
    if recorded.replaced:
        again = ", ".join(map(str, recorded.replaced))
        told += " " + _("Replaced what was typed before: %(weeks)s.") % {"weeks": again}
    messages.success(request, told, extra_tags="good")
    tell_voided(request, recorded.voided)
    return []


def tell_voided(request: HttpRequest, voided: Collection[Part]) -> None:
    """Say that a signature fell: who signed does not see this page."""
    if voided:
        text = _("The open plan changed with it and waits to be signed again.")
        messages.warning(request, text, extra_tags="caution")


@require_GET
def journal_template(request: HttpRequest, pk: int) -> HttpResponse:
    """A CSV to fill in, with the weeks that are kept already. Its name says nothing about the patient."""
    version = find_version(request, pk, "record_journal")
    asked = request.GET.get("weeks", "")
    weeks = int(asked) if asked in {str(sheet) for sheet in SHEETS} else SHEETS[-1]
    kept = {row.week: row.days for row in kept_weeks(version) if row.days is not None}
    answer = HttpResponse(template(weeks, kept), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="tracker-{weeks}-weeks.csv"'
    return answer


def show_page(
    request: HttpRequest,
    version: PlanVersion,
    form: JournalForm | None,
    file_form: JournalFileForm,
    faults: list[str] | None = None,
) -> HttpResponse:
    kept = kept_weeks(version)
    if form is None:
        weeks = range(0, max([weeks_since(version), *(row.week for row in kept)]) + 1)
        form = week_form(version, weeks, week_to_show(request, weeks, kept), kept, None)
    context: dict[str, Any] = {
        "form": form,
        "file_form": file_form,
        "file_faults": faults or [],
        "version": version,
        "read": read_pain(version).weeks,
        "sheets": SHEETS,
    }
    return show(
        request, "plans/journal.html", **context, **patient_frame(request, version.patient, "patient")
    )


def week_form(
    version: PlanVersion, weeks: range, week: int, kept: list[JournalWeek], data: Any
) -> JournalForm:
    """The form of one week, with what is kept of it."""
    row = next((row for row in kept if row.week == week), None)
    initial = {"week": week} | (typed_week(row.days or (), row.totals) if row else {})
    told = version.plan.get("physical_therapy", {}).get("exercises", ())
    count = sum(1 for exercise in told if exercise["need"] != "aerobic" and exercise["patient_dose"])
    return JournalForm(data, weeks=weeks, first=first_day(version), exercises=count, initial=initial)


def week_to_show(request: HttpRequest, weeks: range, kept: list[JournalWeek]) -> int:
    """The week that was asked for, else the first that is not typed in."""
    asked = request.GET.get("week", "")
    if asked.isdecimal() and len(asked) < 4 and int(asked) in weeks:
        return int(asked)
    done = {row.week for row in kept}
    return next((week for week in weeks[1:] if week not in done), weeks[-1])


def weeks_since(version: PlanVersion) -> int:
    """How many weeks of the plan the page offers."""
    return min(weeks_begun(version), MOST_WEEKS)
