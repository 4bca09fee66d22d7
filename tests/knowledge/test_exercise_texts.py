"""What the patient reads of every exercise: easy, short, calm, and the same in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import textstat

from plans.knowledge.movement import Movement, read_movement
from plans.knowledge.movement.exercises import ExerciseText
from plans.knowledge.wording import Wording, read_wording

GRADE_AT_MOST = 6.0  # handout-design HL-04
EASE_AT_LEAST = 65  # HL-05, Szigriszt-Pazos
WORDS_AT_MOST = {"en": 20, "es": 22}  # HL-06
LEAD_OF_STOP = {"en": "Stop if", "es": "Deténgase si"}
EXERCISES = [*read_movement().exercises]
LANGUAGES = ["en", "es"]


@pytest.fixture(scope="module")
def movement() -> Movement:
    return read_movement()


@pytest.fixture(scope="module")
def wording() -> Wording:
    return read_wording()


def sentence(words: str) -> str:
    return words[0].upper() + words[1:] + ("" if words.endswith(".") else ".")


def sentences(text: ExerciseText, language: str) -> Iterator[str]:
    yield sentence(text.start)
    yield from map(sentence, text.steps)
    yield sentence(text.feel_it)
    yield sentence(f"{LEAD_OF_STOP[language]} {text.stop_if}")


def reading(language: str, block: str) -> float:
    """Flesch-Kincaid grade in English, Szigriszt-Pazos ease in Spanish. textstat's language is global."""
    textstat.set_lang(language)
    try:
        score = textstat.flesch_kincaid_grade(block) if language == "en" else textstat.szigriszt_pazos(block)
        return float(score)
    finally:
        textstat.set_lang("en")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_english_is_at_grade_six_or_below(exercise: str, movement: Movement) -> None:
    text = movement.exercises[exercise].text["en"]
    assert reading("en", " ".join([sentence(text.plain_name), *sentences(text, "en")])) <= GRADE_AT_MOST


@pytest.mark.parametrize("exercise", EXERCISES)
def test_spanish_is_quite_easy(exercise: str, movement: Movement) -> None:
    text = movement.exercises[exercise].text["es"]
    assert reading("es", " ".join([sentence(text.plain_name), *sentences(text, "es")])) >= EASE_AT_LEAST


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_steps_are_few_and_sentences_short(exercise: str, language: str, movement: Movement) -> None:
    text = movement.exercises[exercise].text[language]
    assert 3 <= len(text.steps) <= 5
    for one in sentences(text, language):
        assert len(one.split()) <= WORDS_AT_MOST[language], one


@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_word_that_scares_and_no_jargon_without_its_plain_word(
    exercise: str, movement: Movement, wording: Wording
) -> None:
    text = movement.exercises[exercise].text["en"]
    for one in [text.plain_name, *sentences(text, "en")]:
        low = one.lower()
        assert not [word for word in wording.scare["en"] if re.search(rf"\b{re.escape(word)}\b", low)], one
        for row in wording.jargon:
            plain = [part.strip() for part in re.split(r"[,;(]", row.use)]
            found = [word for word in row.words if re.search(rf"\b{re.escape(word)}\b", low)]
            assert not found or any(part and part in low for part in plain), (one, found)


SPOKEN_TO_FRIENDS = re.compile(
    r"\b(tú|tu|tus|te|ti|vosotros|vuestro|siéntate|ponte|levanta tu)\b", re.IGNORECASE
)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_spanish_says_usted_and_is_not_english(exercise: str, movement: Movement) -> None:
    row = movement.exercises[exercise]
    english, spanish = row.text["en"], row.text["es"]
    said = [spanish.plain_name, *sentences(spanish, "es")]
    assert not any(SPOKEN_TO_FRIENDS.search(one) for one in said)
    assert not {english.plain_name, english.start, *english.steps} & {
        spanish.plain_name,
        spanish.start,
        *spanish.steps,
    }
    assert len(spanish.steps) == len(english.steps)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_stop_sign_said_in_english_is_said_in_spanish(exercise: str, movement: Movement) -> None:
    english, spanish = (movement.exercises[exercise].text[language].stop_if for language in LANGUAGES)
    pairs = [
        ("chest pain", "dolor de pecho"),
        ("dizz", "mare"),
        ("numb", "dormida"),
        ("weak", "débil"),
        ("further down", "baja más"),
        ("2 points", "2 puntos"),
        ("balance", "equilibrio"),
        ("shoulder", "hombro"),
        ("knee", "rodilla"),
        ("groin", "ingle"),
        ("neck", "cuello"),
        ("cramp", "calambre"),
    ]
    for here, there in pairs:
        assert (here in english) == (there in spanish), (english, spanish)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_each_picture_has_one_sentence_and_two_captions(
    exercise: str, language: str, wording: Wording
) -> None:
    words = wording.exercises[exercise]
    alt = words.alt[language]
    assert len(alt.split()) <= 25
    assert alt.count(".") == 1
    assert alt.endswith(".")
    assert words.begin[language]
    assert words.end[language]
    if language == "en":
        assert reading("en", alt) <= GRADE_AT_MOST
    else:
        assert reading("es", alt) >= EASE_AT_LEAST


def test_names_are_different(movement: Movement) -> None:
    for language in LANGUAGES:
        names = [exercise.text[language].plain_name for exercise in movement.exercises.values()]
        assert len(names) == len(set(names))
