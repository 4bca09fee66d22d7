"""A clinician's decisions on the exercises: declined, added, changed, put back (joins.md section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from plans.builder.decisions import Decided
from plans.builder.movement.choose import Chosen
from plans.builder.movement.dose import dose_of, dose_text, exercise_minutes
from plans.builder.plan import Because, DoseParts, Flag, LeftOut, PhysicalTherapy, PlannedExercise
from plans.intake.decisions import Decision
from plans.knowledge.loader import Knowledge

PART, DECLINED, BY_HAND, FORBIDDEN = "physical_therapy", "declined", "decision", "forbidden"
AEROBIC = "aerobic"
PARTS = frozenset(field.name for field in fields(DoseParts))
FORBIDS = ("precaution:", "medicine:", "irritability:")


@dataclass(frozen=True, slots=True)
class DecidedExercises:
    """``unconfirmed``: exercises that something forbids and that nobody confirmed with a reason."""

    therapy: PhysicalTherapy
    unconfirmed: tuple[str, ...]


def decide_exercises(
    therapy: PhysicalTherapy, chosen: Chosen, decided: Decided, knowledge: Knowledge
) -> DecidedExercises:
    """A declined exercise leaves and its place stays empty; what is added stands last."""
    if not decided.of("exercise", "decline", "add", "change", "put_back"):
        return DecidedExercises(therapy, ())
    declined = decided.declined_exercises
    listed = [*therapy.exercises, *therapy.extras]
    exercises = [_changed(e, decided, knowledge) for e in therapy.exercises if e.id not in declined]
    new = _new_ones(listed, chosen, decided, knowledge)
    refused = {exercise.id: chosen.case.refusal(exercise.id) for exercise in new}
    flags = tuple(_forbidden(e, refused[e.id], decided) for e in new if _is_forbidden(refused[e.id]))
    open_flags = tuple(flag for flag in flags if flag is not None)
    gone = tuple(LeftOut(PART, e.id, DECLINED) for e in listed if e.id in declined)
    added = {exercise.id for exercise in new}
    return DecidedExercises(
        replace(
            therapy,
            exercises=(*exercises, *new),
            extras=tuple(e for e in therapy.extras if e.id not in declined),
            left_out=(*(row for row in therapy.left_out if row.id not in added), *gone),
            phases={
                phase: tuple(e for e in rows if e.id not in declined)
                for phase, rows in therapy.phases.items()
            },
            flags=(*therapy.flags, *(flag.id for flag in open_flags)),
            flag_details=(*therapy.flag_details, *open_flags),
        ),
        tuple(flag.id.partition(":")[2] for flag in open_flags),
    )


def _new_ones(
    listed: list[PlannedExercise], chosen: Chosen, decided: Decided, knowledge: Knowledge
) -> list[PlannedExercise]:
    """Exercises added by hand; a second aerobic line is not taken (J-03)."""
    library = knowledge.movement.exercises
    has_line = any(e.need == AEROBIC and e.id not in decided.declined_exercises for e in listed)
    new: list[PlannedExercise] = []
    for id, decision in decided.of("exercise", "add", "put_back").items():
        if id not in library or any(exercise.id == id for exercise in listed):
            continue
        if library[id].is_aerobic and has_line:
            continue
        has_line = has_line or library[id].is_aerobic
        new.append(_added(id, decision, chosen, knowledge))
    return new


def _parts(value: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: part for name, part in (value or {}).items() if name in PARTS}


def _with_dose(exercise: PlannedExercise, parts: DoseParts, knowledge: Knowledge) -> PlannedExercise:
    text = dose_text(parts)
    dosing = knowledge.movement.dosing
    inside_the_day = exercise.id in dosing.exercise_minutes.through_the_day
    return replace(
        exercise,
        dose=text,
        dose_parts=parts,
        patient_dose=text,
        patient_dose_parts=parts,
        minutes=0 if inside_the_day else exercise_minutes(parts, dosing),
        rounds=parts.per_day or 1,
    )


def _changed(exercise: PlannedExercise, decided: Decided, knowledge: Knowledge) -> PlannedExercise:
    decision = decided.about("exercise", exercise.id, "change", "add")
    parts = _parts(decision.value) if decision else {}
    if decision is None or not parts:
        return exercise
    changed = _with_dose(exercise, replace(exercise.dose_parts, **parts), knowledge)
    return replace(changed, because=(*exercise.because, Because(decision.line, decision.action)))


def _added(id: str, decision: Decision, chosen: Chosen, knowledge: Knowledge) -> PlannedExercise:
    row = knowledge.movement.exercises[id]
    parts = replace(dose_of(row, chosen.case), **_parts(decision.value))
    bare = PlannedExercise(
        id=id,
        component=row.component,
        need=AEROBIC if row.is_aerobic else BY_HAND,
        rule=decision.line,
        dose="",
        dose_parts=parts,
        patient_dose=None,
        patient_dose_parts=None,
        minutes=0,
        rounds=1,
        because=(Because(decision.line, decision.reason or decision.action),),
        sources=row.sources,
    )
    return _with_dose(bare, parts, knowledge)


def _is_forbidden(refused: str | None) -> bool:
    return refused is not None and refused.startswith(FORBIDS)


def _forbidden(exercise: PlannedExercise, refused: str | None, decided: Decided) -> Flag | None:
    """Shown until it is confirmed with a reason."""
    decision = decided.about("exercise", exercise.id, "add", "put_back")
    if decision is None or decision.reason.strip():
        return None
    return Flag(f"{FORBIDDEN}:{exercise.id}", refused or "", exercise.because, exercise.sources)
