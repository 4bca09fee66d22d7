"""How many exercises, which are allowed, and what each need asks for (sections 7.1 to 7.4)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plans.knowledge.movement.exercises import Exercise
from plans.knowledge.movement.rows import Bands, Row, bands_of, by_id, make, make_all
from plans.knowledge.reading import KnowledgeError, need_known, read_toml

FILE = "selection.toml"
KINDS = ("items", "directional", "precaution", "fear")
Chains = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByMinutes(Row):
    minutes_when_missing: int
    bands: Bands


@dataclass(frozen=True, slots=True, kw_only=True)
class ByConfidence(Row):
    confidence_up_to: int
    fewer_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRisk(Row):
    group: str
    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ByAge(Row):
    age_from: int
    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(Row):
    at_least: int


@dataclass(frozen=True, slots=True)
class HowMany:
    minutes: ByMinutes
    confidence: ByConfidence
    risk: ByRisk
    age: ByAge
    least: AtLeast


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed(Row):
    """SEL-A: what everybody has at home, what is assumed when not asked, and the two special lists."""

    home_equipment: tuple[str, ...]
    asked_equipment: tuple[str, ...]
    equipment_when_missing: tuple[str, ...]
    floor_when_missing: bool
    surgery_precaution: str
    surgery_exercises: tuple[str, ...]
    stop_precaution: str
    aerobic_level_when_irritable: int
    pool_exercises: tuple[str, ...]
    pool_minutes_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StartLevel(Row):
    severe: int
    irritability_high: int
    moderate: Mapping[str, int]  # by irritability
    mild: int
    cap_by_phase: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Row):
    """One need of a component: as severe as its ``items``, or ``fixed_severity`` when its kind holds."""

    component: str
    need: str
    severity: str  # as printed
    kind: str
    chains: Chains
    items: tuple[str, ...] = ()
    fixed_severity: str | None = None
    by_preference: Mapping[str, Chains] | None = None
    by_precaution: Mapping[str, Chains] | None = None
    precaution: str | None = None
    unless_items: tuple[str, ...] = ()
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallNeed(Row):
    """What a component gets when only its overall grade is known."""

    component: str
    need: str
    chains: Chains = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AerobicRule(Row):
    """Tried in order: the first that holds gives its list. The last has lists by preferred mode."""

    any_precaution: tuple[str, ...] = ()
    preference: str | None = None
    tries: tuple[str, ...] = ()
    by_mode: Mapping[str, tuple[str, ...]] | None = None
    mode_when_missing: str = ""
    not_tried_when_aerobic: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Row):
    severity_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fear(Row):
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill(Row):
    fewer_than: int
    groups: Chains


@dataclass(frozen=True, slots=True, kw_only=True)
class FallPrevention(Row):
    precaution: str
    any_of: tuple[str, ...]
    takes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFew(Row):
    fewer_than: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathingExtra(Row):
    with_exercises: tuple[str, ...]
    adds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakExtra(Row):
    component: str
    severity_from: str
    sitting_hours_from: float
    adds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyPrecaution(Row):
    any_precaution: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stabilisation(Row):
    at_least: int
    age_below: int
    mean_slr_above_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Row):
    components: tuple[str, ...]
    severities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentWords(Row):
    no_deficit: str
    not_judged: str
    chosen: str
    none_chosen: str


@dataclass(frozen=True, slots=True)
class Selection:
    how_many: HowMany
    allowed: Allowed
    start_level: StartLevel
    needs: Mapping[str, tuple[Need, ...]]  # by component, in table order
    overall_needs: Mapping[str, tuple[Need, ...]]  # by component; chains already filled in
    aerobic: tuple[AerobicRule, ...]
    rounds: tuple[Round, ...]
    fear: Fear
    fill: Fill
    fall_prevention: FallPrevention
    too_few: TooFew
    breathing_extra: BreathingExtra
    break_extra: BreakExtra
    balance_note: AnyPrecaution
    stabilisation_note: Stabilisation
    order: Order
    component_words: ComponentWords


def read_selection() -> Selection:
    """The rules of choosing; raises KnowledgeError. ``check_selection`` holds the ids in them."""
    data = read_toml(FILE)

    def one(kind: Any, name: str) -> Any:
        return make(kind, FILE, data[name])

    needs = tuple(by_id(FILE, make_all(Need, FILE, data["need"])).values())
    components = dict.fromkeys(need.component for need in needs)
    overall = [make(OverallNeed, FILE, row) for row in data["overall_need"]]
    return Selection(
        how_many=_how_many(data["how_many"]),
        allowed=one(Allowed, "allowed"),
        start_level=one(StartLevel, "start_level"),
        needs={c: tuple(need for need in needs if need.component == c) for c in components},
        overall_needs={
            c: tuple(_overall(row, needs) for row in overall if row.component == c) for c in components
        },
        aerobic=make_all(AerobicRule, FILE, data["aerobic"]),
        rounds=make_all(Round, FILE, data["round"]),
        fear=one(Fear, "fear"),
        fill=one(Fill, "fill"),
        fall_prevention=one(FallPrevention, "fall_prevention"),
        too_few=one(TooFew, "too_few"),
        breathing_extra=one(BreathingExtra, "breathing_extra"),
        break_extra=one(BreakExtra, "break_extra"),
        balance_note=one(AnyPrecaution, "balance_note"),
        stabilisation_note=one(Stabilisation, "stabilisation_note"),
        order=one(Order, "order"),
        component_words=one(ComponentWords, "component_words"),
    )


def _how_many(data: Mapping[str, Any]) -> HowMany:
    minutes = data["minutes"]
    return HowMany(
        make(ByMinutes, FILE, minutes, bands=bands_of(FILE, minutes["bands"])),
        make(ByConfidence, FILE, data["confidence"]),
        make(ByRisk, FILE, data["risk"]),
        make(ByAge, FILE, data["age"]),
        make(AtLeast, FILE, data["least"]),
    )


def _overall(row: OverallNeed, needs: tuple[Need, ...]) -> Need:
    """The need an overall grade stands for: the listed one, with the chains of ``row`` where it has any."""
    for need in needs:
        if (need.component, need.need) == (row.component, row.need):
            return Need(
                id=need.id,
                sources=row.sources,
                mark=row.mark,
                checked_on=row.checked_on,
                reviewed_by=row.reviewed_by,
                component=row.component,
                need=row.need,
                severity="overall",
                kind="items",
                chains=row.chains or need.chains,
            )
    raise KnowledgeError(FILE, "overall_need", f"unknown need {row.component}:{row.need}")


def check_selection(
    selection: Selection,
    *,
    exercises: Mapping[str, Exercise],
    precautions: Collection[str],
    items: Mapping[str, Collection[str]],
) -> None:
    """Refuse a rule that names an exercise, precaution or deficit item that does not exist."""
    for component, needs in selection.needs.items():
        for need in needs:
            need_known(FILE, need.id, [need.kind], KINDS, "kind of need")
            need_known(FILE, need.id, need.items, items[component], "deficit item")
            need_known(FILE, need.id, [need.precaution] if need.precaution else [], precautions, "precaution")
    for key, named in _exercises_named(selection):
        need_known(FILE, key, named, exercises, "exercise")
    for rule in selection.aerobic:
        need_known(FILE, rule.id, rule.any_precaution, precautions, "precaution")
    need_known(FILE, "NOTE-BALANCE", selection.balance_note.any_precaution, precautions, "precaution")
    need_known(FILE, "SEL-B", [selection.fall_prevention.precaution], precautions, "precaution")


def _exercises_named(selection: Selection) -> Iterator[tuple[str, list[str]]]:
    groups = (selection.needs, selection.overall_needs)
    for need in (need for group in groups for needs in group.values() for need in needs):
        others = [*(need.by_preference or {}).values(), *(need.by_precaution or {}).values()]
        chains = [need.chains, *others]
        yield need.id, [exercise for each in chains for chain in each for exercise in chain]
    for rule in selection.aerobic:
        by_mode = [exercise for each in (rule.by_mode or {}).values() for exercise in each]
        yield rule.id, [*rule.tries, *by_mode, *(rule.not_tried_when_aerobic or {})]
    yield "SEL-A", [*selection.allowed.surgery_exercises, *selection.allowed.pool_exercises]
    yield "SEL-F", [exercise for group in selection.fill.groups for exercise in group]
    yield "SEL-B", [*selection.fall_prevention.any_of, *selection.fall_prevention.takes]
    yield "SEL-X1", [*selection.breathing_extra.with_exercises, selection.breathing_extra.adds]
    yield "SEL-X2", [selection.break_extra.adds]
