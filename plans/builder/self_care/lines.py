"""The lines around the habits: boxes, people and help, when to call (self-care.md 4 to 6)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from plans.builder.medicines.entries import ListedMedicine
from plans.builder.plan import WhenToCall
from plans.builder.self_care.conditions import Facts
from plans.builder.self_care.habits import BREATHE, SUPPORT, Habits
from plans.intake.clinic import ClinicSettings
from plans.intake.intake import Intake
from plans.knowledge.support import Support

GABAPENTINOID_AND_OTHERS = "cns-depressant"
SEROTONERGIC, NSAIDS, OPIOID = "serotonergic", "nsaid", "opioid"


def find_boxes(intake: Intake, active: Collection[ListedMedicine], support: Support) -> tuple[str, ...]:
    """WN- ids in their order, at most two: what the patient tried, believes or takes."""
    named = {*(intake.tried or ()), *(intake.life.beliefs or ())}
    named |= {drug for medicine in active for drug in medicine.drugs}
    found = [
        box.id for box in support.boxes if set(box.tried) & named or (box.boom_bust and intake.life.boom_bust)
    ]
    return tuple(found[: support.most_boxes])


@dataclass(frozen=True, slots=True)
class _Asking:
    intake: Intake
    facts: Facts
    habits: Habits
    medicines: bool
    visits_needed: int | None
    clinic: ClinicSettings
    reddit_age_below: int

    def has(self, *barriers: str) -> bool:
        return bool(set(barriers) & self.facts["barriers"])

    @property
    def wants_people(self) -> bool:
        return SUPPORT in self.habits or self.has("lives_alone")

    def young(self) -> bool:
        age = self.facts.get("age_years")
        return age is not None and age < self.reddit_age_below

    def too_few_visits(self) -> bool:
        covered = self.intake.access.visits_covered
        return None not in (covered, self.visits_needed) and (covered or 0) < (self.visits_needed or 0)

    def costly(self) -> bool:
        copay = self.intake.access.copay_usd
        return copay is not None and copay > self.clinic.copay_limit_usd


_SHOWN: dict[str, Callable[[_Asking], bool]] = {
    "SUP-INS": lambda a: a.too_few_visits(),
    "SUP-COPAY": lambda a: a.costly() or a.has("no_money"),
    "SUP-SLIDE": lambda a: a.has("no_money"),
    "SUP-LIB": lambda a: a.has("no_safe_place"),
    "SUP-PC": lambda a: a.wants_people,
    "SUP-RD": lambda a: a.wants_people and a.young(),
    "SUP-QUIT": lambda a: bool(a.intake.life.smokes),
    "SUP-211": lambda a: a.has("no_money", "no_transport"),
    "SUP-MED": lambda a: a.medicines and a.has("no_money"),
    "SUP-APP": lambda a: BREATHE in a.habits and bool(a.intake.patient.phone),
}


def find_support(
    intake: Intake,
    facts: Facts,
    habits: Habits,
    *,
    medicines: bool,
    visits_needed: int | None,
    clinic: ClinicSettings,
    support: Support,
) -> tuple[str, ...]:
    """SUP- ids, at most four with the clinic's local resources, which come first (SUP-1).

    National lines only where the clinic has switched them on (SUP-2). The line of SUP-988 stands last,
    always, and is not one of the four.
    """
    asking = _Asking(intake, facts, habits, medicines, visits_needed, clinic, support.limits.reddit_age_below)
    shown = [
        id
        for id, holds in _SHOWN.items()
        if holds(asking) and (not support.lines[id].national or id in clinic.national_lines)
    ]
    room = max(0, support.limits.most_lines - len(clinic.local_resources))
    always = [line.id for line in support.lines.values() if line.always]
    return (*shown[:room], *always)


def when_to_call(
    intake: Intake, active: Collection[ListedMedicine], age: int | None, support: Support
) -> WhenToCall:
    """The list of 6.1 for this patient; it cannot be switched off."""
    holds = _situations(intake, active, age, support)
    moved = [row.id for row in support.same_day if row.emergency_when in holds]
    return WhenToCall(
        emergency=(*(row.id for row in support.emergencies if row.when in holds), *moved),
        bold=tuple(row.id for row in support.emergencies if row.bold_when in holds),
        same_day=tuple(row.id for row in support.same_day if row.when in holds and row.id not in moved),
    )


def _situations(
    intake: Intake, active: Collection[ListedMedicine], age: int | None, support: Support
) -> frozenset[str]:
    classes = frozenset[str]().union(*(medicine.classes for medicine in active))
    found = {
        "always": True,
        "any_medicine": bool(active),
        "nsaid": NSAIDS in classes,
        "sedating_medicine": any(m.sedating for m in active) or GABAPENTINOID_AND_OTHERS in classes,
        "opioid": OPIOID in classes,
        "serotonin": SEROTONERGIC in classes,
        "fragile": _is_fragile(intake, classes, age, support),
    }
    return frozenset(name for name, holds in found.items() if holds)


def _is_fragile(intake: Intake, classes: frozenset[str], age: int | None, support: Support) -> bool:
    rule = support.fragile
    flags = {*(intake.red_flags or ()), *(intake.red_flags_cleared or ())}
    old_and_fell = age is not None and age > rule.age_above and bool(intake.balance.falls_past_year)
    return (
        old_and_fell
        or bool(classes & set(rule.drug_classes))
        or bool(flags & set(rule.red_flags))
        or bool(set(intake.conditions or ()) & set(rule.conditions))
    )
