"""Start doses and the doses of later phases, from measured tolerance first (section 7.5)."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from math import ceil

from plans.builder.movement.case import Case
from plans.builder.movement.stage import in_force, with_assumed
from plans.builder.plan import Because, DoseParts
from plans.builder.rounding import exact
from plans.knowledge.movement.dosing import Dosing
from plans.knowledge.movement.exercises import Exercise
from plans.knowledge.movement.rows import grade_of

TENTHS = 10
WALK, AEROBIC, LIFT = "tolerance.walk_minutes", "tolerance.aerobic_minutes", "tolerance.lift_kg"


def dose_of(exercise: Exercise, case: Case, phase: int | None = None) -> DoseParts:
    """What the therapist's rules give in ``phase`` (1-3); in the phase of the plan where none is named."""
    dosing, phase = case.movement.dosing, phase or case.stage.phase
    if exercise.is_aerobic:
        return _aerobic_dose(exercise, case, phase)
    if exercise.id in dosing.tolerance.timed:
        minutes = _timed_minutes(exercise.id, case, case.stage.week_of_plan(phase, dosing))
        return DoseParts(per_day=exercise.per_day, days=exercise.days, minutes=minutes)
    return _counted_dose(exercise, case, phase)


def _dosed_as(case: Case, phase: int) -> str:
    """The irritability of DOSE-S, one class higher in this phase after a red week (7.6)."""
    lower = case.stage.steps_back and phase == case.stage.phase
    return case.movement.dosing.step_back.dosed_as[case.irritability] if lower else case.irritability


def _days(exercise: Exercise, case: Case) -> int:
    """In maintenance 2 or 3 days a week (7.6); what happens inside the day is no session."""
    dosing = case.movement.dosing
    if not case.stage.maintenance or exercise.id in dosing.exercise_minutes.through_the_day:
        return exercise.days
    return min(exercise.days, dosing.maintenance.days_most)


def dose_rules(exercise: Exercise, case: Case) -> tuple[str, ...]:
    """Which rules made the dose."""
    dosing = case.movement.dosing
    rules = []
    if exercise.is_aerobic:
        rules += [dosing.aerobic.id, dosing.tolerance.id, dosing.least.id, dosing.intensity.id]
    elif exercise.id in dosing.tolerance.timed:
        rules += [dosing.tolerance.id, dosing.least.id]
    else:
        rules.append(dosing.irritable.id)
    if exercise.id in dosing.tolerance.loaded:
        rules += [dosing.tolerance.id, dosing.load.id]
    if dosing.cardiac.precaution in case.precautions and not exercise.is_aerobic:
        rules.append(dosing.cardiac.id)
    if case.stage.steps_back and not exercise.is_aerobic:
        rules.append(dosing.step_back.id)
    if case.stage.maintenance:
        rules.append(dosing.maintenance.when_remeasure)
    return tuple(rules)


def dose_facts(exercise: Exercise, case: Case) -> tuple[Because, ...]:
    """What the dose was reckoned from."""
    tolerance, dosing = case.intake.tolerance, case.movement.dosing
    if exercise.is_aerobic:
        path = aerobic_baseline(exercise.id, dosing)
        if (minutes := _tolerated_minutes(path, case)) is not None:
            return (Because(path, minutes, "min"),)
        return (Because("aerobic", case.severities["aerobic"]),)
    if exercise.id in dosing.tolerance.timed:
        path = dosing.tolerance.timed[exercise.id]
        return (Because(path, dosing.tolerance.baselines[exercise.id](case.intake), "min"),)
    if exercise.id in dosing.tolerance.loaded:
        return (Because(LIFT, tolerance.lift_kg, "kg"),)
    return (Because("irritability", case.irritability),)


def aerobic_baseline(exercise_id: str, dosing: Dosing) -> str:
    """The intake path of the tolerance that an aerobic exercise is dosed from (DOSE-A)."""
    return WALK if exercise_id in dosing.aerobic.from_walking else AEROBIC


