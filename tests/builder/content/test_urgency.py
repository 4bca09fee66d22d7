"""J-24: one symptom, one urgency, wherever a patient reads of it (self-care 6.1 is the list)."""

from __future__ import annotations

import re

import pytest

from tests.builder.content.knowledge_texts import knowledge_texts
from tests.builder.content.patients import RANDOM, WHOLE, content
from tests.builder.content.test_words import every_text

# Symptoms of "Call 911" and of "Call us the same day", as any text may word them.
NOW = {
    "en": r"black stool|stool is black|(throw up|vomit\w*) blood|blood in your vomit|chest pain"
    r"|trouble breathing|cannot breathe|hard to (wake|breathe)|seizure|\bfaint\b|face swells|swollen face"
    r"|cannot pee|numb between|end(ing)? your life",
    "es": r"heces negras|heces son negras|vomita sangre|vómito con sangre|dolor de pecho|falta el aire"
    r"|dificultad para respirar|le cuesta respirar|no puede respirar|difícil que (usted )?despierte"
    r"|convulsiones|se desmaya|hincha la cara|no puede orinar|dormida la zona entre|quitarse la vida",
}
SAME_DAY = {
    "en": r"much less pee|pee much less|swollen legs|legs swell|stomach pain|(?<!high )fever",
    "es": r"orina? mucho menos|piernas hinchadas|hinchan las piernas|dolor (fuerte )?de estómago"
    r"|fiebre(?! alta)",
}
SAYS_NOW = {
    "en": r"911|emergency room|988",
    "es": r"911|sala de emergencias|988",
}
SAYS_SAME_DAY = {"en": r"call us (the )?(same day|today)", "es": r"llámenos (el mismo día|hoy)"}
# The list itself and its short form stand under the heading that says how urgent they are.
UNDER_A_HEADING = re.compile(r"support\.toml\.(emergency|same_day)|handout\.toml\.brief|red_flags|flag_line")
STOPS = re.compile(r"\.stop_if$")  # the card adds the sentence on chest pain; see below


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", text)


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_emergency_sign_is_an_emergency_in_every_text(language: str) -> None:
    naming = [
        (place, text)
        for place, text in knowledge_texts(language)
        if re.search(NOW[language], text, re.I) and not (UNDER_A_HEADING.search(place) or STOPS.search(place))
    ]
    assert len(naming) > 25
    for place, text in naming:
        assert re.search(SAYS_NOW[language], text), f"{place}: {text}"


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_sentence_mixes_the_two_urgencies(language: str) -> None:
    for place, text in knowledge_texts(language):
        for said in sentences(text):
            now, later = (re.search(row[language], said, re.I) for row in (SAYS_NOW, SAYS_SAME_DAY))
            if later and not now:
                assert not re.search(NOW[language], said, re.I), f"{place}: {said}"
            if now and not later:
                assert not re.search(SAME_DAY[language], said, re.I), f"{place}: {said}"


@pytest.mark.parametrize("case", WHOLE + RANDOM)
def test_a_card_that_stops_at_chest_pain_says_911(case: str) -> None:
    for language, sign, words in (
        ("en", "chest pain", "Chest pain: call 911."),
        ("es", "dolor de pecho", "Dolor de pecho: llame al 911."),
    ):
        for card in content(case).sheets[language].exercises:
            said = " ".join(every_text(card))
            assert (sign in said.lower()) == (words in said), said
