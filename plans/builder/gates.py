"""What must be settled before each of the two signs (joins.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from plans.builder.decisions import Decided
from plans.builder.plan import Alert, PhysicalTherapy, RedFlags, Signing
from plans.intake.fields import REQUIRED_FIELDS
from plans.intake.intake import Intake

NOT_SCREENED, CLEARANCE, SELF_HARM, ABSURD_DOSE = "NJ-RF", "REF-CLEAR", "rf-self-harm", "dose-absurd"
HELD_BACK = ("contraindicated", "serious")
REQUIRED = tuple(
    (field.path, attrgetter(field.path)) for field in REQUIRED_FIELDS if field.path != "red_flags"
)


def closed_gates(
    intake: Intake,
    red_flags: RedFlags,
    therapy: PhysicalTherapy,
    alerts: Iterable[Alert],
    decided: Decided,
    forbidden: Iterable[str] = (),
) -> Signing:
    """Gates still closed. A gate opens by its decision, or by the fact that was missing.

    ``forbidden``: exercises that a decision made dangerous, not yet confirmed with a reason.
    """
    both = _both(intake, red_flags)
    missing = [path for path, get in REQUIRED if get(intake) is None]
    therapist = _open_ones((*both, *missing), decided)
    prescriber = _open_ones((*both, *_asked(intake, therapy)), decided)
    return Signing(
        therapist=(*therapist, *(f"exercise:{id}" for id in forbidden)),
        prescriber=tuple(dict.fromkeys((*prescriber, *_alert_gates(alerts, decided)))),
    )


def _open_ones(gates: Iterable[str], decided: Decided) -> tuple[str, ...]:
    return tuple(gate for gate in dict.fromkeys(gates) if gate not in decided.open_gates)


def _both(intake: Intake, red_flags: RedFlags) -> list[str]:
    found = [] if red_flags.screened else [NOT_SCREENED]
    return [*found, SELF_HARM] if intake.measures.phq9_item9 else found


def _asked(intake: Intake, therapy: PhysicalTherapy) -> list[str]:
    lists = {"medications": intake.medications, "allergies": intake.allergies}
    found = [name for name, value in lists.items() if value is None]
    return [*found, CLEARANCE] if CLEARANCE in therapy.flags else found


def _alert_gates(alerts: Iterable[Alert], decided: Decided) -> list[str]:
    """Every open contraindicated or serious alert (J-12), and a dose that waits for its answer."""
    found = []
    for alert in alerts:
        absurd = ABSURD_DOSE in (alert.rule, *alert.also)
        if (
            absurd
            and ABSURD_DOSE not in decided.open_gates
            and decided.about("alert", ABSURD_DOSE, "override") is None
        ):
            found.append(ABSURD_DOSE)
        if alert.open and alert.severity in HELD_BACK and alert.rule != ABSURD_DOSE:
            found.append(alert.rule)
    return found