def _tolerated_minutes(path: str, case: Case) -> int | None:
    tolerance = case.intake.tolerance
    return tolerance.walk_minutes if path == WALK else tolerance.aerobic_minutes


def _of_baseline(baseline: Decimal, week: int, dosing: Dosing) -> Decimal:
    rule = dosing.tolerance
    return baseline * (rule.start_tenths + rule.step_tenths * (week - 1)) / TENTHS


def minutes_in_week(exercise_id: str, baseline: float | None, week: int, dosing: Dosing) -> int:
    """DOSE-T of ``week`` (1-12) from a measured baseline in minutes; unknown: the least there is."""
    least, cap = dosing.least.minutes[exercise_id], dosing.tolerance.cap_minutes[exercise_id]
    if baseline is None:
        return least
    return max(least, min(cap, int(_of_baseline(exact(baseline), week, dosing))))


def _timed_minutes(exercise_id: str, case: Case, week: int) -> int:
    """DOSE-T of ``week`` of this plan, for sitting and standing inside the day."""
    dosing = case.movement.dosing
    path, value = dosing.tolerance.timed[exercise_id], dosing.tolerance.baselines[exercise_id](case.intake)
    standing = in_force(case.stage.baselines(path, value, dosing))
    return max(minutes_in_week(exercise_id, one.value, one.week + week - 1, dosing) for one in standing)


def aerobic_minutes_in_week(exercise_id: str, case: Case, week: int) -> int:
    """DOSE-A of ``week`` of this plan: from the tolerance of that kind of exercise, else by aerobic severity.

    A line that goes on from the plan before counts the weeks that were walked, where they are more than its
    phase's: J-04 holds the patient's minutes against "DOSE-T of the same week".
    """
    dosing = case.movement.dosing
    path = aerobic_baseline(exercise_id, dosing)
    found = case.stage.baselines(path, _tolerated_minutes(path, case), dosing)
    on = exercise_id == case.stage.goes_on
    return max(
        minutes_in_week(
            exercise_id, one.value, (max(one.week, one.walked) if on else one.week) + week - 1, dosing
        )
        for one in in_force(with_assumed(found, _assumed_minutes(case)))
    )


def _assumed_minutes(case: Case) -> float:
    """The baseline of a tolerance that nobody measured: the assumed minutes are those of its week 1."""
    dosing = case.movement.dosing
    minutes = dosing.aerobic.minutes_when_unknown[case.severities["aerobic"] or "not_judged"]
    return minutes * TENTHS / dosing.tolerance.start_tenths


def bouts_a_day(minutes: int, dosing: Dosing) -> int:
    """How often a day, by the minutes of one bout."""
    bouts: int = grade_of(dosing.aerobic.bouts, minutes)
    return bouts


def _aerobic_dose(exercise: Exercise, case: Case, phase: int) -> DoseParts:
    dosing = case.movement.dosing
    minutes = aerobic_minutes_in_week(exercise.id, case, case.stage.week_of_plan(phase, dosing))
    in_water = exercise.id in dosing.aerobic.in_water
    return DoseParts(
        per_day=bouts_a_day(minutes, dosing),
        days=dosing.aerobic.days_in_water if in_water else dosing.aerobic.days,
        minutes=minutes,
        rpe=effort(case, phase),
    )


def effort(case: Case, phase: int) -> str:
    """RPE on the 6-20 scale (DOSE-B)."""
    rule = case.movement.dosing.intensity
    easy = (
        phase == rule.easy_phase
        or any(name in case.precautions for name in rule.easy_precautions)
        or case.irritability == rule.easy_irritability
        or case.severities["aerobic"] == rule.easy_aerobic
    )
    return rule.easy if easy else rule.moderate


