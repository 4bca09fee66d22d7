"""Self-care as data: modules, points, barriers and goals here; journal, support and day beside it.

``read_self_care()`` gives one value, checked: ids that are referenced exist, every condition reads a
known fact, a language that stands at one sentence stands at all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.knowledge.day import Day, read_day
from plans.knowledge.journal import Journal, read_journal
from plans.knowledge.reading import KnowledgeError, need_known, read_toml
from plans.knowledge.rows import read_row, read_rows
from plans.knowledge.support import Support, read_support

Text = Mapping[str, str]  # language -> sentence
TESTS = ("is", "is_not", "<", "<=", ">", ">=", "between", "includes", "excludes", "includes_any")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition over a fact; in the file a list of the three."""

    fact: str
    test: str
    value: Any


AnyOf = tuple[tuple[Term, ...], ...]  # holds when one of its lists holds whole


@dataclass(frozen=True, slots=True)
class Step:
    """What the clinician adds in that week of the habit."""

    week: int
    text: str


@dataclass(frozen=True, slots=True)
class Module:
    """``days`` is (first, weeks a step, top) days a week; empty: those of the weekly targets."""

    id: str
    kind: str  # habit, frame, aid
    name: Text
    text: Text
    why: Text
    offered: str
    start: str
    progress: str
    rationale: str
    grade: float
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    order: int = 0
    cost: str = "none"  # walk, journal, breathing, none
    first_goal: Text | None = None
    text_without_heat: Text | None = None
    days: tuple[int, ...] = ()
    minutes: int | None = None
    steps: tuple[Step, ...] = ()
    ask: str = ""  # what the clinician is asked once when a fact behind it is missing


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the dossier's words, for the why."""

    id: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    text: str = ""
    when: str = ""
    do: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """How many habits start: tried from the top, the first whose conditions all hold."""

    id: str
    habits: int
    when: tuple[Term, ...]
    unknown_holds: tuple[str, ...]
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Sequence:
    candidate_points: int
    own_choice_points: int
    most_at_start: int
    most_in_all: int
    add_in_weeks: tuple[int, ...]
    default_readiness: str
    ask_importance_below: int
    ask_importance: str
    add_adherence_percent: int
    add_confidence: int
    yours_now_percent: int
    yours_now_weeks: int
    tries: int


@dataclass(frozen=True, slots=True)
class PointsAdded:
    points: int
    reason: str
    any: AnyOf


@dataclass(frozen=True, slots=True)
class Points:
    habit: str
    base: int
    add: tuple[PointsAdded, ...]
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class FactName:
    """A fact that conditions read, and the intake paths that settle it."""

    id: str
    needs: tuple[str, ...]
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Barrier:
    id: str
    rule: str
    label: str
    effect: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    line: Text | None = None


@dataclass(frozen=True, slots=True)
class GoalTemplate:
    """``baseline``: walk, sit, stand (a measured tolerance), trials, or none (a fixed first value)."""

    id: str
    label: str
    units: tuple[str, ...]
    baseline: str
    words: Text
    needs: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    first: int | None = None
    every_weeks: int | None = None
    top: int | None = None
    movement: bool = False
    walking: bool = False
    not_after_sedating: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    id: str
    round_to: int
    smallest_start: int
    words: Text
    one: Text


@dataclass(frozen=True, slots=True)
class Targets:
    start_share: float
    step_share: float
    weeks: int
    slow_every_weeks: int
    most_goals: int


@dataclass(frozen=True, slots=True)
class Factor:
    rule: str
    reason: str
    factor: float
    any: AnyOf
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class SlowPace:
    any: AnyOf
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class DaysAWeek:
    top: int
    first: int
    every: int
    gentle_first: int
    gentle_every: int
    gentle_barriers: tuple[str, ...]
    short_day_most: int


@dataclass(frozen=True, slots=True)
class GoalSafety:
    rule: str
    about: tuple[str, ...]
    against: tuple[str, ...]
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class MovingOn:
    on_plan_percent: int
    enough_percent: int
    pain_up_points: float
    look_back_weeks: int
    easy_weeks: int
    easy_confidence: int
    halve: float


