"""Doses, minutes and phases as numbers (sections 7.5 and 7.6, joins.md J-07)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from plans.intake.intake import Intake
from plans.knowledge.movement.exercises import Exercise
from plans.knowledge.movement.rows import Bands, Row, bands_of, make, make_all, reader_of
from plans.knowledge.reading import KnowledgeError, need_known, read_toml

FILE = "dosing.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class FromTolerance(Row):
    """DOSE-T: tenths of the baseline in week 1 and added each week; caps by exercise."""

    start_tenths: int
    step_tenths: int
    load_step_kg: float
    cap_minutes: Mapping[str, int]
    load_cap_kg: float
    week_of_phase: tuple[int, ...]
    timed: Mapping[str, str]  # exercise -> intake path of its baseline, min
    loaded: tuple[str, ...]
    baselines: Mapping[str, Callable[[Intake], Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Least(Row):
    minutes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load(Row):
    not_measured_kg: float
    fragile_precautions: tuple[str, ...]
    fragile_cap_kg: float
    no_weight_below_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AerobicDose(Row):
    from_walking: tuple[str, ...]
    minutes_when_unknown: Mapping[str, int]
    bouts: Bands
    days: int
    days_in_water: int
    in_water: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intensity(Row):
    """RPE on the 6-20 scale."""

    easy: str
    easy_says: str
    moderate: str
    moderate_says: str
    easy_phase: int
    easy_precautions: tuple[str, ...]
    easy_irritability: str
    easy_aerobic: str
    target_week: int
    target_minutes_per_week: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Irritable(Row):
    sets_fewer: int
    sets_at_least: int
    high_sets: int
    high_reps_tenths: int
    high_reps_at_least: int
    high_hold_divided_by: int
    high_hold_at_least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cardiac(Row):
    precaution: str
    component: str
    hold_at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseMinutes(Row):
    """J-07, in seconds."""

    setup_seconds: int
    between_reps_seconds: int
    between_sets_seconds: int
    sides: int
    through_the_day: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Row):
    number: int
    from_week: int
    to_week: int
    aim: str
    move_on: str
    asks: str  # what only the therapist can answer where the diary does not show it
    hold: str
    green_weeks: int
    done_percent_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeChange(Row):
    """At a review, ``mode`` becomes ``becomes`` when ``green_minutes`` are green (7.6)."""

    mode: str
    becomes: str
    green_minutes: int
    unless_precaution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBack(Row):
    """After a red week: the irritability that DOSE-S reads in place of the judged one, and easier levels."""

    dosed_as: Mapping[str, str]
    levels_lower: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance(Row):
    """After ``when_remeasure`` with this overall class: so few exercises beside the aerobic one."""

    exercises: int
    days: str
    days_most: int
    when_remeasure: str
    when_overall: str


@dataclass(frozen=True, slots=True)
class Dosing:
    tolerance: FromTolerance
    least: Least
    load: Load
    aerobic: AerobicDose
    intensity: Intensity
    irritable: Irritable
    cardiac: Cardiac
    progression: Row
    exercise_minutes: ExerciseMinutes
    step_back: StepBack
    phases: tuple[Phase, ...]
    mode_changes: tuple[ModeChange, ...]
    maintenance: Maintenance


def read_dosing() -> Dosing:
    """The rules of dosing; raises KnowledgeError."""
    data = read_toml(FILE)

    def one(kind: Any, name: str, **given: Any) -> Any:
        return make(kind, FILE, data[name], **given)

    timed = data["tolerance"]["timed"].items()
    baselines = {exercise: reader_of(FILE, "DOSE-T", path) for exercise, path in timed}
    return Dosing(
        tolerance=one(FromTolerance, "tolerance", baselines=baselines),
        least=one(Least, "least"),
        load=one(Load, "load"),
        aerobic=one(AerobicDose, "aerobic", bouts=bands_of(FILE, data["aerobic"]["bouts"])),
        intensity=one(Intensity, "intensity"),
        irritable=one(Irritable, "irritable"),
        cardiac=one(Cardiac, "cardiac"),
        progression=one(Row, "progression"),
        exercise_minutes=one(ExerciseMinutes, "exercise_minutes"),
        step_back=one(StepBack, "step_back"),
        phases=make_all(Phase, FILE, data["phase"]),
        mode_changes=make_all(ModeChange, FILE, data["mode_change"]),
        maintenance=one(Maintenance, "maintenance"),
    )


def check_dosing(dosing: Dosing, exercises: Mapping[str, Exercise]) -> None:
    """Every exercise that is dosed in minutes has a cap and a least; every name is an exercise."""
    tolerance = dosing.tolerance
    named = {*tolerance.cap_minutes, *dosing.least.minutes, *tolerance.timed, *tolerance.loaded}
    named |= {
        *dosing.aerobic.from_walking,
        *dosing.aerobic.in_water,
        *dosing.exercise_minutes.through_the_day,
    }
    need_known(FILE, "exercises", sorted(named), exercises, "exercise")
    for exercise in exercises.values():
        in_minutes = exercise.is_aerobic or exercise.id in tolerance.timed
        for rule, table in (("DOSE-T", tolerance.cap_minutes), ("DOSE-T2", dosing.least.minutes)):
            if in_minutes != (exercise.id in table):
                raise KnowledgeError(
                    FILE, rule, f"minutes of {exercise.id}: {'missing' if in_minutes else 'not its dose'}"
                )
        if not in_minutes and (exercise.sets is None or exercise.reps is None):
            raise KnowledgeError("exercises.toml", exercise.id, "needs sets and reps")
        if bool(exercise.load) != (exercise.id in tolerance.loaded):
            raise KnowledgeError(FILE, "DOSE-T", f"load of {exercise.id}")
