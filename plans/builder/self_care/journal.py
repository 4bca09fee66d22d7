"""The journal read back: pain, adherence and what they mean (self-care.md 3.3). Rounded only for show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plans.intake.history import JournalDay, JournalWeek
from plans.knowledge.journal import Reading

DONE = ("all", "small")
DAYS = 7


@dataclass(frozen=True, slots=True)
class Planned:
    """What one week asked for: days, exercises a day and minutes a day; None where nothing was asked."""

    days: int
    exercises: int | None = None
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class PainChange:
    """``drop`` in points of 0-10 (negative: more pain); percent of ``before``, None when that is below 1."""

    before: float | None
    before_evenings: int
    now: float | None
    now_evenings: int
    drop: float | None
    percent: float | None
    from_intake: bool  # the start is the intake's average, not the journal's
    verdict: str | None
    points_first: bool
    meaningful_at: float | None = None  # the pain at or below which the change is a real one (JRN-21)
    seen_band: tuple[float, float] | None = None  # JRN-26: "seen in people who stick with it", never a goal


@dataclass(frozen=True, slots=True)
class Adherence:
    """Percent of what was planned, unrounded; None where nothing was planned."""

    days: float | None
    exercises: float | None
    minutes: float | None
    verdict: str | None


def evenings(week: JournalWeek) -> list[float]:
    """The pain numbers written in a week."""
    return [day.pain for day in week.days if day.pain is not None]


def written(week: JournalWeek) -> int:
    """How many evenings have a pain number."""
    if week.totals is not None and week.totals.evenings is not None:
        return week.totals.evenings
    return len(evenings(week))


def evenings_kept(week: JournalWeek) -> int | None:
    """On how many evenings anything was written; None: totals that do not say it (J-23)."""
    if week.totals is not None:
        return week.totals.evenings
    return sum(1 for day in week.days if day.pain is not None or day.done is not None)


def pain_of_week(week: JournalWeek, reading: Reading) -> float | None:
    """The mean of a week, or None when too few evenings were written."""
    if week.totals is not None:
        enough = week.totals.evenings is None or week.totals.evenings >= reading.evenings_a_week
        return week.totals.mean_pain if enough else None
    pains = evenings(week)
    return sum(pains) / len(pains) if len(pains) >= reading.evenings_a_week else None


def pain_change(weeks: Sequence[JournalWeek], nprs_average: int | None, reading: Reading) -> PainChange:
    """P0, Pnow and the verdict JRN-20 to JRN-25. ``nprs_average`` stands in for an unwritten start."""
    ordered = sorted(weeks, key=lambda week: week.week)
    before, first_evenings, from_intake = _start(ordered, nprs_average, reading)
    now, now_evenings = _now([week for week in ordered if week.week > 1], reading)
    drop = None if before is None or now is None else before - now
    percent = None
    if drop is not None and before is not None and before >= reading.smallest_start_pain:
        percent = 100 * drop / before
    return PainChange(
        before=before,
        before_evenings=first_evenings,
        now=now,
        now_evenings=now_evenings,
        drop=drop,
        percent=percent,
        from_intake=from_intake,
        verdict=pain_verdict(drop, percent, reading),
        points_first=before is not None and before < reading.points_first_below,
        meaningful_at=_meaningful_at(before, reading),
        seen_band=_seen_band(before, reading),
    )


def _meaningful_at(before: float | None, reading: Reading) -> float | None:
    """Where JRN-21 begins: the points or the percent, whichever is the smaller fall."""
    if before is None:
        return None
    falls = [reading.meaningful_points]
    if before >= reading.smallest_start_pain:
        falls.append(before * reading.meaningful_percent / 100)
    return max(0.0, before - min(falls))


def _seen_band(before: float | None, reading: Reading) -> tuple[float, float] | None:
    """The lower and the upper end of the seed's band."""
    if before is None or before < reading.smallest_start_pain:
        return None
    least, most = (before * percent / 100 for percent in reading.band_percent)
    return before - most, before - least


def _start(
    ordered: Sequence[JournalWeek], nprs_average: int | None, reading: Reading
) -> tuple[float | None, int, bool]:
    """The week before the plan, or week 1; else the intake's number."""
    for week in ordered:
        if week.week <= 1:
            mean = pain_of_week(week, reading)
            if mean is not None:
                return mean, written(week), False
    return (None if nprs_average is None else float(nprs_average)), 0, True


def last_weeks(ordered: Sequence[JournalWeek], how_many: int) -> list[JournalWeek]:
    """The written weeks among the last so many weeks; fewer when one was not written."""
    if not ordered:
        return []
    return [week for week in ordered if week.week > ordered[-1].week - how_many]


