"""The next version: it moves on, holds, steps back or refers by itself (self-care.md 1.3, 2.3; 7.6, 7.8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.builder.build import build_plan
from plans.builder.plan import Plan, to_json
from plans.intake.decisions import Decision
from plans.intake.history import History, JournalDay, JournalWeek, WeekTotals
from plans.intake.intake import Goal, Intake
from plans.knowledge.loader import load
from tests.builder.test_decisions import patient
from tests.builder.test_history import NOW, START, first, followed_up, week

FOUR = range(1, 5)


def unhurried(assessed_on: date, walk: int | None = 20, **life: Any) -> Intake:
    """X1 with an hour a day, so that minutes do not limit the walk: S 16, d 2."""
    intake = patient("X1")
    return replace(
        intake,
        assessed_on=assessed_on,
        life=replace(intake.life, **({"minutes_per_day": 60, "confidence_0_10": 8} | life)),
        tolerance=replace(intake.tolerance, walk_minutes=walk),
    )


def walks(*weeks: JournalWeek, now: Intake | None = None, before: Intake | None = None) -> Plan:
    start = before or unhurried(START)
    made = to_json(build_plan(start, load(), START))
    history = History(START, (start,), made, weeks)
    return build_plan(now or unhurried(NOW), load(), NOW, history=history)


def minutes(plan: Plan) -> list[int]:
    assert plan.self_care.move is not None
    return list(plan.self_care.move.weeks)


def verdict(plan: Plan) -> tuple[str, str]:
    assert plan.progress is not None
    found = plan.progress["next_version"]
    return found["verdict"], found["rule"]


def test_the_first_plan_walks_by_the_formula() -> None:
    assert minutes(build_plan(unhurried(START), load(), START))[:5] == [16, 18, 20, 22, 24]


def test_green_weeks_go_on_with_a_new_baseline_that_allows_it() -> None:
    """J-14: a new baseline starts T anew, S = 0.8 x 30 = 24, d = 3; the table's next number was 24 too."""
    plan = walks(*(week(n) for n in FOUR), now=unhurried(NOW, walk=30))
    assert minutes(plan)[:3] == [24, 27, 30]
    assert verdict(plan) == ("move_on", "PRG-1")


def test_a_smaller_start_for_fear_does_not_take_back_green_weeks() -> None:
    """f = 0.5: S = floor(0.8 x 20 x 0.5) = 8, d = 2: 8 10 12 14 | 16. Green weeks go on at 16, not at 8."""
    fearful = unhurried(START, barriers=("afraid_to_move",))
    later = replace(fearful, assessed_on=NOW)
    assert minutes(build_plan(fearful, load(), START))[:5] == [8, 10, 12, 14, 16]
    assert minutes(walks(*(week(n) for n in FOUR), now=later, before=fearful))[:3] == [16, 18, 20]
    weaker = replace(later, tolerance=replace(later.tolerance, walk_minutes=18))
    assert minutes(walks(*(week(n) for n in FOUR), now=weaker, before=fearful))[0] == 14  # DOSE-T of 18


def test_a_little_too_little_repeats_the_last_step_for_two_weeks() -> None:
    """PRG-2: 7 of 10 planned days. The last step was 22; DOSE-T of a baseline of 40 allows it."""
    weeks = (week(1, done=4), week(2, done=4), week(3, done=4), week(4, done=3))
    plan = walks(*weeks, now=unhurried(NOW, walk=40))
    assert minutes(plan)[:4] == [22, 22, 26, 30]
    assert verdict(plan) == ("hold", "PRG-2")


def test_far_too_little_halves_the_amount() -> None:
    """PRG-3: half of 22 minutes, then the steps of the table again."""
    plan = walks(*(week(n, done=2) for n in FOUR))
    assert minutes(plan)[:3] == [11, 13, 15]
    assert verdict(plan) == ("step_back", "PRG-3")


def test_halving_stops_at_the_smallest_amount() -> None:
    weak = unhurried(START, walk=2)
    plan = walks(*(week(n, done=1) for n in FOUR), now=unhurried(NOW, walk=2), before=weak)
    assert minutes(plan)[0] == 2  # m


