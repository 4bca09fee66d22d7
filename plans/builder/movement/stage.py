"""Where in the three phases a plan stands, and which week of its baselines it reads (7.5, 7.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from plans.knowledge.movement.dosing import Dosing


@dataclass(frozen=True, slots=True)
class Measured:
    """A tolerance as one visit found it; ``value`` is None while it is not known.

    ``week``: the week of DOSE-T, counted from it, with which this plan begins. ``walked``: the same for the
    aerobic line that has gone on week by week; 0 where none has.
    """

    value: float | None
    week: int
    walked: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """``phase`` is that of this plan, 1-3.

    ``measured``: intake path of a tolerance -> what each visit found, in order; empty at a first visit.
    ``goes_on``: the aerobic exercise whose weekly minutes go on. ``steps_back``: after a red week.
    ``maintenance``: the review of week 12 found the patient improved.
    """

    phase: int = 1
    measured: Mapping[str, tuple[Measured, ...]] = field(default_factory=dict)
    goes_on: str | None = None
    steps_back: bool = False
    maintenance: bool = False

    def baselines(self, path: str, value: float | None, dosing: Dosing) -> tuple[Measured, ...]:
        """What was found at this path; at a first visit ``value``, in the week of the phase."""
        first = (Measured(value, dosing.tolerance.week_of_phase[self.phase - 1]),)
        return self.measured.get(path) or first

    def week_of_plan(self, phase: int, dosing: Dosing) -> int:
        """The week of this plan, 1 the first, in which a phase begins."""
        return dosing.tolerance.week_of_phase[phase - 1] - self._weeks_done(dosing)

    def weeks_ahead(self, dosing: Dosing) -> Mapping[int, int]:
        """Each later phase and the week of this plan in which it may begin."""
        phases = range(self.phase + 1, len(dosing.tolerance.week_of_phase) + 1)
        return {phase: self.week_of_plan(phase, dosing) for phase in phases}

    def _weeks_done(self, dosing: Dosing) -> int:
        return dosing.tolerance.week_of_phase[self.phase - 1] - 1


def in_force(found: Sequence[Measured]) -> tuple[Measured, ...]:
    """The baselines that count (J-14): a lower one alone, a higher one beside those before it.

    The same value again is no new baseline: its weeks go on. In every week the highest of them gives the
    dose, so that nobody falls behind what was reached by measuring better.
    """
    standing = list(found[:1])
    for one in found[1:]:
        last = standing[-1].value
        if one.value is None or last is None:
            raise ValueError("only known tolerances are compared")
        if one.value < last:
            standing = [one]
        elif one.value > last:
            standing.append(one)
    return tuple(standing)


def with_assumed(found: Sequence[Measured], assumed: float) -> tuple[Measured, ...]:
    """The baselines with what DOSE-A supposes in the place of what was not known."""
    return tuple(replace(one, value=assumed) if one.value is None else one for one in found)
