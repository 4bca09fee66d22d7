"""One measurement against its cut points (physical-therapy.md section 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from plans.builder.person import age_in_years
from plans.builder.rounding import exact, half_up
from plans.intake.intake import Intake
from plans.knowledge.movement.deficits import SEXES, DeficitRules, MileWalk, Part, SixMinuteWalk, Variant
from plans.knowledge.movement.rows import grade_of

AnyValue = TypeVar("AnyValue")
SEX, BIRTH = "patient.sex_at_birth", "patient.birth_date"
HEIGHT, WEIGHT = "patient.height_cm", "patient.weight_kg"


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the reference values are for. ``sex`` is None when it is unknown or not recorded."""

    sex: str | None
    age: int | None
    height_cm: float | None
    weight_kg: float | None


@dataclass(frozen=True, slots=True)
class Graded:
    """A severity or points, and what to show beside it: value, unit, reference."""

    grade: Any
    shown: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Measured, but not comparable: the intake paths that would settle it, or none and a reason."""

    needs: tuple[str, ...]
    reason: str | None = None


Outcome = Graded | Unjudged | None


def person_of(intake: Intake, as_of: date) -> Person:
    patient = intake.patient
    sex = patient.sex_at_birth if patient.sex_at_birth in SEXES else None
    return Person(sex, age_in_years(patient.birth_date, as_of), patient.height_cm, patient.weight_kg)


def grade_part(part: Part, intake: Intake, person: Person, rules: DeficitRules) -> Outcome:
    """The grade of one part; None when it was not measured."""
    values = [read(intake) for read in part.readers]
    if all(value is None for value in values):
        return None
    missing = _missing_of_person(part, person)
    if missing:
        return Unjudged(missing)
    return _MEASURES[part.measure](part, values, person, rules)


def _missing_of_person(part: Part, person: Person) -> tuple[str, ...]:
    needed = {
        SEX: (part.by_sex or SEX in part.also_needs) and person.sex is None,
        BIRTH: (part.by_age or bool(part.also_needs)) and person.age is None,
        HEIGHT: HEIGHT in part.also_needs and not person.height_cm,
        WEIGHT: WEIGHT in part.also_needs and not person.weight_kg,
    }
    return tuple(path for path, missing in needed.items() if missing)


def _given(value: AnyValue | None) -> AnyValue:
    if value is None:
        raise ValueError("the caller checks that this fact is known")
    return value


def _variant(part: Part, person: Person) -> Variant:
    return next(v for v in part.variants if _fits(v, person))


def _fits(variant: Variant, person: Person) -> bool:
    age = person.age or 0
    return (
        variant.sex in (None, person.sex)
        and (variant.age_from is None or age >= variant.age_from)
        and (variant.age_below is None or age < variant.age_below)
    )


def _shown(part: Part, value: Any, reference: Any, **more: Any) -> dict[str, Any]:
    return {"name": part.name, "value": value, "unit": part.unit, "reference": reference, **more}


def _worse_side(part: Part, values: list[Any]) -> Any:
    known = [value for value in values if value is not None]
    return max(known) if part.worse == "high" else min(known)


def _number(part: Part, values: list[Any], person: Person, rules: DeficitRules) -> Outcome:
    value, variant = _worse_side(part, values), _variant(part, person)
    return Graded(grade_of(variant.bands, value), _shown(part, value, variant.normal))


def _count(part: Part, values: list[Any], person: Person, rules: DeficitRules) -> Outcome:
    value, variant = len(set(values[0])), _variant(part, person)
    return Graded(grade_of(variant.bands, value), _shown(part, value, variant.normal))


def _word(part: Part, values: list[Any], person: Person, rules: DeficitRules) -> Outcome:
    variant = _variant(part, person)
    return Graded(variant.words[str(values[0])], _shown(part, values[0], variant.normal))


def _instability(part: Part, values: list[Any], person: Person, rules: DeficitRules) -> Outcome:
    positive, aberrant = values
    if positive is None:
        return None
    variant = _variant(part, person)
    word = "true with aberrant movement" if positive and aberrant else str(bool(positive)).lower()
    return Graded(variant.words[word], _shown(part, word, variant.normal))


def _share(part: Part, values: list[Any], person: Person, rules: DeficitRules) -> Outcome:
    value, reference = _worse_side(part, values), _reference(part, person)
    if reference is None:
        return Unjudged((), "no reference value at this age")
    grade = grade_of(_variant(part, person).bands, value * 100, reference)
    if grade == "none" and _asymmetric(part, values):
        grade = part.asymmetry_grade
    percent = float(half_up(Decimal(value * 100) / reference, 1))
    return Graded(grade, _shown(part, value, reference, percent=percent))


def _reference(part: Part, person: Person) -> int | None:
    of_sex = next(reference for reference in part.references if reference.sex == person.sex)
    found = None
    for from_age, value in zip(of_sex.from_age, of_sex.values, strict=True):
        if (person.age or 0) >= from_age:
            found = value
    return found


def _asymmetric(part: Part, values: list[Any]) -> bool:
    if part.asymmetry_above is None or None in values:
        return False
    low, high = sorted(values)
    return bool(high - low > exact(part.asymmetry_above) * high)


def predicted_six_minute_walk(person: Person, row: SixMinuteWalk) -> Decimal:
    """Metres, one decimal not yet rounded; the age is clamped to the years the equation was made for."""
    age = min(max(_given(person.age), row.age_from), row.age_to)
    height, weight = _given(person.height_cm), _given(person.weight_kg)
    facts = {"height_cm": exact(height), "age": Decimal(age), "weight_kg": exact(weight)}
    coefficients = row.male if person.sex == "male" else row.female
    terms = (exact(coefficients[name]) * value for name, value in facts.items())
    return sum(terms, exact(coefficients["constant"]))


def _six_minute_walk(part: Part, values: list[Any], person: Person, rules: DeficitRules) -> Outcome:
    row = rules.six_minute_walk
    predicted = predicted_six_minute_walk(person, row)
    if predicted <= 0:
        return Unjudged((), "outside the equation's range")
    percent = half_up(Decimal(values[0] * 100) / predicted, 1)
    clamped = person.age is not None and not row.age_from <= person.age <= row.age_to
    note = {"age_used": row.age_from if (person.age or 0) < row.age_from else row.age_to} if clamped else {}
    reference = float(half_up(predicted, 1))
    shown = _shown(part, values[0], reference, percent=float(percent), **note)
    return Graded(grade_of(_variant(part, person).bands, percent), shown)


def vo2max(minutes: float, heart_rate: int, person: Person, row: MileWalk) -> Decimal:
    """ml/kg/min from the 1-mile walk, one decimal."""
    pounds = exact(_given(person.weight_kg)) * exact(row.pounds_per_kg)
    value = exact(row.constant) + exact(row.pounds) * pounds + exact(row.age) * _given(person.age)
    value += exact(row.male) if person.sex == "male" else 0
    return half_up(value + exact(row.minutes) * exact(minutes) + exact(row.heart_rate) * heart_rate, 1)


def _mile_walk(part: Part, values: list[Any], person: Person, rules: DeficitRules) -> Outcome:
    missing = tuple(path for path, value in zip(part.paths, values, strict=True) if value is None)
    if missing:
        return Unjudged(missing)
    reference = _reference(part, person)
    if reference is None:
        return Unjudged((), "no reference value at this age")
    value = vo2max(values[0], values[1], person, rules.mile_walk)
    shown = _shown(part, float(value), reference, minutes=values[0], heart_rate=values[1])
    return Graded(grade_of(_variant(part, person).bands, value * 100, reference), shown)


_MEASURES: dict[str, Callable[[Part, list[Any], Person, DeficitRules], Outcome]] = {
    "number": _number,
    "count": _count,
    "word": _word,
    "share": _share,
    "instability": _instability,
    "six_minute_walk": _six_minute_walk,
    "mile_walk": _mile_walk,
}