def test_more_pain_goes_back_one_step_for_one_week() -> None:
    """PRG-4: 22 before, so 20 for a week, then 22 again."""
    plan = walks(week(1), week(2), week(3), week(4, pain=7), now=unhurried(NOW, walk=40))
    assert minutes(plan)[:3] == [18, 22, 26]  # d is 4 with a baseline of 40
    assert verdict(plan) == ("step_back", "PRG-4")


def test_pain_that_stays_up_is_reviewed_before_anything_grows() -> None:
    """PRG-1 needs "pain not up by 2 or more"; JRN-25: up 2 points for 2 weeks is "review now"."""
    plan = walks(week(1), week(2), week(3, pain=7), week(4, pain=7), now=unhurried(NOW, walk=40))
    assert plan.progress is not None
    assert "PRG-1" not in plan.progress["next_steps"]
    assert verdict(plan) == ("hold", "JRN-25")
    assert minutes(plan)[:3] == [22, 22, 26]
    lower = walks(week(1), week(2), week(3, pain=6), week(4, pain=6), now=unhurried(NOW, walk=40))
    assert verdict(lower) == ("move_on", "PRG-1")


@pytest.mark.parametrize("weeks", [(), (week(3), week(4, written=3)), (week(1), week(2))])
def test_nothing_steps_up_on_what_was_not_written(weeks: tuple[JournalWeek, ...]) -> None:
    """J-23, DOSE-T "only after a green week; else stay": no diary, too few evenings, or an old diary."""
    plan = walks(*weeks, now=unhurried(NOW, walk=40))
    assert minutes(plan)[:3] == [22, 22, 26]
    assert verdict(plan) == ("hold", "J-23")


def test_a_walk_that_was_not_measured_again_goes_on_from_the_last_measure() -> None:
    plan = walks(*(week(n) for n in FOUR), now=unhurried(NOW, walk=None))
    assert plan.progress is not None
    assert plan.progress["baselines_from_before"] == ["walk_minutes"]
    assert minutes(plan)[:3] == [24, 26, 28]


def test_a_plan_a_few_days_old_starts_no_table_anew() -> None:
    start = unhurried(START)
    before = to_json(build_plan(start, load(), START))
    soon = START + timedelta(days=3)
    plan = build_plan(
        replace(start, assessed_on=soon), load(), soon, history=History(START, (start,), before)
    )
    assert minutes(plan)[:3] == [16, 18, 20]


def test_days_a_week_count_from_the_week_the_habit_started() -> None:
    """2.2: min(7, 5 + floor((w - 1) / 4)); week 5 of the walk is week 1 of the second plan."""
    plan = walks(*(week(n) for n in FOUR))
    assert plan.self_care.move is not None
    assert plan.self_care.move.days == (6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7)


# --- habits (SEL-09, SEL-10) ----------------------------------------------------------------------------


def habits(plan: Plan) -> list[tuple[str, int, int]]:
    return [(row.id, row.starts_week, row.weeks_run) for row in plan.self_care.modules]


def test_started_habits_go_on_and_one_more_starts_when_it_may() -> None:
    """X1: week 1 MOVE and JOURNAL, week 3 WORK, week 5 BREATHE. Week 5 is week 1 of the second plan."""
    assert habits(followed_up(*(week(n) for n in FOUR))) == [
        ("SM-MOVE", 1, 4), ("SM-JOURNAL", 1, 4), ("SM-WORK", 1, 2), ("SM-BREATHE", 1, 0),
    ]  # fmt: skip


def test_nothing_is_added_to_days_that_were_not_kept() -> None:
    """SEL-09 not met: the same habits; the next try is in week 7 of the plan, week 3 of this version."""
    plan = followed_up(*(week(n, done=2) for n in FOUR))
    assert habits(plan) == [
        ("SM-MOVE", 1, 4), ("SM-JOURNAL", 1, 4), ("SM-WORK", 3, 0), ("SM-BREATHE", 5, 0),
    ]  # fmt: skip
    assert plan.progress is not None
    assert "SEL-09" in [act["rule"] for act in plan.progress["acts"]]  # two tries failed, weeks 3 and 5


def test_low_confidence_adds_no_habit() -> None:
    unsure = replace(patient("X1"), life=replace(patient("X1").life, confidence_0_10=6))
    assert [row for row in habits(followed_up(*(week(n) for n in FOUR), now=unsure)) if row[1] == 1] == [
        ("SM-MOVE", 1, 4), ("SM-JOURNAL", 1, 4), ("SM-WORK", 1, 2),
    ]  # fmt: skip


