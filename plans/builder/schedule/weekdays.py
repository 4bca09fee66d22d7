"""Which days of the week each exercise and habit stands on when nothing else is said (joins.md J-19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plans.builder.plan import PlannedExercise
from plans.builder.schedule.week import Week
from plans.builder.self_care.move import MoveNumbers

Days = tuple[int, ...]  # 1 = Monday
WEEK: Days = tuple(range(1, 8))


def find_weekdays(
    exercises: Iterable[PlannedExercise],
    week: Week,
    move: MoveNumbers | None,
    habit_days: Mapping[str, int],
    table: Mapping[int, Days],
) -> dict[str, Days]:
    """By exercise and module id; ``habit_days`` says how many days a week each running habit has."""
    found: dict[str, Days] = {module: table[days] for module, days in habit_days.items()}
    aerobic = table[week.days_a_week[0]] if move and week.days_a_week else ()
    if move and aerobic:
        found[move.mode.id] = aerobic
        found["SM-MOVE"] = aerobic
    free = tuple(day for day in WEEK if day not in aerobic) if week.share.taking_turns else WEEK
    on_days = _days_of_sets(week, free, table)
    for exercise in exercises:
        days = exercise.dose_parts.days
        if exercise.id in on_days and days:
            found[exercise.id] = _at_most(on_days[exercise.id], days, week, table)
        elif exercise.minutes == 0 and days:
            found[exercise.id] = table[days]  # happens through the day
    return found


def _days_of_sets(week: Week, free: Days, table: Mapping[int, Days]) -> dict[str, Days]:
    """The days of the sets an exercise stands in: A, B, C in turn over the free days, from A on Mondays."""
    sets, found = week.share.sets, dict[str, set[int]]()
    for number, one in enumerate(sets):
        for exercise in one:
            found.setdefault(exercise.id, set()).update(free[number :: len(sets)])
    return {id: tuple(sorted(days)) for id, days in found.items()}


def _at_most(on: Days, days: int, week: Week, table: Mapping[int, Days]) -> Days:
    one_set_every_day = len(week.share.sets) == 1 and not week.share.taking_turns
    return table[days] if one_set_every_day else on[:days]
