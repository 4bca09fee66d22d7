"""What the parts hand on together: sources that were used, left out, not judged, asks (joins.md J-15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from plans.builder.joins import Joined
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.movement.reminders import reminders
from plans.builder.plan import Alert, Ask, LeftOut, NotJudged, Plan, Source
from plans.intake.asking import find_asks
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

SCHEDULE = "schedule"
THERAPY = "physical_therapy"
NOT_LISTED = "condition-not-listed"


def sources_used(plan: Plan, knowledge: Knowledge) -> tuple[Source, ...]:
    """Every source that a line of the plan names, once, under its one id (joins.md section 5)."""
    named = (name for names in _named(plan, knowledge) for name in names)
    rows = {row.id: row for name in dict.fromkeys(named) if (row := knowledge.sources.get(name)) is not None}
    return tuple(Source(row.id, row.title, row.year, row.strength) for _, row in sorted(rows.items()))


def _named(plan: Plan, knowledge: Knowledge) -> Iterator[tuple[str, ...]]:
    therapy, medication, care = plan.physical_therapy, plan.medication, plan.self_care
    items: tuple[Any, ...] = (
        *plan.red_flags.findings,
        *plan.deficits.values(),
        *therapy.exercises,
        *therapy.extras,
        *therapy.flag_details,
        *_all_alerts(medication.alerts),
        *medication.options,
        *care.modules,
        *care.goals,
    )
    for item in items:
        yield item.sources
    rules, rows = _rules(plan), knowledge.self_care.day.rules
    for rule in rules:
        if rule in rows:
            yield rows[rule].sources
    for id in plan.combination:
        yield knowledge.medicines.combination[id].sources


def _rules(plan: Plan) -> dict[str, None]:
    schedule = plan.schedule
    entries, missed = list(schedule.entries), list(schedule.not_placed)
    for day in schedule.other_days:
        entries += day.entries
        missed += day.not_placed
    rules = (rule for entry in entries for rule in entry.rules)
    return dict.fromkeys((*rules, *(row.reason for row in missed), *(note.rule for note in schedule.notes)))


def _all_alerts(alerts: Iterable[Alert]) -> Iterator[Alert]:
    for alert in alerts:
        yield alert
        yield from _all_alerts(alert.also_details)


def left_out(plan: Plan, joined: Joined) -> tuple[LeftOut, ...]:
    """One list: what each part considered and did not take, and what had no time (CAP-4)."""
    no_time = (LeftOut(SCHEDULE, exercise.id, "CAP-4") for exercise in joined.week.share.left_out)
    later = (LeftOut("self_care", module, "SEL-10") for module in joined.habits.later)
    return (
        *plan.physical_therapy.left_out,
        *plan.medication.kept_off,
        *plan.self_care.left_out,
        *later,
        *no_time,
    )


def unchecked_rules(active: Iterable[ListedMedicine], knowledge: Knowledge) -> tuple[NotJudged, ...]:
    """Rules of the day that need the flags of a medicine which the formulary does not know (J-13)."""
    names = sorted({medicine.name for medicine in active if not medicine.checked})
    rules = knowledge.self_care.day.doses.flag_rules if names else ()
    reason = f"not checked: {', '.join(names)}"
    return tuple(
        NotJudged(SCHEDULE, rule, ("medications",), (), folded=True, reason=reason) for rule in rules
    )


def with_listed_conditions(intake: Intake, knowledge: Knowledge) -> Intake:
    """The intake without the conditions that the list does not know: nothing can be read from them."""
    if not unlisted_conditions(intake, knowledge):
        return intake
    listed = (condition for condition in intake.conditions or () if condition in knowledge.conditions)
    return replace(intake, conditions=tuple(listed))


def unlisted_conditions(intake: Intake, knowledge: Knowledge) -> tuple[str, ...]:
    """Conditions kept as typed; their order plays no part."""
    return tuple(sorted(name for name in intake.conditions or () if name not in knowledge.conditions))


def unread_conditions(intake: Intake, knowledge: Knowledge) -> tuple[NotJudged, ...]:
    """One row that names the conditions which the list does not know."""
    names = unlisted_conditions(intake, knowledge)
    reason = f"not in the list of conditions, no rule reads it: {', '.join(names)}"
    return (NotJudged(THERAPY, NOT_LISTED, reason=reason),) if names else ()


def all_asks(intake: Intake, knowledge: Knowledge, more: Iterable[Ask]) -> tuple[Ask, ...]:
    """Everything to ask once; the same path and message stand once."""
    own = (Ask(ask.path, ask.message) for ask in find_asks(intake, knowledge.vocabulary))
    return tuple(
        dict.fromkeys((*own, *more, *reminders(intake, knowledge), *_joined_asks(intake, knowledge)))
    )


def _joined_asks(intake: Intake, knowledge: Knowledge) -> Iterator[Ask]:
    life, sequence = intake.life, knowledge.self_care.sequence
    low_mood = knowledge.self_care.barriers["low_mood"]
    if low_mood.id in (life.barriers or ()) and intake.measures.phq2 is None:
        yield Ask("measures.phq2", low_mood.effect)
    if life.uses_heat and intake.pain.skin_numb is None:
        yield Ask("pain.skin_numb", knowledge.self_care.modules["SM-HEAT"].ask)
    if life.importance_0_10 is not None and life.importance_0_10 < sequence.ask_importance_below:
        yield Ask("life.importance_0_10", sequence.ask_importance)
