"""Medicines on the clock: SCH-01 to 04, 21, 22 and J-13."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.schedule.clock import make_clock, show
from plans.builder.schedule.doses import PlacedDoses, TimedMedicine, move_doses, place_doses
from tests.builder.self_care.test_worked_cases import knowledge

DAY = knowledge().day
CLOCK = make_clock(DAY)


def placed(**entry: Any) -> PlacedDoses:
    return place_doses((TimedMedicine("x", "x", **entry),), CLOCK, DAY)


def times(**entry: Any) -> list[str]:
    return [show(dose.minute) for dose in placed(**entry).doses]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"times_per_day": 1}, ["07:30"]),
        ({"times_per_day": 1, "sedating": True}, ["22:00"]),
        ({"times_per_day": 1, "with_food": True}, ["07:30"]),
        ({"times_per_day": 1, "with_food": True, "sedating": True}, ["07:30"]),
        ({"times_per_day": 2}, ["07:30", "22:00"]),
        ({"times_per_day": 2, "with_food": True}, ["07:30", "18:00"]),
        ({"times_per_day": 3}, ["07:30", "12:30", "22:00"]),
        ({"times_per_day": 3, "with_food": True}, ["07:30", "12:30", "18:00"]),
        ({"times_per_day": 4}, ["07:30", "12:30", "18:00", "22:00"]),
        ({"every_hours": 24}, ["07:30"]),
        ({"every_hours": 12}, ["07:30", "19:30"]),
        ({"every_hours": 8}, ["07:30", "15:30", "22:00"]),  # 23:30 is after bed
        ({"every_hours": 12, "with_food": True}, ["07:30", "18:00"]),
        ({"every_hours": 8, "with_food": True}, ["07:30", "12:30", "18:00"]),
        ({"times_per_day": 2, "by_clock": True}, ["07:30", "19:30"]),
        ({"times_per_day": 1, "by_clock": True}, ["07:30"]),
        ({"times_per_day": 2, "every_hours": 12}, ["07:30", "22:00"]),  # times win over hours
        ({"slots": ("noon",), "sedating": True}, ["12:30"]),
        ({"mg_by_slot": {"morning": 300, "noon": 0, "bedtime": 600}}, ["07:30", "22:00"]),
        ({"spacing_sensitive": True, "slots": ("morning",)}, ["07:30"]),
    ],
)
def test_where_doses_stand(entry: dict[str, Any], expected: list[str]) -> None:
    assert times(**entry) == expected


WEEKLY = {"every_hours": 168}


@pytest.mark.parametrize("more", [{}, {"slots": ("morning",)}, {"mg_by_slot": {"morning": 10}}])
def test_a_weekly_medicine_never_stands_in_the_day(more: dict[str, Any]) -> None:
    """J-13: above 24 hours "through the week", whatever time of day is fixed."""
    found = placed(**WEEKLY, **more)
    assert found.doses == ()
    assert (found.through_the_week, [row.reason for row in found.not_placed]) == (("x",), ["J-13"])


def test_a_weekly_medicine_whose_slot_is_asked_is_still_weekly() -> None:
    found = placed(**WEEKLY, spacing_sensitive=True)
    assert (found.through_the_week, [row.reason for row in found.not_placed]) == (("x",), ["SCH-21"])


def test_two_doses_that_both_move_to_bedtime_keep_apart_in_name() -> None:
    late = make_clock(DAY, wake=6 * 60, bed=22 * 60, meals=(15 * 60, None, None))
    found = place_doses((TimedMedicine("x", "x", every_hours=8),), late, DAY)
    assert [dose.entry for dose in found.doses] == ["x@15:00", "x@22:00", "x@22:00-3"]


def test_food_at_bedtime_is_a_clash_for_the_prescriber() -> None:
    """SCH-03, fixed there or the fourth of four."""
    for entry in ({"slots": ("bedtime",)}, {"times_per_day": 4}):
        clashes = [(dose.slot, dose.clash) for dose in placed(with_food=True, **entry).doses if dose.clash]
        assert clashes == [("bedtime", "SCH-03")]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"times_per_day": 5}, "SCH-02"),
        ({"every_hours": 6}, "SCH-02"),
        ({"every_hours": 4}, "SCH-02"),
        ({}, "SCH-02"),
        ({"every_hours": 48}, "J-13"),
        ({"every_hours": 168}, "J-13"),
        ({"times_per_day": 1, "on_skin": True}, "J-13"),
        ({"times_per_day": 1, "spacing_sensitive": True}, "SCH-21"),
        ({"times_per_day": 2, "unsettled": True}, "SCH-22"),
        ({"as_needed": True, "unsettled": True}, "SCH-22"),
    ],
)
def test_what_stands_nowhere_keeps_its_rule(entry: dict[str, Any], reason: str) -> None:
    found = placed(**entry)
    assert found.doses == ()
    assert [(row.id, row.reason) for row in found.not_placed] == [("x", reason)]


def test_weekly_medicines_and_patches_stand_through_the_week() -> None:
    assert placed(every_hours=168).through_the_week == ("x",)
    assert placed(times_per_day=1, on_skin=True).through_the_week == ("x",)
    assert placed(every_hours=6).through_the_week == ()


def test_as_needed_medicines_never_enter_the_timetable() -> None:
    for entry in ({"times_per_day": 3}, {"on_skin": True}):
        found = placed(as_needed=True, **entry)
        assert (found.doses, found.not_placed, found.only_if_needed) == ((), (), ("x",))


def test_amounts_by_slot_keep_their_own_amount() -> None:
    doses = placed(mg_by_slot={"morning": 300, "noon": 0, "bedtime": 600}).doses
    assert [dose.mg for dose in doses] == [300, 600]


def test_food_at_bedtime_is_asked_and_never_silently_moved() -> None:
    dose = placed(slots=("bedtime",), with_food=True).doses[0]
    assert (show(dose.minute), dose.clash) == ("22:00", "SCH-03")


def test_a_moved_dose_stands_there_and_says_which_rule_minds() -> None:
    doses = placed(times_per_day=1, with_food=True).doses
    moved = move_doses(doses, {"x@morning": 10 * 60}, CLOCK, DAY)[0]
    assert (show(moved.minute), moved.minds) == ("10:00", ("SCH-03",))
    at_lunch = move_doses(doses, {"x@morning": CLOCK.lunch}, CLOCK, DAY)[0]
    assert at_lunch.minds == ()


def test_the_order_of_the_list_changes_nothing() -> None:
    two = (TimedMedicine("b", "b", times_per_day=2), TimedMedicine("a", "a", every_hours=6))
    assert place_doses(two, CLOCK, DAY) == place_doses(tuple(reversed(two)), CLOCK, DAY)
