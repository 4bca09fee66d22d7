"""A table of weekly numbers that goes on from the plan before (self-care.md 2.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Course:
    """Where a table of weekly numbers goes on: the first number, how many weeks it is repeated, and the
    number of the first week when that is lower."""

    first: float
    hold: int = 0
    first_week: float | None = None

    def number(self, week: int, count: Callable[[int], float]) -> float:
        """The number of a week, 1 the first; ``count`` gives what the steps add by then."""
        if week == 1 and self.first_week is not None:
            return min(self.first_week, self.first)
        return self.first + count(max(1, week - self.hold))
