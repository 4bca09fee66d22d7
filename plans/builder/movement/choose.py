"""Which exercises, in which order, and why (sections 7.4 and 7.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plans.builder.movement.case import Case, at_least, case_of, how_many, start_level_limit
from plans.builder.movement.deficits import PART
from plans.builder.movement.dose import dose_facts, dose_of, dose_rules, dose_text, exercise_minutes
from plans.builder.movement.needs import ActiveNeed, Component, components_of
from plans.builder.movement.precautions import Precautions
from plans.builder.movement.stage import Stage
from plans.builder.plan import Because, Deficit, LeftOut, PhaseExercise, PlannedExercise, Scores
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge
from plans.knowledge.movement.selection import AerobicRule, Selection

FIRST = Stage()
AEROBIC_FIRST_RULE = "COM-14"


@dataclass(frozen=True, slots=True)
class Choice:
    """One exercise taken: for which need, by which rule, from which facts."""

    exercise: str
    component: str
    need: str
    rule: str
    because: tuple[Because, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The exercise part of a plan before the joins. ``shortfalls``: AER-0, AER-1, SEL-LOW that hold."""

    exercises: tuple[PlannedExercise, ...]
    extras: tuple[PlannedExercise, ...]
    left_out: tuple[LeftOut, ...]
    phases: Mapping[str, tuple[PhaseExercise, ...]]
    phase_weeks: Mapping[str, int]
    shortfalls: tuple[str, ...]
    max_exercises: int
    component_severities: Mapping[str, str | None]  # of all five, raised as 7.3 says
    components: Mapping[str, str]
    case: Case


def choose_exercises(
    intake: Intake,
    knowledge: Knowledge,
    as_of: date,
    *,
    scores: Scores,
    deficits: Mapping[str, Deficit],
    precautions: Precautions,
    blocked: Mapping[str, str] | None = None,
    aerobic_first: tuple[str, ...] = (),
    stage: Stage = FIRST,
) -> Chosen:
    """At most N exercises for the worst deficits first, with doses, extras and the lists of later phases.

    ``blocked`` (exercise -> reason) is tested right after 1 of SEL-A; ``aerobic_first`` are tried before
    the AER list (COM-14). ``stage``: the phase that this list is for.
    """
    case = case_of(intake, knowledge, as_of, scores, deficits, precautions, blocked or {}, stage)
    components = components_of(case)
    left_out: dict[str, str] = {}
    aerobic = _aerobic(case, aerobic_first, left_out)
    choices = _choose(case, components, aerobic, stage.phase, left_out)
    ahead = stage.weeks_ahead(case.movement.dosing)
    severities = {component.name: component.severity for component in components}
    return Chosen(
        exercises=tuple(_planned(choice, case) for choice in choices),
        extras=tuple(_planned(choice, case) for choice in _extras(case, choices)),
        left_out=tuple(LeftOut(PART, exercise, reason) for exercise, reason in left_out.items()),
        phases={str(phase): _later(case, components, aerobic, phase) for phase in ahead},
        phase_weeks={str(phase): week for phase, week in ahead.items()},
        shortfalls=_shortfalls(case, choices, aerobic),
        max_exercises=how_many(case),
        component_severities=severities | {"aerobic": case.severities["aerobic"]},
        components=_in_words(case, choices, severities),
        case=case,
    )


def _aerobic(case: Case, first: tuple[str, ...], left_out: dict[str, str]) -> Choice | None:
    """The one aerobic exercise (AER-2 to AER-5), or none."""
    rule, tries, because = _aerobic_list(case)
    name, tries = (AEROBIC_FIRST_RULE, tuple(dict.fromkeys((*first, *tries)))) if first else (rule.id, tries)
    for exercise in tries:
        refused = case.aerobic_refusal(exercise)
        if refused is None:
            return Choice(exercise, "aerobic", "aerobic", name, because, rule.sources)
        left_out.setdefault(exercise, refused)
    return None


