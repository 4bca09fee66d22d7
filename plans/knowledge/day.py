"""The integrated day as data: minutes, anchors, spots, orders, sedation, and the rules by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plans.knowledge.reading import KnowledgeError, need_known, read_toml
from plans.knowledge.rows import read_row, read_rows

FILE = "day.toml"
Text = Mapping[str, str]
ANCHORS = ("breakfast", "lunch", "dinner")


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """CAP-1 to CAP-6, J-01, J-09: minutes a day."""

    not_asked: int
    least: int
    journal: int
    journal_short: int
    short_day_below: int
    share: float
    walk_least: int
    sets_most: int
    breathing_least: int
    breathing_most: int
    breathing_every_weeks: int
    ask_again_weeks: tuple[int, ...]
    technique_minutes: int


@dataclass(frozen=True, slots=True)
class BreathingBase:
    minutes: int
    cap_from: int


@dataclass(frozen=True, slots=True)
class BreathingWithOpioid:
    rule: str
    first: int
    every_weeks: int


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of the aerobic line. ``keeps_off_sedation``: obeys the windows (J-08)."""

    id: str
    kind: str
    name: Text
    least_minutes: int
    goal_minutes: int
    reads_walking: bool
    days_most: int
    bouts_one: bool
    keeps_off_sedation: bool
    small_plan: str  # walk, spot, chair
    first_goal: Text
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class BoutsRow:
    gap_minutes: int
    by_minutes: tuple[tuple[int, ...], ...]  # from this many minutes: so many bouts


@dataclass(frozen=True, slots=True)
class Daily:
    rule: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """Minutes after midnight, or minutes after another anchor (self-care.md 7.2)."""

    wake: int
    bed: int
    breakfast_after: int
    lunch_after: int
    lunch_from: int
    lunch_to: int
    dinner_after: int
    dinner_from: int
    dinner_to: int
    dinner_before_bed: int
    dinner_then: int
    ordinary_wake_from: int
    ordinary_wake_to: int


@dataclass(frozen=True, slots=True)
class Spot:
    id: str
    anchor: str
    minutes: int
    words: Text


@dataclass(frozen=True, slots=True)
class Orders:
    """Spot ids in the order in which they are tried."""

    walk: tuple[str, ...]
    exercise: tuple[str, ...]
    exercise_nsaid: tuple[str, ...]
    exercise_work: tuple[str, ...]
    balance_more: tuple[str, ...]
    liked: tuple[str, ...]
    after_meals_only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    id: str
    name: Text
    shift_name: Text


@dataclass(frozen=True, slots=True)
class SlotLimits:
    morning_after_breakfast: int
    noon_before_lunch: int
    noon_after_lunch: int
    afternoon_before_dinner: int
    evening_before_bed: int


@dataclass(frozen=True, slots=True)
class DoseSlots:
    times: int
    with_food: bool
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doses:
    once_sedating: str
    by_clock_hours: tuple[int, ...]
    through_the_week_above: int
    skin_routes: tuple[str, ...]
    clock_classes: tuple[str, ...]
    clock_release_classes: tuple[str, ...]
    clock_drugs: tuple[str, ...]
    flag_rules: tuple[str, ...]  # not judged for a medicine that is not in the formulary


@dataclass(frozen=True, slots=True)
class Sedation:
    """SCH-05 and J-08: the windows in minutes after a dose, and what keeps away from them."""

    window_from: int
    window_to: int
    first_hour: int
    older_age: int
    steady_days: int
    unsteady_effects: tuple[str, ...]
    sleepy_effect: str
    continuous_drugs: tuple[str, ...]
    flexion: tuple[str, ...]
    balance: tuple[str, ...]
    balance_older: tuple[str, ...]
    balance_older_position: str
    not_when_continuous: tuple[str, ...]
    continuous_reason: str
    walks: tuple[str, ...]
    hold_the_counter: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placing:
    flexion_after_wake: int
    gap: int
    big_block: int
    big_gap: int
    big_gap_second: int
    work_longest: int
    journal_before_bed: int
    breathing_before_bed: int
    liked_minutes: int
    heat_minutes: int
    heat_before: int
    heat_after_dinner: int
    split_from: int
    sit_hours: float
    duloxetine_days: int
    duloxetine_call_week: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What conditions and combination rows change in the other parts (J-21)."""

    cardiac_conditions: tuple[str, ...]
    osteoporosis_rule: str
    aerobic_first_rule: str
    aerobic_first: tuple[str, ...]
    no_heart_rate_rule: str
    breathing_rule: str
    after_meals_rule: str
    no_heat_rules: tuple[str, ...]
    walk_apart_minutes: float


@dataclass(frozen=True, slots=True)
class DayRule:
    """A rule in the dossier's words; ``note`` for the clinician, ``line`` for the page (braces to fill)."""

    id: str
    text: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    title: str = ""
    note: str = ""
    line: Text | None = None


