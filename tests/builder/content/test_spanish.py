"""No English word in a Spanish patient edition but names of medicines, people and groups."""

from __future__ import annotations

import re

import pytest

from plans.builder.medicines.spoken import spoken
from plans.content import Sheet
from plans.knowledge.loader import load
from tests.builder.content.knowledge_texts import knowledge_texts
from tests.builder.content.patients import RANDOM, WHOLE, content, content_of, intake_data
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


# Kinds of medicines the worked cases have none of: of two drugs, on the skin, in the nose, of half a pill.
UNUSUAL = [
    {"product": "hydrocodone-acetaminophen-5-325", "units_per_dose": 2, "as_needed": True, "every_hours": 1},
    {"product": "oxycodone-naloxone-10-5", "units_per_dose": 1, "times_per_day": 2},
    {"drug": "ibuprofen", "dose_mg": 400, "units_per_dose": 1.5, "as_needed": True, "max_per_day": 3},
    {"drug": "gabapentin", "dose_mg": 300, "units_per_dose": 0.5, "times_per_day": 3},
    {"drug": "lidocaine-patch", "times_per_day": 1, "route": "topical"},
    {"drug": "fluticasone-nasal", "units_per_dose": 2, "times_per_day": 1},
    {"drug": "latanoprost", "times_per_day": 1},
    {"drug": "fentanyl-patch", "patch_mcg_per_hour": 25, "every_hours": 72},
    {"drug": "buprenorphine-sublingual", "dose_mg": 2, "times_per_day": 1},
    {"drug": "naloxone", "units_per_dose": 1, "as_needed": True, "max_per_day": 1},
    {"drug": "diclofenac-topical", "times_per_day": 4},
    {"drug": "st-johns-wort", "dose_mg": 300, "times_per_day": 3},
    {"drug": "insulin-mixed", "times_per_day": 2},
]


def medicine_names() -> set[str]:
    """Words of names; not those of a form, as "patch", which a Spanish page says in Spanish."""
    book, found = load().medicines, set()
    for drug in book.drugs.values():
        spanish = words_of(spoken(drug.name, "es", book.words))
        found |= words_of(drug.name) & spanish
        found |= {word for brand in drug.brands for word in words_of(brand)}
    return found


def unusual() -> Sheet:
    return content_of(intake_data("X1", medications=UNUSUAL)).sheets["es"]


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


def test_a_medicine_of_a_rare_form_has_its_form_in_spanish(english: frozenset[str]) -> None:
    said = list(every_text(unusual()))
    for text in said:
        assert words_of(text) & english == set(), text
    assert any("lidocaine en parche" in text for text in said)
    assert any("hydrocodone 5 mg con acetaminophen 325 mg" in text for text in said)


def test_nobody_takes_a_spray_and_a_count_agrees() -> None:
    said = " ".join(every_text(unusual()))
    assert "Use 2 rociadas por la mañana." in said
    assert "Use la cantidad de la etiqueta por la mañana." in said
    assert not re.search(r"(Tome|Trague) [^.]*(parche|rociada)", said)
    assert "Espere 1 hora antes de la próxima." in said
    assert "Tome 2 pastillas solo si necesita la medicina." in said
    assert "Tome media pastilla por la mañana." in said
    assert "1 pastilla y media" in said


INHALED = [
    {"drug": "fluticasone-inhaled", "times_per_day": 2, "units_per_dose": 2},
    {"drug": "albuterol", "as_needed": True, "units_per_dose": 2, "every_hours": 4, "max_per_day": 4},
    {"product": "fluticasone-salmeterol-0p25-0p05", "times_per_day": 2, "units_per_dose": 1},
    {"drug": "mometasone", "route": "nasal", "times_per_day": 1, "units_per_dose": 1},
]


@pytest.mark.parametrize(
    ("language", "sentences", "swallowed"),
    [
        (
            "en",
            [
                "Use 2 puffs in the morning.",
                "Use 1 puff at bedtime.",
                "Use 2 puffs only if you need it.",
                "No more than 8 puffs in one day.",
                "Use 1 spray in the morning.",
            ],
            "Take [^.]*(puff|spray)|pill",
        ),
        (
            "es",
            [
                "Use 2 inhalaciones por la mañana.",
                "Use 1 inhalación a la hora de acostarse.",
                "Use 1 rociada por la mañana.",
            ],
            "(Tome|Trague) [^.]*(inhalaci|rociada)",
        ),
    ],
)
def test_what_is_breathed_in_is_used_by_puffs(language: str, sentences: list[str], swallowed: str) -> None:
    sheet = content_of(intake_data("X9", medications=INHALED)).sheets[language]
    said = " ".join(text for row in (*sheet.medicines, *sheet.as_needed) for text in every_text(row))
    for sentence in sentences:
        assert sentence in said
    assert not re.search(swallowed, said)


def test_a_brand_stays_as_it_was_typed() -> None:
    typed = [{"drug": "Voltaren gel", "times_per_day": 4}, {"drug": "Fish and chips oil", "times_per_day": 1}]
    said = list(every_text(content_of(intake_data("X1", medications=typed)).sheets["es"]))
    assert any("Voltaren gel" in text for text in said)
    assert any("Fish and chips oil" in text for text in said)


ONE_OF_MANY = re.compile(
    r"(?<![\d.:,/-])1 (minutos|segundos|horas|veces|d[ií]as|citas|pastillas|parches|libras|series)"
)
BROKEN = re.compile(
    r"\b(a|de) el (?=[a-z])|\by h?i(?![aeo])|\bpor por\b|[ ]{2}| [,.;:]|[,;:][,.;:]|(?<!\.)\.\.(?!\.)"
)


@pytest.mark.parametrize("case", WHOLE + RANDOM)
def test_sentences_that_are_put_together_agree(case: str) -> None:
    for text in every_text(content(case).sheets["es"]):
        assert not ONE_OF_MANY.search(text), text
        assert not BROKEN.search(text), text


def test_the_last_of_a_list_that_sounds_as_i_has_e() -> None:
    two = [{"drug": name, "dose_mg": 200, "times_per_day": 2} for name in ("celecoxib", "ibuprofen")]
    said = " ".join(every_text(content_of(intake_data("X1", medications=two)).sheets["es"]))
    assert "celecoxib e ibuprofen" in said.lower()
    assert "y ibuprofen" not in said


@pytest.mark.parametrize("case", ["R008", "R246"])
def test_visits_that_nobody_planned_are_not_listed(case: str) -> None:
    for language in ("en", "es"):
        for text in every_text(content(case).sheets[language]):
            assert not re.search(r"\b(week|semanas?) [.,]", text), text