def _aerobic_list(case: Case) -> tuple[AerobicRule, tuple[str, ...], tuple[Because, ...]]:
    rules, pain = case.movement.selection.aerobic, case.intake.pain
    for rule in rules[:-1]:
        met = [name for name in rule.any_precaution if name in case.precautions]
        if met:
            return rule, rule.tries, tuple(Because("precautions", name) for name in met)
        if rule.preference is not None and pain.directional_preference == rule.preference:
            return rule, rule.tries, (Because("pain.directional_preference", rule.preference),)
    rule = rules[-1]
    mode = case.intake.aerobic.preferred_mode or rule.mode_when_missing
    too_weak = rule.not_tried_when_aerobic or {}
    severity = case.severities["aerobic"]
    tries = tuple(e for e in (rule.by_mode or {})[mode] if severity not in too_weak.get(e, ()))
    return rule, tries, (Because("aerobic.preferred_mode", case.intake.aerobic.preferred_mode),)


def _choose(
    case: Case,
    components: tuple[Component, ...],
    aerobic: Choice | None,
    phase: int,
    left_out: dict[str, str],
) -> list[Choice]:
    n = how_many(case)
    chosen = [aerobic] if aerobic else []
    served: set[str] = set()
    for each in case.movement.selection.rounds:
        for component in components:
            if len(chosen) < n and at_least(component.severity, each.severity_from):
                choice = _from_component(case, component, each.id, phase, chosen, served, left_out)
                chosen += [choice] if choice else []
    _fill(case, chosen)
    _prevent_falls(case, chosen, n, left_out)
    return chosen


def _from_component(
    case: Case,
    component: Component,
    rule: str,
    phase: int,
    chosen: list[Choice],
    served: set[str],
    left_out: dict[str, str],
) -> Choice | None:
    """One exercise for the first need of a component that yields one; a need gives at most one."""
    used = {choice.exercise for choice in chosen}
    for active in component.needs:
        if active.id in served:
            continue
        exercise = _from_need(case, active, phase, used, left_out)
        if exercise:
            served.add(active.id)
            return Choice(exercise, component.name, active.id, rule, active.because, active.need.sources)
    return None


def _from_need(
    case: Case, active: ActiveNeed, phase: int, used: set[str], left_out: dict[str, str]
) -> str | None:
    limit = start_level_limit(case, active.severity, phase)
    library = case.movement.exercises
    for chain in active.chains:
        within = [e for e in chain if library[e].level <= limit and e not in used]
        for exercise in sorted(within, key=lambda e: -library[e].level):
            refused = case.refusal(exercise)
            if refused is None:
                return exercise
            left_out.setdefault(exercise, refused)
    return None


def _fill(case: Case, chosen: list[Choice]) -> None:
    """SEL-F: at least three, from groups that are not used yet."""
    rule = case.movement.selection.fill
    for group in rule.groups:
        used = {choice.exercise for choice in chosen}
        if len(chosen) >= rule.fewer_than or used & set(group):
            continue
        allowed = next((exercise for exercise in group if case.refusal(exercise) is None), None)
        if allowed:
            chosen.append(_take(case, allowed, "fill", rule.id, rule.sources))


def _take(
    case: Case,
    exercise: str,
    need: str,
    rule: str,
    sources: tuple[str, ...],
    because: tuple[Because, ...] = (),
) -> Choice:
    return Choice(exercise, case.movement.exercises[exercise].component, need, rule, because, sources)


def _prevent_falls(case: Case, chosen: list[Choice], n: int, left_out: dict[str, str]) -> None:
    """SEL-B: leg strength for who may fall; with N reached it takes the place of the last one."""
    rule = case.movement.selection.fall_prevention
    used = {choice.exercise for choice in chosen}
    if rule.precaution not in case.precautions or used & set(rule.any_of):
        return
    taken = next((exercise for exercise in rule.takes if case.refusal(exercise) is None), None)
    if taken is None:
        return
    others = [choice for choice in chosen if choice.component != "aerobic"]
    if len(chosen) >= n and others:
        chosen.remove(others[-1])
        left_out[others[-1].exercise] = rule.id
    because = (Because("precautions", rule.precaution),)
    chosen.append(_take(case, taken, "fall-prevention", rule.id, rule.sources, because))


