"""Which answers are timed, to what fineness, and when a trial ends by itself."""

from __future__ import annotations

import pytest

from plans.forms.questions import QuestionField
from plans.intake.fields import FIELD_BY_PATH
from plans.knowledge.loader import load


@pytest.mark.parametrize(
    ("path", "longest", "tenths"),
    [
        ("tolerance.sit_minutes", 60, False),
        ("tolerance.stand_minutes", 60, False),
        ("tolerance.walk_minutes", 30, False),
        ("tolerance.aerobic_minutes", 20, False),
        ("core.sorensen_seconds", 240, False),
        ("core.side_bridge_left_seconds", 300, False),
        ("core.front_plank_seconds", 600, False),
        ("aerobic.mile_walk_minutes", 60, True),
        ("balance.single_leg_stance_seconds", 120, True),
        ("tolerance.lift_kg", None, False),
        ("aerobic.moderate_minutes_per_week", None, False),
        ("pain.settle_minutes", None, False),
    ],
)
def test_a_trial_ends_at_its_cap(path: str, longest: float | None, tenths: bool) -> None:
    field = QuestionField(FIELD_BY_PATH[path], load().vocabulary)
    assert field.is_timed is (longest is not None)
    assert field.longest == longest
    assert field.is_timed_in_tenths is tenths