def test_a_habit_kept_well_for_four_weeks_is_the_patients_own() -> None:
    """SEL-10: 80 % or more for 4 weeks."""
    kept = followed_up(*(week(n) for n in FOUR)).progress
    less = followed_up(week(1), week(2, done=3), week(3), week(4)).progress
    assert kept is not None
    assert less is not None
    assert (kept["yours_now"], less["yours_now"]) == (["SM-MOVE", "SM-JOURNAL"], [])


def test_a_declined_habit_does_not_go_on() -> None:
    before = to_json(build_plan(first(), load(), START))
    history = History(START, (first(),), before, tuple(week(n) for n in FOUR))
    plan = build_plan(patient("X1"), load(), NOW, [Decision("module:SM-JOURNAL", "decline")], history)
    assert "SM-JOURNAL" not in [row.id for row in plan.self_care.modules]


# --- phases (7.6) ---------------------------------------------------------------------------------------


def phase_of(plan: Plan) -> int:
    assert plan.progress is not None
    return int(plan.progress["phase"])


def test_two_green_weeks_move_to_the_next_phase() -> None:
    before = build_plan(first(), load(), START)
    plan = followed_up(*(week(n) for n in FOUR))
    assert (phase_of(plan), plan.physical_therapy.phase) == (2, 2)
    assert [row.id for row in plan.physical_therapy.exercises] == [
        row.id for row in before.physical_therapy.phases["2"]
    ]


@pytest.mark.parametrize(
    "weeks",
    [
        (week(3), week(4, pain=7)),  # amber: 2 over the usual 5
        (week(3, done=3), week(4, done=3)),  # 60 % of planned days
        (week(4),),  # one week only
        (week(3, written=3), week(4)),  # too few evenings to see a light
        (JournalWeek(3, totals=WeekTotals(mean_pain=4)), week(4)),  # sums show no single evening
    ],
)
def test_phase_1_is_repeated_without_two_green_weeks(weeks: tuple[JournalWeek, ...]) -> None:
    assert phase_of(followed_up(*weeks)) == 1


def test_seventy_percent_of_the_planned_days_are_enough() -> None:
    """7 and 6 of 10."""
    assert phase_of(followed_up(week(3, done=4), week(4, done=3))) == 2
    assert phase_of(followed_up(week(3, done=3), week(4, done=3))) == 1


def test_a_new_red_flag_holds_the_phase() -> None:
    one = next(flag for flag in load().vocabulary.red_flags if flag.startswith("rf-ibp"))
    flagged = replace(patient("X1"), red_flags=(one,))
    plan = followed_up(week(3), week(4), now=flagged)
    assert plan.status == "plan"
    assert phase_of(plan) == 1


def test_a_red_week_takes_the_dose_one_class_lower() -> None:
    """7.6 "red: DOSE-S one class lower, regression exercise": X1 is moderate, so it is dosed as high."""
    plan = followed_up(week(3), week(4, pain=9))
    assert plan.irritability == "moderate"  # what was judged is told as it is
    doses = {row.id: row.dose_parts for row in plan.physical_therapy.exercises}
    assert (doses["side-plank-wall"].sets, doses["side-plank-wall"].hold_s) == (1, 5)
    assert verdict(plan) == ("step_back", "PHASE-1")
    assert plan.progress is not None
    assert plan.progress["steps_back"] is True


def test_phase_2_ends_only_by_the_therapists_word() -> None:
    """ "Top of the dose reached in most exercises" stands in no diary."""
    second = to_json(followed_up(*(week(n) for n in FOUR)))
    later = NOW + timedelta(weeks=4)
    now = replace(patient("X1"), assessed_on=later)
    history = History(START, (first(), patient("X1")), second, tuple(week(n) for n in range(1, 9)))
    waiting = build_plan(now, load(), later, history=history)
    assert phase_of(waiting) == 2
    assert waiting.progress is not None
    assert waiting.progress["phase_move"]["may_move"] is None
    told = [Decision("gate:PHASE-2", "confirm", {"asked": "top of the dose"})]
    assert phase_of(build_plan(now, load(), later, told, history)) == 3


