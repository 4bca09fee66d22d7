"""A plan of nobody, built once when a worker starts, so that nobody waits for what is only made once."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from threading import Thread
from typing import Any

from plans.actions.intake import Preview
from plans.builder.build import build_plan
from plans.builder.content import build_content
from plans.content import Version, to_json
from plans.handout.limits import RenderFailedError, TooMuchError, renderer
from plans.intake.parsing import parse
from plans.knowledge.loader import load

DAY = date(2026, 1, 1)
NOBODY = {
    "patient": {"birth_date": "1950-01-01", "sex_at_birth": "female", "height_cm": 165, "weight_kg": 70},
    "assessed_on": DAY.isoformat(),
    "pain": {"duration_weeks": 40, "nprs_average": 5},
    "red_flags": [],
    "conditions": [],
    "allergies": [],
    "labs": {"serum_creatinine_mg_dl": 1.5, "taken_on": DAY.isoformat()},
    "medications": [
        {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3},
        {"drug": "oxycodone", "dose_mg": 5, "every_hours": 6},
        {"drug": "lorazepam", "dose_mg": 0.5, "times_per_day": 2},
    ],
}


def preview_of_nobody() -> Preview:
    """What the live panels show, without a database: the tables of every rule are made on the way."""
    knowledge = load()
    parsed = parse(NOBODY, knowledge.vocabulary, DAY, complete=False)
    return Preview(build_plan(parsed.intake, knowledge, DAY) if parsed.intake else None, parsed.faults)


def warm_printer() -> None:
    """Start the rendering process and let it read fonts and style sheets, without waiting for it."""
    knowledge = load()
    intake = parse(NOBODY, knowledge.vocabulary, DAY, complete=False).intake
    if intake is None:
        return  # the preview says what is wrong with it
    content = build_content(build_plan(intake, knowledge, DAY), intake, knowledge, Version())
    first_page = (to_json(content), "standard", "en", "letter")
    Thread(target=_print_first, args=first_page, name="printer", daemon=True).start()


def _print_first(*page: Any) -> None:
    # Nobody waits for this page: a printer that cannot print is met, and told, by the first who does.
    with suppress(TooMuchError, RenderFailedError):
        renderer().render(*page)
