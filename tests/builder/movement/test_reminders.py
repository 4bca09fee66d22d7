"""What an answer makes a clinician look at again (section 2, help)."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.build import build_plan
from plans.builder.movement.reminders import reminders
from plans.knowledge.loader import Knowledge
from tests.builder.movement.facts import AS_OF, patient

NERVE_WORDS = ["burning", "electric", "tingling", "pins-and-needles", "numb", "cold", "touch-hurts"]


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, []),
        ({"pain__descriptors": []}, []),
        ({"pain__descriptors": ["burning", "cold", "aching", "sharp", "itching"]}, []),
        ({"pain__descriptors": ["burning", "cold", "numb"]}, ["pain.descriptors"]),
        ({"pain__descriptors": NERVE_WORDS}, ["pain.descriptors"]),
        ({"pain__morning_stiffness_minutes": 29}, []),
        ({"pain__morning_stiffness_minutes": 30}, ["red_flags"]),
        ({"tolerance__day_after": True}, []),
        ({"tolerance__day_after": False}, ["tolerance.day_after"]),
    ],
)
def test_what_is_asked_again(facts: dict[str, Any], asked: list[str], knowledge: Knowledge) -> None:
    assert [ask.path for ask in reminders(patient(**facts), knowledge)] == asked


def test_the_nerve_words_are_those_of_the_medicine_rules(knowledge: Knowledge) -> None:
    (row,) = [row for row in knowledge.movement.precautions.reminders if row.words]
    assert [*row.words] == [*knowledge.medicines.numbers["person"]["neuropathic_descriptors"]] == NERVE_WORDS


@pytest.mark.parametrize("flags", [[], ["rf-ces-saddle"]])
def test_a_plan_lists_them_among_its_asks(flags: list[str], knowledge: Knowledge) -> None:
    intake = patient(pain__morning_stiffness_minutes=45, red_flags=flags)
    messages = [ask.message for ask in build_plan(intake, knowledge, AS_OF).asks if ask.path == "red_flags"]
    assert messages == [
        "Morning stiffness of 30 minutes or more: ask the five flags of inflammatory back pain."
    ]
