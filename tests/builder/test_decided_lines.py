"""Decisions on lines that the plan does not have (design.md 2: decisions are inputs)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.builder.test_decisions import decided


@pytest.mark.parametrize(
    ("line", "action", "value"),
    [
        ("entry:noon-walk", "move", {"time": 600}),
        ("medication:naproxen", "stop", {"on": date(2027, 1, 1)}),
        ("alert:nsaid-heart-failure", "override", None),
        ("option:OPT-NOT-THERE", "decline", None),
        ("exercise:plank-wall", "change", {"sets": 1}),
        ("visit:50", "decline", None),
    ],
)
def test_a_decision_whose_line_the_plan_does_not_have_is_listed(line: str, action: str, value: Any) -> None:
    """It does nothing else: a typing error in a file must not look as if it had been taken."""
    plain, plan = decided("X1"), decided("X1", (line, action, value))
    rows = [row.id for row in plan.left_out if row.reason == "decision:line-not-in-plan"]
    assert rows == [line]
    assert plan.calendar == plain.calendar
    assert plan.schedule == plain.schedule


def test_a_line_that_another_decision_takes_away_is_listed_too() -> None:
    """Both exercises of day A are declined, so the block that was moved is gone."""
    moved = ("entry:exercises", "move", {"time": 600})
    gone = [(f"exercise:{row.id}", "decline") for row in decided("X1").physical_therapy.exercises]
    assert "entry:exercises" not in {row.id for row in decided("X1", moved).left_out}
    assert "entry:exercises" in {row.id for row in decided("X1", moved, *gone).left_out}


@pytest.mark.parametrize("who", ["X1", "X2", "X3", "X4", "X7", "X8"])
def test_what_is_decided_on_lines_that_stand_there_is_not_listed(who: str) -> None:
    plan = decided(who)
    therapy, weeks = plan.physical_therapy, plan.physical_therapy.visits.clinic_weeks
    lines: list[tuple[Any, ...]] = [(f"exercise:{row.id}", "decline") for row in therapy.exercises[1:]]
    lines += [(f"visit:{week}", "decline") for week in weeks]
    lines += [(f"alert:{alert.rule}", "override", None, "seen") for alert in plan.medication.alerts]
    lines += [(f"option:{option.id}", "decline") for option in plan.medication.options]
    lines += [(f"medication:{row.key}", "continue", None, "needed") for row in plan.medication.current]
    after = decided(who, *lines)
    assert [row.id for row in after.left_out if row.reason == "decision:line-not-in-plan"] == []
