"""Anchors of the day: meals, spots, parts of the day, shifts and working hours (self-care.md 7.2)."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.schedule.clock import Clock, make_clock, show
from tests.builder.self_care.test_worked_cases import knowledge

DAY = knowledge().day


def at(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def clock(wake: str | None = None, bed: str | None = None, **more: Any) -> Clock:
    return make_clock(DAY, wake=wake and at(wake), bed=bed and at(bed), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wake", "bed", "breakfast", "lunch", "dinner"),
    [
        (None, None, "07:30", "12:30", "18:00"),
        ("05:00", "21:30", "05:30", "11:30", "17:00"),  # lunch not before 11:30, dinner not before 17:00
        ("04:59", "21:30", "05:29", "10:29", "15:59"),  # outside 5 to 10: no limits
        ("10:00", "01:00", "10:30", "13:00", "19:30"),
        ("15:00", "08:30", "15:30", "20:30", "02:00"),
        ("09:00", "20:00", "09:30", "13:00", "17:00"),  # dinner at the latest two hours before bed
    ],
)
def test_meals_follow_from_getting_up(
    wake: str | None, bed: str | None, breakfast: str, lunch: str, dinner: str
) -> None:
    found = clock(wake, bed)
    assert [show(found.breakfast), show(found.lunch), show(found.dinner)] == [breakfast, lunch, dinner]


def test_known_meals_are_not_shifted_and_missing_ones_follow_breakfast() -> None:
    found = clock("07:00", "22:00", meals=(at("09:00"), None, at("21:30")))
    assert [show(found.breakfast), show(found.lunch), show(found.dinner)] == ["09:00", "13:00", "21:30"]


def test_a_time_before_getting_up_is_after_midnight() -> None:
    found = clock("15:00", "08:30", meals=(None, None, at("01:30")))
    assert found.dinner == at("01:30") + 1440
    assert found.bed == at("08:30") + 1440


def test_bed_at_the_same_time_is_a_day_later() -> None:
    assert clock("07:00", "07:00").bed == at("07:00") + 1440


@pytest.mark.parametrize(
    ("time", "slot"),
    [
        ("08:00", "morning"), ("11:59", "morning"), ("12:00", "noon"), ("13:30", "noon"),
        ("13:31", "afternoon"), ("17:29", "afternoon"), ("17:30", "evening"), ("21:14", "evening"),
        ("21:15", "bedtime"), ("22:00", "bedtime"),
    ],
)  # fmt: skip
def test_parts_of_the_day(time: str, slot: str) -> None:
    assert clock().slot(at(time), DAY) == slot


def test_working_hours_that_reach_into_the_day() -> None:
    assert clock("07:00", "22:00", work=(at("09:00"), at("17:00"))).work[0] == (540, 1020)
    night = clock("15:00", "08:30", work=(at("19:00"), at("07:00")))
    assert night.work == ((1140, 1860),)
    through_waking = clock("15:00", "08:30", work=(at("09:00"), at("17:00")))
    assert through_waking.work == ((540, 1020),)
    after_midnight = clock("15:00", "08:30", work=(at("00:00"), at("06:00")))
    assert after_midnight.work == ((1440, 1800),)
    since_the_evening = clock("05:30", "22:00", work=(at("22:00"), at("06:00")))
    assert since_the_evening.work == ((-120, 360),)  # those of the next night begin when the day ends


def test_half_known_hours_are_no_hours() -> None:
    found = clock(work=(at("09:00"), None))
    assert (found.works, found.work) == (False, ())
