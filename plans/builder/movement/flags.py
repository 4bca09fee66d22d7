"""Lines for the clinician: refer, note, ask (section 7.8), in the printed order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import mean

from plans.builder.movement.choose import Chosen
from plans.builder.movement.precautions import Precautions
from plans.builder.movement.scores import counts_as_high, risk_group
from plans.builder.person import age_in_years
from plans.builder.plan import Because, Flag, RedFlags, Scores, Visits
from plans.builder.rounding import exact
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge
from plans.knowledge.movement import Movement

Facts = tuple[Because, ...] | None  # None: the flag is not raised
RHEUMATOLOGY_RULE = "RF-N1"


@dataclass(frozen=True, slots=True)
class Found:
    """All that a flag may ask."""

    intake: Intake
    knowledge: Knowledge
    age: int | None
    red_flags: RedFlags
    scores: Scores
    precautions: Precautions
    chosen: Chosen
    visits: Visits

    @property
    def movement(self) -> Movement:
        movement: Movement = self.knowledge.movement
        return movement


def raise_flags(
    intake: Intake,
    knowledge: Knowledge,
    as_of: date,
    *,
    red_flags: RedFlags,
    scores: Scores,
    precautions: Precautions,
    chosen: Chosen,
    visits: Visits,
) -> tuple[Flag, ...]:
    """Every flag that holds. NOTE-ACTIVE needs the planned minutes and is set by the joins (J-04)."""
    age = age_in_years(intake.patient.birth_date, as_of)
    found = Found(intake, knowledge, age, red_flags, scores, precautions, chosen, visits)
    return tuple(
        Flag(row.id, row.says, because, row.sources)
        for row in found.movement.flags.values()
        if row.id in _FLAGS and (because := _FLAGS[row.id](found)) is not None
    )


def _shortfall(name: str) -> Callable[[Found], Facts]:
    def judge(found: Found) -> Facts:
        if name not in found.chosen.shortfalls:
            return None
        return tuple(Because("left_out", f"{row.id}: {row.reason}") for row in found.chosen.left_out)

    return judge


def _no_clinic_visit(found: Found) -> Facts:
    return None if found.visits.clinic_weeks else found.visits.because


def _rheumatology(found: Found) -> Facts:
    holds = [f for f in found.red_flags.findings if f.rule == RHEUMATOLOGY_RULE]
    return holds[0].because if holds else None


def _phq2(found: Found) -> Facts:
    positive = found.scores.phq2.positive
    return (Because("measures.phq2", found.intake.measures.phq2),) if positive else None


def _psychology(found: Found) -> Facts:
    facts = []
    group = risk_group(found.scores, found.knowledge)
    if group == found.movement.flags["REF-PSYCH"].group:
        facts.append(Because("start_back_group", group))
    if counts_as_high("pcs", found.scores, found.knowledge):
        facts.append(Because("measures.pcs", found.scores.pcs))
    return tuple(facts) or None


def _strong_pain(found: Found) -> Facts:
    least, nprs = found.movement.flags["REF-PAIN"].nprs_average_from, found.intake.pain.nprs_average
    if least is None or nprs is None or nprs < least:
        return None
    return (Because("pain.nprs_average", nprs),)


def _vital_signs(found: Found) -> Facts:
    return found.precautions.because.get(found.movement.selection.allowed.stop_precaution)


def _any_precaution(found: Found, names: tuple[str, ...]) -> Facts:
    met = [name for name in names if name in found.precautions.ids]
    return tuple(Because("precautions", name) for name in met) or None


def _clearance(found: Found) -> Facts:
    return _any_precaution(found, found.movement.flags["REF-CLEAR"].any_precaution)


def _balance(found: Found) -> Facts:
    return _any_precaution(found, found.movement.selection.balance_note.any_precaution)


def _stabilisation(found: Found) -> Facts:
    rule, core = found.movement.selection.stabilisation_note, found.intake.core
    facts = []
    if found.age is not None and found.age < rule.age_below:
        facts.append(Because("age", found.age, "years"))
    sides = (found.intake.flexibility.slr_deg_left, found.intake.flexibility.slr_deg_right)
    known = [exact(side) for side in sides if side is not None]
    if known and mean(known) > exact(rule.mean_slr_above_deg):
        facts.append(Because("slr_deg_mean", mean(known), "deg"))
    if core.aberrant_movement:
        facts.append(Because("core.aberrant_movement", True))
    if core.prone_instability:
        facts.append(Because("core.prone_instability", True))
    return tuple(facts) if len(facts) >= rule.at_least else None


def _not_screened(found: Found) -> Facts:
    return None if found.red_flags.screened else (Because("red_flags", None),)


def _no_group(found: Found) -> Facts:
    return None if found.scores.start_back.group else (Because("measures.start_back", None),)


def _no_irritability(found: Found) -> Facts:
    return (Because("pain.settle_minutes", None),) if found.precautions.irritability is None else None


_FLAGS: dict[str, Callable[[Found], Facts]] = {
    "AER-0": _shortfall("AER-0"),
    "AER-1": _shortfall("AER-1"),
    "SEL-LOW": _shortfall("SEL-LOW"),
    "VIS-0": _no_clinic_visit,
    "REF-RHEUM": _rheumatology,
    "REF-PHQ2": _phq2,
    "REF-PSYCH": _psychology,
    "REF-PAIN": _strong_pain,
    "REF-VITALS": _vital_signs,
    "REF-CLEAR": _clearance,
    "NOTE-BALANCE": _balance,
    "NOTE-STAB": _stabilisation,
    "NJ-RF": _not_screened,
    "NJ-START": _no_group,
    "NJ-IRRIT": _no_irritability,
}
