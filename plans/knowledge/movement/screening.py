"""Eligibility, red flags, computed precautions, irritability and the traffic light as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plans.intake.intake import Intake
from plans.knowledge.movement.rows import Row, by_id, make, make_all, reader_of
from plans.knowledge.reading import KnowledgeError, need_known, read_toml

FLAGS = "red_flags.toml"
PRECAUTIONS = "precautions.toml"
WEIGHTS = ("urgent", "refer", "note")
ACTIONS = ("urgent", "refer", "parallel")


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag(Row):
    """One question of the screen. ``action`` says what a clinician does on yes."""

    group: str
    question: str
    weight: str  # urgent, refer, note
    action: str


@dataclass(frozen=True, slots=True)
class Count:
    """At least ``at_least`` of ``ids`` answered yes; ``uncleared``: a doctor's clearance takes one away."""

    ids: frozenset[str]
    at_least: int
    uncleared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlagRule(Row):
    """All ``counts`` must hold."""

    action: str  # urgent, refer, parallel
    blocks: bool
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedFlag(Row):
    """A flag that a condition, or a fact of at least ``at_least``, answers without the question."""

    flag: str
    when_condition: str = ""
    fact: str = ""
    at_least: float = 0
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TooYoung(Row):
    age_below: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TooEarly(Row):
    weeks_up_to: int


@dataclass(frozen=True, slots=True)
class Screen:
    too_young: TooYoung
    too_early: TooEarly
    flags: Mapping[str, RedFlag]
    rules: tuple[RedFlagRule, ...]
    derived: tuple[DerivedFlag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sets(Row):
    """A precaution rule: what it adds when it holds."""

    sets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMass(Sets):
    sets_severe: tuple[str, ...]
    bmi_from: float
    bmi_severe_from: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pregnancy(Sets):
    weeks_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Falls(Sets):
    stance_below_seconds: float
    falls_from: int
    age_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Radicular(Sets):
    leg_pain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlexionSensitive(Sets):
    preference: str
    aggravating: tuple[str, ...]
    unless_preference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionSensitive(Sets):
    preference: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseStop(Sets):
    resting_hr_above: int
    systolic_above: int
    diastolic_above: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCondition(Sets):
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Irritability(Row):
    high_settle_above_minutes: int
    high_nprs_from: int
    high_settle_with_nprs_from_minutes: int
    moderate_settle_from_minutes: int
    moderate_nprs_from: int
    dosed_when_not_judged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficLimits(Row):
    green_rise_up_to: int
    amber_rise_up_to: int
    settles_within_hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Row):
    """What an answer asks a clinician to look at: ``at_least`` so much, or so many of ``words``, or a no."""

    path: str
    read: Callable[[Intake], Any]
    asks: str
    at_least: int = 0
    words: tuple[str, ...] = ()
    when_no: bool = False


@dataclass(frozen=True, slots=True)
class PrecautionRules:
    body_mass: BodyMass
    pregnancy: tuple[Pregnancy, ...]
    falls: Falls
    radicular: Radicular
    flexion: FlexionSensitive
    extension: ExtensionSensitive
    stop: ExerciseStop
    heart: ByCondition
    irritability: Irritability
    traffic_limits: TrafficLimits
    traffic_lights: tuple[Row, ...]
    reminders: tuple[Reminder, ...]

    @property
    def computed(self) -> frozenset[str]:
        """Every precaution that a rule, and no question, sets."""
        single = (
            self.body_mass,
            self.falls,
            self.radicular,
            self.flexion,
            self.extension,
            self.stop,
            self.heart,
        )
        rules: tuple[Sets, ...] = (*self.pregnancy, *single)
        return frozenset(name for rule in rules for name in rule.sets) | set(self.body_mass.sets_severe)


def read_screen() -> Screen:
    """The questions and rules of the red-flag screen; raises KnowledgeError."""
    data = read_toml(FLAGS)
    flags = by_id(FLAGS, make_all(RedFlag, FLAGS, data["red_flag"]))
    for flag in flags.values():
        need_known(FLAGS, flag.id, [flag.weight], WEIGHTS, "weight")
    rules = tuple(_rule(row, flags) for row in data["rule"])
    derived = make_all(DerivedFlag, FLAGS, data["derived"])
    need_known(FLAGS, "derived", [row.flag for row in derived], flags, "red flag")
    return Screen(
        too_young=make(TooYoung, FLAGS, data["eligibility"]["age"]),
        too_early=make(TooEarly, FLAGS, data["eligibility"]["duration"]),
        flags=flags,
        rules=tuple(by_id(FLAGS, rules).values()),
        derived=derived,
    )


def _rule(row: Mapping[str, Any], flags: Mapping[str, RedFlag]) -> RedFlagRule:
    need_known(FLAGS, row["id"], [row["action"]], ACTIONS, "action")
    counts = tuple(_count(row["id"], count, flags.values()) for count in row["counts"])
    return make(RedFlagRule, FLAGS, {**row, "counts": []}, counts=counts)


def _count(rule: str, count: Mapping[str, Any], flags: Any) -> Count:
    by_name = {flag.id: flag for flag in flags}
    need_known(FLAGS, rule, count, ("ids", "group", "weight", "uncleared", "at_least"), "key of counts")
    need_known(FLAGS, rule, count.get("ids", ()), by_name, "red flag")
    ids = frozenset(
        flag.id
        for flag in by_name.values()
        if ("ids" not in count or flag.id in count["ids"])
        and ("group" not in count or flag.group == count["group"])
        and ("weight" not in count or flag.weight == count["weight"])
    )
    if len(ids) < count["at_least"]:
        raise KnowledgeError(FLAGS, rule, "counts more flags than fit")
    return Count(ids, count["at_least"], count.get("uncleared", False))


def read_precautions() -> PrecautionRules:
    """PRE-1 to PRE-9, J-21, irritability and the traffic light; raises KnowledgeError."""
    data = read_toml(PRECAUTIONS)

    def one(kind: Any, name: str) -> Any:
        return make(kind, PRECAUTIONS, data[name])

    return PrecautionRules(
        body_mass=one(BodyMass, "body_mass"),
        pregnancy=make_all(Pregnancy, PRECAUTIONS, data["pregnancy"]),
        falls=one(Falls, "falls"),
        radicular=one(Radicular, "radicular"),
        flexion=one(FlexionSensitive, "flexion"),
        extension=one(ExtensionSensitive, "extension"),
        stop=one(ExerciseStop, "stop"),
        heart=one(ByCondition, "heart"),
        irritability=one(Irritability, "irritability"),
        traffic_limits=one(TrafficLimits, "traffic_limits"),
        traffic_lights=make_all(Row, PRECAUTIONS, data["traffic_light"]),
        reminders=tuple(_reminder(row) for row in data["reminder"]),
    )


def _reminder(row: Mapping[str, Any]) -> Reminder:
    reader_of(PRECAUTIONS, row["id"], row["asks"])
    return make(Reminder, PRECAUTIONS, row, read=reader_of(PRECAUTIONS, row["id"], row["path"]))


def need_conditions(file: str, named: Sequence[Row], conditions: Mapping[str, Any]) -> None:
    """Refuse a row whose ``conditions`` an intake cannot have."""
    for row in named:
        need_known(file, row.id, getattr(row, "conditions", ()), conditions, "condition")
