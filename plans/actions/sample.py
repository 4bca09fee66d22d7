"""The handout of an invented patient, to see how a clinic's settings print before they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from plans.actions.printing import STANDARD, within_limits
from plans.builder.build import build_plan
from plans.builder.content import build_content
from plans.content import Content, Version, to_json
from plans.intake.clinic import ClinicSettings
from plans.intake.parsing import parse
from plans.knowledge.loader import load
from plans.models import Clinic, User
from plans.permissions import require

# Somebody with a back that moves, a desk, and two medicines: every part of the handout has a line.
INVENTED: Mapping[str, Any] = {
    "patient": {"birth_date": "1980-06-15", "sex_at_birth": "female", "height_cm": 166, "weight_kg": 70},
    "pain": {"duration_weeks": 40, "nprs_now": 5, "nprs_average": 5, "nprs_worst": 7, "leg_pain": "none"},
    "posture": {"forward_head": "moderate", "sitting": "slumped", "sitting_hours_per_day": 8},
    "core": {"sorensen_seconds": 62, "front_plank_seconds": 50},
    "aerobic": {"six_minute_walk_m": 520, "preferred_mode": "walk"},
    "life": {
        "minutes_per_day": 25,
        "equipment": ["mat"],
        "confidence_0_10": 7,
        "can_get_on_floor": True,
        "wake_time": "06:30",
        "bed_time": "22:30",
        "readiness": "ready",
        "barriers": [],
    },
    "red_flags": [],
    "conditions": [],
    "allergies": [],
    "medications": [
        {"drug": "acetaminophen", "dose_mg": 500, "times_per_day": 3},
        {"drug": "lisinopril", "dose_mg": 10, "times_per_day": 1},
    ],
}
NAMES = {"en": "Sample Patient", "es": "Paciente de Ejemplo"}


def sample_handout(*, settings: Mapping[str, Any], language: str, by: User) -> bytes:
    """The standard edition as it would print under ``settings`` (those of ``change_clinic``), marked DRAFT.

    Nothing is kept and no patient is read. Refused when it took too much; ValueError for an unknown language.
    """
    require(by, "change_clinic")
    clinic = Clinic.get()
    for name, value in settings.items():
        setattr(clinic, name, value)
    content = sample_content(clinic.settings(), language)
    return within_limits(to_json(content), STANDARD, language, clinic.paper)


def sample_content(clinic: ClinicSettings, language: str) -> Content:
    """The invented patient's handout in one language, as if seen today."""
    knowledge, today = load(), timezone.localdate()
    data = {**INVENTED, "assessed_on": today.isoformat()}
    data["patient"] = {**INVENTED["patient"], "name": NAMES[language], "language": language}
    read = parse(data, knowledge.vocabulary, today)
    if read.intake is None:
        raise ValueError("; ".join(map(str, read.faults)))
    clinic = replace(clinic, languages=(language,))
    plan = build_plan(read.intake, knowledge, today, clinic=clinic)
    return build_content(plan, read.intake, knowledge, Version(draft=True), clinic=clinic)