def _counted_dose(exercise: Exercise, case: Case, phase: int) -> DoseParts:
    if exercise.sets is None or exercise.reps is None:
        raise ValueError(f"{exercise.id} is not dosed in sets")
    sets, reps, hold = exercise.sets, exercise.reps, exercise.hold_s
    rule, cardiac = case.movement.dosing.irritable, case.movement.dosing.cardiac
    irritability = _dosed_as(case, phase)
    if irritability == "moderate":
        sets = max(rule.sets_at_least, sets - rule.sets_fewer)
    elif irritability == "high":
        sets = rule.high_sets
        if reps > 1:
            reps = max(rule.high_reps_at_least, reps * rule.high_reps_tenths // TENTHS)
        if hold is not None:
            hold = max(rule.high_hold_at_least, ceil(hold / rule.high_hold_divided_by))
    if (
        hold is not None
        and cardiac.precaution in case.precautions
        and exercise.component == cardiac.component
    ):
        hold = min(hold, cardiac.hold_at_most)
    load = _load(case, phase) if exercise.id in case.movement.dosing.tolerance.loaded else None
    days = _days(exercise, case)
    return DoseParts(sets, reps, hold, exercise.each_side, exercise.per_day, days, load_kg=load)


def broken_limit(exercise: Exercise, parts: DoseParts, case: Case) -> str | None:
    """The rule whose limit for this patient a dose goes beyond: fragile bone (DOSE-T3), heart (DOSE-C)."""
    dosing = case.movement.dosing
    fragile = any(name in case.precautions for name in dosing.load.fragile_precautions)
    if fragile and (parts.load_kg or 0) > dosing.load.fragile_cap_kg:
        return dosing.load.id
    held = (
        exercise.component == dosing.cardiac.component and (parts.hold_s or 0) > dosing.cardiac.hold_at_most
    )
    return dosing.cardiac.id if held and dosing.cardiac.precaution in case.precautions else None


def _load(case: Case, phase: int) -> float:
    """kg to lift; 0.0 means no weight (DOSE-T, DOSE-T3)."""
    dosing, week = case.movement.dosing, case.stage.week_of_plan(phase, case.movement.dosing) - 1
    rule, step = dosing.load, exact(dosing.tolerance.load_step_kg)
    standing = in_force(case.stage.baselines(LIFT, case.intake.tolerance.lift_kg, dosing))
    kg = max(
        exact(rule.not_measured_kg)
        if one.value is None
        else _of_baseline(exact(one.value), one.week + week, dosing)
        for one in standing
    )
    fragile = any(name in case.precautions for name in rule.fragile_precautions)
    kg = min(kg, exact(rule.fragile_cap_kg if fragile else dosing.tolerance.load_cap_kg))
    kg = (kg / step).to_integral_value(ROUND_FLOOR) * step
    return 0.0 if kg < exact(rule.no_weight_below_kg) else float(kg)


def dose_text(parts: DoseParts) -> str:
    """The dose as the clinical files print it."""
    if parts.minutes is not None:
        effort_words = f", RPE {parts.rpe}" if parts.rpe else ""
        return f"{parts.minutes} min x {parts.per_day}/day, {parts.days} days{effort_words}"
    counted = [str(parts.sets), str(parts.reps)]
    if parts.hold_s is not None:
        counted.append(f"{parts.hold_s} s")
    text = " x ".join(counted) + (" each side" if parts.each_side else "")
    text += f", {parts.per_day}/day" if parts.per_day is not None and parts.per_day > 1 else ""
    text += f", {parts.days} days"
    if parts.load_kg is not None:
        text += f", {parts.load_kg:.1f} kg" if parts.load_kg else ", no weight"
    return text


def exercise_minutes(parts: DoseParts, dosing: Dosing) -> int:
    """Whole minutes of one round (J-07), at least 1."""
    if parts.minutes is not None:
        return parts.minutes
    rule = dosing.exercise_minutes
    sets, reps = parts.sets or 1, parts.reps or 1
    sides = rule.sides if parts.each_side else 1
    one = (parts.hold_s or 0) + rule.between_reps_seconds
    seconds = rule.setup_seconds + sides * sets * reps * one + rule.between_sets_seconds * (sets - 1)
    return max(1, ceil(seconds / 60))