def _now(ordered: Sequence[JournalWeek], reading: Reading) -> tuple[float | None, int]:
    """The mean of all evenings of the last two weeks, else the last week with enough of them."""
    last_two = last_weeks(ordered, 2)
    pains = [pain for week in last_two for pain in evenings(week)]
    if len(pains) >= reading.evenings_two_weeks and all(week.days for week in last_two):
        return sum(pains) / len(pains), len(pains)
    totals = [(week.totals.mean_pain, written(week)) for week in last_two if week.totals is not None]
    if len(last_two) == 2 and len(totals) == 2 and sum(n for _, n in totals) >= reading.evenings_two_weeks:
        known = [(mean, n) for mean, n in totals if mean is not None]
        if len(known) == 2:
            count = sum(n for _, n in known)
            return sum(mean * n for mean, n in known) / count, count
    for week in reversed(ordered):
        mean = pain_of_week(week, reading)
        if mean is not None:
            return mean, written(week)
    return None, 0


def pain_verdict(drop: float | None, percent: float | None, reading: Reading) -> str | None:
    """JRN-20 to JRN-25; points alone decide where there is no percent."""
    if drop is None:
        return None
    share = 0.0 if percent is None else percent
    if drop <= -reading.call_points or share <= -reading.call_percent:
        return "JRN-25"
    if drop >= reading.half_points or share >= reading.half_percent:
        return "JRN-20"
    if drop >= reading.meaningful_points or share >= reading.meaningful_percent:
        return "JRN-21"
    if share >= reading.small_percent:
        return "JRN-22"
    return "JRN-24" if share <= -reading.small_percent else "JRN-23"


def is_done(day: JournalDay) -> bool:
    """The small plan is full credit for the day (JRN-2)."""
    return day.done in DONE


def days_done(week: JournalWeek) -> int | None:
    """Days of a week with the whole or the small plan; None: sums that do not say it."""
    if week.totals is not None:
        return week.totals.days_done
    return sum(1 for day in week.days if is_done(day))


def days_at_most(week: JournalWeek) -> int:
    """The same, if every day that nobody wrote about had been done."""
    if week.totals is not None:
        return DAYS if week.totals.days_done is None else week.totals.days_done
    return DAYS - sum(1 for day in week.days if day.done is not None and not is_done(day))


def adherence(weeks: Iterable[tuple[JournalWeek, Planned]], reading: Reading) -> Adherence:
    """A_days, A_exercise and A_minutes of weeks that were written, capped per week or day (JRN-2 to 5)."""
    known = list(weeks)
    told = ((days_done(week), planned.days) for week, planned in known)
    days = _share((min(done, planned), planned) for done, planned in told if done is not None)
    return Adherence(
        days=days,
        exercises=_share(_done(week, "exercises", planned.exercises) for week, planned in known),
        minutes=_share(_done(week, "minutes", planned.minutes) for week, planned in known),
        verdict=adherence_verdict(days, reading),
    )


def _done(week: JournalWeek, what: str, planned: float | None) -> tuple[float, float]:
    """Done and planned of one week; of totals only their sum can be capped."""
    if not planned:
        return 0, 0
    if week.totals is not None:
        total = getattr(week.totals, what)
        return (0, 0) if total is None else (min(total, planned * DAYS), planned * DAYS)
    done = [getattr(day, what) for day in week.days]
    return (_capped(done, planned), planned * DAYS) if done else (0, 0)


def _capped(done: Sequence[float | None], planned: float | None) -> float:
    """A blank day counts as not done, and doing more than planned earns nothing extra."""
    return sum(min(number or 0, planned or 0) for number in done)


def _share(pairs: Iterable[tuple[float, float]]) -> float | None:
    done, planned = 0.0, 0.0
    for one, of in pairs:
        done, planned = done + one, planned + of
    return 100 * done / planned if planned else None


def adherence_verdict(percent: float | None, reading: Reading) -> str | None:
    """JRN-10, JRN-11 or JRN-12."""
    if percent is None:
        return None
    if percent >= reading.on_plan_percent:
        return "JRN-10"
    return "JRN-11" if percent >= reading.enough_percent else "JRN-12"


def is_boom_and_bust(week: JournalWeek, target_minutes: float | None, reading: Reading) -> bool:
    """JRN-4: two or more days far above the target in a week."""
    if not target_minutes:
        return False
    above = [day for day in week.days if (day.minutes or 0) > reading.boom_share * target_minutes]
    return len(above) >= reading.boom_days


def flare_days(target: int, half_days: int, first_percent: int, step_percent: int) -> tuple[int, ...]:
    """Minutes of the half days and of the way back up, rounded up to whole minutes (6.2)."""
    half = -(-target // 2)
    percents = range(first_percent, 101, step_percent)
    return (half,) * half_days + tuple(-(-target * percent // 100) for percent in percents)
