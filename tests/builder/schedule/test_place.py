"""One day placed: windows, gaps, working hours, heat and moved entries (self-care.md 7.3)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from plans.builder.schedule.clock import Clock, make_clock, show
from plans.builder.schedule.doses import TimedMedicine, place_doses
from plans.builder.schedule.minutes import TimedExercise
from plans.builder.schedule.place import DayPlan, MoveLine, PlacedDay, Windows, place_day, windows_after
from tests.builder.schedule.test_clock import at
from tests.builder.self_care.test_worked_cases import knowledge

DAY = knowledge().day
PLAIN = (TimedExercise("plain", 4),)
STEADY = (TimedExercise("steady", 3, balance=True),)


def clock(**more: Any) -> Clock:
    return make_clock(DAY, wake=at("07:00"), bed=at("22:00"), **more)


def windows(*medicines: TimedMedicine, first_hour: bool = False, on: Clock | None = None) -> Windows:
    here = on or clock()
    return windows_after(place_doses(medicines, here, DAY).doses, here, DAY, first_hour=first_hour)


def sedating(times: int) -> TimedMedicine:
    return TimedMedicine("s", "s", times_per_day=times, sedating=True)


def placed(on: Clock | None = None, **wanted: Any) -> PlacedDay:
    return place_day(DayPlan(on or clock(), wanted.pop("windows", Windows()), **wanted), DAY)


def shown(day: PlacedDay) -> dict[str, str]:
    return {thing.entry: show(thing.start) for thing in day.things}


def test_an_exercise_block_looks_for_its_spots_in_order() -> None:
    assert shown(placed(exercises=PLAIN)) == {"exercises": "09:30"}
    assert shown(placed(exercises=PLAIN, regular_nsaid=True)) == {"exercises": "09:30"}
    worked = clock(work=(at("09:00"), at("17:30")))
    assert shown(placed(clock(work=(at("09:00"), at("17:00"))), exercises=PLAIN)) == {"exercises": "17:00"}
    assert shown(placed(worked, exercises=PLAIN)) == {"exercises": "18:45"}
    assert shown(placed(worked, exercises=PLAIN, regular_nsaid=True)) == {"exercises": "18:45"}


def test_a_short_walk_may_stand_in_working_hours_and_an_exercise_may_not() -> None:
    always = clock(work=(at("07:00"), at("22:00")))
    assert shown(placed(always, move=MoveLine("walk", 5))) == {"move": "08:00"}
    missed = placed(always, move=MoveLine("walk", 6), exercises=(TimedExercise("tiny", 1),)).missed
    assert [one.rule for one in missed] == ["SCH-18", "SCH-18"]


def test_work_begins_and_ends_on_the_minute() -> None:
    early = clock(work=(at("08:10"), at("22:00")))
    assert shown(placed(early, move=MoveLine("walk", 10))) == {"move": "08:00"}
    assert placed(early, move=MoveLine("walk", 11)).missed


def test_the_sedating_window_is_from_half_an_hour_to_four_hours() -> None:
    found = windows(sedating(3))
    assert found.refuse(at("07:30"), at("08:00")) is None
    assert found.refuse(at("07:31"), at("08:01")) == "SCH-05"
    assert found.refuse(at("11:29"), at("11:40")) == "SCH-05"
    assert found.refuse(at("11:30"), at("11:40")) is None


def test_a_dose_of_the_evening_before_reaches_into_the_morning() -> None:
    short_night = make_clock(DAY, wake=at("02:00"), bed=at("23:30"))
    found = windows(sedating(1), on=short_night)
    assert found.refuse(at("03:00"), at("03:10")) == "SCH-05"
    assert found.refuse(at("03:30"), at("03:40")) is None


def test_the_first_hour_after_a_bedtime_dose() -> None:
    found = windows(sedating(1), first_hour=True)
    assert found.refuse(at("07:59"), at("08:05")) == "SCH-05d"
    assert found.refuse(at("08:00"), at("08:05")) is None
    assert windows(sedating(1)).free_from is None
    at_noon = TimedMedicine("s", "s", slots=("noon",), sedating=True)
    assert windows(at_noon, first_hour=True).free_from is None


def test_by_the_clock_only_a_dose_at_bed_is_a_bedtime_dose() -> None:
    late = TimedMedicine("s", "s", every_hours=8, sedating=True)  # the third at bed, 22:00
    assert windows(late, first_hour=True).free_from == at("08:00")
    twice = TimedMedicine("s", "s", every_hours=12, sedating=True)  # the second at 19:30
    assert windows(twice, first_hour=True).free_from is None


def test_a_steady_block_without_a_spot_asks_for_a_sitting_version() -> None:
    all_day = Windows(((0, 3000),))
    missed = placed(windows=all_day, exercises=STEADY).missed
    assert [(one.entry, one.rule) for one in missed] == [("exercises-steady", "SCH-05b")]


def test_the_walk_keeps_off_only_where_it_must() -> None:
    found = windows(sedating(3))
    assert shown(placed(windows=found, move=MoveLine("walk", 6))) == {"move": "17:00"}
    assert shown(placed(windows=found, move=MoveLine("march", 6, in_windows=False))) == {"move": "08:00"}


def test_bending_waits_an_hour_after_getting_up() -> None:
    bend = (TimedExercise("bend", 3, balance=True, flexion=True),)
    late = replace(clock(), spots=dict.fromkeys(clock().spots, at("07:59")))
    assert placed(late, exercises=bend).missed
    on_time = replace(clock(), spots=dict.fromkeys(clock().spots, at("08:00")))
    assert shown(placed(on_time, exercises=bend)) == {"exercises-steady": "08:00"}


def test_two_long_blocks_stand_an_hour_apart_or_ten_minutes_when_there_is_no_room() -> None:
    spots = dict.fromkeys(clock().spots, at("15:00"))
    spots |= {"after-breakfast": at("08:00"), "mid-morning": at("09:09"), "late-afternoon": at("09:10")}
    here = replace(clock(), spots=spots)
    long = (TimedExercise("long", 10),)
    assert shown(placed(here, move=MoveLine("walk", 10), exercises=long))["exercises"] == "09:10"
    nearer = replace(here, spots=dict.fromkeys(spots, at("08:20")) | {"after-breakfast": at("08:00")})
    second = placed(nearer, move=MoveLine("walk", 10), exercises=long)
    assert shown(second)["exercises"] == "08:20"
    assert "SCH-10b" in second.things[1].rules
    short = (TimedExercise("short", 9),)
    assert "SCH-10b" not in placed(nearer, move=MoveLine("walk", 10), exercises=short).things[1].rules


def test_things_stand_five_minutes_apart() -> None:
    spots = dict.fromkeys(clock().spots, at("08:10")) | {"after-breakfast": at("08:00")}
    at_ten = replace(clock(), spots=spots)
    assert placed(at_ten, move=MoveLine("walk", 6), exercises=PLAIN).missed
    assert not placed(at_ten, move=MoveLine("walk", 5), exercises=PLAIN).missed


def test_a_walk_of_ten_minutes_is_split_for_those_without_time() -> None:
    two = placed(move=MoveLine("walk", 11), split=True)
    assert [(t.entry, show(t.start), t.minutes, t.part) for t in two.things] == [
        ("move", "08:00", 6, 1),
        ("move-2", "20:00", 5, 2),
    ]
    assert len(placed(move=MoveLine("walk", 9), split=True).things) == 1


def test_best_time_goes_first_and_plays_no_part_for_further_bouts() -> None:
    found = placed(move=MoveLine("walk", 4, bouts=3), best_time="evening")
    assert shown(found) == {"move": "18:45", "move-2": "10:30", "move-3": "13:00"}


def test_bouts_start_two_hours_apart_and_say_when_one_finds_no_room() -> None:
    found = placed(move=MoveLine("walk", 4, bouts=3))
    starts = sorted(thing.start for thing in found.things)
    assert all(later - earlier >= 120 for earlier, later in pairwise(starts))
    missed = placed(windows=windows(sedating(3)), move=MoveLine("walk", 2, bouts=3)).missed
    assert [one.rule for one in missed] == ["J-06"]


def test_only_after_meals_with_sugar_lowering_medicine() -> None:
    wanted = {"move": MoveLine("walk", 8), "exercises": PLAIN, "after_meals_only": True}
    worked = clock(work=(at("08:05"), at("22:00")))
    assert {one.what for one in placed(worked, **wanted).missed} == {"move", "exercise"}
    assert shown(placed(best_time="afternoon", **wanted)) == {"move": "08:00", "exercises": "09:30"}


def test_journal_and_breathing_stand_before_bed() -> None:
    assert shown(placed(journal=2, breathing=5)) == {"journal": "21:00", "breathing": "21:30"}
    nearly_no_day = make_clock(DAY, wake=at("07:00"), bed=at("07:20"))
    assert {one.what for one in placed(nearly_no_day, journal=2, breathing=5).missed} == {
        "journal",
        "breathing",
    }


def test_heat_goes_before_the_first_block_or_after_dinner() -> None:
    assert shown(placed(exercises=PLAIN, heat=True))["heat"] == "09:10"
    assert shown(placed(heat=True))["heat"] == "19:00"


def test_heat_is_left_out_rather_than_laid_over_a_walk() -> None:
    found = placed(move=MoveLine("walk", 20), best_time="evening", heat=True)
    assert [(one.what, one.rule) for one in found.missed] == [("heat", "SCH-18")]


def test_the_liked_thing_has_its_own_spots() -> None:
    assert shown(placed(liked=10)) == {"liked": "17:00"}


@pytest.mark.parametrize(("time", "minds"), [("10:30", ()), ("09:00", ("SCH-05",)), ("06:00", ("SCH-18",))])
def test_what_a_clinician_moves_stands_there_and_says_what_minds(time: str, minds: tuple[str, ...]) -> None:
    found = placed(
        windows=Windows(((at("08:00"), at("10:00")),)), move=MoveLine("walk", 6), moved={"move": at(time)}
    )
    thing = found.things[0]
    assert (show(thing.start), thing.minds) == (time, minds)


def test_the_rest_of_the_day_makes_room_for_what_was_moved() -> None:
    found = placed(move=MoveLine("walk", 6), exercises=PLAIN, moved={"move": at("09:30")})
    assert shown(found) == {"move": "09:30", "exercises": "17:00"}
