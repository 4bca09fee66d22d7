"""A clinician's decision on one line of the draft (joins.md section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Decision:
    """``line`` is ``kind:target`` such as ``exercise:bird-dog``; ``value`` holds the action's own keys.

    The values of ``value`` are typed as in the Intake: dates are ``date``, clock times minutes after
    midnight, lists tuples. ``medication:KEY change`` and ``option:ID add`` hold keys of ``MedicationEntry``.
    """

    line: str
    action: str
    value: Mapping[str, Any] | None = None
    reason: str = ""

    @property
    def kind(self) -> str:
        """exercise, medication, alert, option, module, entry, visit or gate."""
        return self.line.partition(":")[0]

    @property
    def target(self) -> str:
        """What the decision is about: an id, a medication's key, an entry of the timetable, or a week."""
        return self.line.partition(":")[2]
