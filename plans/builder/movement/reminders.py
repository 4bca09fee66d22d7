"""What an answer makes a clinician look at again (physical-therapy.md section 2, help); no rule reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plans.builder.plan import Ask
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge
from plans.knowledge.movement.screening import Reminder


def reminders(intake: Intake, knowledge: Knowledge) -> Iterator[Ask]:
    """Asked once: many nerve words, long morning stiffness, a tolerance that was still felt a day later."""
    for row in knowledge.movement.precautions.reminders:
        if _holds(row, row.read(intake)):
            yield Ask(row.asks, row.says)


def _holds(row: Reminder, value: Any) -> bool:
    if value is None:
        return False
    if row.when_no:
        return value is False
    amount: int = len(set(value) & set(row.words)) if row.words else value
    return amount >= row.at_least
