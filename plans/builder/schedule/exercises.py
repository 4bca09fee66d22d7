"""The exercises of a plan as the day sees them, and what the patient is told of each (J-04 to J-11)."""

from __future__ import annotations

from dataclasses import replace

from plans.builder.movement.dose import dose_text
from plans.builder.plan import DoseParts, PhaseExercise, PhysicalTherapy, PlannedExercise
from plans.builder.schedule.minutes import ExerciseSet, TimedExercise
from plans.builder.schedule.place import PlacedDay
from plans.builder.schedule.sedation import CONTINUOUS, Sedation, needs_steadiness
from plans.builder.schedule.week import Week
from plans.knowledge.loader import Knowledge

AEROBIC = "aerobic"
BREATHING_EXTRA = "diaphragmatic-breathing"
DRAW_IN = "draw-in"


def is_aerobic(exercise: PlannedExercise) -> bool:
    return exercise.need == AEROBIC


def timed_exercises(
    exercises: tuple[PlannedExercise, ...],
    extras: tuple[PlannedExercise, ...],
    sedation: Sedation,
    knowledge: Knowledge,
    *,
    breathing_runs: bool,
) -> ExerciseSet:
    """What takes minutes of the day, in order; the breathing extra stands before the draw-in (J-09)."""
    blocks = [e for e in exercises if not is_aerobic(e) and not through_the_day(e, knowledge)]
    found = [_timed(exercise, sedation, knowledge) for exercise in blocks]
    extra = next((e for e in extras if e.id == BREATHING_EXTRA), None)
    if extra is not None and not breathing_runs:
        minutes = knowledge.self_care.day.minutes.technique_minutes
        at = next((n for n, e in enumerate(blocks) if e.id.startswith(DRAW_IN)), len(blocks))
        found.insert(at, TimedExercise(extra.id, minutes))
    return tuple(found)


def through_the_day(exercise: PlannedExercise, knowledge: Knowledge) -> bool:
    return exercise.id in knowledge.movement.dosing.exercise_minutes.through_the_day


def _timed(exercise: PlannedExercise, sedation: Sedation, knowledge: Knowledge) -> TimedExercise:
    day, row = knowledge.self_care.day, knowledge.movement.exercises[exercise.id]
    return TimedExercise(
        id=exercise.id,
        minutes=exercise.minutes,
        rounds=exercise.rounds,
        daily=exercise.need in day.daily.needs,
        balance=needs_steadiness(exercise.id, row.position, row.needs_floor, sedation, day.sedation),
        flexion=exercise.id in day.sedation.flexion,
    )


def told_to_patient(
    exercises: tuple[PlannedExercise, ...],
    week: Week,
    sedation: Sedation,
    knowledge: Knowledge,
    *,
    breathing_days: int | None = None,
) -> tuple[PlannedExercise, ...]:
    """Each exercise with the dose that is really placed; None where there is nothing to do.

    ``breathing_days``: days a week of SM-BREATHE, which is one line with the breathing extra (J-09).
    """
    return tuple(_told(exercise, week, sedation, knowledge, breathing_days) for exercise in exercises)


def _told(
    exercise: PlannedExercise,
    week: Week,
    sedation: Sedation,
    knowledge: Knowledge,
    breathing_days: int | None,
) -> PlannedExercise:
    if is_aerobic(exercise):
        return _told_aerobic(exercise, week, sedation, knowledge)
    if through_the_day(exercise, knowledge):
        return exercise
    if exercise.id == BREATHING_EXTRA and week.breathing[0] is not None:
        return _told_minutes(exercise, week.breathing[0], breathing_days or exercise.dose_parts.days)
    stands = next((e for one in week.share.sets for e in one if e.id == exercise.id), None)
    if stands is None or not any(exercise.id in day.placed.exercises() for day in week.days):
        rounds = stands.rounds if stands else exercise.rounds
        return replace(exercise, patient_dose=None, patient_dose_parts=None, rounds=rounds)
    if exercise.id == BREATHING_EXTRA:
        return _told_minutes(exercise, stands.minutes, exercise.dose_parts.days)
    if stands.rounds == exercise.rounds:
        return exercise
    parts = replace(exercise.dose_parts, per_day=stands.rounds)
    return replace(exercise, patient_dose=dose_text(parts), patient_dose_parts=parts, rounds=stands.rounds)