def test_a_red_week_in_the_last_phase_names_its_rule() -> None:
    third = to_json(followed_up(phase=3))
    later = NOW + timedelta(weeks=4)
    history = History(
        START, (first(), patient("X1")), third, (*(week(n) for n in range(1, 8)), week(8, pain=9))
    )
    plan = build_plan(replace(patient("X1"), assessed_on=later), load(), later, history=history)
    assert plan.progress is not None
    assert plan.progress["steps_back"] is True
    assert plan.progress["next_version"]["rule"] in ("PHASE-3", "REA-8")


def test_a_phase_that_the_history_names_is_taken() -> None:
    assert followed_up(week(3), week(4), phase=1).physical_therapy.phase == 1
    assert followed_up(phase=3).physical_therapy.phase == 3


# --- what to do at a re-measure (7.8) -------------------------------------------------------------------


def at_week(number: int, now: Intake) -> Plan:
    day = START + timedelta(weeks=number)
    before = to_json(build_plan(first(), load(), START))
    history = History(START, (first(),), before, tuple(week(n, done=7) for n in range(1, number + 1)))
    return build_plan(replace(now, assessed_on=day), load(), day, history=history)


def with_pain(nprs: int) -> Intake:
    intake = patient("X1")
    return replace(intake, pain=replace(intake.pain, nprs_average=nprs))


@pytest.mark.parametrize(
    ("number", "nprs", "expected"),
    [
        (2, 5, (None, "move_on")),
        (3, 5, ("REA-4", "move_on")),  # a re-measure may be moved to a visit a week before (J-14)
        (4, 7, ("REA-4", "step_back")),
        (4, 3, ("REA-4", "move_on")),
        (8, 5, ("REA-8", "refer")),
        (8, 3, ("REA-8", "move_on")),
        (12, 5, ("REA-12", "refer")),
        (12, 3, ("REA-12", "move_on")),
    ],
)
def test_the_re_measure_says_what_to_do(number: int, nprs: int, expected: tuple[str | None, str]) -> None:
    found = at_week(number, with_pain(nprs)).progress
    assert found is not None
    assert (found["remeasure"], found["next_version"]["verdict"]) == expected


def test_worse_scores_step_back_without_a_tracker_too() -> None:
    """REA-4: "worse overall: red-flag screen, step back, tell prescriber"."""
    plan = followed_up(now=with_pain(7))
    assert verdict(plan) == ("step_back", "REA-4")
    assert plan.progress is not None
    assert [act["rule"] for act in plan.progress["acts"]] == ["REA-4"]


def test_a_warning_sign_refers_before_everything_else() -> None:
    flagged = replace(patient("X1"), red_flags=("rf-ces-saddle",))
    plan = followed_up(*(week(n) for n in FOUR), now=flagged)
    assert plan.status == "blocked"
    assert verdict(plan) == ("refer", "PRG-5")


def test_after_a_blocked_plan_everything_starts_as_at_a_first_visit() -> None:
    blocked = to_json(build_plan(replace(first(), red_flags=("rf-ces-saddle",)), load(), START))
    plan = build_plan(patient("X1"), load(), NOW, history=History(START, (first(),), blocked))
    plain = build_plan(patient("X1"), load(), NOW)
    assert plan.self_care.modules == plain.self_care.modules
    assert plan.self_care.move == plain.self_care.move


# --- goals ----------------------------------------------------------------------------------------------


def sitting(assessed_on: date, trials: tuple[float, ...] = (20, 20, 20)) -> Intake:
    goals = (Goal(id="G-SIT", target=45, unit="min", trials=trials),)
    return unhurried(assessed_on, goals=goals)


@pytest.mark.parametrize(
    ("done", "expected"),
    [(5, [24, 26, 28]), (2, [11, 13, 15])],  # sit 45 min: 16 18 20 22 | 24; halved: half of 22
)
def test_a_goals_numbers_go_on_too(done: int, expected: list[int]) -> None:
    plan = walks(*(week(n, done=done) for n in FOUR), now=sitting(NOW), before=sitting(START))
    (goal,) = [goal for goal in plan.self_care.goals if goal.id == "G-SIT"]
    assert list(goal.weeks[:3]) == expected


