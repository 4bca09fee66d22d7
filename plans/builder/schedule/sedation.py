"""Sedation and the clock: is the patient in a window, never, or always (joins.md J-08)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from plans.knowledge.day import Sedation as Rules

NONE, WINDOWS, CONTINUOUS = "none", "windows", "continuous"


@dataclass(frozen=True, slots=True)
class SedatingMedicine:
    """One active sedating entry. ``placed``: its doses have a time of day."""

    key: str
    name: str
    as_needed: bool
    continuous: bool  # patch, extended release, methadone, or no time of day can be given
    started_on: date | None
    effects: Collection[str]


@dataclass(frozen=True, slots=True)
class Sedation:
    """``state`` counts regular medicines only; the names hold as-needed ones apart."""

    state: str
    names: tuple[str, ...] = ()
    regular_names: tuple[str, ...] = ()
    as_needed_names: tuple[str, ...] = ()
    continuous_names: tuple[str, ...] = ()
    steady: bool = False
    older: bool = False  # by age or a fall: more counts as balance (SCH-05e)
    first_hour: bool = False  # SCH-05d

    @property
    def any(self) -> bool:
        return bool(self.names)


def judge_sedation(
    medicines: Collection[SedatingMedicine],
    effects: Collection[str],
    age: int | None,
    falls: int | None,
    as_of: date,
    rules: Rules,
) -> Sedation:
    """``effects`` are those of all current medicines; age in years, falls in the last 12 months."""
    regular = [medicine for medicine in medicines if not medicine.as_needed]
    continuous = [medicine for medicine in regular if medicine.continuous]
    aged = age is not None and age >= rules.older_age
    fell = bool(falls)
    return Sedation(
        state=CONTINUOUS if continuous else WINDOWS if regular else NONE,
        names=_names(medicines),
        regular_names=_names(regular),
        as_needed_names=_names([medicine for medicine in medicines if medicine.as_needed]),
        continuous_names=_names(continuous),
        steady=bool(regular) and not aged and not fell and all(_steady(m, as_of, rules) for m in regular),
        older=aged or fell,
        first_hour=aged or rules.sleepy_effect in effects,
    )


def _steady(medicine: SedatingMedicine, as_of: date, rules: Rules) -> bool:
    if medicine.started_on is None or (as_of - medicine.started_on).days < rules.steady_days:
        return False
    return not set(medicine.effects) & set(rules.unsteady_effects)


def _names(medicines: Collection[SedatingMedicine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(medicine.name for medicine in sorted(medicines, key=lambda one: one.key)))


def needs_steadiness(
    exercise: str, position: str, needs_floor: bool, sedation: Sedation, rules: Rules
) -> bool:
    """Whether the exercise keeps out of the windows of placed sedating doses (J-08 b)."""
    if sedation.state != WINDOWS:
        return False
    if exercise in rules.balance:
        return True
    often = position == rules.balance_older_position or exercise in rules.balance_older or needs_floor
    return sedation.older and often