def _told_aerobic(
    exercise: PlannedExercise, week: Week, sedation: Sedation, knowledge: Knowledge
) -> PlannedExercise:
    walks = knowledge.self_care.day.sedation.walks
    not_alone = sedation.state == CONTINUOUS and exercise.id in walks
    bouts = week.placed_bouts
    if not week.minutes or not bouts:
        rounds = week.bouts[0] if week.bouts else exercise.rounds
        return replace(
            exercise, patient_dose=None, patient_dose_parts=None, rounds=rounds, not_alone=not_alone
        )
    parts = aerobic_parts(exercise.dose_parts, week.placed_move_minutes, bouts, week.days_a_week[0])
    return replace(
        exercise,
        patient_dose=dose_text(replace(parts, rpe=None)),
        patient_dose_parts=parts,
        minutes=week.placed_move_minutes,
        rounds=week.bouts[0],
        not_alone=not_alone,
    )


def _told_minutes(exercise: PlannedExercise, minutes: int, days: int | None) -> PlannedExercise:
    parts = DoseParts(per_day=1, days=days, minutes=minutes)
    return replace(
        exercise, patient_dose=dose_text(parts), patient_dose_parts=parts, minutes=minutes, rounds=1
    )


def aerobic_parts(dose: DoseParts, minutes: int, bouts: int, days: int) -> DoseParts:
    """The therapist's dose with what the patient gets of it."""
    return replace(dose, minutes=minutes, per_day=bouts, days=days)


def none_until_cleared(
    exercises: tuple[PlannedExercise, ...], knowledge: Knowledge
) -> tuple[PlannedExercise, ...]:
    """J-10: proposals only; what happens through the day stays."""
    return tuple(
        exercise
        if through_the_day(exercise, knowledge)
        else replace(exercise, patient_dose=None, patient_dose_parts=None)
        for exercise in exercises
    )


def phases_told(
    therapy: PhysicalTherapy, week: Week, knowledge: Knowledge, *, stopped: bool
) -> dict[str, tuple[PhaseExercise, ...]]:
    """Later phases: the therapist's dose stays, the aerobic line shows T of its first week (J-04)."""
    return {
        phase: tuple(
            _phase_told(exercise, therapy.phase_weeks[phase], week, knowledge, stopped=stopped)
            for exercise in exercises
        )
        for phase, exercises in therapy.phases.items()
    }


def _phase_told(
    exercise: PhaseExercise, at: int, week: Week, knowledge: Knowledge, *, stopped: bool
) -> PhaseExercise:
    if exercise.id in knowledge.movement.dosing.exercise_minutes.through_the_day:
        return exercise
    if stopped:
        return replace(exercise, patient_dose=None)
    if not knowledge.movement.exercises[exercise.id].is_aerobic:
        return exercise
    if not week.minutes or exercise.dose_parts is None:
        return replace(exercise, patient_dose=None)
    n = at - 1
    parts = aerobic_parts(exercise.dose_parts, week.minutes[n], week.bouts[n], week.days_a_week[n])
    return replace(exercise, patient_dose=dose_text(replace(parts, rpe=None)))


def rounds_again(exercises: ExerciseSet, placed: PlacedDay) -> tuple[tuple[str, int], ...]:
    """Further rounds of the day, of exercises whose block stands (J-07)."""
    standing = placed.exercises()
    return tuple((e.id, e.rounds - 1) for e in exercises if e.rounds > 1 and e.id in standing)
