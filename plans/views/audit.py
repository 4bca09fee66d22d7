"""Who saw, made, signed and printed what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans.models import AuditEvent, EmergencyAccess
from plans.models.audit import broken_links
from plans.permissions import require
from plans.views.pages import show, user_of

SHOWN = 100
BROKEN_SHOWN = 20
NAMES_SHOWN = 8
EMERGENCY = "record.emergency"


def action_words() -> dict[str, str]:
    """Each kind of event in words."""
    return {
        "record.view": _("Looked at a record"),
        EMERGENCY: _("Opened a record in an emergency"),
        "patient.register": _("Registered a patient"),
        "patient.change": _("Corrected a person's data"),
        "draft.open": _("Opened an intake"),
        "draft.save": _("Saved answers"),
        "draft.print": _("Printed a draft"),
        "intake.finish": _("Finished an intake"),
        "decision.add": _("Decided on a line"),
        "decision.undo": _("Took a decision back"),
        "decision.carry": _("Decision carried over"),
        "sign.movement": _("Signed the movement part"),
        "sign.whole": _("Signed the whole plan"),
        "signature.void": _("Signature void by a change"),
        "version.make": _("Version made"),
        "handout.print": _("Printed a handout"),
        "journal.record": _("Typed in a tracker week"),
        "clinic.change": _("Changed the clinic's settings"),
        "clinic.translations": _("Decided on unreviewed translations"),
        "user.add": _("Added an account"),
        "user.change": _("Changed an account"),
        "user.password": _("Gave a new password"),
    }


@require_http_methods(["GET", "POST"])
def audit(request: HttpRequest) -> HttpResponse:
    """The newest events first; a POST reads the whole chain and says whether it is unbroken."""
    require(user_of(request), "view_audit")
    events = AuditEvent.objects.order_by("-number")
    asked = {name: request.GET.get(name, "").strip() for name in ("by", "patient", "before")}
    if asked["by"]:
        events = events.filter(happened_by=asked["by"])
    if asked["patient"]:
        events = events.filter(patient=asked["patient"])
    if asked["before"].isdecimal():
        events = events.filter(number__lt=int(asked["before"][:18]))
    shown = list(events[: SHOWN + 1])
    words, reasons = action_words(), _reasons(shown)
    return show(
        request,
        "plans/audit.html",
        rows=[
            (event, words.get(event.action, event.action), _detail(event, reasons)) for event in shown[:SHOWN]
        ],
        more=shown[SHOWN - 1].number if len(shown) > SHOWN else None,
        asked=asked,
        total=AuditEvent.objects.count(),
        checked=request.method == "POST",
        broken=_broken() if request.method == "POST" else [],
    )


def _broken() -> list[str]:
    found = broken_links(AuditEvent.objects.order_by("number").iterator(chunk_size=1000))
    return [words for _number, words in zip(range(BROKEN_SHOWN), found, strict=False)]


def _reasons(events: list[AuditEvent]) -> dict[Any, str]:
    """Why records were opened in an emergency, by the access that the event names."""
    ids = [event.detail.get("access") for event in events if event.action == EMERGENCY]
    return dict(EmergencyAccess.objects.filter(pk__in=ids).values_list("pk", "reason")) if ids else {}


def _detail(event: AuditEvent, reasons: dict[Any, str]) -> str:
    """What the event holds beside who and what: names of fields, never values; the reason of an emergency."""

    if event.action == EMERGENCY:
        return reasons.get(event.detail.get("access"), "")
    told = {name: value for name, value in event.detail.items() if name != "hash" and value is not None}
    return "; ".join(f"{name}: {_word(value)}" for name, value in told.items())


def _word(value: Any) -> str:
    """A value of an event; of a long list its first parts and how many more there are."""
    if not isinstance(value, list):
        return str(value)
    parts = ", ".join(str(part) for part in value[:NAMES_SHOWN])
    more = len(value) - NAMES_SHOWN
    return _("%(parts)s and %(n)d more") % {"parts": parts, "n": more} if more > 0 else parts
