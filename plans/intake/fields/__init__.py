"""The one table of questions. Form, model, schema, help text and parser follow from it.

``FIELDS`` are the questions of the intake in working order; ``TABLES`` the sub-tables for one entry of a
list (``medications``, ``allergies``, ``goals``, ``psfs``). Limits and words are those of
physical-therapy.md 2, medications-1 1.2, medications-2 3.0 and self-care.md 0.1, under the names of
joins.md 3.
"""

from __future__ import annotations

from plans.intake.fields.examination import AEROBIC, CORE, FLEXIBILITY, POSTURE
from plans.intake.fields.function import FUNCTION, PAIN, PSFS, TOLERANCE
from plans.intake.fields.kinds import SECTION_LABELS, Choice, Field, Kind, Limits, OtherUnit, Section
from plans.intake.fields.licences import LICENCES, Licence
from plans.intake.fields.life import ACCESS, GOAL, LIFE
from plans.intake.fields.medicines import ALLERGY, LABS, MEDICATION, MEDICINES
from plans.intake.fields.person import PERSON

__all__ = [
    "CORE_FIELDS",
    "FIELDS",
    "FIELD_BY_PATH",
    "LICENCES",
    "REQUIRED_FIELDS",
    "SECTION_LABELS",
    "TABLES",
    "Choice",
    "Field",
    "Kind",
    "Licence",
    "Limits",
    "OtherUnit",
    "Section",
]

FIELDS: tuple[Field, ...] = (
    *PERSON,
    *PAIN,
    *FUNCTION,
    *TOLERANCE,
    *POSTURE,
    *CORE,
    *FLEXIBILITY,
    *AEROBIC,
    *LABS,
    *MEDICINES,
    *LIFE,
    *ACCESS,
)
TABLES: dict[str, tuple[Field, ...]] = {
    "medications": MEDICATION,
    "allergies": ALLERGY,
    "goals": GOAL,
    "psfs": PSFS,
}
FIELD_BY_PATH: dict[str, Field] = {field.path: field for field in FIELDS}
CORE_FIELDS: tuple[Field, ...] = tuple(field for field in FIELDS if field.core)
REQUIRED_FIELDS: tuple[Field, ...] = tuple(field for field in FIELDS if field.required)
