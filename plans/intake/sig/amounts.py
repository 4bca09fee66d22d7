"""How much is taken each time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from plans.intake.sig.line import SigLine
from plans.intake.sig.names import PIECE
from plans.intake.sig.times import NUMBER, WORD_END, WORD_START, Timing, number, word
from plans.intake.sig.words import SigDrug, SigWords

SIGN = r"(?<![\w./])-?"
MASS_UNIT = r"mg|mcg|µg|ug|micrograms?|grams?|gm|g"
MASS = re.compile(rf"{SIGN}({NUMBER})(?:\s*-\s*({NUMBER}))?\s*({MASS_UNIT})(?![\w/])")
RATE = word(rf"({NUMBER})\s*(?:mcg|µg|ug)\s*/\s*h(?:r|our)?")
COUNT = rf"(?:{NUMBER}|1/2|½|half(?: an?)?|one|two|three)"
PIECES = re.compile(rf"{WORD_START}({COUNT})(?:\s*-\s*({COUNT}))?\s*{PIECE}{WORD_END}")
PERCENT = re.compile(rf"{WORD_START}({NUMBER})\s*%")
IN_UNITS = re.compile(rf"{WORD_START}({NUMBER})\s*(?:units?|iu|u){WORD_END}")
LETTER_U = re.compile(rf"{WORD_START}{NUMBER}\s*u{WORD_END}")
LISTED = re.compile(rf"{WORD_START}({NUMBER})[/-]({NUMBER})[/-]({NUMBER})(?:[/-]({NUMBER}))?{WORD_END}")
BARE = re.compile(rf"(?<![\w./])(-?{NUMBER})(?:\s*-\s*({NUMBER}))?{WORD_END}")
MISREAD = re.compile(r"(?<![\d,])\.\d|\d\.0+(?!\d)")
WORDS_AS_NUMBERS = {
    "1/2": 0.5,
    "½": 0.5,
    "half": 0.5,
    "half a": 0.5,
    "half an": 0.5,
    "one": 1,
    "two": 2,
    "three": 3,
}
MOST_MULTIPLE = 4  # of a strength, for a number without a unit
SLOTS_OF_THREE = ("morning", "noon", "bedtime")
SLOTS_OF_FOUR = ("morning", "noon", "evening", "bedtime")
TO_MG = {"mg": 1.0, "m": 0.001, "u": 0.001, "µ": 0.001, "g": 1000.0}


@dataclass(slots=True)
class Amounts:
    """What was read about amounts. ``strength`` is mg in one piece, or each time when no piece was typed."""

    strength: float | None = None
    strength_low: float | None = None
    pieces: float | None = None
    pieces_low: float | None = None
    rate: float | None = None
    doses: Mapping[str, float] = field(default_factory=dict)
    units: str | None = None  # "10 units": kept as text
    mass_on_patch: float | None = None
    shown: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    unread_number: str | None = None
    negative: bool = False


def read_amounts(line: SigLine, words: SigWords, drug_id: str | None, timing: Timing) -> Amounts:
    """Read rate, mass, pieces and bare numbers; ``drug_id`` is the formulary id when it is known."""
    amounts = Amounts(doses=timing.doses)
    drug = words.drugs.get(drug_id or "")
    if MISREAD.search(line.text):
        amounts.asked.append("A19")
    _read_units(line, amounts)
    rate = line.take(RATE)
    if rate:
        amounts.rate = number(rate[1])
    _read_list(line, drug, amounts)
    _read_pieces(line, amounts)
    _read_mass(line, words, drug_id, drug, amounts)
    _read_percent(line, words, drug_id, amounts)
    if amounts.strength is None and not amounts.doses:
        _read_bare(line, drug, amounts)
    return amounts


def _read_units(line: SigLine, amounts: Amounts) -> None:
    if line.find(LETTER_U):
        amounts.asked.append("A3")
    units = line.take(IN_UNITS)
    if units:
        amounts.units = line.typed[units.start() : units.end()]


def _read_list(line: SigLine, drug: SigDrug | None, amounts: Amounts) -> None:
    """300/300/600: morning, noon, bedtime; four numbers: all four. Only when the first is a strength."""
    listed = line.find(LISTED)
    if listed is None or drug is None or not _is_strength(drug, number(listed[1])):
        return
    numbers = [number(text) for text in listed.groups() if text is not None]
    slots = SLOTS_OF_FOUR if len(numbers) == len(SLOTS_OF_FOUR) else SLOTS_OF_THREE
    amounts.doses = dict(zip(slots, numbers, strict=True))
    line.cover(listed.start(), listed.end())
    amounts.shown.append(f"Read as {', '.join(f'{slot} {mg:g} mg' for slot, mg in amounts.doses.items())}.")


def _read_pieces(line: SigLine, amounts: Amounts) -> None:
    pieces = line.take(PIECES)
    if pieces is None:
        return
    ends = sorted(_count(end) for end in pieces.groups() if end)
    amounts.pieces = ends[-1]
    if len(ends) == 2 and ends[0] < ends[1]:
        amounts.pieces_low = ends[0]
        amounts.shown.append(
            f"Counted as {ends[1]:g} tablets each time (upper end of {ends[0]:g}-{ends[1]:g})."
        )


def _count(text: str) -> float:
    return WORDS_AS_NUMBERS[text] if text in WORDS_AS_NUMBERS else number(text)


def _read_mass(
    line: SigLine, words: SigWords, drug_id: str | None, drug: SigDrug | None, amounts: Amounts
) -> None:
    mass = line.take(MASS)
    if mass is None:
        return
    amounts.negative = mass[0].startswith("-")
    unit = "mg" if mass[3] == "mg" else mass[3][0]
    ends = sorted(number(end) for end in mass.groups()[:2] if end)
    if drug is not None and drug.rates:
        amounts.mass_on_patch = ends[-1]
        return
    per_gram = words.mg_per_gram.get(drug_id or "")
    factor = per_gram if unit == "g" and per_gram else TO_MG[unit]
    amounts.strength = _exact(ends[-1] * factor)
    if len(ends) == 2 and ends[0] < ends[1]:
        amounts.strength_low = _exact(ends[0] * factor)
    if unit == "g" and per_gram:
        amounts.shown.append(f"{ends[-1]:g} g = {amounts.strength:g} mg.")


def _exact(value: float) -> float:
    """Without the noise of binary fractions: 150 mcg is 0.15 mg."""
    rounded = round(value, 9)
    return int(rounded) if rounded == int(rounded) else rounded


def _read_percent(line: SigLine, words: SigWords, drug_id: str | None, amounts: Amounts) -> None:
    percent = line.take(PERCENT)
    if percent and amounts.strength is None:
        amounts.strength = words.mg_of_percent.get(f"{drug_id} {number(percent[1]):g}%")


def _read_bare(line: SigLine, drug: SigDrug | None, amounts: Amounts) -> None:
    """A number without a unit is mg only when it is a strength of the drug, or up to four of one."""
    bare = line.find(BARE)
    if bare is None:
        return
    value = number(bare[1].lstrip("-"))
    amounts.negative = bare[1].startswith("-")
    line.cover(bare.start(), bare.end())
    if amounts.negative or value == 0:
        amounts.strength = value
    elif drug is not None and _is_strength(drug, value):
        amounts.strength = value
        if bare[2] is not None and number(bare[2]) > value:
            amounts.strength, amounts.strength_low = number(bare[2]), value
    else:
        amounts.unread_number = bare[0]


def _is_strength(drug: SigDrug, value: float) -> bool:
    return any(
        value == _exact(strength * times)
        for strength in drug.strengths_mg
        for times in range(1, MOST_MULTIPLE + 1)
    )
