"""The demonstration clinic: people, settings, and patients taken through the same actions as real ones."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from plans import actions
from plans.actions.carrying import flat_answers
from plans.intake.fields import FIELDS
from plans.models import Clinic, Draft, Patient, PlanVersion, User

DATA = Path(__file__).with_name("demo.toml")
CASES = Path(__file__).parents[2] / "tests" / "cases"
CASE_FILES = ("whole-patients.json", "physical-therapy.json", "medicines.json")
STATES = ("registered", "half_typed", "finished", "movement_signed", "whole_signed", "signed", "printed")
ASKED_NONE: dict[str, Any] = {"red_flags": [], "conditions": [], "medications": [], "allergies": []}
OVERRIDE_REASON = "Discussed with the patient; benefit outweighs the risk for now, review booked."
CLEARED_REASON = "Stable, cleared for exercise today."


@dataclass(frozen=True, slots=True)
class DemoPatient:
    """One row of ``demo.toml``."""

    record_number: str
    name: str
    case: str
    state: str
    medicines: str | None = None
    language: str = "en"
    weeks_ago: int = 0
    again: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Staff:
    pat: User
    dana: User
    fran: User
    alex: User


def load_demo() -> tuple[list[User], int]:
    """Make what is missing; answers the people and how many patients were added. Keeps all that is there."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))
    people = [_person(row, rows["password"]) for row in rows["user"]]
    staff = Staff(**{person.username: person for person in people})
    _set_up_clinic(staff, rows["clinic"])
    known = set(Patient.objects.values_list("record_number", flat=True))
    missing = [row for row in rows["patient"] if row["record_number"] not in known]
    for row in missing:
        _take_through(DemoPatient(**row), staff)
    return people, len(missing)


def demo_password() -> str:
    """The password the demonstration's people begin with."""
    return str(tomllib.loads(DATA.read_text(encoding="utf-8"))["password"])


def _person(row: dict[str, Any], password: str) -> User:
    known = User.objects.filter(username=row["username"]).first()
    if known is not None:
        return known
    with transaction.atomic():
        names = {name: row[name] for name in ("username", "first_name", "last_name", "credential")}
        person = User.objects.create_user(password=password, **names)
        person.groups.set(Group.objects.filter(name__in=row["roles"]))
    return person


def _set_up_clinic(staff: Staff, settings: dict[str, Any]) -> None:
    if Clinic.get().name:
        return
    actions.change_clinic(by=staff.alex, **settings)
    actions.accept_translations(by=staff.alex)


@transaction.atomic
def _take_through(row: DemoPatient, staff: Staff) -> None:
    """One patient wholly or not at all, so that a demonstration stopped half way is completed next time."""
    assessed_on = timezone.localdate() - timedelta(weeks=row.weeks_ago)
    answers = case_answers(row.case, row.medicines, assessed_on)
    patient = actions.register_patient(
        by=staff.fran,
        name=row.name,
        language=row.language,
        record_number=row.record_number,
        birth_date=date.fromisoformat(answers["patient.birth_date"]),
        sex_at_birth=answers["patient.sex_at_birth"],
    )
    _go_on(patient, answers, row.state, staff)
    if row.again:
        _measure_again(patient, answers, row.again, staff)


def _go_on(patient: Patient, answers: dict[str, Any], state: str, staff: Staff) -> None:
    """Through the steps of a visit up to ``state``."""
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("half_typed", lambda: _type(patient, _first_half(answers), staff)),
        ("finished", lambda: _finish(patient, answers, staff)),
        ("movement_signed", lambda: _sign_movement(patient, staff)),
        ("signed", lambda: _sign_whole(patient, staff)),
        ("printed", lambda: _print(patient, staff)),
    )
    if state == "whole_signed":
        _finish(patient, answers, staff)
        _sign_whole(patient, staff)
        return
    for name, step in steps:
        if STATES.index(name) <= STATES.index(state):
            step()


