"""Every patient sentence there is, told in a test plan or not: easy, short, active, calm (design 1.2 and 5).

A block is what prints together: a paragraph, a list, an exercise. Formulas need words: an English block of up
to 3 words and a Spanish one below 10 say nothing about how hard a text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
import textstat

from plans.knowledge.loader import load
from tests.builder.content.knowledge_texts import knowledge_texts
from tests.builder.content.reading import NUMBER, joined, known_names, scored, sentences
from tests.builder.content.words import (
    NOT_PASSIVE,
    PASSIVE,
    SPELLED_AMOUNT,
    TIMES_OF_A_DAY,
    jargon,
    scaring,
)

LONGEST = {"en": 20, "es": 22}
MEAN_AT_MOST = 12
GRADE_AT_MOST, EASE_AT_LEAST = 6.0, 65
WORDS_TO_SCORE = {"en": 4, "es": 10}
BRACES = re.compile(r"{[^}]*}")
# Names, headings and labels, judged on their own; what is done, as a name ("Carry 10 pounds of groceries").
NO_SENTENCE = re.compile(
    r"\.(plain_name|name|shift_name|label|months|weekdays|one|begin|end)(\[|$)"
    r"|^handout\.toml\.(heading|label|calendar|referral_title)\.|^goals\.toml\."
)
# Texts that print as one list or paragraph, by what their places have in common.
ONE_BLOCK = re.compile(
    r"^(support\.toml\.(?:emergency|same_day|small_plan)|exercises\.toml\.exercise\[\d+\](?!\.alt)"
    r"|.*\.(?:lines|how|signs|steps)$)"
)
PATIENT = {"en": re.compile(r"\bpatients?\b", re.I), "es": re.compile(r"\bpacientes?\b", re.I)}
FRIEND = re.compile(r"\b(tú|tu|tus|te|ti|contigo|vosotros|os|vuestr\w+)\b", re.I)
LOUD = re.compile(r"[!¡]|\b(just|simply)\b", re.I)
LANGUAGES = ["en", "es"]


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    textstat.set_lang("en")  # it is global


@cache
def told(language: str) -> tuple[tuple[str, str], ...]:
    """Place and words of each text, what is filled in as "it"."""
    return tuple((place, BRACES.sub("it", text)) for place, text in knowledge_texts(language))


@cache
def blocks(language: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for place, text in told(language):
        if not NO_SENTENCE.search(place):
            together = ONE_BLOCK.match(place)
            found.setdefault(together[0] if together else place, []).append(text)
    return {place: joined(texts) for place, texts in found.items()}


def read(language: str) -> Iterator[tuple[str, str]]:
    known = known_names(language)
    for place, block in blocks(language).items():
        said = scored(block, known)
        if len(said.split()) >= WORDS_TO_SCORE[language]:
            yield place, said


def test_every_english_block_is_at_grade_six_or_below() -> None:
    textstat.set_lang("en")
    hard = {place: said for place, said in read("en") if textstat.flesch_kincaid_grade(said) > GRADE_AT_MOST}
    assert hard == {}


def test_every_spanish_block_is_quite_easy() -> None:
    textstat.set_lang("es")
    hard = {place: said for place, said in read("es") if textstat.szigriszt_pazos(said) < EASE_AT_LEAST}
    assert hard == {}


def test_the_scores_see_nearly_every_block() -> None:
    """The least number of words leaves out labels, not texts."""
    assert len(list(read("en"))) > 400
    assert len(list(read("es"))) > 250


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(language: str) -> None:
    found = [(place, part) for place, text in told(language) for part in sentences(text)]
    assert [(place, part) for place, part in found if len(part.split()) > LONGEST[language]] == []
    assert sum(len(part.split()) for _, part in found) / len(found) <= MEAN_AT_MOST


def test_no_word_scares_in_either_language() -> None:
    found = [(place, word) for place, text in told("en") for word in scaring(text, "en")]
    found += [(place, word) for place, text in told("es") for word in scaring(text, "es")]
    assert found == []


def test_no_jargon_without_its_plain_word() -> None:
    assert [(place, word) for place, text in told("en") for word in jargon(text)] == []


def test_the_lists_of_words_are_those_of_the_design() -> None:
    wording = load().wording
    assert len(wording.jargon) == 78
    assert sum(len(row.words) for row in wording.jargon) == 89
    assert len(wording.scare["en"]) == 41
    assert {"chronic", "wear and tear", "degenerative", "fragile", "red flag", "tear"} <= set(
        wording.scare["en"]
    )


def test_amounts_are_digits_and_times_are_parts_of_the_day() -> None:
    for language in LANGUAGES:
        for place, text in told(language):
            assert not SPELLED_AMOUNT.search(text), (place, text)
            assert not TIMES_OF_A_DAY.search(text), (place, text)
            assert "%" not in text, place


def test_voice_is_active() -> None:
    for place, text in told("en"):
        found = [match[0].lower() for match in PASSIVE.finditer(text)]
        assert [words for words in found if not words.startswith(NOT_PASSIVE)] == [], place


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reader_is_you_and_nobody_shouts(language: str) -> None:
    for place, text in told(language):
        assert not PATIENT[language].search(text), place
        assert not LOUD.search(text), (place, text)
        assert language == "en" or not FRIEND.search(text), (place, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_have_at_most_six_words(language: str) -> None:
    for key, text in load().wording.texts.items():
        if key.startswith("heading."):
            assert 1 <= len(str(text[language]).split()) <= (6 if language == "en" else 8), key


def test_every_habit_and_exercise_has_its_reason() -> None:
    """HL-22."""
    knowledge = load()
    assert all(module.why["en"] for module in knowledge.self_care.modules.values())
    needs = {key.rpartition(".")[0] for key in knowledge.wording.texts if key.startswith("need.")}
    assert needs
    for need in needs:
        for what in ("helps", "why"):
            assert knowledge.wording.texts[f"{need}.{what}"]["en"], need


def test_numbers_are_no_words_to_the_formula() -> None:
    assert NUMBER.sub("it", "$85, 10:30, 1,000 and 2-3 times") == "it, it, it and it times"
