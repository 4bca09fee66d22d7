"""How much is taken each time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plans.intake.sig.line import SigLine
from plans.intake.sig.names import MOST_TABLETS, PIECE
from plans.intake.sig.times import (
    COUNT_WORDS,
    NUMBER,
    TO,
    WORD_END,
    WORD_START,
    Timing,
    number,
    word,
)
from plans.intake.sig.words import SigDrug, SigWords

SIGN = r"(?<![\w./])-?"
MILLIGRAM = r"mgs?|milligrams?"
MASS_UNIT = rf"{MILLIGRAM}|mcgs?|µg|ug|micrograms?|grams?|gm|g"
MASS = re.compile(rf"{SIGN}({NUMBER})(?:(?:\s*mg)?{TO}({NUMBER}))?\s*({MASS_UNIT})(?![\w/])")
RATE = word(rf"({NUMBER})\s*(?:mcg|µg|ug)\s*(?:/|per)\s*h(?:r|our)?")
HALVES = r"(?:1/2|½|a half|half)"
QUARTERS = {"1/4": 0.25, "¼": 0.25, "3/4": 0.75, "¾": 0.75, "a quarter": 0.25, "quarter": 0.25}
COUNT = (
    rf"(?:(?:\d+|one|two|three)\s*(?:and\s+)?{HALVES}|{NUMBER}|½|half(?: an?)?"
    rf"|{'|'.join(QUARTERS)}|{'|'.join(COUNT_WORDS)})"
)
FRACTION = r"(?:1/2|1/4|3/4)"
IN_BRACKETS = rf"(?:\s*\((?:{'|'.join(COUNT_WORDS)})\))?"  # "2 (two) tablets", as pharmacies print it
PIECES = re.compile(
    rf"{WORD_START}({FRACTION}|{COUNT}){IN_BRACKETS}(?:{TO}({FRACTION}|{COUNT}))?{IN_BRACKETS}"
    rf"\s*{PIECE}{WORD_END}"
)
A_DAY = r"\s*(?:/|a\s+|per\s+|each\s+)\s*(?:day|d|24\s*h(?:rs?|ours?)?)"
DAILY_AMOUNT = word(rf"({NUMBER}(?:\s*(?:{MASS_UNIT}|{PIECE}))?){A_DAY}")
ONE_A_DAY = word(rf"(?:1|one)\s*{PIECE}{A_DAY}")
SO_MANY_OF = word(rf"(\d|one|two|three|four)\s*x\s*({NUMBER})\s*(?:{MILLIGRAM})")
PERCENT = re.compile(rf"{WORD_START}({NUMBER})\s*%")
IN_UNITS = re.compile(rf"{WORD_START}({NUMBER})\s*(?:units?|iu|u){WORD_END}")
LETTER_U = re.compile(rf"{WORD_START}{NUMBER}\s*u{WORD_END}")
OTHER_UNIT = word(
    rf"({NUMBER}\s*(?:kg|lbs?|oz|ng|meq|mmol|drops?|gtts?|tsp|teaspoons?|tbsp|tablespoons?|cups?|drinks?|l"
    rf"|liters?|scoops?|mg/kg|mcg/kg))"
)
IN_ML = r"(?:ml|mls|cc|milliliters?)"
CONCENTRATION = word(rf"({NUMBER})\s*({MASS_UNIT})\s*(?:/|per)\s*({NUMBER})?\s*{IN_ML}")
PER_ML = word(rf"(?:/|per)\s*({NUMBER})\s*{IN_ML}")
VOLUME = word(rf"({NUMBER})(?:{TO}({NUMBER}))?\s*{IN_ML}")
LISTED = re.compile(rf"{WORD_START}({NUMBER})[/-]({NUMBER})[/-]({NUMBER})(?:[/-]({NUMBER}))?{WORD_END}")
BARE = re.compile(rf"(?<![\w./])(-?{NUMBER})(?:{TO}({NUMBER}))?{WORD_END}")
COUNT_ALONE = re.compile(rf"(?<![\w./-])(?:x\s?)?(?:{NUMBER}|{FRACTION})(?:{TO}{NUMBER})?{WORD_END}")
MISREAD = re.compile(r"(?<![\d,])\.\d|\d\.0+(?!\d)")
WIDEST_RANGE = 10  # the high end of a range as a multiple of its low end
MOST_MULTIPLE = 4  # of a strength, for a number without a unit
MG_PER_GRAM_OF_PERCENT = 10
SLOTS_OF_THREE = ("morning", "noon", "bedtime")
SLOTS_OF_FOUR = ("morning", "noon", "evening", "bedtime")
MG_OF = {"mg": 1.0, "mi": 1.0, "mc": 0.001, "ug": 0.001, "µg": 0.001, "g": 1000.0, "gm": 1000.0, "gr": 1000.0}


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
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    unread_number: str | None = None
    negative: bool = False
    whole_day: bool = False  # an amount of a whole day was typed
    unclear: bool = False  # what is taken each time is asked, so nothing about it is kept

    def ask(self, name: str, **filled: Any) -> None:
        self.asked.append((name, filled))


def read_amounts(line: SigLine, words: SigWords, drug_id: str | None, timing: Timing) -> Amounts:
    """Read rate, mass, pieces and bare numbers; ``drug_id`` is the formulary id when it is known."""
    amounts = Amounts(doses=timing.doses)
    drug = words.drugs.get(drug_id or "")
    if timing.doses_without_unit and not _are_strengths(drug, timing.doses.values()):
        timing.changes = True  # "1 am, 2 hs" may count tablets
    if MISREAD.search(line.text):
        amounts.ask("A19")
    _read_units(line, amounts)
    _read_rate(line, amounts, timing)
    _read_whole_day(line, amounts, timing)
    _read_liquid(line, amounts)
    _read_list(line, drug, amounts)
    _read_pieces(line, amounts, timing)
    _read_percent(line, words, drug_id, amounts)
    if amounts.unclear:
        line.take(MASS)  # asked already, as a whole
    else:
        _read_mass(line, words, drug_id, drug, amounts)
    if amounts.strength is None and not amounts.doses and not amounts.unclear:
        _read_bare(line, drug, amounts)
    _read_second(line, amounts, timing)
    return amounts


def _read_units(line: SigLine, amounts: Amounts) -> None:
    if line.find(LETTER_U):
        amounts.ask("A3")
    units = line.take(IN_UNITS)
    if units:
        amounts.units = line.typed[units.start() : units.end()]
    other = line.take(OTHER_UNIT)
    if other:
        amounts.ask("unit", number=other[1])
        amounts.unclear = True


def _read_rate(line: SigLine, amounts: Amounts, timing: Timing) -> None:
    rate = line.take(RATE)
    if rate:
        amounts.rate = number(rate[1])
    if line.take(RATE):
        timing.changes = True  # two kinds of patches: how many of each is not said


def _read_whole_day(line: SigLine, amounts: Amounts, timing: Timing) -> None:
    """ "1200 mg a day", "4 tablets a day": how it is divided is not said."""
    once = line.take(ONE_A_DAY)
    if once:
        amounts.pieces = 1
        timing.keys.setdefault("times_per_day", 1)
    daily = line.take(DAILY_AMOUNT)
    if daily:
        amounts.ask("daily", amount=daily[1])
        amounts.unclear = amounts.whole_day = True


def _read_liquid(line: SigLine, amounts: Amounts) -> None:
    """Milligrams out of a concentration and one volume; either alone is asked."""
    strength, per = line.take(CONCENTRATION), None
    if strength is None:
        per = line.take(PER_ML)
    volume = line.take(VOLUME)
    if volume is None and strength is None and per is None:
        return
    if volume is None or line.find(VOLUME) or (strength is None and per is None):
        amounts.ask("liquid")
        amounts.unclear = True
        return
    ends = sorted(number(end) for end in volume.groups() if end)
    if strength is not None:
        mg = number(strength[1]) * _factor(strength[2]) / (number(strength[3]) if strength[3] else 1)
        amounts.strength, low = exact(mg * ends[-1]), exact(mg * ends[0])
        amounts.strength_low = low if low < amounts.strength else None
        amounts.shown.append(f"{ends[-1]:g} mL = {amounts.strength:g} mg each time.")
    elif per is not None:
        amounts.pieces = exact(ends[-1] / number(per[1]))
        amounts.shown.append(f"{ends[-1]:g} mL = {amounts.pieces:g} times the strength each time.")


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


def _read_pieces(line: SigLine, amounts: Amounts, timing: Timing) -> None:
    several = line.take(SO_MANY_OF)
    if several:
        amounts.pieces, amounts.strength = number(several[1]), number(several[2])
        amounts.shown.append(
            f"{several[1]} of {several[2]} mg: {exact(amounts.pieces * amounts.strength)} mg each time."
        )
        return
    pieces = line.take(PIECES)
    if pieces is None:
        amounts.pieces = timing.most_each if amounts.pieces is None else amounts.pieces
        return
    typed = [_count(end) for end in pieces.groups() if end]
    ends = sorted(typed)
    if typed != ends:
        amounts.ask("units", form="tablet")  # "1-1/2 tabs" may be one and a half
        amounts.unclear = True
        return
    amounts.pieces = ends[-1]
    if len(ends) == 2 and ends[0] < ends[1]:
        amounts.pieces_low = ends[0]
        tablets = "tablet" if ends[1] == 1 else "tablets"
        amounts.shown.append(
            f"Counted as {ends[1]:g} {tablets} each time (upper end of {ends[0]:g}-{ends[1]:g})."
        )


def _count(text: str) -> float:
    if text in QUARTERS:
        return QUARTERS[text]
    whole, halves = re.fullmatch(rf"(.*?)\s*(?:and\s+)?({HALVES}(?: an?)?)?", text).groups()  # type: ignore[union-attr]
    return exact((number(whole) if whole else 0) + (0.5 if halves else 0))


def _read_mass(
    line: SigLine, words: SigWords, drug_id: str | None, drug: SigDrug | None, amounts: Amounts
) -> None:
    mass = None if amounts.strength is not None else line.take(MASS)
    if mass is None:
        return
    amounts.negative = mass[0].startswith("-")
    ends = sorted(number(end) for end in mass.groups()[:2] if end)
    if drug is not None and drug.rates:
        amounts.mass_on_patch = ends[-1]
        return
    if ends[-1] > WIDEST_RANGE * ends[0] > 0:
        amounts.ask("unit", number=mass[0])  # "5-325 mg" are two medicines, and no range of one
        amounts.unclear = True
        return
    per_gram = words.mg_per_gram.get(drug_id or "")
    in_grams = mass[3].startswith("g")
    factor = per_gram if in_grams and per_gram else _factor(mass[3])
    amounts.strength = exact(ends[-1] * factor)
    if len(ends) == 2 and ends[0] < ends[1]:
        amounts.strength_low = exact(ends[0] * factor)
    if in_grams and per_gram:
        amounts.shown.append(f"{ends[-1]:g} g = {amounts.strength:g} mg.")


def _factor(unit: str) -> float:
    """Milligrams in one of the unit."""
    return MG_OF[unit if unit in MG_OF else unit[:2]]


def exact(value: float) -> float:
    """Without the noise of binary fractions: 150 mcg is 0.15 mg."""
    rounded = round(value, 9)
    return int(rounded) if rounded == int(rounded) else rounded


def _read_percent(line: SigLine, words: SigWords, drug_id: str | None, amounts: Amounts) -> None:
    """The strength of a patch, or of the gel whose grams are counted; another one is asked."""
    percent = line.take(PERCENT)
    if percent is None:
        return
    value = number(percent[1])
    per_gram = words.mg_per_gram.get(drug_id or "")
    if per_gram is not None and value * MG_PER_GRAM_OF_PERCENT != per_gram:
        amounts.ask("unit", number=f"{value:g}%")
        amounts.unclear = True
    elif amounts.strength is None:
        amounts.strength = words.mg_of_percent.get(f"{drug_id} {value:g}%")


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


def _read_second(line: SigLine, amounts: Amounts, timing: Timing) -> None:
    """A number that is left: perhaps tablets, perhaps another dose. Either way the amount is asked."""
    left = line.find(MASS) or line.find(COUNT_ALONE)
    if left is None or amounts.unclear:
        return
    alone = COUNT_ALONE.fullmatch(left[0])
    if alone and amounts.pieces is None and not amounts.doses and _may_count(left[0]):
        line.cover(left.start(), left.end())
        amounts.ask("units", form="tablet")
        amounts.unclear = True
    elif amounts.strength is not None or amounts.doses:
        timing.changes = True


def _may_count(text: str) -> bool:
    ends = [number(end) for end in re.findall(NUMBER, text.replace("1/2", "1"))]
    return bool(ends) and max(ends) <= MOST_TABLETS


def _are_strengths(drug: SigDrug | None, values: Iterable[float]) -> bool:
    return drug is not None and all(value == 0 or _is_strength(drug, value) for value in values)


def _is_strength(drug: SigDrug, value: float) -> bool:
    return any(
        value == exact(strength * times)
        for strength in drug.strengths_mg
        for times in range(1, MOST_MULTIPLE + 1)
    )
