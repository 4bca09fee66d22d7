"""A tired person can read every block, and no word of it scares (handout-design 1.2 and 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
import textstat

from plans.content import Sheet
from plans.knowledge.loader import load
from tests.builder.content.patients import DRAFT, RANDOM, WHOLE, content
from tests.builder.content.reading import blocks, names, scored, sentences, texts
from tests.builder.content.words import NOT_PASSIVE, PASSIVE, SPELLED, TIMES_OF_A_DAY, jargon, scaring

PATIENTS = WHOLE + RANDOM
LONGEST = {"en": 20, "es": 22}
NOT_PATIENT_WORDS = ("id", "shape", "kind", "see", "figures")
SAID_OF_NOTHING = re.compile(r"\b(None|N/A|null|unknown|undefined|True|False)\b")
RULE_ID = re.compile(r"\b(SCH|SM|COM|SEL|AER|DOSE|CAP|REF|PRE|GOAL|JRN|WN|SUP|PF|REN|OPI)-\w+")


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    textstat.set_lang("en")  # it is global


def every_text(value: Any) -> Iterator[str]:
    """All words of a patient edition, labels too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from every_text(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from every_text(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in NOT_PATIENT_WORDS:
                yield from every_text(getattr(value, field.name))


@pytest.mark.parametrize("case", PATIENTS)
def test_every_block_is_grade_6_and_the_whole_is_grade_5(case: str) -> None:
    found = content(case)
    known, sheet = names(found, "en"), found.sheets["en"]
    read = [scored(block, known) for block in blocks(sheet)]
    hard = {text: grade(text) for text in read if len(text.split()) > 3 and grade(text) > 6.0}
    assert hard == {}
    assert grade(" ".join(read)) <= 5.0


def grade(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text))


@pytest.mark.parametrize("case", PATIENTS)
def test_spanish_is_quite_easy(case: str) -> None:
    textstat.set_lang("es")
    found = content(case)
    known, sheet = names(found, "es"), found.sheets["es"]
    read = [scored(block, known) for block in blocks(sheet)]
    hard = [text for text in read if len(text.split()) > 9 and textstat.szigriszt_pazos(text) < 65]
    assert hard == []
    assert textstat.szigriszt_pazos(" ".join(read)) >= 65


@pytest.mark.parametrize("case", PATIENTS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_sentences_are_short(case: str, language: str) -> None:
    found = [part for text in texts(content(case).sheets[language]) for part in sentences(text)]
    assert [part for part in found if len(part.split()) > LONGEST[language]] == []
    assert sum(len(part.split()) for part in found) / len(found) <= 12


@pytest.mark.parametrize("case", PATIENTS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_word_scares(case: str, language: str) -> None:
    for text in every_text(content(case).sheets[language]):
        assert scaring(text, language) == [], text


@pytest.mark.parametrize("case", PATIENTS)
def test_no_jargon_without_its_plain_word(case: str) -> None:
    for text in every_text(content(case).sheets["en"]):
        assert list(jargon(text)) == [], text


@pytest.mark.parametrize("case", PATIENTS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_says_none_or_shows_a_rule(case: str, language: str) -> None:
    sheet = content(case).sheets[language]
    patterns = set(sheet.labels.values())  # filled when the page is laid out
    for text in every_text(sheet):
        assert not SAID_OF_NOTHING.search(text), text
        assert not RULE_ID.search(text), text
        assert "%" not in text
        assert "{" not in text or text in patterns


@pytest.mark.parametrize("case", PATIENTS)
def test_doses_are_universal_medication_schedule_words(case: str) -> None:
    sheet = content(case).sheets["en"]
    for text in every_text(sheet):
        assert not TIMES_OF_A_DAY.search(text), text
    for medicine in sheet.medicines:
        assert medicine.take
        assert all(re.match(r"(Take|Use) .+ (in the (morning|afternoon|evening)|at (noon|bedtime)"
                            r"|when you get up|before sleep|with your main meal|in the middle of your day)\.|"
                            r"Take it with a snack\.", line) for line in medicine.take)  # fmt: skip
        assert all(not SPELLED.search(line) for line in medicine.take)


@pytest.mark.parametrize("case", PATIENTS)
def test_headings_have_at_most_six_words_and_lists_at_most_seven_lines(case: str) -> None:
    sheet = content(case).sheets["en"]
    for name, text in sheet.labels.items():
        if name.startswith("h_"):
            assert 1 <= len(text.split()) <= 6, text
    assert len(sheet.main.split()) <= 6
    assert len(sheet.actions) <= 7
    assert sheet.emergency is not None
    assert all(len(group.items) <= 7 for group in sheet.emergency.groups)
    assert all(len(card.steps) <= 5 for card in sheet.exercises)
    assert all(len(head) <= 5 for head in [sheet.week_heads])


@pytest.mark.parametrize("case", PATIENTS)
def test_paragraphs_have_at_most_four_sentences(case: str) -> None:
    sheet = content(case).sheets["en"]
    said = [*(text for habit in sheet.habits for text in habit.text), *sheet.learn]
    said += [text for light in sheet.lights for text in light.sentences]
    assert [text for text in said if len(re.findall(r"[.?!](\s|$)", text)) > 4] == []


@pytest.mark.parametrize("case", PATIENTS)
def test_active_voice(case: str) -> None:
    for text in texts(content(case).sheets["en"]):
        found = [match[0] for match in PASSIVE.finditer(text)]
        assert [words for words in found if not words.lower().startswith(NOT_PASSIVE)] == [], text


@pytest.mark.parametrize("case", PATIENTS)
def test_each_action_has_its_reason(case: str) -> None:
    sheet = content(case).sheets["en"]
    assert all(card.why and card.feel and card.stop and card.easier and card.alt for card in sheet.exercises)
    assert all(habit.why for habit in sheet.habits)
    assert all(len(card.alt.split()) <= 25 for card in sheet.exercises)


def test_every_spanish_word_of_the_page_is_written() -> None:
    wording = load().wording
    for key, text in wording.texts.items():
        assert text["es"], key
        assert text["en"], key


@pytest.mark.parametrize("case", WHOLE)
def test_spanish_says_usted(case: str) -> None:
    for text in every_text(content(case).sheets["es"]):
        assert not re.search(r"\b(tú|tu|tus|vosotros|ti|contigo)\b", text, re.I), text


def test_draft_of_the_same_plan_reads_the_same() -> None:
    signed, draft = content("X1").sheets["en"], content("X1", DRAFT).sheets["en"]
    assert sheet_words(signed) - sheet_words(draft) <= set(signed.medicine_lines) | {
        signed.version_line,
        *signed.signed,
    }


def sheet_words(sheet: Sheet) -> set[str]:
    return set(every_text(sheet))
