"""The Spanish of each patient sentence beside its English: same numbers, negations and signs, one usted."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from plans.knowledge.reading import read_toml
from tests.builder.content.knowledge_texts import knowledge_texts
from tests.builder.content.words import scaring

PAIRS = [
    (place, english, spanish)
    for (place, english), (_, spanish) in zip(knowledge_texts("en"), knowledge_texts("es"), strict=True)
]
BRACES = re.compile(r"{[^}]*}")
NUMBER = re.compile(r"\d+(?:\.\d+)?|\w+")
SPELLED = {
    "en": ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "es": ("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"),
}
# Lines that Spanish callers reach another way, and what Spanish says by a number and English by a word.
OTHER_LINES = (
    (re.compile(r" y oprima 2\b"), ""),
    (re.compile(r", o envíe AYUDA al 988"), ""),
    (re.compile(r"1-(800-QUIT-NOW|855-DEJELO-YA)"), "quit line"),
    (re.compile(r"\b(both|the two|los dos|las dos)\b", re.I), ""),
    (re.compile(r"\bángulo recto\b"), "90"),
)
NEGATION = {
    "en": re.compile(r"\b(not|no|never|cannot|nothing|without|none)\b", re.I),
    "es": re.compile(r"\b(no|nunca|nada|sin|ni|ninguna?|nadie)\b", re.I),
}
# Idioms where one language denies and the other does not; whoever adds one has read both.
DENIES_IN_ONE = (
    "estilo fácil",  # nada: swims
    "de la pierna hacia el medio",  # moving out of the leg
    "sin moverse del lugar",  # on the spot
    "el ardor fuerte no pasa",  # burning that lasts
    "náusea que no pasa",
    "heces sueltas no pasan",
    "tiempo sin dormir",  # lie awake
    "a no usar otras drogas",  # stay off other drugs
    "no levanta la punta del pie",  # your foot drops
    "le falta el aire",  # cannot breathe well
)
# Handout-design 4.1 and the words an emergency, a dose or a warning hangs on.
TERMS = {
    r"emergency room": r"sala de emergencias",
    r"\b911\b": r"\b911\b",
    r"same day": r"el mismo día",
    r"black stool|stool is black": r"heces (son )?negras",
    r"chest pain": r"dolor de pecho",
    r"seizure": r"convulsiones",
    r"\bfaint\b": r"desmaya",
    r"numb\b": r"dormid|adormec",
    r"naloxone": r"naloxona",
    r"\balcohol\b": r"alcohol",
    r"(?<!ride or )\bdrive\b": r"\bmanej",
    r"with food": r"con comida",
    r"bedtime": r"acostarse",
    r"in the morning|plan: morning": r"mañana",
    r"\bnoon\b": r"mediodía",
    r"in the evening": r"al anochecer",
    r"in the afternoon": r"la tarde",
    r"only if you need it": r"solo si (la necesita|lo necesita|necesita la medicina)",
    r"(heat|warm) pack": r"compresa",
    r"\bpatch": r"parche",
    r"\bcream\b": r"crema",
    r"\bpills?\b": r"pastilla",
    r"pharmacist": r"farmacéutico",
    r"\bnurse\b": r"enfermera",
    r"\bdoctor\b": r"médico",
    r"therapist": r"fisioterapeuta",
    r"\bvisits?\b": r"\bcitas?\b",
    r"\bfever\b": r"fiebre",
    r"pregnant": r"embarazada",
    r"kidney": r"riñones",
    r"dizz": r"mare",
    r"sleepy": r"sueño",
    r"flare-up": r"brote",
    r"suddenly|all at once": r"de golpe",
    r"blood pressure": r"presión arterial",
    r"vomit|throw up": r"v[oó]mit",
    r"breathe in\b(?! )": r"inhal",
    r"breathe out": r"exhal",
    r"low(er)? back\b(?! muscle)": r"parte baja de (la|su) espalda",
}
# One who may be a woman or a man reads it; the terms of the glossary stand as they are.
SAID_TO_A_MAN = re.compile(
    r"\b(listo|cansado|acostado|despierto|mareado|confundido|adolorido|despertarlo)\b"
    r"|(?<!persona )\bsentado\b|\b(entre|camine|está) solo\b|\bestá (rígido|seguro)\b"
    r"|\blo (despierta|sostiene|lleve)\b"
)
OF_THE_GLOSSARY = ("¿Qué tan seguro está", "Usted no está solo", "músculo está rígido", "tobillo está rígido")
TO_A_FRIEND = re.compile(r"\b(tú|tu|tus|te|ti|tuyo|contigo|vosotros|vuestr[oa]s?|os)\b", re.I)
# What is written without its accent most easily.
BARE = re.compile(
    r"\b(dias?|medic[oa]|mas|despues|rapid[oa]|facil|dificil|numeros?|musculos?|pagina|telefono|clinica"
    r"|lamina|presion|rinon(es)?|atencion|respiracion|posicion|version|asi|tambien|algun|segun|ultim[oa]s?"
    r"|proxim[oa]s?|sabado|miercoles|ningun|debil|proteccion|medicacion|dosificacion|inyeccion|corazon)\b",
    re.I,
)
JARGON = re.compile(
    r"\b(analg[eé]sicos?|antiinflamatorios?|opioides?|renal|hepátic[oa]s?|edema|parestesias?|sedación"
    r"|somnolencia|vía oral|tópic[oa]s?|prescriptor|contraindicad[oa]s?|modalidad|repeticiones|disfunción"
    r"|prono|supino|decúbito|cuadrúpedo|hipertensión|insomnio|ciática|lumbar|cervical|adherencia)\b",
    re.I,
)


def numbers(text: str, language: str) -> Counter[str]:
    for pattern, instead in OTHER_LINES:
        text = pattern.sub(instead, text)
    words = SPELLED[language]
    found = NUMBER.findall(BRACES.sub("", text).lower())
    return Counter(
        str(words.index(word) + 2) if word in words else word
        for word in found
        if word in words or word[0].isdigit()
    )


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!:])\s+", text)


def test_all_sentences_are_compared() -> None:
    assert len(PAIRS) > 1500


def test_the_numbers_are_the_same() -> None:
    for place, english, spanish in PAIRS:
        assert numbers(english, "en") == numbers(spanish, "es"), (place, english, spanish)


def test_what_is_denied_in_one_language_is_denied_in_the_other() -> None:
    for place, english, spanish in PAIRS:
        parts = sentences(english), sentences(spanish)
        pairs = zip(*parts, strict=True) if len(parts[0]) == len(parts[1]) else [(english, spanish)]
        for here, there in pairs:
            same = bool(NEGATION["en"].search(here)) == bool(NEGATION["es"].search(there))
            assert same or any(idiom in there for idiom in DENIES_IN_ONE), (place, here, there)


def test_an_order_not_to_is_an_order_not_to() -> None:
    """As many sentences begin with "Do not" as with "No" and a verb."""
    for place, english, spanish in PAIRS:
        here = [part for part in sentences(english) if re.match(r"(Do not|Do no|Never)\b", part)]
        there = [
            part for part in sentences(spanish) if re.match(r"(No (?!hay|hace|todo|más|es|a )|Nunca)", part)
        ]
        if here:
            assert len(here) <= len(there), (place, english, spanish)


@pytest.mark.parametrize(("english", "spanish"), TERMS.items())
def test_a_term_has_its_one_translation(english: str, spanish: str) -> None:
    found = [pair for pair in PAIRS if re.search(english, pair[1], re.I)]
    assert found
    assert [pair for pair in found if not re.search(spanish, pair[2], re.I)] == []


def test_nobody_is_spoken_to_as_a_friend_or_as_a_man() -> None:
    for place, _, spanish in PAIRS:
        assert not TO_A_FRIEND.search(spanish), (place, spanish)
        if not any(words in spanish for words in OF_THE_GLOSSARY):
            assert not SAID_TO_A_MAN.search(spanish), (place, spanish)


def test_signs_and_accents_are_written() -> None:
    for place, _, spanish in PAIRS:
        assert spanish.count("¿") == spanish.count("?"), (place, spanish)
        assert "!" not in spanish, (place, spanish)  # nor in English: no exclamation marks
        assert not BARE.search(spanish), (place, spanish)
        assert not re.search(r"\b(a|de) el\b(?! [A-Z])", spanish), (place, spanish)
        assert not re.search(r"\by h?i(?![eao])", spanish, re.I), (place, spanish)


def test_no_word_scares_in_spanish() -> None:
    rows = read_toml("words.toml")["scare"]
    assert all(row["words_es"] for row in rows)
    for place, _, spanish in PAIRS:
        assert scaring(spanish, "es") == [], (place, spanish)


def test_no_jargon_in_spanish() -> None:
    for place, _, spanish in PAIRS:
        assert not JARGON.search(spanish), (place, spanish)
