"""What does not work on its own, people and help, when to call, traffic light and small plan, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plans.knowledge.reading import need_known, read_toml
from plans.knowledge.rows import read_row, read_rows

FILE = "support.toml"
Text = Mapping[str, str]

# What an emergency line may depend on; the builder decides each from the medicines and the intake.
SITUATIONS = ("always", "any_medicine", "nsaid", "sedating_medicine", "opioid", "serotonin", "fragile")


@dataclass(frozen=True, slots=True)
class Box:
    """A belief or treatment that does not work on its own; shown when one of ``tried`` was tried."""

    id: str
    shown_when: str
    tried: tuple[str, ...]
    text: Text
    grade: float
    basis: str
    mark: str
    sources: tuple[str, ...]
    checked_on: date | None
    reviewed_by: str
    boom_bust: bool = False


@dataclass(frozen=True, slots=True)
class Boxes:
    most: int


@dataclass(frozen=True, slots=True)
class SupportLine:
    id: str
    shown_when: str
    national: bool
    online_group: bool
    always: bool
    text: Text
    mark: str
    sources: tuple[str, ...]
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class SupportRule:
    id: str
    text: str
    mark: str
    sources: tuple[str, ...]
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class SupportLimits:
    most_lines: int
    warn_after_months: int
    reddit_age_below: int
    online_note: Text


@dataclass(frozen=True, slots=True)
class Head:
    text: Text


@dataclass(frozen=True, slots=True)
class Emergency:
    """One line of "Call 911"; ``when`` and ``bold_when`` are situations."""

    id: str
    number: int
    when: str
    text: Text
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    bold_when: str | None = None


@dataclass(frozen=True, slots=True)
class SameDay:
    """One line of "Call us the same day"; in ``emergency_when`` it goes to the emergency list."""

    id: str
    when: str
    text: Text
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    emergency_when: str | None = None


@dataclass(frozen=True, slots=True)
class Fragile:
    """Whose fall or fever is an emergency; ``age_above`` counts with a fall in the last 12 months."""

    drug_classes: tuple[str, ...]
    red_flags: tuple[str, ...]
    conditions: tuple[str, ...]
    age_above: int
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Light:
    id: str
    shape: str
    name: Text
    when: str
    do: str
    text: Text
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    text_without_heat: Text | None = None


@dataclass(frozen=True, slots=True)
class Flare:
    """Going back up after a flare-up: percent of the target, day by day after the half days."""

    half_days: int
    first_percent: int
    step_percent: int
    call_after_days: int
    third_in_weeks: int
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Session:
    """The rule for a single session in words without colours (J-16)."""

    id: str
    name: Text
    when: str
    text: Text
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class SmallPlan:
    minutes: int
    total_minutes: int
    row_yellow_days: int
    fourteen_days: int
    walk: Text
    spot: Text
    chair: Text
    exercise: Text
    number: Text
    closing: Text
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Support:
    boxes: tuple[Box, ...]
    most_boxes: int
    lines: Mapping[str, SupportLine]
    rules: Mapping[str, SupportRule]
    limits: SupportLimits
    emergency_head: Text
    emergencies: tuple[Emergency, ...]
    same_day_head: Text
    same_day: tuple[SameDay, ...]
    fragile: Fragile
    lights: Mapping[str, Light]
    flare: Flare
    sessions: tuple[Session, ...]
    small_plan: SmallPlan


def read_support() -> Support:
    """``support.toml``, checked; raises KnowledgeError."""
    data = read_toml(FILE)
    found = Support(
        boxes=read_rows(Box, FILE, data["box"]),
        most_boxes=read_row(Boxes, FILE, data["boxes"]).most,
        lines={row.id: row for row in read_rows(SupportLine, FILE, data["support"])},
        rules={row.id: row for row in read_rows(SupportRule, FILE, data["support_rule"])},
        limits=read_row(SupportLimits, FILE, data["support_limits"]),
        emergency_head=read_row(Head, FILE, data["emergency_head"]).text,
        emergencies=read_rows(Emergency, FILE, data["emergency"]),
        same_day_head=read_row(Head, FILE, data["same_day_head"]).text,
        same_day=read_rows(SameDay, FILE, data["same_day"]),
        fragile=read_row(Fragile, FILE, data["fragile"], "fragile"),
        lights={row.id: row for row in read_rows(Light, FILE, data["light"])},
        flare=read_row(Flare, FILE, data["flare"]),
        sessions=read_rows(Session, FILE, data["session"]),
        small_plan=read_row(SmallPlan, FILE, data["small_plan"]),
    )
    named = [(row.id, row.when, row.bold_when) for row in found.emergencies]
    named += [(row.id, row.when, row.emergency_when) for row in found.same_day]
    for key, *words in named:
        need_known(FILE, key, [word for word in words if word], SITUATIONS, "situation")
    return found
