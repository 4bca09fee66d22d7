"""J-08: in a window, never, or always; who is steady; what counts as balance."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plans.builder.schedule.sedation import SedatingMedicine, Sedation, judge_sedation, needs_steadiness
from tests.builder.self_care.test_worked_cases import knowledge

RULES = knowledge().day.sedation
DAY = date(2026, 3, 2)


def medicine(**changed: Any) -> SedatingMedicine:
    entry = {
        "key": "g", "name": "gabapentin", "as_needed": False, "continuous": False,
        "started_on": date(2026, 2, 2), "effects": (),
    }  # fmt: skip
    return SedatingMedicine(**(entry | changed))


def sedation(
    *medicines: SedatingMedicine, age: int = 50, falls: int | None = 0, effects: tuple[str, ...] = ()
) -> Sedation:
    return judge_sedation(medicines, effects, age, falls, DAY, RULES)


def test_the_state_counts_regular_medicines_only() -> None:
    assert sedation().state == "none"
    assert sedation(medicine(as_needed=True)).state == "none"
    assert sedation(medicine()).state == "windows"
    assert sedation(medicine(), medicine(key="m", continuous=True)).state == "continuous"
    assert sedation(medicine(as_needed=True)).any


@pytest.mark.parametrize(
    ("changed", "age", "falls", "steady"),
    [
        ({}, 50, 0, True),
        ({}, 50, None, True),
        ({"started_on": date(2026, 2, 3)}, 50, 0, False),  # 27 days
        ({"started_on": None}, 50, 0, False),
        ({"effects": ("none",)}, 50, 0, True),
        ({"effects": ("foggy",)}, 50, 0, False),
        ({"effects": ("nausea",)}, 50, 0, True),
        ({}, 65, 0, False),
        ({}, 64, 0, True),
        ({}, 50, 1, False),
    ],
)
def test_who_is_steady(changed: dict[str, Any], age: int, falls: int | None, *, steady: bool) -> None:
    assert sedation(medicine(**changed), age=age, falls=falls).steady is steady


def test_one_unsteady_medicine_is_enough() -> None:
    assert not sedation(medicine(), medicine(key="z", started_on=DAY)).steady


def test_the_first_hour_counts_from_age_or_reported_sleepiness() -> None:
    assert not sedation(medicine()).first_hour
    assert sedation(medicine(), age=65).first_hour
    assert sedation(medicine(), effects=("sleepy",)).first_hour
    assert not sedation(medicine(), falls=2).first_hour


@pytest.mark.parametrize(
    ("exercise", "position", "floor", "young", "older"),
    [
        ("bird-dog", "quadruped", True, True, True),
        ("sit-to-stand", "sitting", False, True, True),
        ("wall-angel", "standing", False, False, True),
        ("sit-to-stand-hands", "sitting", False, False, True),
        ("dead-bug", "supine", True, False, True),
        ("chin-tuck-sitting", "sitting", False, False, False),
    ],
)
def test_what_counts_as_balance(
    exercise: str, position: str, *, floor: bool, young: bool, older: bool
) -> None:
    for found, expected in ((sedation(medicine()), young), (sedation(medicine(), falls=1), older)):
        assert needs_steadiness(exercise, position, floor, found, RULES) is expected
    assert not needs_steadiness(exercise, position, floor, sedation(medicine(continuous=True)), RULES)
    assert not needs_steadiness(exercise, position, floor, sedation(), RULES)