@dataclass(frozen=True, slots=True)
class Day:
    minutes: MinutesRow
    breathing_base: tuple[BreathingBase, ...]
    breathing_with_opioid: BreathingWithOpioid
    modes: Mapping[str, Mode]
    bouts: BoutsRow
    daily: Daily
    anchors: AnchorRow
    spots: Mapping[str, Spot]
    orders: Orders
    best_time: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, Slot]
    slot_limits: SlotLimits
    dose_slots: Mapping[tuple[int, bool], tuple[str, ...]]
    doses: Doses
    sedation: Sedation
    placing: Placing
    weekdays: Mapping[int, tuple[int, ...]]  # times a week -> weekdays, 1 = Monday
    changes: Changes
    rules: Mapping[str, DayRule]


def read_day() -> Day:
    """``day.toml``, checked; raises KnowledgeError."""
    data = read_toml(FILE)
    found = Day(
        minutes=read_row(MinutesRow, FILE, data["minutes"], "minutes"),
        breathing_base=tuple(read_row(BreathingBase, FILE, row) for row in data["breathing_base"]),
        breathing_with_opioid=read_row(BreathingWithOpioid, FILE, data["breathing_with_opioid"]),
        modes={row.id: row for row in read_rows(Mode, FILE, data["mode"])},
        bouts=read_row(BoutsRow, FILE, data["bouts"], "bouts"),
        daily=read_row(Daily, FILE, data["daily"], "daily"),
        anchors=read_row(AnchorRow, FILE, data["anchors"], "anchors"),
        spots={row.id: row for row in read_rows(Spot, FILE, data["spot"])},
        orders=read_row(Orders, FILE, data["orders"], "orders"),
        best_time={key: tuple(spots) for key, spots in data["best_time"].items()},
        slots={row.id: row for row in read_rows(Slot, FILE, data["slot"])},
        slot_limits=read_row(SlotLimits, FILE, data["slot_limits"], "slot_limits"),
        dose_slots={
            (row.times, row.with_food): row.slots
            for row in (read_row(DoseSlots, FILE, row) for row in data["dose_slots"])
        },
        doses=read_row(Doses, FILE, data["doses"], "doses"),
        sedation=read_row(Sedation, FILE, data["sedation"], "sedation"),
        placing=read_row(Placing, FILE, data["placing"], "placing"),
        weekdays={int(times): tuple(days) for times, days in data["weekdays"].items()},
        changes=read_row(Changes, FILE, data["changes"], "changes"),
        rules={row.id: row for row in read_rows(DayRule, FILE, data["rule"])},
    )
    _check(found)
    return found


def _check(day: Day) -> None:
    for spot in day.spots.values():
        need_known(FILE, spot.id, (spot.anchor,), ANCHORS, "anchor")
    orders = [getattr(day.orders, name) for name in Orders.__slots__] + list(day.best_time.values())
    need_known(FILE, "orders", [spot for order in orders for spot in order], day.spots, "spot")
    for (times, with_food), slots in day.dose_slots.items():
        need_known(FILE, f"dose_slots {times}", slots, day.slots, "slot")
        if len(slots) != times:
            raise KnowledgeError(FILE, f"dose_slots {times} {with_food}", f"needs {times} slots")
    for times, weekdays in day.weekdays.items():
        if len(weekdays) != times or not set(weekdays) <= set(range(1, 8)):
            raise KnowledgeError(FILE, f"weekdays {times}", f"needs {times} days between 1 and 7")
