"""Eligibility and the red-flag screen (physical-therapy.md section 1). A screen, not a diagnosis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plans.builder.person import age_in_years
from plans.builder.plan import Because, RedFlagFinding, RedFlags
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge
from plans.knowledge.movement.screening import Count, RedFlag, RedFlagRule, Screen

STRONGEST_FIRST = ("urgent", "refer")


def refuse(intake: Intake, knowledge: Knowledge, as_of: date) -> str | None:
    """The eligibility rule that refuses this patient, if one does."""
    screen: Screen = knowledge.movement.screen
    age = age_in_years(intake.patient.birth_date, as_of)
    if age is not None and age < screen.too_young.age_below:
        return screen.too_young.id
    weeks = intake.pain.duration_weeks
    if weeks is None or weeks <= screen.too_early.weeks_up_to:
        return screen.too_early.id
    return None


def screen(intake: Intake, knowledge: Knowledge, corticosteroid_days: float | None = None) -> RedFlags:
    """What the flags answered yes mean. ``corticosteroid_days``: days on steroid tablets, None if none."""
    rules: Screen = knowledge.movement.screen
    derived = dict(_derived(intake, rules, corticosteroid_days))
    yes = [flag for flag in rules.flags if flag in (intake.red_flags or ()) or flag in derived]
    cleared = _cleared(intake, rules)
    findings = tuple(
        _finding(rule, yes, cleared, rules, derived) for rule in rules.rules if _holds(rule, yes, cleared)
    )
    actions = {finding.action for finding in findings}
    used = {flag for finding in findings for flag in finding.flags}
    return RedFlags(
        screened=intake.red_flags is not None,
        action=next((action for action in STRONGEST_FIRST if action in actions), "none"),
        rules=tuple(finding.rule for finding in findings),
        findings=findings,
        notes=tuple(flag for flag in yes if rules.flags[flag].weight == "note" and flag not in used),
    )


def _derived(
    intake: Intake, rules: Screen, corticosteroid_days: float | None
) -> Iterator[tuple[str, Because]]:
    facts = {"corticosteroid_days": corticosteroid_days}
    for row in rules.derived:
        value = facts.get(row.fact)
        if row.fact and value is not None and value >= row.at_least:
            yield row.flag, Because(row.fact, value, row.unit)
        if row.when_condition and row.when_condition in (intake.conditions or ()):
            yield row.flag, Because("conditions", row.when_condition)


def _cleared(intake: Intake, rules: Screen) -> frozenset[str]:
    """Clearance works for flags of weight refer only."""
    named = intake.red_flags_cleared or ()
    return frozenset(flag for flag in named if flag in rules.flags and rules.flags[flag].weight == "refer")


def _counted(count: Count, yes: list[str], cleared: frozenset[str]) -> list[str]:
    return [flag for flag in yes if flag in count.ids and not (count.uncleared and flag in cleared)]


def _holds(rule: RedFlagRule, yes: list[str], cleared: frozenset[str]) -> bool:
    return all(len(_counted(count, yes, cleared)) >= count.at_least for count in rule.counts)


def _finding(
    rule: RedFlagRule,
    yes: list[str],
    cleared: frozenset[str],
    rules: Screen,
    derived: dict[str, Because],
) -> RedFlagFinding:
    counted = {flag for count in rule.counts for flag in _counted(count, yes, cleared)}
    flags = [rules.flags[flag] for flag in yes if flag in counted]
    return RedFlagFinding(
        rule=rule.id,
        action=rule.action,
        flags=tuple(flag.id for flag in flags),
        message=_message(rule, flags),
        because=tuple(derived.get(flag.id) or Because("red_flags", flag.id) for flag in flags),
        sources=tuple(dict.fromkeys((*rule.sources, *(source for flag in flags for source in flag.sources)))),
    )


def _message(rule: RedFlagRule, flags: list[RedFlag]) -> str:
    """What the flags themselves ask for, where they are as strong as the rule; else the rule's words."""
    if all(flag.weight == rule.action for flag in flags):
        return "; ".join(dict.fromkeys(flag.action for flag in flags))
    return rule.says
