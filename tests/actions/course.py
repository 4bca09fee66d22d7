"""Short ways through a visit, for tests of what happens at its steps."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

from django.utils import timezone

from plans.actions import (
    Signed,
    finish_intake,
    register_patient,
    save_draft_fields,
    sign_movement,
    sign_whole,
)
from plans.actions.carrying import flat_answers
from plans.models import Draft, Patient, PlanVersion, User
from tests.support import read_cases

# What the published office worker lacks for both signatures: nothing found, nothing taken, all asked.
COMPLETE = {
    "patient.language": "en",
    "red_flags": [],
    "conditions": [],
    "allergies": [],
    "medications": [
        {"drug": "acetaminophen", "dose_mg": 500, "times_per_day": 3, "started_on": "2026-02-02"}
    ],
}


def office_worker(**changes: Any) -> dict[str, Any]:
    """Answers of a whole intake that both may sign, by path; ``None`` takes one away."""
    intake = copy.deepcopy(read_cases("whole-patients.json")[0]["intake"])
    answers = flat_answers(intake) | COMPLETE
    answers |= {path.replace("__", "."): value for path, value in changes.items()}
    return {path: value for path, value in answers.items() if value is not None}


def draft_of(patient: Patient) -> Draft:
    return Draft.objects.select_related("patient", "assessment", "previous").get(
        patient=patient, closed_at=None
    )


def new_draft(by: User, name: str = "Maria García", answers: dict[str, Any] | None = None) -> Draft:
    """A registered patient whose intake is typed in but not finished."""
    patient = register_patient(by=by, name=name)
    draft = draft_of(patient)
    typed = office_worker() if answers is None else answers
    save_draft_fields(draft=draft, values=typed, seen=draft.revision, by=by)
    return draft_of(patient)


def built_draft(by: User, answers: dict[str, Any] | None = None) -> Draft:
    """A draft with its plan."""
    draft = new_draft(by, answers=answers)
    finished = finish(draft, by)
    assert finished.faults == (), finished.faults
    return draft_of(draft.patient)


def finish(draft: Draft, by: User) -> Any:
    """Finish an intake, answering every question with yes."""
    asked = finish_intake(draft=draft, by=by)
    if asked.assessment is not None or asked.faults:
        return asked
    return finish_intake(draft=draft, by=by, confirmed=[ask.path for ask in asked.asks])


def signed_version(therapist: User, prescriber: User, answers: dict[str, Any] | None = None) -> PlanVersion:
    """A version that both signed."""
    version = sign_both(built_draft(therapist, answers), therapist, prescriber).version
    assert version is not None
    return version


def sign_both(draft: Draft, therapist: User, prescriber: User, first: str = "therapist") -> Signed:
    """What the second of both signatures answers."""
    parts = [
        lambda now: sign_movement(draft=now, hash_seen=now.movement_hash, by=therapist),
        lambda now: sign_whole(draft=now, hash_seen=now.whole_hash, by=prescriber),
    ]
    for part in parts if first == "therapist" else reversed(parts):
        signed = part(draft_of(draft.patient))
    return signed


def weeks_ago(weeks: int) -> str:
    return (timezone.localdate() - timedelta(weeks=weeks)).isoformat()


def signed_versions(count: int, by: User) -> list[PlanVersion]:
    """So many versions, each of a patient of its own; signed once, and copied, which is quicker."""
    first = signed_version(by, by)
    fields = [field.attname for field in PlanVersion._meta.concrete_fields if not field.primary_key]
    values = {name: getattr(first, name) for name in fields}
    made = [first]
    for number in range(1, count):
        patient = register_patient(by=by, name=f"Patient {number}")
        copied = PlanVersion(**values | {"patient_id": patient.pk})
        copied.hash = copied.own_hash()
        copied.save()
        made.append(copied)
    return made
