"""What is known of movement: library, figures, screen, scores, deficits, choice, dose, visits, claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plans.content import FigureSpec
from plans.knowledge.evidence import read_conditions, read_sources
from plans.knowledge.movement.deficits import DeficitRules, read_deficits
from plans.knowledge.movement.dosing import Dosing, check_dosing, read_dosing
from plans.knowledge.movement.exercises import Exercise, check_words, read_exercise_figures, read_exercises
from plans.knowledge.movement.follow_up import (
    Claim,
    FlagRow,
    Measures,
    Reassessment,
    VisitRules,
    check_claims,
    read_claims,
    read_flags,
    read_visits,
)
from plans.knowledge.movement.instruments import Instruments, read_instruments
from plans.knowledge.movement.screening import (
    PRECAUTIONS,
    PrecautionRules,
    Screen,
    need_conditions,
    read_precautions,
    read_screen,
)
from plans.knowledge.movement.selection import Selection, check_selection, read_selection
from plans.knowledge.reading import need_known

__all__ = ["Claim", "Exercise", "FlagRow", "Movement", "Reassessment", "read_movement"]


@dataclass(frozen=True, slots=True)
class Movement:
    """All rows of the exercise part, checked and indexed. Shared: never change it."""

    exercises: Mapping[str, Exercise]
    figures: Mapping[str, FigureSpec]
    stored_precautions: frozenset[str]  # conditions that are precautions as they stand
    screen: Screen
    instruments: Instruments
    deficits: DeficitRules
    precautions: PrecautionRules
    selection: Selection
    dosing: Dosing
    visits: VisitRules
    reassessments: tuple[Reassessment, ...]
    measures: Measures
    flags: Mapping[str, FlagRow]
    claims: Mapping[str, Claim]


def read_movement() -> Movement:
    """Read and check every movement file; raises KnowledgeError with file, key and reason."""
    conditions = read_conditions()
    exercises, rules, selection = read_exercises(), read_precautions(), read_selection()
    follow_up = read_visits()
    movement = Movement(
        exercises=exercises,
        figures=read_exercise_figures(exercises),
        stored_precautions=frozenset(row.id for row in conditions.values() if row.is_precaution),
        screen=read_screen(),
        instruments=read_instruments(),
        deficits=read_deficits(),
        precautions=rules,
        selection=selection,
        dosing=read_dosing(),
        visits=follow_up.visits,
        reassessments=follow_up.reassessments,
        measures=follow_up.measures,
        flags=read_flags(),
        claims=read_claims(),
    )
    need_conditions(PRECAUTIONS, (rules.heart, rules.extension), conditions)
    _check(movement)
    return movement


def _check(movement: Movement) -> None:
    """Ids that one file takes from another exist there."""
    selection = movement.selection
    precautions = movement.stored_precautions | movement.precautions.computed
    equipment = {*selection.allowed.home_equipment, *selection.allowed.asked_equipment}
    items = {d: {item.id for item in rows} for d, rows in movement.deficits.items.items()}
    check_words(movement.exercises, precautions=precautions, equipment=equipment)
    check_selection(selection, exercises=movement.exercises, precautions=precautions, items=items)
    check_dosing(movement.dosing, movement.exercises)
    check_claims(movement.claims, movement.visits)
    sources = read_sources()
    for key, named in sources_named(movement):
        need_known("evidence.toml", key, named, sources, "source")


def sources_named(movement: Movement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every row that names sources, with them."""
    groups = (
        movement.exercises,
        movement.screen.flags,
        movement.flags,
        movement.claims,
        movement.instruments.rows,
    )
    for group in groups:
        for row in group.values():
            yield row.id, row.sources
    for rule in (*movement.screen.rules, *movement.reassessments, *movement.selection.aerobic):
        yield rule.id, rule.sources
    for domain in movement.deficits.items.values():
        for item in domain:
            yield item.id, item.sources
    for needs in movement.selection.needs.values():
        for need in needs:
            yield need.id, need.sources
