"""What limits the choice of exercises, and how easily the pain flares (physical-therapy.md 2.1, J-21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plans.builder.movement.deficits import PART
from plans.builder.person import age_in_years, body_mass_index
from plans.builder.plan import Because, NotJudged
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge
from plans.knowledge.movement.screening import PrecautionRules, Sets

ADDED = "J-21"


@dataclass(frozen=True, slots=True)
class Precautions:
    """``ids`` in alphabetical order; ``rules`` and ``because`` say of each what set it."""

    ids: tuple[str, ...]
    irritability: str | None  # low, moderate, high; None = not judged
    dosed_as: str  # what doses use in its place
    bmi: float | None
    rules: Mapping[str, str]
    because: Mapping[str, tuple[Because, ...]]
    irritability_because: tuple[Because, ...]
    not_judged: tuple[NotJudged, ...]


class _Collected:
    """Precautions as the rules set them, in rule order."""

    def __init__(self) -> None:
        self.rules: dict[str, str] = {}
        self.because: dict[str, tuple[Because, ...]] = {}
        self.not_judged: list[NotJudged] = []

    def add(self, rule: str, names: tuple[str, ...], *because: Because) -> None:
        for name in names:
            self.rules.setdefault(name, rule)
            self.because[name] = (*self.because.get(name, ()), *because)

    def lack(self, rule: Sets, *needs: str) -> None:
        if not set(rule.sets) <= self.rules.keys():
            self.not_judged.append(NotJudged(PART, rule.id, needs, folded=True))


def find_precautions(
    intake: Intake, knowledge: Knowledge, as_of: date, added: frozenset[str] = frozenset()
) -> Precautions:
    """Stored and computed precautions; ``added`` are those that a medicine sets (COM rows)."""
    rules: PrecautionRules = knowledge.movement.precautions
    found = _Collected()
    _stored(found, intake, knowledge, rules)
    for name in sorted(added):
        found.add(ADDED, (name,), Because("medications", name))
    age = age_in_years(intake.patient.birth_date, as_of)
    bmi = _body(found, intake, rules)
    _pregnancy(found, intake, rules, may_be=_may_be_pregnant(intake, age, knowledge))
    _falls(found, intake, rules, age)
    _leg_and_direction(found, intake, rules)
    _vital_signs(found, intake, rules)
    irritability = judge_irritability(intake, rules)
    return Precautions(
        ids=tuple(sorted(found.rules)),
        irritability=irritability,
        dosed_as=irritability or rules.irritability.dosed_when_not_judged,
        bmi=bmi,
        rules=found.rules,
        because=found.because,
        irritability_because=_irritability_because(intake),
        not_judged=tuple(found.not_judged),
    )


def _stored(found: _Collected, intake: Intake, knowledge: Knowledge, rules: PrecautionRules) -> None:
    for condition in intake.conditions or ():
        if condition in knowledge.movement.stored_precautions:
            found.add("conditions", (condition,), Because("conditions", condition))
        if condition in rules.heart.conditions:
            found.add(rules.heart.id, rules.heart.sets, Because("conditions", condition))


def _body(found: _Collected, intake: Intake, rules: PrecautionRules) -> float | None:
    patient, mass = intake.patient, rules.body_mass
    bmi = body_mass_index(patient.height_cm, patient.weight_kg)
    if bmi is None:
        found.lack(mass, "patient.height_cm", "patient.weight_kg")
    elif bmi >= mass.bmi_severe_from:
        found.add(mass.id, mass.sets_severe, Because("bmi", bmi, "kg/m2"))
    elif bmi >= mass.bmi_from:
        found.add(mass.id, mass.sets, Because("bmi", bmi, "kg/m2"))
    return bmi


def _pregnancy(found: _Collected, intake: Intake, rules: PrecautionRules, *, may_be: bool) -> None:
    weeks = intake.patient.pregnancy_weeks
    for row in rules.pregnancy:
        if weeks is not None and weeks >= row.weeks_from:
            found.add(row.id, row.sets, Because("patient.pregnancy_weeks", weeks, "weeks"))
        elif weeks is None and may_be:
            found.lack(row, "patient.pregnancy_weeks")


def _may_be_pregnant(intake: Intake, age: int | None, knowledge: Knowledge) -> bool:
    """Whether a missing answer is unknown and not a no (medications-2, 3.0)."""
    past = knowledge.medicines.numbers["person"]["not_pregnant_from_age"]
    return intake.patient.sex_at_birth != "male" and (age is None or age < past)


def _falls(found: _Collected, intake: Intake, rules: PrecautionRules, age: int | None) -> None:
    row, stance = rules.falls, intake.balance.single_leg_stance_seconds
    falls = intake.balance.falls_past_year
    if stance is not None and stance < row.stance_below_seconds:
        found.add(row.id, row.sets, Because("balance.single_leg_stance_seconds", stance, "s"))
    if falls is not None and falls >= row.falls_from:
        found.add(row.id, row.sets, Because("balance.falls_past_year", falls))
    unknown = [("single_leg_stance_seconds", stance), ("falls_past_year", falls)]
    missing = tuple(f"balance.{name}" for name, value in unknown if value is None)
    if missing and age is not None and age >= row.age_from:
        not_recorded = (Because(path, None) for path in missing)
        found.add(row.id, row.sets, Because("age", age, "years"), *not_recorded)
    elif missing:
        found.lack(row, *missing)


def _leg_and_direction(found: _Collected, intake: Intake, rules: PrecautionRules) -> None:
    pain, nerve, flexion = intake.pain, rules.radicular, rules.flexion
    reproduces, signs = intake.flexibility.slr_reproduces_leg_pain, pain.neuro_signs
    if pain.leg_pain == nerve.leg_pain and (reproduces or signs):
        facts = {"flexibility.slr_reproduces_leg_pain": reproduces, "pain.neuro_signs": signs}
        told = (Because(path, True) for path, value in facts.items() if value)
        found.add(nerve.id, nerve.sets, Because("pain.leg_pain", pain.leg_pain), *told)
    elif pain.leg_pain is None:
        found.lack(nerve, "pain.leg_pain")
    elif pain.leg_pain == nerve.leg_pain and None in (reproduces, signs):
        found.lack(nerve, "flexibility.slr_reproduces_leg_pain", "pain.neuro_signs")
    preference = pain.directional_preference
    prefers = Because("pain.directional_preference", preference)
    if preference == flexion.preference:
        found.add(flexion.id, flexion.sets, prefers)
    elif set(nerve.sets) <= found.rules.keys() and preference != flexion.unless_preference:
        worse = [word for word in flexion.aggravating if word in (pain.aggravating or ())]
        for word in worse:
            found.add(flexion.id, flexion.sets, Because("pain.aggravating", word))
    _extension(found, intake, rules, prefers)


def _extension(found: _Collected, intake: Intake, rules: PrecautionRules, prefers: Because) -> None:
    row = rules.extension
    if prefers.value == row.preference:
        found.add(row.id, row.sets, prefers)
    for condition in row.conditions:
        if condition in (intake.conditions or ()):
            found.add(row.id, row.sets, Because("conditions", condition))
    if prefers.value is None:
        found.lack(rules.flexion, prefers.field)
        found.lack(row, prefers.field)


def _vital_signs(found: _Collected, intake: Intake, rules: PrecautionRules) -> None:
    stop, vitals = rules.stop, intake.vitals
    pulse = ("vitals.resting_hr", vitals.resting_hr)
    if vitals.resting_hr is None and intake.aerobic.resting_hr is not None:
        pulse = ("aerobic.resting_hr", intake.aerobic.resting_hr)
    signs = [
        (*pulse, stop.resting_hr_above, "/min"),
        ("vitals.systolic", vitals.systolic, stop.systolic_above, "mmHg"),
        ("vitals.diastolic", vitals.diastolic, stop.diastolic_above, "mmHg"),
    ]
    for path, value, limit, unit in signs:
        if value is not None and value > limit:
            found.add(stop.id, stop.sets, Because(path, value, unit))
    missing = tuple(path for path, value, _, _ in signs if value is None)
    if missing:
        found.lack(stop, *missing)


def judge_irritability(intake: Intake, rules: PrecautionRules) -> str | None:
    """low, moderate or high; the clinician's own judgement wins; None without the minutes to settle."""
    row, pain = rules.irritability, intake.pain
    if pain.irritability is not None:
        return pain.irritability
    settle, nprs = pain.settle_minutes, pain.nprs_average
    if settle is None:
        return None
    strong = nprs is not None and nprs >= row.high_nprs_from
    if settle > row.high_settle_above_minutes or (
        strong and settle >= row.high_settle_with_nprs_from_minutes
    ):
        return "high"
    hurts = nprs is not None and nprs >= row.moderate_nprs_from
    return "moderate" if hurts or settle >= row.moderate_settle_from_minutes else "low"


def _irritability_because(intake: Intake) -> tuple[Because, ...]:
    pain = intake.pain
    if pain.irritability is not None:
        return (Because("pain.irritability", pain.irritability),)
    facts = [("settle_minutes", pain.settle_minutes, "min"), ("nprs_average", pain.nprs_average, None)]
    return tuple(Because(f"pain.{name}", value, unit) for name, value, unit in facts if value is not None)
