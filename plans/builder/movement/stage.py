"""Where in the three phases a plan stands, and which week of its baseline each phase reads (7.5, 7.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plans.knowledge.movement.dosing import Dosing


@dataclass(frozen=True, slots=True)
class Stage:
    """``phase`` is that of this plan, 1-3.

    ``measured_anew``: intake paths of the tolerances that were measured again after the first plan; with
    them T starts anew (J-14). ``steps_back``: after a red week. ``maintenance``: the review of week
    12 found the patient improved.
    """

    phase: int = 1
    measured_anew: frozenset[str] = frozenset()
    steps_back: bool = False
    maintenance: bool = False

    def week_of(self, phase: int, baseline: str, dosing: Dosing) -> int:
        """The week of DOSE-T with which a phase begins, counted from the baseline at this path."""
        week = dosing.tolerance.week_of_phase[phase - 1]
        return week - self._weeks_done(dosing) if baseline in self.measured_anew else week

    def weeks_ahead(self, dosing: Dosing) -> Mapping[int, int]:
        """Each later phase and the week of this plan in which it may begin."""
        weeks = enumerate(dosing.tolerance.week_of_phase, 1)
        return {phase: week - self._weeks_done(dosing) for phase, week in weeks if phase > self.phase}

    def _weeks_done(self, dosing: Dosing) -> int:
        return dosing.tolerance.week_of_phase[self.phase - 1] - 1
