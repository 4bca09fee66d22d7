"""Typing an intake: saved field by field, judged while typing, finished into an assessment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from plans.actions.building import clinic_knowledge, clinic_vocabulary, history_of, read_decisions
from plans.actions.carrying import carry_overrides
from plans.actions.drafting import hold_open, rebuild
from plans.actions.events import note
from plans.actions.patients import PERSON, saved_mark
from plans.builder.build import build_plan
from plans.builder.movement.scores import odi_percent, tsk11_total
from plans.builder.plan import Plan
from plans.builder.self_care.instruments import instruments
from plans.intake.faults import Ask, Fault
from plans.intake.fields import FIELD_BY_PATH, FIELDS, Kind
from plans.intake.history import History
from plans.intake.intake import Intake
from plans.intake.parsing import Parsed, parse
from plans.knowledge.loader import load
from plans.models import Assessment, Draft, Patient, User
from plans.permissions import require

Json = Any
# Questionnaires on paper whose answers are numbers, by the question that takes the total.
ADDED_UP = {"measures.odi_percent": "odi_percent", "measures.tsk11": "tsk11"}
# Lists of typed entries: what is wrong with one says nothing of the others.
ENTRIES = frozenset(field.path for field in FIELDS if field.kind is Kind.RECORDS or field.free_text)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else saved this field after it was opened: both values, and whose is the other."""

    path: str
    mine: Json
    theirs: Json
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Saved:
    """``revision`` is what the page has now seen; ``others`` are fields that other people saved meanwhile."""

    revision: int
    conflicts: tuple[Conflict, ...] = ()
    others: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """``assessment`` is ``None`` when faults or unanswered asks stand in the way; what was typed stays."""

    assessment: Assessment | None
    faults: tuple[Fault, ...] = ()
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What follows from what is typed so far; values with faults are left out of ``plan`` and ``intake``.

    ``changes``: each instrument against the visits before, as in the plan's ``progress``.
    """

    plan: Plan | None
    faults: tuple[Fault, ...] = ()
    asks: tuple[Ask, ...] = ()
    refused: str | None = None
    intake: Intake | None = None
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def save_draft_field(*, draft: Draft, path: str, value: Json, seen: int, by: User) -> Saved:
    """Autosave of one field. ``seen`` is the revision the page last heard of."""
    return save_draft_fields(draft=draft, values={path: value}, seen=seen, by=by)


@transaction.atomic
def save_draft_fields(
    *, draft: Draft, values: Mapping[str, Json], seen: int, by: User, overwrite: Collection[str] = ()
) -> Saved:
    """Save typed values; ``None`` empties a field.

    A field that somebody else saved since ``seen`` is not touched and comes back as a conflict, unless
    it is in ``overwrite``, which says that both values were shown. Raises KeyError on an unknown path.
    """
    require(by, "edit_intake", draft)
    values = {FIELD_BY_PATH[path].path: storable(value) for path, value in values.items()}
    draft = hold_open(draft)
    others = _saved_by_others(draft, seen, by)
    conflicts = tuple(
        Conflict(path, value, draft.answers.get(path), draft.saved[path]["by"], draft.saved[path]["at"])
        for path, value in values.items()
        if path in others and path not in overwrite and draft.answers.get(path) != value
    )
    refused = {conflict.path for conflict in conflicts}
    changed = {
        path: value
        for path, value in values.items()
        if path not in refused and draft.answers.get(path) != value
    }
    if changed:
        _write(draft, changed, by)
        note(by, "draft.save", draft, fields=sorted(changed), revision=draft.revision)
    return Saved(
        draft.revision, conflicts, {path: draft.answers.get(path) for path in others - values.keys()}
    )


def storable(value: Json) -> Json:
    """The same without the character NUL, which no key types and PostgreSQL cannot keep."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(name): storable(item) for name, item in value.items()}
    return value


def _saved_by_others(draft: Draft, seen: int, by: User) -> set[str]:
    name = by.get_username()
    return {path for path, mark in draft.saved.items() if mark["revision"] > seen and mark["by"] != name}


def _write(draft: Draft, changed: Mapping[str, Json], by: User) -> None:
    at = timezone.now()
    draft.revision += 1
    for path, value in changed.items():
        if value is None:
            draft.answers.pop(path, None)
        else:
            draft.answers[path] = value
        draft.saved[path] = saved_mark(draft.revision, by, at)
    draft.changed_at, draft.changed_by = at, by
    draft.save(update_fields=["revision", "answers", "saved", "changed_at", "changed_by"])


@transaction.atomic
def finish_intake(*, draft: Draft, by: User, confirmed: Collection[str] = ()) -> Finished:
    """Make the typed values an assessment and build the plan from it.

    ``confirmed`` are the paths whose question ("is this right?") was answered with yes.
    """
    require(by, "edit_intake", draft)
    draft = hold_open(draft)
    parsed = parse_answers(draft.answers)
    unanswered = tuple(ask for ask in parsed.asks if ask.path not in confirmed)
    if parsed.intake is None or unanswered:
        return Finished(None, parsed.faults, unanswered)
    if _number_is_anothers(draft.patient, parsed.intake):
        return Finished(None, (Fault("patient.record_number", "Another patient has this record number"),))
    draft.assessment = Assessment.record(parsed.intake, draft.patient, by)
    draft.finished_revision = draft.revision
    _follow_person(draft.patient, parsed.intake, by)
    carry_overrides(draft, by)
    rebuild(draft, by)
    note(by, "intake.finish", draft, assessment=draft.assessment.pk)
    return Finished(draft.assessment, asks=parsed.asks)