def test_a_goal_that_was_tried_again_starts_from_the_new_number() -> None:
    """Trials of 40: S = 32, above the 24 of the table."""
    plan = walks(*(week(n) for n in FOUR), now=sitting(NOW, (40,)), before=sitting(START))
    (goal,) = [goal for goal in plan.self_care.goals if goal.id == "G-SIT"]
    assert list(goal.weeks[:3]) == [32, 36, 40]


# --- properties -----------------------------------------------------------------------------------------

DAYS = st.builds(
    JournalDay,
    pain=st.none() | st.integers(0, 10),
    done=st.sampled_from([None, "all", "small", "none"]),
    exercises=st.none() | st.integers(0, 6),
    minutes=st.none() | st.integers(0, 60),
)
WEEKS = st.lists(st.tuples(*[DAYS] * 7), max_size=6)


@given(WEEKS, st.sampled_from(["X1", "X2", "X3", "X4", "X6", "X9"]), st.integers(1, 13))
@settings(max_examples=60, deadline=None)
def test_whatever_was_written_the_next_plan_holds_the_rules(
    journal: list[tuple[JournalDay, ...]], who: str, number: int
) -> None:
    """Minutes never above the cap (CAP-7) nor the therapist's dose (J-04), at most five habits (SEL-10)."""
    start, day = patient(who), patient(who).assessed_on + timedelta(weeks=number)
    before = to_json(build_plan(start, load(), start.assessed_on))
    weeks = tuple(JournalWeek(n, days) for n, days in enumerate(journal, 1))
    history = History(start.assessed_on, (start,), before, weeks)
    plan = build_plan(replace(start, assessed_on=day), load(), day, history=history)
    again = build_plan(replace(start, assessed_on=day), load(), day, history=history)
    assert to_json(plan) == to_json(again)
    assert len(plan.self_care.modules) <= 5
    assert plan.schedule.active_minutes <= plan.schedule.cap_minutes
    move = plan.self_care.move
    if move is None or plan.progress is None:
        return
    line = next(row for row in plan.physical_therapy.exercises if row.id == move.exercise)
    assert move.weeks[0] <= (line.dose_parts.minutes or 0)
    assert all(later >= earlier for earlier, later in zip(move.weeks, move.weeks[1:], strict=False))
    last = before["self_care"]["move"]["weeks"][min(number, 12) - 1] if before["self_care"]["move"] else None
    if last is not None and plan.progress["next_version"]["rule"] in ("PRG-2", "PRG-3", "J-23"):
        assert move.weeks[0] <= last  # no step up


# --- visits that fall between two weeks of the plan -----------------------------------------------------


def test_weeks_are_counted_from_the_one_start_whatever_day_a_visit_falls_on() -> None:
    """Visits on days 34 and 63: weeks 5 to 9 of the plan have ended since the week in which the second plan
    was made, so paper, form and calendar all say week 10."""
    second_day, third_day = START + timedelta(days=34), START + timedelta(days=63)
    made = to_json(build_plan(unhurried(START), load(), START))
    history = History(START, (unhurried(START),), made, tuple(week(n) for n in FOUR))
    second = build_plan(unhurried(second_day), load(), second_day, history=history)
    assert second.progress is not None
    assert second.progress["weeks_before"] == 4
    started = (unhurried(START), unhurried(second_day))
    history = History(START, started, to_json(second), tuple(week(n) for n in range(1, 10)))
    third = build_plan(unhurried(third_day), load(), third_day, history=history)
    assert third.progress is not None
    assert third.progress["weeks_before"] == 9
    assert minutes(third)[0] == 30  # 24 26 28 30 | the cap of DOSE-T


def test_what_starts_stands_on_the_first_day_of_its_week() -> None:
    """J-14: started_on + 7 x (w - 1) days; day 31 lies in week 5, so week 7 begins on day 42."""
    day = START + timedelta(days=31)
    made = to_json(build_plan(first(), load(), START))
    history = History(START, (first(),), made, tuple(week(n, done=2) for n in FOUR))
    now = replace(patient("X1"), assessed_on=day)
    no_visit = [Decision("visit:7", "decline")]  # else the entry of week 7 stands on its day
    plan = build_plan(now, load(), day, no_visit, history)
    starts = {what: (row.week, row.date) for row in plan.calendar for what in row.what}
    assert starts["start:SM-WORK"] == (7, START + timedelta(days=42))
