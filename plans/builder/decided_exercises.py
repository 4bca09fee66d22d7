"""A clinician's decisions on the exercises: declined, added, changed, put back (joins.md section 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from plans.builder.decisions import Decided
from plans.builder.movement.choose import Chosen
from plans.builder.movement.dose import broken_limit, dose_of, dose_text, exercise_minutes
from plans.builder.plan import Because, DoseParts, Flag, LeftOut, PhysicalTherapy, PlannedExercise
from plans.intake.decisions import Decision
from plans.knowledge.loader import Knowledge

PART, DECLINED, BY_HAND = "physical_therapy", "declined", "decision"
FORBIDDEN, TOO_MUCH = "forbidden", "too-much"
AEROBIC, ONE_LINE = "aerobic", "J-03"
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
    declined = decided.declined_exercises | _declined_line(therapy, decided)
    if not declined and not decided.of("exercise", "add", "change", "put_back"):
        return DecidedExercises(therapy, ())
    listed = [*therapy.exercises, *therapy.extras]
    exercises, extras = (
        [_changed(e, decided, knowledge) for e in rows if e.id not in declined]
        for rows in (therapy.exercises, therapy.extras)
    )
    new, not_taken = _new_ones(listed, chosen, decided, knowledge)
    flags = tuple(_dangers([*exercises, *extras], new, chosen, decided, knowledge))
    gone = tuple(LeftOut(PART, e.id, DECLINED) for e in listed if e.id in declined)
    added = {exercise.id for exercise in new}
    return DecidedExercises(
        replace(
            therapy,
            exercises=(*exercises, *new),
            extras=tuple(extras),
            left_out=(*(row for row in therapy.left_out if row.id not in added), *gone, *not_taken),
            phases={
                phase: tuple(e for e in rows if e.id not in declined)
                for phase, rows in therapy.phases.items()
            },
            flags=(*therapy.flags, *(flag.id for flag in flags)),
            flag_details=(*therapy.flag_details, *flags),
        ),
        tuple(flag.id.partition(":")[2] for flag in flags),
    )


def _declined_line(therapy: PhysicalTherapy, decided: Decided) -> frozenset[str]:
    """The aerobic line is SM-MOVE (J-03): who declines the one declines the other."""
    if decided.about("module", "SM-MOVE", "decline") is None:
        return frozenset()
    return frozenset(exercise.id for exercise in therapy.exercises if exercise.need == AEROBIC)


def _new_ones(
    listed: list[PlannedExercise], chosen: Chosen, decided: Decided, knowledge: Knowledge
) -> tuple[list[PlannedExercise], list[LeftOut]]:
    """Exercises added by hand; a second aerobic line is not taken (J-03), and said."""
    library = knowledge.movement.exercises
    has_line = any(e.need == AEROBIC and e.id not in decided.declined_exercises for e in listed)
    new: list[PlannedExercise] = []
    not_taken: list[LeftOut] = []
    for id, decision in decided.of("exercise", "add", "put_back").items():
        if id not in library or any(exercise.id == id for exercise in listed):
            continue
        if library[id].is_aerobic and has_line:
            not_taken.append(LeftOut(PART, id, ONE_LINE))
            continue
        has_line = has_line or library[id].is_aerobic
        new.append(_added(id, decision, chosen, knowledge))
    return new, not_taken


def decided_parts(id: str, decided: Decided) -> dict[str, Any]:
    """The dose parts that a clinician set for an exercise."""
    decision = decided.about("exercise", id, "change", "add")
    return _parts(decision.value) if decision else {}


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
    parts = decided_parts(exercise.id, decided)
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


def _dangers(
    kept: list[PlannedExercise],
    new: list[PlannedExercise],
    chosen: Chosen,
    decided: Decided,
    knowledge: Knowledge,
) -> Iterator[Flag]:
    """What a decision made dangerous, shown until it is confirmed with a reason."""
    case, library = chosen.case, knowledge.movement.exercises
    for exercise in new:
        refused = case.refusal(exercise.id)
        if refused is not None and refused.startswith(FORBIDS) and not _confirmed(exercise.id, decided):
            yield Flag(f"{FORBIDDEN}:{exercise.id}", refused, exercise.because, exercise.sources)
    for exercise in (*kept, *new):
        broken = broken_limit(library[exercise.id], exercise.dose_parts, case)
        if broken and decided_parts(exercise.id, decided) and not _confirmed(exercise.id, decided):
            yield Flag(f"{TOO_MUCH}:{exercise.id}", broken, exercise.because, exercise.sources)


def _confirmed(id: str, decided: Decided) -> bool:
    """Whether the decision itself, or its gate, says why."""
    found = (
        decided.about("exercise", id, "add", "change", "put_back"),
        decided.about("gate", f"exercise:{id}", "confirm"),
    )
    return any(decision is not None and decision.reason.strip() for decision in found)
