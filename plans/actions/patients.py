"""Registering, opening and finding patients."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from plans.actions.carrying import standing_answers
from plans.actions.events import note
from plans.actions.outcome import Refused
from plans.models import Draft, EmergencyAccess, Patient, PlanVersion, SearchWord, User
from plans.models.people import begins, folded_words
from plans.permissions import require

PERSON = ("name", "record_number", "birth_date", "sex_at_birth", "language", "phone")
FOUND_AT_MOST = 20


@transaction.atomic
def register_patient(
    *,
    by: User,
    name: str,
    birth_date: date | None = None,
    sex_at_birth: str = "",
    language: str = "en",
    record_number: str = "",
    phone: str = "",
) -> Patient:
    """A new patient with an open draft, so that the patient stands on the worklist as to be assessed."""
    require(by, "register_patient")
    _refuse_known_number(record_number)
    patient = Patient(
        name=name.strip(),
        birth_date=birth_date,
        sex_at_birth=sex_at_birth,
        language=language,
        record_number=record_number.strip(),
        phone=phone.strip(),
        registered_by=by,
        changed_by=by,
    )
    patient.save()
    note(by, "patient.register", patient)
    _new_draft(patient, by)
    return patient


@transaction.atomic
def change_patient(*, patient: Patient, by: User, **values: Any) -> Patient:
    """Correct who the patient is (the names in ``PERSON``); an open draft follows."""
    require(by, "register_patient", patient)
    unknown = values.keys() - set(PERSON)
    if unknown:
        raise TypeError(f"change_patient does not know {', '.join(sorted(unknown))}")
    patient = Patient.objects.select_for_update().get(pk=patient.pk)
    if values.get("record_number", patient.record_number) != patient.record_number:
        _refuse_known_number(values["record_number"])
    changed = sorted(name for name, value in values.items() if getattr(patient, name) != value)
    if not changed:
        return patient
    for name in changed:
        setattr(patient, name, values[name])
    patient.changed_at, patient.changed_by = timezone.now(), by
    patient.save()
    draft = open_draft_of(patient, lock=True)
    if draft is not None:
        _write_person(draft, patient, changed, by)
    note(by, "patient.change", patient, fields=changed)
    return patient


def _refuse_known_number(record_number: str) -> None:
    if record_number and Patient.objects.filter(record_number=record_number.strip()).exists():
        raise Refused("record-number", "Another patient has this record number.")


def _write_person(draft: Draft, patient: Patient, names: list[str], by: User) -> None:
    draft.revision += 1
    at = timezone.now()
    for name in names:
        draft.answers[f"patient.{name}"] = person_answer(patient, name)
        draft.saved[f"patient.{name}"] = saved_mark(draft.revision, by, at)
    draft.changed_at, draft.changed_by = at, by
    draft.save()


def person_answer(patient: Patient, name: str) -> Any:
    """A value of the patient's row as intake JSON."""
    value = getattr(patient, name)
    return value.isoformat() if isinstance(value, date) else value or None


def saved_mark(revision: int, by: User, at: Any) -> dict[str, Any]:
    """Which revision of a draft wrote a field, who and when."""
    return {"revision": revision, "by": by.get_username(), "at": at.isoformat()}


@transaction.atomic
def open_draft(*, patient: Patient, by: User) -> Draft:
    """The patient's open draft, or a new one that starts from what the last visit leaves standing."""
    require(by, "edit_intake", patient)
    Patient.objects.select_for_update().get(pk=patient.pk)  # two people must not open two
    return open_draft_of(patient, lock=True) or _new_draft(patient, by)


def open_draft_of(patient: Patient, *, lock: bool = False) -> Draft | None:
    drafts = Draft.objects.select_for_update() if lock else Draft.objects
    return drafts.filter(patient=patient, closed_at=None).first()


def _new_draft(patient: Patient, by: User) -> Draft:
    previous = PlanVersion.objects.filter(patient=patient).order_by("-number").first()
    today = timezone.localdate()
    answers = standing_answers(previous, today) if previous else {}
    answers |= {f"patient.{name}": person_answer(patient, name) for name in PERSON}
    answers["assessed_on"] = today.isoformat()
    draft = Draft.objects.create(
        patient=patient,
        previous=previous,
        answers={path: value for path, value in answers.items() if value is not None},
        opened_by=by,
        changed_by=by,
    )
    note(by, "draft.open", draft, previous=previous.number if previous else None)
    return draft


@transaction.atomic
def record_view(*, subject: Patient | Draft | PlanVersion, by: User, page: str) -> None:
    """Note that somebody looked at a patient's record."""
    require(by, "view_clinical", subject)
    note(by, "record.view", subject, page=page)


@transaction.atomic
def open_in_emergency(*, patient: Patient, reason: str, by: User) -> EmergencyAccess:
    """Let somebody without the right read one record for some hours. The reason is kept for the audit."""
    require(by, "open_in_emergency", patient)
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("reason", "Say why this record has to be opened now.")
    access = EmergencyAccess.insert(patient=patient, reason=reason, opened_by=by)
    note(by, "record.emergency", patient, access=access.pk)
    return access


def find_patients(*, words: str, by: User) -> list[Patient]:
    """Patients of whom every typed word begins a part of the name, the record number or the birth date."""
    require(by, "see_worklist")
    typed = sorted(folded_words(words), key=len)
    if not typed:
        return []
    found = SearchWord.objects.filter(begins(typed.pop()))  # the longest says most
    for word in typed:
        others = SearchWord.objects.filter(begins(word), patient=OuterRef("patient"))
        found = found.filter(Exists(others))
    ids = found.order_by("word", "patient").values_list("patient", flat=True)[:FOUND_AT_MOST]
    return list(Patient.objects.filter(pk__in=list(ids)).order_by("name", "pk"))