def _measure_again(patient: Patient, answers: dict[str, Any], again: dict[str, Any], staff: Staff) -> None:
    version = PlanVersion.objects.get(patient=patient)
    for week, totals in enumerate(again["weeks"], start=1):
        actions.record_journal_week(version=version, week=week, totals=totals, by=staff.pat)
    actions.open_draft(patient=patient, by=staff.pat)
    today = {"assessed_on": timezone.localdate().isoformat()}
    _go_on(patient, answers | again["answers"] | today, "signed", staff)


def _open(patient: Patient) -> Draft:
    return Draft.objects.get(patient=patient, closed_at=None)


def _type(patient: Patient, answers: dict[str, Any], staff: Staff) -> None:
    draft = _open(patient)
    known = {f"patient.{name}" for name in ("name", "language", "record_number")}
    values = {path: value for path, value in answers.items() if path not in known}
    actions.save_draft_fields(draft=draft, values=values, seen=draft.revision, by=staff.pat)


def _first_half(answers: dict[str, Any]) -> dict[str, Any]:
    """What is typed so far by somebody who works down the page."""
    paths = [question.path for question in FIELDS if question.path in answers]
    return {path: answers[path] for path in paths[: len(paths) // 2]}


def _finish(patient: Patient, answers: dict[str, Any], staff: Staff) -> None:
    _type(patient, answers, staff)
    asked = actions.finish_intake(draft=_open(patient), by=staff.pat)
    confirmed = [ask.path for ask in asked.asks]
    done = actions.finish_intake(draft=_open(patient), by=staff.pat, confirmed=confirmed)
    if done.assessment is None:
        raise ValueError(f"{patient.record_number}: {'; '.join(map(str, done.faults))}")


def _sign_movement(patient: Patient, staff: Staff) -> None:
    draft = _open(patient)
    actions.sign_movement(draft=draft, hash_seen=draft.movement_hash, by=staff.pat)


def _sign_whole(patient: Patient, staff: Staff) -> None:
    """The prescriber decides what waits for a decision, and signs."""
    draft = _open(patient)
    rules = {alert["rule"] for alert in (draft.plan or {})["medication"]["alerts"]}
    for gate in (draft.plan or {})["signing"]["prescriber"]:
        if gate in rules:
            line, action, reason = f"alert:{gate}", "override", OVERRIDE_REASON
        else:
            line, action, reason = f"gate:{gate}", "confirm", CLEARED_REASON
        actions.decide(draft=draft, line=line, action=action, reason=reason, by=staff.dana)
    draft = _open(patient)
    actions.sign_whole(draft=draft, hash_seen=draft.whole_hash, by=staff.dana)


def _print(patient: Patient, staff: Staff) -> None:
    version = PlanVersion.objects.filter(patient=patient).latest("number")
    actions.print_handout(
        version=version, edition="standard", language=patient.language, paper="letter", by=staff.fran
    )


def case_answers(case: str, medicines: str | None, assessed_on: date) -> dict[str, Any]:
    """The answers of a whole-patient case, by path, as if assessed on that day."""
    intake = _case(case)
    if medicines is not None:
        other = _case(medicines)
        groups = ("conditions", "labs", "medications", "allergies", "opioid_safety")
        intake = intake | {group: other[group] for group in groups if group in other}
    moved = _moved(intake, assessed_on - date.fromisoformat(intake["assessed_on"]))
    return ASKED_NONE | flat_answers(moved)


def _case(name: str) -> dict[str, Any]:
    for file in CASE_FILES:
        cases: Iterable[dict[str, Any]] = json.loads((CASES / file).read_text(encoding="utf-8"))
        for case in cases:
            if case["id"] == name:
                intake: dict[str, Any] = case["intake"]
                return intake
    raise ValueError(f"no case {name} in {', '.join(CASE_FILES)}")


def _moved(value: Any, days: timedelta, key: str = "") -> Any:
    """The same with every day but the birth date moved, so that all durations stay what they were."""
    if isinstance(value, dict):
        return {name: _moved(part, days, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_moved(part, days) for part in value]
    if key.endswith("_on") and isinstance(value, str):
        return (date.fromisoformat(value) + days).isoformat()
    return value