def _number_is_anothers(patient: Patient, intake: Intake) -> bool:
    number = intake.patient.record_number
    return bool(number) and Patient.objects.filter(record_number=number).exclude(pk=patient.pk).exists()


def _follow_person(patient: Patient, intake: Intake, by: User) -> None:
    """The patient's row follows what was answered at the visit; an unanswered question changes nothing."""
    known = {name: getattr(intake.patient, name) for name in PERSON}
    changed = {
        name: value for name, value in known.items() if value is not None and value != getattr(patient, name)
    }
    if changed:
        for name, value in changed.items():
            setattr(patient, name, value)
        patient.changed_at, patient.changed_by = timezone.now(), by
        patient.save()


def parse_answers(answers: Mapping[str, Json], *, complete: bool = True) -> Parsed:
    """Parse a draft's answers as intake JSON."""
    knowledge, clinic = clinic_knowledge()
    return parse(
        nested(answers), clinic_vocabulary(knowledge, clinic), timezone.localdate(), complete=complete
    )


def nested(answers: Mapping[str, Json]) -> dict[str, Any]:
    """A flat mapping of path to value as intake JSON."""
    tree: dict[str, Any] = {}
    for path, value in answers.items():
        *groups, name = path.split(".")
        inside = tree
        for group in groups:
            inside = inside.setdefault(group, {})
        inside[name] = value
    return tree


def preview(*, answers: Mapping[str, Json], by: User, draft: Draft | None = None) -> Preview:
    """Scores, deficits, red flags, alerts and all else that follows from ``answers``; nothing is saved.

    With ``draft`` the decisions taken on it count. ``refused`` is the rule that would refuse a plan; as long
    as only the duration is missing, ``plan`` shows what would follow if it were long enough.
    """
    require(by, "edit_intake", draft)
    parsed, faults = _parse_what_is_right(answers)
    if parsed.intake is None:
        return Preview(None, faults)
    history = history_of(draft) if draft is not None and draft.previous_id is not None else None
    plan = _preview_plan(parsed.intake, draft, history)
    if plan.status != "refused" or parsed.intake.pain.duration_weeks is not None:
        refused = plan.rule if plan.status == "refused" else None
        return Preview(
            plan, faults, parsed.asks, refused, parsed.intake, _changes(parsed.intake, plan, history)
        )
    supposed = clinic_knowledge()[0].movement.screen.too_early.weeks_up_to + 1
    long_enough = replace(parsed.intake, pain=replace(parsed.intake.pain, duration_weeks=supposed))
    supposed_plan = _preview_plan(long_enough, draft, history)
    changes = _changes(parsed.intake, supposed_plan, history)
    return Preview(supposed_plan, faults, parsed.asks, plan.rule, parsed.intake, changes)


def _preview_plan(intake: Intake, draft: Draft | None, history: History | None) -> Plan:
    knowledge, clinic = clinic_knowledge()
    taken = [row.as_data() for row in draft.decision_rows()] if draft is not None else []
    decisions = read_decisions(taken, intake.assessed_on, clinic_vocabulary(knowledge, clinic))
    return build_plan(
        intake, knowledge, intake.assessed_on, decisions=decisions, history=history, clinic=clinic
    )


def _changes(intake: Intake, plan: Plan, history: History | None) -> Mapping[str, Mapping[str, Any]]:
    if history is None or plan.status == "refused":
        return {}
    return instruments(intake, plan.scores, history, load())


def add_up(path: str, answers: Sequence[int | None]) -> int | None:
    """The total of a form that was filled on paper; ``None`` when too few of its items are answered.

    ``answers`` are its items in order. Only for an instrument whose total follows from numbers alone.
    """
    rows = load().movement.instruments
    padded = [*answers, *[None] * (rows[ADDED_UP[path]].items - len(answers))]
    add = {"odi_percent": odi_percent, "tsk11": tsk11_total}[ADDED_UP[path]]
    return add(padded, rows[ADDED_UP[path]])


def _parse_what_is_right(answers: Mapping[str, Json]) -> tuple[Parsed, tuple[Fault, ...]]:
    """The answers without what is wrong, parsed, and the faults of all of them."""
    parsed, left = parse_answers(answers, complete=False), dict(answers)
    faults = parsed.faults
    while parsed.faults:  # what is left out can be missed by another value: each round leaves out more
        smaller = without_faults(left, parsed.faults)
        if smaller == left:
            break
        left = smaller
        parsed = parse_answers(left, complete=False)
    return parsed, faults


def without_faults(answers: Mapping[str, Json], faults: Iterable[Fault]) -> dict[str, Json]:
    """The answers that no fault is about. A list of entries loses only those with faults.

    One that loses all of them is not recorded: it was not answered with "none".
    """
    left = dict(answers)
    wrong_entries: dict[str, set[int]] = defaultdict(set)
    for fault in faults:
        path, bracket, inside = fault.path.partition("[")
        if bracket and path in ENTRIES:
            wrong_entries[path].add(int(inside.partition("]")[0]))
        else:
            left.pop(path, None)
    for path in wrong_entries.keys() & left.keys():
        left[path] = [entry for at, entry in enumerate(left[path]) if at not in wrong_entries[path]]
        if not left[path]:
            del left[path]
    return left
