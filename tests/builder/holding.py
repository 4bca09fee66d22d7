"""What must hold of every plan (joins.md section 4, last paragraph; self-care.md 7.4), as checks of one plan.

Each check reads the plan and the intake only, and works the rule out again from the dossier's numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from plans.builder.plan import Plan
from plans.builder.timetable import Entry
from plans.intake.intake import Intake, MedicationEntry
from plans.knowledge.loader import Knowledge

BALANCE = {
    "bend-slide-thighs", "step-up", "standing-march", "lift-floor",
    "hip-hinge-stick", "hip-flexor-half-kneel", "bird-dog", "sit-to-stand",
}  # fmt: skip
SEDATING_CLASSES = {
    "opioid", "opioid-mixed", "benzodiazepine", "z-drug", "barbiturate", "gabapentinoid", "muscle-relaxant",
    "sedating-antihistamine", "antipsychotic", "tca", "cannabinoid", "cns-depressant",
}  # fmt: skip
NOT_SEDATED = {
    "step-up", "standing-march", "lift-floor", "hip-hinge-stick", "hip-flexor-half-kneel",
    "bird-dog", "walk-brisk", "bike-upright", "pool-walk", "swim-laps",
}  # fmt: skip
OUTDOORS = {"walk-paced", "walk-brisk", "bike-upright", "pool-walk", "swim-laps"}
LEAST = {"walk-paced": 2, "walk-brisk": 2}
CAPS = {"walk-paced": 30, "walk-brisk": 30}
FROM_WALKING = {"walk-paced", "walk-brisk", "pool-walk"}
DAY = 1440
SLOTS = ("morning", "noon", "evening", "bedtime")


def minute(entry: Entry, wake: int) -> int:
    hours, minutes = entry.time.split(":")
    at = int(hours) * 60 + int(minutes)
    return at if at >= wake else at + DAY


def wake_of(plan: Plan) -> int:
    hours, minutes = plan.schedule.clock["wake"].split(":")
    return int(hours) * 60 + int(minutes)


def days_of(plan: Plan) -> list[tuple[Entry, ...]]:
    return [plan.schedule.entries, *(day.entries for day in plan.schedule.other_days)]


def check_one_aerobic_line(plan: Plan) -> None:
    lines = [e for e in plan.physical_therapy.exercises if e.component == "aerobic"]
    assert len(lines) <= 1
    named = {id for day in days_of(plan) for entry in day if entry.kind == "move" for id in entry.ids}
    assert named <= {line.id for line in lines}


def check_never_above_the_therapists_dose(plan: Plan, intake: Intake) -> None:
    move = plan.self_care.move
    if move is None:
        return
    walking = move.exercise in FROM_WALKING
    trials = intake.tolerance.walk_trials_minutes
    known = intake.tolerance.walk_minutes if walking else intake.tolerance.aerobic_minutes
    if known is None and walking and trials:
        known = int(sum(trials) / len(trials))
    if known is None:
        return
    for week, minutes in enumerate(move.weeks, 1):
        dose = min(CAPS.get(move.exercise, 20), (8 * known + known * (week - 1)) // 10)
        assert minutes <= max(LEAST.get(move.exercise, 5), dose), (week, minutes, dose)


def check_minutes(plan: Plan) -> None:
    """No day of any week goes above the cap."""
    cap, care = plan.schedule.cap_minutes, plan.self_care
    assert cap is not None
    assert plan.schedule.active_minutes <= cap
    assert all(day.active_minutes <= cap for day in plan.schedule.other_days)
    rounds = {e.id: e for e in (*plan.physical_therapy.exercises, *plan.physical_therapy.extras)}
    sets = [
        sum(rounds[id].minutes * (rounds[id].rounds if id != "diaphragmatic-breathing" else 1) for id in one)
        for one in plan.schedule.sets
    ]
    longest = max(sets, default=0)
    journal = next((m.starts_week for m in care.modules if m.id == "SM-JOURNAL"), 99)
    for week in range(1, 13):
        walk = care.move.weeks[week - 1] * care.move.bouts[week - 1] if care.move else 0
        beside = max(walk, longest) if care.taking_turns else walk + longest
        writing = care.journal_minutes if week >= journal else 0
        assert beside + writing + (care.breathing_weeks[week - 1] or 0) <= cap, week


def check_nothing_overlaps(plan: Plan) -> None:
    wake = wake_of(plan)
    for day in days_of(plan):
        spans = sorted((minute(e, wake), minute(e, wake) + e.minutes) for e in day if e.minutes)
        for (_, end), (start, _) in pairwise(spans):
            assert start >= end, (end, start)


def check_five_minutes_apart(plan: Plan) -> None:
    """SCH-10; heat is placed last and has the time before its exercises (SCH-14)."""
    wake = wake_of(plan)
    for day in days_of(plan):
        timed = [entry for entry in day if entry.minutes and entry.kind != "aid"]
        spans = sorted((minute(e, wake), minute(e, wake) + e.minutes) for e in timed)
        for (_, end), (start, _) in pairwise(spans):
            assert start >= end + 5, (end, start)


def check_out_of_work(plan: Plan, intake: Intake) -> None:
    """SCH-13: no exercise and nothing longer than 5 minutes in working hours, night shifts too."""
    since, until = intake.life.work.start, intake.life.work.end
    if since is None or until is None:
        return
    wake, length = wake_of(plan), (until - since) % DAY
    hours = [(since + DAY * n, since + DAY * n + length) for n in range(-1, 3)]
    for day in days_of(plan):
        for entry in day:
            if entry.kind in ("medicine", "aid") or (entry.kind != "exercise" and entry.minutes <= 5):
                continue
            start = minute(entry, wake)
            assert all(start >= end or start + entry.minutes <= begin for begin, end in hours), entry


def bed_of(plan: Plan) -> int:
    hours, minutes = plan.schedule.clock["bed"].split(":")
    bed = int(hours) * 60 + int(minutes)
    return bed if bed > wake_of(plan) else bed + DAY


def check_inside_the_day(plan: Plan) -> None:
    wake, bed = wake_of(plan), bed_of(plan)
    for day in days_of(plan):
        for entry in day:
            if entry.kind != "medicine":
                assert wake <= minute(entry, wake) <= minute(entry, wake) + entry.minutes <= bed


def is_sedating(entry: MedicationEntry, knowledge: Knowledge) -> bool:
    book = knowledge.medicines
    if entry.drug not in book.drugs and SEDATING_CLASSES & set(entry.classes_assumed or ()):
        return True
    if entry.product:
        return any(book.drugs[part.drug].sedating for part in book.products[entry.product].ingredients)
    return entry.drug in book.drugs and book.drugs[entry.drug].sedating


def active_entries(intake: Intake) -> list[MedicationEntry]:
    return [
        m
        for m in intake.medications or ()
        if not (m.stopped_on and m.stopped_on <= intake.assessed_on)
        and not (m.started_on and m.started_on > intake.assessed_on)
    ]


def is_continuous(medicine: MedicationEntry, plan: Plan, knowledge: Knowledge) -> bool:
    """A patch, extended release, methadone, or a medicine that has no time of day (J-08)."""
    drug = knowledge.medicines.drugs.get(medicine.drug or "")
    shown = next(m for m in plan.medication.current if m.key == medicine.key)
    nowhere = {row.id for row in plan.schedule.not_placed}
    patch = drug is not None and drug.patch
    return patch or shown.release == "er" or medicine.drug == "methadone" or medicine.key in nowhere


def check_out_of_the_windows(plan: Plan, intake: Intake, knowledge: Knowledge) -> None:
    """No aerobic line of J-08 (b), no balance exercise from 30 minutes to 4 hours after a sedating dose.

    Nor, after one at bedtime, in the first hour for those of 65 or who say they are sleepy (SCH-05d).
    """
    regular = [m for m in active_entries(intake) if is_sedating(m, knowledge) and not m.as_needed]
    if not regular or any(is_continuous(m, plan, knowledge) for m in regular):
        return
    names = {m.product or m.drug for m in regular}
    kept_off = _balance(plan, intake, knowledge)
    kept_off |= set() if _is_steady(regular, plan, intake) else OUTDOORS
    effects = {effect for entry in active_entries(intake) for effect in entry.effects or ()}
    wake, bed = wake_of(plan), bed_of(plan)
    for day in days_of(plan):
        sedating = [e for e in day if e.kind == "medicine" and set(e.ids) & names]
        doses = [minute(e, wake) for e in sedating]
        at_bed = any(e.slot == "bedtime" and minute(e, wake) == bed for e in sedating)
        free_from = wake + 60 if at_bed and (not _young(plan, intake) or "sleepy" in effects) else wake
        for entry in day:
            if entry.kind == "medicine" or not set(entry.ids) & kept_off:
                continue
            start = minute(entry, wake)
            assert start >= free_from, entry
            for dose in (*doses, *(dose - DAY for dose in doses)):
                assert start >= dose + 240 or start + entry.minutes <= dose + 30, (entry, dose)


def _balance(plan: Plan, intake: Intake, knowledge: Knowledge) -> set[str]:
    """Exercises that count as balance, with those of SCH-05e; the breathing extra may be done sitting."""
    if _young(plan, intake) and not intake.balance.falls_past_year:
        return set(BALANCE)
    rows = knowledge.movement.exercises.items()
    rising = {id for id, row in rows if row.position == "standing" or row.needs_floor}
    return {*BALANCE, "sit-to-stand-hands", *(rising - {"diaphragmatic-breathing"} - OUTDOORS)}


def _young(plan: Plan, intake: Intake) -> bool:
    birth = intake.patient.birth_date
    assert birth is not None
    born_later = (plan.as_of.month, plan.as_of.day) < (birth.month, birth.day)
    return plan.as_of.year - birth.year - born_later < 65


def _is_steady(regular: Iterable[MedicationEntry], plan: Plan, intake: Intake) -> bool:
    unsteady = {"sleepy", "dizzy", "foggy", "confusion", "falls"}
    return (
        _young(plan, intake)
        and not intake.balance.falls_past_year
        and all(
            m.started_on is not None
            and (plan.as_of - m.started_on).days >= 28
            and not set(m.effects or ()) & unsteady
            for m in regular
        )
    )


def check_doses_stand(plan: Plan, intake: Intake) -> None:
    """Every regular medicine stands once for each of its times, or is said to stand nowhere."""
    nowhere = {row.id for row in plan.schedule.not_placed} | set(plan.schedule.only_if_needed)
    for medicine in active_entries(intake):
        stands = sum(
            1
            for e in plan.schedule.entries
            if e.kind == "medicine" and e.id.rpartition("@")[0] == medicine.key
        )
        if medicine.key in nowhere:
            assert stands == 0
            continue
        times = medicine.times_per_day or (24 // medicine.every_hours if medicine.every_hours else None)
        if medicine.slots:
            times = len(medicine.slots)
        if medicine.doses_mg:
            times = sum(1 for slot in SLOTS if getattr(medicine.doses_mg, slot))
        assert stands == times, (medicine, stands)


def check_nothing_forbidden(plan: Plan, intake: Intake, knowledge: Knowledge) -> None:
    listed = (condition for condition in intake.conditions or () if condition in knowledge.conditions)
    limits = {*plan.precautions, *listed}
    used = [e.id for e in (*plan.physical_therapy.exercises, *plan.physical_therapy.extras)]
    used += [e.id for rows in plan.physical_therapy.phases.values() for e in rows]
    small = plan.self_care.small_plan or {}
    used += [small["exercise"]] if small.get("exercise") else []
    used += {"walk": ["walk-paced"], "spot": ["walk-paced"], "chair": ["seated-march"]}.get(
        small.get("move"), []
    )
    for id in used:
        exercise = knowledge.movement.exercises[id]
        assert not set(exercise.contra) & limits, (id, exercise.contra)
        if "exercise-stop" in limits:
            assert exercise.component != "aerobic"


def check_stopped(plan: Plan) -> None:
    """With exercise-stop nothing moves in the timetable, and only what stays in the day is told."""
    if "exercise-stop" not in plan.precautions:
        return
    assert all(entry.kind not in ("move", "exercise") for day in days_of(plan) for entry in day)
    small = plan.self_care.small_plan or {}
    assert small["move"] is None
    assert small["exercise"] is None
    told = [e.id for e in plan.physical_therapy.exercises if e.patient_dose is not None]
    assert set(told) <= {"timed-sitting", "timed-standing", "posture-break"}


def check_habits(plan: Plan) -> None:
    habits = plan.self_care.modules
    assert len(habits) <= 5
    assert sum(1 for habit in habits if habit.starts_week == 1) <= 3
    assert not habits or habits[0].starts_week == 1
    move = plan.self_care.move
    if move:
        assert list(move.weeks) == sorted(move.weeks)
        assert habits[0].id == "SM-MOVE"


def check_all(plan: Plan, intake: Intake, knowledge: Knowledge) -> None:
    """Everything that must hold of one plan."""
    if plan.status != "plan":
        assert not plan.physical_therapy.exercises
        assert not plan.schedule.entries
        assert not plan.self_care.modules
        assert not plan.medication.options
        return
    check_one_aerobic_line(plan)
    check_never_above_the_therapists_dose(plan, intake)
    check_minutes(plan)
    check_nothing_overlaps(plan)
    check_inside_the_day(plan)
    check_five_minutes_apart(plan)
    check_out_of_work(plan, intake)
    check_out_of_the_windows(plan, intake, knowledge)
    check_doses_stand(plan, intake)
    check_nothing_forbidden(plan, intake, knowledge)
    check_stopped(plan)
    check_habits(plan)


def shuffled(intake: Intake) -> Intake:
    """The same facts with every list that means a set turned round."""

    def back(value: tuple | None) -> tuple | None:  # type: ignore[type-arg]
        return None if value is None else tuple(reversed(value))

    return replace(
        intake,
        red_flags=back(intake.red_flags),
        conditions=back(intake.conditions),
        medications=back(intake.medications),
        allergies=back(intake.allergies),
        tried=back(intake.tried),
        pain=replace(
            intake.pain,
            regions=back(intake.pain.regions),
            descriptors=back(intake.pain.descriptors),
            aggravating=back(intake.pain.aggravating),
        ),
        life=replace(
            intake.life,
            equipment=back(intake.life.equipment),
            barriers=back(intake.life.barriers),
            goals=back(intake.life.goals),
        ),
    )
