"""The clinic's settings, with the head of the handout and a sample of it as they would print."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plans.actions import Refused, accept_translations, change_clinic
from plans.actions.sample import sample_handout
from plans.forms.clinic import ClinicForm
from plans.forms.logo import fault_of_svg
from plans.knowledge.words import LANGUAGES
from plans.logo import pixels_in
from plans.models import Clinic
from plans.permissions import require
from plans.views.pages import show, user_of
from plans.views.signing import as_pdf

HEAD = ("name", "address", "phone_day", "phone_after_hours", "hours", "portal", "emergency_number")


@require_http_methods(["GET", "POST"])
def clinic(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, "change_clinic")
    row = Clinic.get()
    if "translations" in request.POST:
        accept_translations(by=user, accepted=request.POST["translations"] == "accept")
        return redirect("clinic")
    form = ClinicForm(request.POST or None, request.FILES or None, instance=Clinic.get())
    if form.is_valid() and _save(form, request):
        messages.success(request, _("Saved. Plans signed from now on print this."), extra_tags="good")
        return redirect("clinic")
    head = head_of({name: getattr(row, name) for name in (*HEAD, "logo_svg")})
    return show(
        request, "plans/clinic.html", form=form, clinic=row, sample_languages=LANGUAGES.items(), **head
    )


def _save(form: ClinicForm, request: HttpRequest) -> bool:
    try:
        change_clinic(by=user_of(request), **form.values())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The head of the handout with what is typed, before it is saved."""
    require(user_of(request), "change_clinic")
    typed = {name: request.POST.get(name, "") for name in (*HEAD, "logo_svg")}
    kept = Clinic.get().logo_svg
    if not typed["logo_svg"].strip() and "logo_removed" not in request.POST and pixels_in(kept):
        typed["logo_svg"] = kept
    return render(request, "plans/_letterhead.html", head_of(typed))


def head_of(values: dict[str, Any]) -> dict[str, Any]:
    """The lines of the letterhead; a logo only when it may be used, as an image, where no script runs."""
    svg = values["logo_svg"].strip()
    usable = svg and (pixels_in(svg) or fault_of_svg(svg) is None)
    logo = base64.b64encode(svg.encode()).decode() if usable else ""
    return {"head": {name: values[name] for name in HEAD}, "logo": logo}


@require_POST
def sample(request: HttpRequest) -> HttpResponse:
    """An invented patient's handout with what is typed and chosen, before it is saved."""
    user = user_of(request)
    require(user, "change_clinic")
    form = ClinicForm(request.POST, request.FILES, instance=Clinic.get())
    language = request.POST.get("sample", "")
    if language not in LANGUAGES or not form.is_valid():
        return render(request, "plans/clinic_no_sample.html", {"form": form}, status=422)
    try:
        pdf = sample_handout(settings=form.values(), language=language, by=user)
    except Refused as refused:
        return render(request, "plans/clinic_no_sample.html", {"refused": refused}, status=422)
    return as_pdf(pdf, f"sample-{language}.pdf")
