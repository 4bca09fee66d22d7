"""No English word in a Spanish patient edition but names of medicines, people and groups."""

from __future__ import annotations

import re

import pytest

from plans.knowledge.loader import load
from tests.builder.content.knowledge_texts import knowledge_texts
from tests.builder.content.patients import RANDOM, WHOLE, content
from tests.builder.content.test_words import every_text

WORD = re.compile(r"[^\W\d_]+")
# What carries no language: names of people and of the group, its address, credentials of who signed.
NAMED = re.compile(
    r"\b(Pain Connection|painconnection\.org|Riverside Back Clinic"
    r"|Maria Gonzalez|Dana Reyes, MD|Pat Lee, PT|1-800-QUIT-NOW)\b"
)
BRACES = re.compile(r"{[^}]*}")  # of labels that the page fills in


def words_alike(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Spanish words that are written as English ones, months and units, and letters of the tracker's code.
SPANISH_TOO = words_alike(
    "a alcohol cola come dejelo extra en l m mg min no normal o pelvis plan sulfa t use video w ya",
    "feb mar may jun jul sep oct nov",
)


def words_of(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(BRACES.sub("", NAMED.sub("", text)))}


def medicine_names() -> set[str]:
    drugs = load().medicines.drugs.values()
    return {word for drug in drugs for name in (drug.name, *drug.brands) for word in words_of(name)}


@pytest.fixture(scope="module")
def english() -> frozenset[str]:
    """Every word that stands in an English patient edition."""
    sheets = (content(case).sheets["en"] for case in WHOLE + RANDOM)
    words = {word for sheet in sheets for text in every_text(sheet) for word in words_of(text)}
    return frozenset(words - medicine_names() - SPANISH_TOO)


@pytest.mark.parametrize("case", WHOLE + RANDOM)
def test_no_english_word_stands_in_a_spanish_edition(case: str, english: frozenset[str]) -> None:
    for text in every_text(content(case).sheets["es"]):
        assert words_of(text) & english == set(), text


def test_every_spanish_text_of_the_knowledge_is_spanish(english: frozenset[str]) -> None:
    """Also the sentences that no patient of these tests is told."""
    plain = {word for word in english if len(word) > 2}
    for place, text in knowledge_texts("es"):
        assert words_of(text) & plain == set(), f"{place}: {text}"


def test_one_pill_and_a_half_is_one_pill() -> None:
    say = load().wording.say
    assert say("amount.pill_and_half", "es", n=1) == "1 pastilla y media"
    assert say("amount.pills_and_half", "es", n=2) == "2 pastillas y media"
