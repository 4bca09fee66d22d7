"""The whole movement part: screen, scores, deficits, precautions, choice, visits, flags, in this order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from plans.builder.movement.choose import FIRST, Chosen, choose_exercises
from plans.builder.movement.deficits import PART, judge_deficits
from plans.builder.movement.flags import raise_flags
from plans.builder.movement.precautions import Precautions, find_precautions
from plans.builder.movement.scores import score
from plans.builder.movement.screen import screen
from plans.builder.movement.stage import Stage
from plans.builder.movement.visits import plan_visits
from plans.builder.plan import Deficit, NotJudged, PhysicalTherapy, RedFlags, Scores, Visits
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge


@dataclass(frozen=True, slots=True)
class MovementPart:
    """``chosen`` is None and ``physical_therapy`` empty when a red flag blocks."""

    red_flags: RedFlags
    scores: Scores
    deficits: Mapping[str, Deficit]
    precautions: Precautions
    chosen: Chosen | None
    physical_therapy: PhysicalTherapy
    not_judged: tuple[NotJudged, ...]


def plan_movement(
    intake: Intake,
    knowledge: Knowledge,
    as_of: date,
    *,
    corticosteroid_days: float | None = None,
    heart_rate_counts: bool = True,
    added: frozenset[str] = frozenset(),
    blocked: Mapping[str, str] | None = None,
    aerobic_first: tuple[str, ...] = (),
    stage: Stage = FIRST,
) -> MovementPart:
    """Physical therapy before the joins. What medicines change comes in as arguments (J-21).

    ``patient_dose`` is the therapist's ``dose`` here; the joins make it smaller (J-04, J-11).
    """
    part = _examine(intake, knowledge, as_of, corticosteroid_days, heart_rate_counts, added)
    if part.red_flags.blocks:
        return part
    chosen = choose_exercises(
        intake,
        knowledge,
        as_of,
        scores=part.scores,
        deficits=part.deficits,
        precautions=part.precautions,
        blocked=blocked,
        aerobic_first=aerobic_first,
        stage=stage,
    )
    visits = plan_visits(intake, knowledge, part.scores, chosen.component_severities)
    therapy = _therapy(intake, knowledge, as_of, part, chosen, visits)
    rules = _rules_not_judged(intake, part, knowledge)
    return replace(part, chosen=chosen, physical_therapy=therapy, not_judged=(*rules, *part.not_judged))


def _examine(
    intake: Intake,
    knowledge: Knowledge,
    as_of: date,
    corticosteroid_days: float | None,
    heart_rate_counts: bool,
    added: frozenset[str],
) -> MovementPart:
    """What is known before anything is chosen; all that a blocked plan keeps."""
    scores = score(intake, knowledge)
    deficits = judge_deficits(intake, knowledge, as_of, heart_rate_counts)
    precautions = find_precautions(intake, knowledge, as_of, added)
    return MovementPart(
        red_flags=screen(intake, knowledge, corticosteroid_days),
        scores=scores,
        deficits=deficits.domains,
        precautions=precautions,
        chosen=None,
        physical_therapy=PhysicalTherapy(),
        not_judged=(*_unscored(scores, knowledge), *deficits.not_judged, *precautions.not_judged),
    )


def _therapy(
    intake: Intake, knowledge: Knowledge, as_of: date, part: MovementPart, chosen: Chosen, visits: Visits
) -> PhysicalTherapy:
    flags = raise_flags(
        intake,
        knowledge,
        as_of,
        red_flags=part.red_flags,
        scores=part.scores,
        precautions=part.precautions,
        chosen=chosen,
        visits=visits,
    )
    return PhysicalTherapy(
        exercises=chosen.exercises,
        extras=chosen.extras,
        left_out=chosen.left_out,
        phase=chosen.case.stage.phase,
        phases=chosen.phases,
        phase_weeks=chosen.phase_weeks,
        flags=tuple(flag.id for flag in flags),
        flag_details=flags,
        visits=visits,
        components=chosen.components,
    )


def _unscored(scores: Scores, knowledge: Knowledge) -> Iterator[NotJudged]:
    """Instruments without a score, and what would settle them."""
    instruments = knowledge.movement.instruments
    known = {
        "peg": scores.peg,
        "psfs": scores.psfs,
        "rmdq": scores.rmdq,
        "odi_percent": scores.odi_percent,
        "tsk11": scores.tsk11,
        "pcs": scores.pcs,
        "phq2": scores.phq2.total,
        "nprs_average": scores.bands.get("nprs_average"),
    }
    for name, value in known.items():
        if value is None:
            yield NotJudged(PART, name, (instruments[name].path,), folded=True)


def _rules_not_judged(intake: Intake, part: MovementPart, knowledge: Knowledge) -> Iterator[NotJudged]:
    rows = knowledge.movement
    if not part.red_flags.screened:
        yield NotJudged(PART, "NJ-RF", ("red_flags",))
    if intake.conditions is None:
        yield NotJudged(PART, rows.selection.allowed.id, ("conditions",))
    if part.scores.start_back.group is None:
        yield NotJudged(PART, "NJ-START", (rows.instruments.start_back.path,))
    if part.precautions.irritability is None:
        yield NotJudged(PART, "NJ-IRRIT", ("pain.settle_minutes",))
    if intake.life.confidence_0_10 is None:
        yield NotJudged(PART, rows.selection.how_many.confidence.id, ("life.confidence_0_10",), folded=True)
    if intake.access.copay_usd is None:
        yield NotJudged(PART, rows.visits.cost.id, ("access.copay_usd",), folded=True)
