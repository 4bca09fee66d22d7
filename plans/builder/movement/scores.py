"""Scores of the instruments, their bands, and the change that matters (physical-therapy.md section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

from plans.builder.plan import Phq2, Scores, StartBack
from plans.builder.rounding import exact, half_up
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge
from plans.knowledge.movement.instruments import Instrument, Instruments, StartBackRow
from plans.knowledge.movement.rows import grade_of

Items = Sequence[int | None]


def score(intake: Intake, knowledge: Knowledge) -> Scores:
    """All scores that the intake allows; what cannot be scored is None, never a guess."""
    rows: Instruments = knowledge.movement.instruments
    measures = intake.measures
    ratings = [activity.rating for activity in measures.psfs or ()]
    scores: dict[str, Any] = {
        "peg": peg(measures.peg, rows["peg"]),
        "psfs": psfs(ratings),
        "rmdq": measures.rmdq,
        "odi_percent": measures.odi_percent,
        "tsk11": measures.tsk11,
        "pcs": measures.pcs,
    }
    return Scores(
        **scores,
        phq2=phq2(measures.phq2, rows["phq2"]),
        start_back=start_back(measures.start_back, rows.start_back),
        bands=_bands({**scores, "nprs_average": intake.pain.nprs_average}, rows),
    )


def _bands(scores: dict[str, Any], rows: Instruments) -> dict[str, str | None]:
    return {
        name: None if value is None else grade_of(rows[name].bands, value)
        for name, value in scores.items()
        if rows[name].bands
    }


def peg(items: Items | None, row: Instrument) -> float | None:
    """Mean of the 3 items, one decimal; None when one is missing."""
    known = _known(items)
    return _mean(known) if len(known) == row.items else None


def psfs(ratings: Items) -> float | None:
    """Mean of the rated activities, one decimal; None when none is rated."""
    known = _known(ratings)
    return _mean(known) if known else None


def odi_percent(answers: Items, row: Instrument) -> int | None:
    """Percent of the most that the answered items can give; None when too few are answered."""
    known = _known(answers)
    if len(known) < row.items_needed:
        return None
    return int(half_up(Decimal(sum(known) * 100) / (row.item_maximum * len(known))))


def tsk11_total(items: Items, row: Instrument) -> int | None:
    """Sum of 11; with one missing the mean times 11; None with more missing."""
    known = _known(items)
    if len(items) != row.items or len(known) < row.items_needed:
        return None
    return int(half_up(Decimal(sum(known) * row.items) / len(known)))


def rmdq_total(ticks: Iterable[bool | None]) -> int:
    """Number of ticks; a statement without a tick counts nothing."""
    return sum(1 for tick in ticks if tick)


def phq2(items: Items | None, row: Instrument) -> Phq2:
    """Total of both items. One missing: no total, but positive when the known one reaches the cut alone."""
    known = _known(items)
    if len(known) == row.items:
        return Phq2(sum(known), sum(known) >= row.positive_from)
    return Phq2(None, True if sum(known) >= row.positive_from else None)


def start_back(answers: Sequence[bool | int | None] | None, row: StartBackRow) -> StartBack:
    """Total, distress and group. With items missing only the group, if every way to fill them in agrees."""
    if answers is None or len(answers) != row.items:
        return StartBack(None, None, None)
    points = [_start_back_point(i, answer, row) for i, answer in enumerate(answers)]
    first, last = points[: row.distress_from_item - 1], points[row.distress_from_item - 1 :]
    other, distress = sum(_known(first)), sum(_known(last))
    if None not in points:
        return StartBack(other + distress, distress, _start_back_group(other + distress, distress, row))
    open_other, open_distress = first.count(None), last.count(None)
    groups = {
        _start_back_group(other + distress + a + b, distress + b, row)
        for a, b in product(range(open_other + 1), range(open_distress + 1))
    }
    return StartBack(None, None, groups.pop() if len(groups) == 1 else None)


def _start_back_point(index: int, answer: bool | int | None, row: StartBackRow) -> int | None:
    if answer is None:
        return None
    return int(answer) if index < row.agree_items else int(answer >= row.bothersome_from)


def _start_back_group(total: int, distress: int, row: StartBackRow) -> str:
    low, medium, high = row.groups
    if total <= row.low_total_up_to:
        return low
    return high if distress >= row.high_distress_from else medium


def risk_group(scores: Scores, knowledge: Knowledge) -> str:
    """The STarT Back group that rules read: the measured one, else what SEL-0 uses in its place."""
    rows: Instruments = knowledge.movement.instruments
    return scores.start_back.group or rows.start_back.used_when_not_judged


def counts_as_high(name: str, scores: Scores, knowledge: Knowledge) -> bool:
    """Whether the score of ``name`` lies in the band that a rule asks for."""
    row: Instrument = knowledge.movement.instruments[name]
    return row.counts_as is not None and scores.bands.get(name) == row.counts_as


def judge_change(name: str, before: Any, now: Any, knowledge: Knowledge) -> str | None:
    """improved, worse or unchanged by the change that matters; None when either value is missing.

    ``start_back`` takes groups, every other instrument numbers in its own unit.
    """
    if before is None or now is None:
        return None
    rows: Instruments = knowledge.movement.instruments
    if name == "start_back":
        return _direction(rows.start_back.groups.index(before) - rows.start_back.groups.index(now))
    row = rows[name]
    rise = exact(now) - exact(before)
    gain = rise if row.better == "high" else -rise
    improved_by, worse_by = _matters(row, before)
    if improved_by is None or worse_by is None:
        return None
    if gain >= exact(improved_by) and gain * 100 >= exact(row.improved_percent) * exact(before):
        return "improved"
    return "worse" if -gain >= exact(worse_by) else "unchanged"


def limits_of_change(name: str, before: Any, knowledge: Knowledge) -> tuple[float, float] | None:
    """The values at which ``name`` is improved and worse, from ``before``; None: groups, or no MIC."""
    rows: Instruments = knowledge.movement.instruments
    if before is None or name not in rows.rows:
        return None
    row = rows[name]
    improved_by, worse_by = _matters(row, before)
    if improved_by is None or worse_by is None:
        return None
    by = max(exact(improved_by), exact(row.improved_percent) * exact(before) / 100)
    sign = 1 if row.better == "high" else -1
    return float(exact(before) + sign * by), float(exact(before) - sign * exact(worse_by))


def _direction(gain: int) -> str:
    return "improved" if gain > 0 else "worse" if gain < 0 else "unchanged"


def _matters(row: Instrument, before: Any) -> tuple[float | None, float | None]:
    if before < row.low_baseline_below:
        return row.low_baseline_by, row.low_baseline_by
    return row.improved_by, row.worse_by


def percent_change(before: Any, now: Any) -> float | None:
    """Change in percent of the first value, one decimal; shown beside the class, never instead of it."""
    if before is None or now is None or before == 0:
        return None
    return float(half_up((exact(now) - exact(before)) * 100 / exact(before), 1))


def judge_overall(classes: dict[str, str | None], knowledge: Knowledge) -> str | None:
    """mixed, improved, worse or unchanged over the instruments of pain and function; None: nothing known."""
    rows: Instruments = knowledge.movement.instruments
    known = {c for name, c in classes.items() if c and name in rows.rows and rows[name].domain}
    if {"improved", "worse"} <= known:
        return "mixed"
    return next((c for c in ("improved", "worse", "unchanged") if c in known), None)


def _known(items: Items | None) -> list[int]:
    return [item for item in items or () if item is not None]


def _mean(items: list[int]) -> float:
    mean = Fraction(sum(items), len(items))
    return float(half_up(Decimal(mean.numerator) / mean.denominator, 1))
