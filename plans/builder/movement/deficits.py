"""What the examination found short: five domains, each as bad as its worst item (section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from plans.builder.movement.measures import Graded, Person, Unjudged, grade_part, person_of
from plans.builder.movement.walking import with_walk_minutes
from plans.builder.plan import Because, Deficit, NotJudged
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge
from plans.knowledge.movement.deficits import SEVERITIES, DeficitRules, Item
from plans.knowledge.movement.rows import grade_of

PART = "physical_therapy"
RANK: dict[Any, int] = {**{name: i for i, name in enumerate(SEVERITIES)}, **{i: i for i in range(4)}}
WITHOUT_HEART_RATE = "COM-03"


@dataclass(frozen=True, slots=True)
class DeficitFindings:
    """The five domains, and every item that could not be judged with what would settle it."""

    domains: Mapping[str, Deficit]
    not_judged: tuple[NotJudged, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Items of one domain that could be judged, with what to show, and the rest."""

    graded: dict[str, Any]
    details: dict[str, Any]
    because: dict[str, tuple[Because, ...]]
    unjudged: dict[str, NotJudged]


def judge_deficits(
    intake: Intake, knowledge: Knowledge, as_of: date, heart_rate_counts: bool = True
) -> DeficitFindings:
    """Severity of each domain. Without ``heart_rate_counts`` no pulse judges anything (COM-03)."""
    rules: DeficitRules = knowledge.movement.deficits
    intake = with_walk_minutes(intake)
    person = person_of(intake, as_of)
    domains: dict[str, Deficit] = {}
    not_judged: list[NotJudged] = []
    for domain, items in rules.items.items():
        found = _judge_items(items, intake, person, rules, heart_rate_counts)
        if domain == "aerobic":
            found = _what_counts(items, found)
        domains[domain] = _domain(domain, items, found, intake, rules)
        not_judged += _rows_not_judged(domain, items, found, domains[domain], rules)
    return DeficitFindings(domains, tuple(not_judged))


def _judge_items(
    items: Iterable[Item], intake: Intake, person: Person, rules: DeficitRules, heart_rate_counts: bool
) -> _Found:
    found = _Found({}, {}, {}, {})
    for item in items:
        outcomes = [grade_part(part, intake, person, rules) for part in item.parts]
        graded = [outcome for outcome in outcomes if isinstance(outcome, Graded)]
        unjudged = [outcome for outcome in outcomes if isinstance(outcome, Unjudged)]
        blocked = _why_not(item, intake, heart_rate_counts) if graded or unjudged else None
        if blocked:
            found.unjudged[item.id] = NotJudged(PART, _id(item), reason=blocked)
        elif graded:
            _keep(found, item, graded)
        if unjudged and not blocked:
            needs = tuple(dict.fromkeys(path for outcome in unjudged for path in outcome.needs))
            found.unjudged[item.id] = NotJudged(PART, _id(item), needs, reason=unjudged[0].reason)
    return found


def _why_not(item: Item, intake: Intake, heart_rate_counts: bool) -> str | None:
    if item.uses_heart_rate and not heart_rate_counts:
        return WITHOUT_HEART_RATE
    if item.not_judged_when and item.not_judged_when(intake):
        return item.not_judged_path
    return None


def _keep(found: _Found, item: Item, graded: list[Graded]) -> None:
    worst = max((outcome.grade for outcome in graded), key=RANK.__getitem__)
    found.graded[item.id] = worst
    parts = [outcome.shown | {"grade": outcome.grade} for outcome in graded]
    found.details[item.id] = {"parts": parts, "sources": item.sources, "mark": item.mark, "fact": item.fact}
    paths = {part.name: part.paths[0] for part in item.parts}
    found.because[item.id] = tuple(
        Because(paths[shown["name"]], shown["value"], shown["unit"] or None) for shown in parts
    )


def _what_counts(items: Iterable[Item], found: _Found) -> _Found:
    """Performance tests first; none of them: the first of the others (5.5)."""
    tests = [item.id for item in items if item.performance and item.id in found.graded]
    others = [item.id for item in items if item.id in found.graded]
    kept = tests or others[:1]
    return _Found(
        {name: found.graded[name] for name in kept},
        {name: found.details[name] for name in kept},
        {name: found.because[name] for name in kept},
        found.unjudged,
    )


def _domain(
    domain: str, items: Iterable[Item], found: _Found, intake: Intake, rules: DeficitRules
) -> Deficit:
    severity = _severity(domain, found.graded, rules)
    if severity is None and domain in rules.overall:
        overall = rules.overall[domain](intake)
        because = (Because(f"{domain}.overall", overall),) if overall is not None else ()
        return Deficit(overall, found.graded, found.details, because)
    telling = found.because if domain == "posture" else _worst_of(found, severity)
    named = [item for item in items if item.id in telling]
    return Deficit(
        severity,
        found.graded,
        found.details,
        tuple(fact for item in named for fact in found.because[item.id]),
        tuple(dict.fromkeys(source for item in named for source in item.sources)),
    )


def _severity(domain: str, graded: Mapping[str, Any], rules: DeficitRules) -> str | None:
    if domain == "posture":
        if len(graded) < rules.posture_sum.items_needed:
            return None
        total: str = grade_of(rules.posture_sum.bands, sum(graded.values()))
        return total
    return max(graded.values(), key=RANK.__getitem__, default=None)


def _worst_of(found: _Found, severity: str | None) -> list[str]:
    return [name for name, grade in found.graded.items() if grade == severity]


def _id(item: Item) -> str:
    return f"{item.domain}:{item.id}"


def _rows_not_judged(
    domain: str, items: tuple[Item, ...], found: _Found, deficit: Deficit, rules: DeficitRules
) -> list[NotJudged]:
    rows = list(found.unjudged.values())
    if deficit.severity is None:
        return [*rows, _domain_not_judged(domain, items, domain in rules.overall)]
    if domain == "aerobic":
        return rows
    silent = found.graded.keys() | found.unjudged.keys()
    return rows + [_not_measured(_id(item), item.paths) for item in items if item.id not in silent]


@cache
def _not_measured(item_id: str, paths: tuple[str, ...]) -> NotJudged:
    return NotJudged(PART, item_id, paths, folded=True)


def _domain_not_judged(domain: str, items: tuple[Item, ...], has_overall: bool) -> NotJudged:
    overall = (f"{domain}.overall",) if has_overall else ()
    return NotJudged(PART, domain, (*overall, *(path for item in items for path in item.paths)))
