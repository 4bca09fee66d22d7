"""Words that no patient edition holds, and how they are looked for (handout-design 1.2 and 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plans.knowledge.loader import load

TIMES_OF_A_DAY = re.compile(
    r"\b(b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|prn|qhs|(once|twice|thrice) (a day|daily)|every \d+ hours"
    r"|cada \d+ horas|(una vez|dos veces|tres veces) al día)\b",
    re.I,
)
SPELLED = re.compile(r"\b(two|three|four|five|six|seven|eight|nine|ten)\b", re.I)
SPELLED_AMOUNT = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)"
    r"( \w+)? (pills?|patch(es)?|sprays?|puffs?|times|rounds?|breaths|seconds|minutes|hours|days|weeks"
    r"|pastillas?|parches|rociadas|inhalaciones|veces|series|respiraciones|segundos|minutos|horas|días|semanas)\b",
    re.I,
)
PASSIVE = re.compile(r"\b(is|are|was|were|be|been)\s+\w+(ed|en)\b", re.I)
NOT_PASSIVE = ("are confused",)  # how somebody feels
NAMED = ("r/ChronicPain",)  # a group's own name
EXPLAINED = {"referral": "a visit with a doctor"}  # other plain words that say the same
SET = re.compile(r"\b(a|one|each|\d) set\b", re.I)  # of an exercise; "set a timer" is no jargon


def scaring(text: str, language: str) -> list[str]:
    """Words of section 5.2 in a text."""
    for name in NAMED:
        text = text.replace(name, "")
    scare = load().wording.scare[language]
    if language == "es":
        return [stem for stem in scare if stem in text.lower()]
    return [word for word in scare if re.search(rf"(?<!\w){re.escape(word)}", text, re.I)]


def jargon(text: str) -> Iterator[str]:
    """Words of section 5.1 that stand without their plain word in the same sentence."""
    for sentence in re.split(r"(?<=[.?!])\s+", text):
        low = sentence.lower()
        for row in load().wording.jargon:
            for word in row.words:
                plain = (row.use.lower(), EXPLAINED.get(word, row.use).lower())
                if _has(sentence, word) and not any(said in low for said in plain):
                    yield word


def _has(sentence: str, word: str) -> bool:
    if word == "set":
        return bool(SET.search(sentence))
    flags = re.NOFLAG if word.isupper() else re.I
    return bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence, flags))
