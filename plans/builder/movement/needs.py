"""What a component asks for: its needs with their severities, worst first (section 7.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plans.builder.movement.case import Case, at_least
from plans.builder.movement.deficits import RANK
from plans.builder.plan import Because
from plans.knowledge.movement.deficits import SEVERITIES
from plans.knowledge.movement.selection import Chains, Need

NEED_FROM = "mild"


@dataclass(frozen=True, slots=True)
class ActiveNeed:
    """A need of this patient. ``because`` are the facts behind it."""

    need: Need
    severity: str
    chains: Chains
    because: tuple[Because, ...]

    @property
    def id(self) -> str:
        return self.need.id


@dataclass(frozen=True, slots=True)
class Component:
    """``severity`` is the domain's, raised where 7.3 says so; ``needs`` in the order they are served."""

    name: str
    severity: str | None
    needs: tuple[ActiveNeed, ...]


def components_of(case: Case) -> tuple[Component, ...]:
    """The four components that needs belong to, worst first, ties in the printed order."""
    found = [_component(name, case) for name in case.movement.selection.order.components]
    return tuple(sorted(found, key=lambda component: -_rank(component.severity)))


def _rank(severity: str | None) -> int:
    return -1 if severity is None else RANK[severity]


def _component(name: str, case: Case) -> Component:
    needs = list(_needs(name, case))
    severity = case.severities[name]
    if not needs and at_least(severity, NEED_FROM):
        needs = list(_overall_needs(name, severity or NEED_FROM, case))
    for least in _raised_to(name, case):
        severity = severity if at_least(severity, least) else least
    needs.sort(key=lambda active: (not active.need.first, -RANK[active.severity]))
    return Component(name, severity, tuple(needs))


def _raised_to(name: str, case: Case) -> Iterator[str]:
    """What lifts a component above its domain: a directional or neural need, and fear whatever the lift."""
    for need in case.movement.selection.needs[name]:
        raises = case.afraid if need.kind == "fear" else _holds(need, case)
        if need.fixed_severity and raises:
            yield need.fixed_severity


def _needs(name: str, case: Case) -> Iterator[ActiveNeed]:
    for need in case.movement.selection.needs[name]:
        severity = _severity(need, case)
        if severity and at_least(severity, NEED_FROM):
            yield ActiveNeed(need, severity, _chains(need, case), _because(need, case))


def _overall_needs(name: str, severity: str, case: Case) -> Iterator[ActiveNeed]:
    because = (Because(f"{name}.overall", severity),)
    for need in case.movement.selection.overall_needs.get(name, ()):
        yield ActiveNeed(need, severity, need.chains, because)


def _severity(need: Need, case: Case) -> str | None:
    if need.kind == "items":
        grades = [case.items[need.component].get(item) for item in need.items]
        known = [RANK[grade] for grade in grades if grade is not None]
        return SEVERITIES[max(known)] if known else None
    return need.fixed_severity if _holds(need, case) else None


def _holds(need: Need, case: Case) -> bool:
    if need.kind == "directional":
        return case.intake.pain.directional_preference in (need.by_preference or {})
    if need.kind == "precaution":
        return need.precaution in case.precautions
    graded = case.items[need.component]
    return case.afraid and all(graded.get(item) in (None, "none") for item in need.unless_items)


def _chains(need: Need, case: Case) -> Chains:
    if need.by_preference is not None:
        return need.by_preference[case.intake.pain.directional_preference or ""]
    for precaution, chains in (need.by_precaution or {}).items():
        if precaution in case.precautions:
            return chains
    return need.chains


def _because(need: Need, case: Case) -> tuple[Because, ...]:
    if need.kind == "directional":
        return (Because("pain.directional_preference", case.intake.pain.directional_preference),)
    if need.kind == "precaution":
        return (Because("precautions", need.precaution),)
    if need.kind == "fear":
        return case.fear_facts
    graded = case.items[need.component]
    return tuple(Because(f"{need.component}:{item}", graded[item]) for item in need.items if item in graded)
