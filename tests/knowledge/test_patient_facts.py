"""What patients read about their medicines (medications-1, 7.1): all parts, both languages, no orders."""

from __future__ import annotations

import re
from functools import cache

import pytest

from plans.knowledge.medicines import Medicines, read_medicines

PARTS = {"purpose", "how_to_take", "watch_for", "call_when", "do_not"}
DO_NOT_STOP = {"en": r"Do not stop suddenly\.", "es": r"No l[ao] deje de golpe\."}
# Verbs of a decision that is the prescriber's. Allowed is what forbids the patient to take it.
DECIDES = {
    "en": r"\b(?:start|stop|quit|change|lower|raise|increase|reduce|skip|taper|switch)\b",
    "es": r"\b(?:empiece|comience|deje de tomar|suspenda|cambie|baje|suba|aumente|reduzca|omita)\b",
}
FORBIDS = {"en": "Do not", "es": "No "}


@cache
def book() -> Medicines:
    return read_medicines()


BLOCKS = {fact.id: fact for fact in book().patient_facts.values()}


def words_of(block: str, language: str) -> dict[str, str]:
    return dict(getattr(BLOCKS[block], language))


def sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in re.split(r"(?<=[.!?])\s+", text) if sentence.strip()]


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_block_says_all_five_things(block: str, language: str) -> None:
    said = words_of(block, language)
    assert said.keys() == PARTS
    assert all(text.strip() for text in said.values())


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_sentence_decides_for_the_prescriber(block: str, language: str) -> None:
    for text in words_of(block, language).values():
        for sentence in sentences(text):
            if re.search(DECIDES[language], sentence, re.IGNORECASE):
                assert sentence.startswith(FORBIDS[language]), sentence


@pytest.mark.parametrize("block", BLOCKS)
def test_a_medicine_that_must_be_tapered_says_so_in_both_languages_and_no_other_does(block: str) -> None:
    for language, pattern in DO_NOT_STOP.items():
        said = " ".join(words_of(block, language).values())
        assert bool(re.search(pattern, said)) is BLOCKS[block].taper, language


def test_every_medicine_of_the_ladder_has_a_block() -> None:
    """The others have the lines of their flags, or "ask your pharmacist"."""
    ladder = {drug.id for drug in book().drugs.values() if drug.line}
    assert ladder <= book().patient_facts.keys()


@pytest.mark.parametrize("drug", book().patient_facts)
def test_a_block_says_what_the_flags_of_its_medicine_demand(drug: str) -> None:
    row, said = book().drugs[drug], " ".join(words_of(book().patient_facts[drug].id, "en").values())
    assert row.taper_to_stop is BLOCKS[book().patient_facts[drug].id].taper
    assert not row.sedating or "sleepy" in said
    assert not row.with_food or "food" in said
