"""The anchors of a day: up, bed, meals, named spots and the parts of the day (self-care.md 7.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plans.intake.intake import Life
from plans.knowledge.day import Day

DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes after midnight of the day that starts on getting up; a time before waking is after midnight.

    ``ordinary`` is False for those who get up outside the usual hours (SCH-19). ``work``: spans of working
    hours that reach into the day; empty when the hours are not known.
    """

    wake: int
    bed: int
    breakfast: int
    lunch: int
    dinner: int
    ordinary: bool
    works: bool  # working hours are known
    work: tuple[tuple[int, int], ...]
    spots: Mapping[str, int]

    def dose_time(self, slot: str) -> int:
        """When a dose of that slot is taken."""
        return {
            "morning": self.breakfast, "noon": self.lunch, "evening": self.dinner, "bedtime": self.bed
        }[slot]  # fmt: skip

    def slot(self, minute: int, day: Day) -> str:
        """The part of the day a time is shown under."""
        limits = day.slot_limits
        if minute < self.lunch - limits.noon_before_lunch:
            return "morning"
        if minute <= self.lunch + limits.noon_after_lunch:
            return "noon"
        if minute < self.dinner - limits.afternoon_before_dinner:
            return "afternoon"
        return "evening" if minute < self.bed - limits.evening_before_bed else "bedtime"


def read_clock(life: Life, day: Day) -> Clock:
    """The clock of one patient; what was not asked follows from what was."""
    return make_clock(
        day,
        wake=life.wake_time,
        bed=life.bed_time,
        meals=(life.meal_times.breakfast, life.meal_times.lunch, life.meal_times.dinner),
        work=(life.work.start, life.work.end),
    )


def make_clock(
    day: Day,
    *,
    wake: int | None = None,
    bed: int | None = None,
    meals: tuple[int | None, int | None, int | None] = (None, None, None),
    work: tuple[int | None, int | None] = (None, None),
) -> Clock:
    """Anchors from plain minutes after midnight; ``None`` is not known."""
    row = day.anchors
    up = row.wake if wake is None else wake
    down = row.bed if bed is None else bed
    down = down if down > up else down + DAY
    ordinary = row.ordinary_wake_from <= up <= row.ordinary_wake_to
    known = [None if time is None else after(time, up) for time in meals]
    breakfast = up + row.breakfast_after if known[0] is None else known[0]
    lunch = breakfast + row.lunch_after
    dinner = breakfast + row.dinner_after
    if ordinary:
        lunch = min(max(lunch, row.lunch_from), row.lunch_to)
        dinner = min(max(dinner, row.dinner_from), row.dinner_to)
    if dinner > down - row.dinner_before_bed:
        dinner = down - row.dinner_then
    anchors = {
        "breakfast": breakfast,
        "lunch": lunch if known[1] is None else known[1],
        "dinner": dinner if known[2] is None else known[2],
    }
    return Clock(
        wake=up,
        bed=down,
        **anchors,
        ordinary=ordinary,
        works=None not in work,
        work=_work(work, up, down),
        spots={spot.id: anchors[spot.anchor] + spot.minutes for spot in day.spots.values()},
    )


def after(minute: int, wake: int) -> int:
    """A clock time on the day that starts at ``wake``."""
    return minute if minute >= wake else minute + DAY


def _work(hours: tuple[int | None, int | None], wake: int, bed: int) -> tuple[tuple[int, int], ...]:
    start, end = hours
    if start is None or end is None:
        return ()
    length, around = (end - start) % DAY, (start - DAY, start, start + DAY)
    return tuple((at, at + length) for at in around if at < bed and at + length > wake)


def show(minute: int) -> str:
    """HH:MM."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
