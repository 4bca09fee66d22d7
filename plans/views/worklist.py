"""Home: what waits, and finding a patient as one types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from plans.actions import find_patients
from plans.actions import worklist as waiting
from plans.models import User
from plans.permissions import FRONT_DESK, PRESCRIBER, THERAPIST, can, roles_of
from plans.views.pages import is_htmx, show, user_of


@require_http_methods(["GET", "POST"])
def worklist(request: HttpRequest) -> HttpResponse:
    """What waits at this clinic. An administrator has no patients here and goes to the accounts."""
    user = user_of(request)
    if not can(user, "see_worklist"):
        return redirect("accounts" if can(user, "manage_users") else "no-role")
    return show(request, "plans/worklist.html", **lists_for(user))


def lists_for(user: User) -> dict[str, Any]:
    """The lists, and which of them wait for this account."""
    roles = roles_of(user)
    return {
        "list": waiting(by=user),
        "clinical": can(user, "view_clinical"),
        "is_therapist": THERAPIST in roles,
        "is_prescriber": PRESCRIBER in roles,
        "is_desk": FRONT_DESK in roles,
    }


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Patients that fit what is typed. It is posted, so that no name ever stands in an address."""
    user = user_of(request)
    words = request.POST.get("words", "").strip()
    context: dict[str, Any] = {
        "words": words,
        "found": list(find_patients(words=words, by=user)) if words else [],
    }
    if is_htmx(request):
        return render(request, "plans/_found.html", context)
    return show(request, "plans/worklist.html", **lists_for(user), **context)


def no_role(request: HttpRequest) -> HttpResponse:
    """Told to an account that nobody has given a role yet."""
    return show(request, "plans/no_role.html")
