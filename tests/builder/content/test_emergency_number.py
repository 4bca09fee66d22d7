"""A clinic whose emergency number is not 911: no sentence of the handout says 911."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from plans.content import to_json
from tests.builder.content.patients import CLINIC, RANDOM, WHOLE, content_of, intake_data
from tests.builder.content.test_words import every_text

ABROAD = replace(CLINIC, emergency_number="112")
STANDING_ALONE = re.compile(r"(?<![\d-])911(?![\d-])")


@pytest.mark.parametrize("case", WHOLE + RANDOM)
def test_every_sentence_says_the_clinics_number(case: str) -> None:
    made, usual = content_of(intake_data(case), clinic=ABROAD), content_of(intake_data(case))
    for language, sheet in made.sheets.items():
        said = list(every_text(sheet))
        assert [text for text in said if STANDING_ALONE.search(text)] == []
        expected = [STANDING_ALONE.sub("112", text) for text in every_text(usual.sheets[language])]
        assert said == expected
    assert made.clinician is not None
    assert not STANDING_ALONE.search(str(to_json(made.clinician)))


@pytest.mark.parametrize("flag", ["rf-ces-saddle", "rf-self-harm"])
def test_a_blocked_plan_says_the_clinics_number(flag: str) -> None:
    made = content_of(intake_data("X1", red_flags=[flag]), clinic=ABROAD)
    for sheet in made.sheets.values():
        said = " ".join(every_text(sheet))
        assert "112" in said
        assert not STANDING_ALONE.search(said)


def test_what_was_typed_keeps_its_digits() -> None:
    words = "Remember 9/11 with 911 friends"
    made = content_of(intake_data("X1", life={"goals": [{"id": "own", "words": words}]}), clinic=ABROAD)
    goal = made.sheets["en"].goal
    assert goal is not None
    assert goal.own == words


def test_without_a_number_it_is_911() -> None:
    made = content_of(intake_data("X1"), clinic=replace(CLINIC, emergency_number=" "))
    assert made.sheets["en"].emergency is not None
    assert made.sheets["en"].emergency.brief_heading == "Call 911 now if:"
    assert made.clinic.emergency_number == "911"