@dataclass(frozen=True, slots=True)
class SelfCareKnowledge:
    """All of self-care.md and the numbers of joins.md 4."""

    modules: Mapping[str, Module]
    selection_rules: Mapping[str, RuleRow]
    starts: tuple[Start, ...]
    sequence: Sequence
    points: tuple[Points, ...]
    facts: Mapping[str, FactName]
    barriers: Mapping[str, Barrier]
    goals: Mapping[str, GoalTemplate]
    units: Mapping[str, Unit]
    targets: Targets
    factors: tuple[Factor, ...]
    slow_pace: SlowPace
    days: DaysAWeek
    goal_safety: GoalSafety
    progress_rules: Mapping[str, RuleRow]
    moving_on: MovingOn
    journal: Journal
    support: Support
    day: Day

    @property
    def habits(self) -> tuple[Module, ...]:
        """The habits in the order that breaks ties (SEL-02)."""
        return tuple(sorted((m for m in self.modules.values() if m.kind == "habit"), key=lambda m: m.order))


def read_self_care() -> SelfCareKnowledge:
    """The self-care files, checked; raises KnowledgeError with file, key and reason."""
    habits, goals = read_toml("habits.toml"), read_toml("goals.toml")
    found = SelfCareKnowledge(
        modules=_by_id(Module, "modules.toml", read_toml("modules.toml")["module"]),
        selection_rules=_by_id(RuleRow, "habits.toml", habits["selection_rule"]),
        starts=read_rows(Start, "habits.toml", habits["start"]),
        sequence=read_row(Sequence, "habits.toml", habits["sequence"]),
        points=tuple(read_row(Points, "habits.toml", row, row["habit"]) for row in habits["points"]),
        facts=_by_id(FactName, "habits.toml", habits["fact"]),
        barriers=_by_id(Barrier, "habits.toml", habits["barrier"]),
        goals=_by_id(GoalTemplate, "goals.toml", goals["goal"]),
        units=_by_id(Unit, "goals.toml", goals["unit"]),
        targets=read_row(Targets, "goals.toml", goals["targets"]),
        factors=tuple(read_row(Factor, "goals.toml", row, row["rule"]) for row in goals["factor"]),
        slow_pace=read_row(SlowPace, "goals.toml", goals["slow_pace"]),
        days=read_row(DaysAWeek, "goals.toml", goals["days"]),
        goal_safety=read_row(GoalSafety, "goals.toml", goals["goal_safety"]),
        progress_rules=_by_id(RuleRow, "goals.toml", goals["progress_rule"]),
        moving_on=read_row(MovingOn, "goals.toml", goals["moving_on"]),
        journal=read_journal(),
        support=read_support(),
        day=read_day(),
    )
    _check(found)
    return found


def _by_id(kind: Any, file: str, rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {row.id: row for row in read_rows(kind, file, rows)}


def _check(found: SelfCareKnowledge) -> None:
    for row in found.points:
        need_known("habits.toml", row.habit, (row.habit,), found.modules, "module")
        for added in row.add:
            _check_any("habits.toml", row.habit, added.any, found.facts)
    for start in found.starts:
        _check_any("habits.toml", start.id, (start.when,), found.facts)
        need_known("habits.toml", start.id, start.unknown_holds, found.facts, "fact")
    for factor in found.factors:
        _check_any("goals.toml", factor.rule, factor.any, found.facts)
    _check_any("goals.toml", "slow_pace", found.slow_pace.any, found.facts)
    need_known("goals.toml", "days", found.days.gentle_barriers, found.barriers, "barrier")
    for goal in found.goals.values():
        need_known("goals.toml", goal.id, goal.units, found.units, "unit")
    if {row.habit for row in found.points} != {m.id for m in found.habits}:
        raise KnowledgeError("habits.toml", "points", "every habit needs its points, and nothing else")


def _check_any(file: str, key: str, lists: AnyOf, facts: Mapping[str, FactName]) -> None:
    for term in (term for one in lists for term in one):
        need_known(file, key, (term.fact,), facts, "fact")
        need_known(file, key, (term.test,), TESTS, "test")