def _extras(case: Case, choices: list[Choice]) -> list[Choice]:
    """SEL-X1, SEL-X2: what stands beside the list and is not counted in N."""
    selection: Selection = case.movement.selection
    breathing, pause = selection.breathing_extra, selection.break_extra
    extras = []
    with_draw_in = [choice for choice in choices if choice.exercise in breathing.with_exercises]
    if with_draw_in and case.refusal(breathing.adds) is None:
        paired = (Because("exercise", with_draw_in[0].exercise),)
        extras.append(_take(case, breathing.adds, "extra", breathing.id, breathing.sources, paired))
    long_sitting = _why_pause(case)
    if long_sitting and case.refusal(pause.adds) is None:
        extras.append(_take(case, pause.adds, "extra", pause.id, pause.sources, long_sitting))
    return extras


def _why_pause(case: Case) -> tuple[Because, ...]:
    rule, hours = case.movement.selection.break_extra, case.intake.posture.sitting_hours_per_day
    severity = case.severities[rule.component]
    facts = []
    if at_least(severity, rule.severity_from):
        facts.append(Because(rule.component, severity))
    if hours is not None and hours >= rule.sitting_hours_from:
        facts.append(Because("posture.sitting_hours_per_day", hours, "h"))
    return tuple(facts)


def _planned(choice: Choice, case: Case) -> PlannedExercise:
    exercise, dosing = case.movement.exercises[choice.exercise], case.movement.dosing
    parts = dose_of(exercise, case)
    text = dose_text(parts)
    through_the_day = exercise.id in dosing.exercise_minutes.through_the_day
    return PlannedExercise(
        id=exercise.id,
        component=choice.component,
        need=choice.need,
        rule=choice.rule,
        dose=text,
        dose_parts=parts,
        patient_dose=text,
        patient_dose_parts=parts,
        minutes=0 if through_the_day else exercise_minutes(parts, dosing),
        rounds=parts.per_day or 1,
        because=tuple(dict.fromkeys((*choice.because, *dose_facts(exercise, case)))),
        sources=tuple(dict.fromkeys((*exercise.sources, *choice.sources))),
        dose_rules=dose_rules(exercise, case),
    )


def _later(
    case: Case, components: tuple[Component, ...], aerobic: Choice | None, phase: int
) -> tuple[PhaseExercise, ...]:
    """The list of a later phase: the same rules, the aerobic kind of this one (7.6)."""
    planned = []
    for choice in _choose(case, components, aerobic, phase, {}):
        parts = dose_of(case.movement.exercises[choice.exercise], case, phase)
        planned.append(PhaseExercise(choice.exercise, dose_text(parts), dose_text(parts), parts))
    return tuple(planned)


def _shortfalls(case: Case, choices: list[Choice], aerobic: Choice | None) -> tuple[str, ...]:
    selection: Selection = case.movement.selection
    found = []
    if aerobic is None:
        found.append("AER-1" if selection.allowed.stop_precaution in case.precautions else "AER-0")
    if len(choices) < selection.too_few.fewer_than:
        found.append(selection.too_few.id)
    return tuple(found)


def _in_words(case: Case, choices: list[Choice], severities: Mapping[str, str | None]) -> dict[str, str]:
    """What each of the five components gave, in a few words."""
    words = case.movement.selection.component_words
    said = {}
    for component, severity in {**severities, "aerobic": case.severities["aerobic"]}.items():
        names = [case.movement.exercises[c.exercise].name for c in choices if c.component == component]
        if names:
            level = severity or words.not_judged
            said[component] = words.chosen.format(severity=level, exercises=", ".join(names))
        elif severity is None:
            said[component] = words.not_judged
        else:
            empty = severity == "none"
            said[component] = words.no_deficit if empty else words.none_chosen.format(severity=severity)
    return said
