"""One typed line to a medication entry (medications-1, 1.5). What is unclear is asked, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plans.intake.fields import TABLES
from plans.intake.sig.amounts import MG_OF, Amounts, exact, read_amounts
from plans.intake.sig.days import read_days
from plans.intake.sig.doubts import Asked, ask, doubtful_amounts
from plans.intake.sig.line import SigLine, Token
from plans.intake.sig.names import FORMS, PIECE, Named, find_name, guess_name
from plans.intake.sig.times import (
    AS_NEEDED,
    TIME_WORDS,
    Timing,
    forget_times,
    read_as_needed,
    read_times,
    word,
)
from plans.intake.sig.words import SigWords

RELEASE = (
    ("er", word("er|xr|sr|cr|xl|la|extended[ -]release|long[ -]acting")),
    ("ir", word("ir|immediate[ -]release")),
)
ROUTES = (
    ("oral", word("po|p\\.o\\.|by mouth|orally|oral")),
    ("sublingual", word("sl|under (?:the )?tongue|sublingual")),
    ("buccal", word("buccal|in the cheek")),
    ("topical", word("top|topical(?:ly)?|(?:on|to) (?:the )?skin")),
    ("rectal", word("pr|rectal(?:ly)?")),
    ("nasal", word("nasal(?:ly)?|intranasal(?:ly)?")),
    ("injected", word("im|sq|sc|subq|subcut|iv|injections?|shot")),
)
OTC = word("otc|over the counter")
REASON = re.compile(r"(?<!\w)for\s+(?!\d)([^\x00,;]+)")
SAYS_NOTHING = "at in the a an of each every take takes time times day and with & + - #"
FILLERS = frozenset(SAYS_NOTHING.split())
REASON_WORD = re.compile(r"\s*[:(-]?\s*([a-z-]+)\)?")
LONGEST_REASON = 200
LONGEST_LINE = 300
LIMITED = tuple(
    part
    for part in TABLES["medications"]
    if part.path in ("units_per_dose", "dose_mg", "patch_mcg_per_hour", "max_per_day", "max_units_per_day")
)
EFFECT_IDS = tuple(
    choice.id for field in TABLES["medications"] if field.path == "effects" for choice in field.choices
)


@dataclass(frozen=True, slots=True)
class SigReading:
    """``entry`` holds keys of the intake JSON. Not to be saved while ``answer_needed`` or with ``refused``.

    ``shown`` are the guesses in words, ``unread`` the stretches of the line that were not understood.
    """

    entry: Mapping[str, Any]
    shown: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    unread: tuple[tuple[int, int], ...] = ()
    refused: tuple[str, ...] = ()
    answer_needed: bool = False


@dataclass(slots=True)
class _Draft:
    """The reading while it is made."""

    words: SigWords
    entry: dict[str, Any] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    answer_needed: bool = False

    def ask(self, name: str, **filled: Any) -> None:
        """Add the question ``name`` once, with its words filled in."""
        self.add(ask(self.words, name, **filled))

    def add(self, asked: Asked) -> None:
        if asked not in self.asked:
            self.asked.append(asked)
        self.answer_needed = self.answer_needed or asked.answer_needed


def read_sig(typed: str, words: SigWords, assessed_on: date) -> SigReading:
    """Read one line. Case, blanks and commas are free; dates are in US order."""
    line, draft = SigLine(typed[:LONGEST_LINE]), _Draft(words)
    if not typed.strip():
        draft.ask("A4")
        return SigReading({}, asked=tuple(draft.asked))
    named = find_name(line, words)
    timing = Timing()
    read_days(line, timing, assessed_on)
    _read_needed_for(line, draft)
    read_as_needed(line, timing)
    _read_marks(line, draft)
    read_times(line, timing)
    _read_reason(line, draft)
    _read_effects(line, draft)
    if named is None:
        named = guess_name(line, words)
    amounts = read_amounts(line, words, named.drug, timing)
    unread = _unread(line, draft, timing)
    _write(draft, named, amounts, timing)
    _refuse(draft, amounts, assessed_on)
    draft.entry["entered_as"] = typed.strip()[:LONGEST_LINE]
    return SigReading(
        draft.entry,
        (*named.shown, *amounts.shown, *timing.shown, *draft.shown),
        tuple(draft.asked),
        tuple((token.start, token.end) for token in unread),
        tuple(draft.refused),
        draft.answer_needed,
    )


def _read_needed_for(line: SigLine, draft: _Draft) -> None:
    """Behind "prn" only words that name a reason: "prn back pain". Read before effects, as "for" is."""
    needed = line.find(AS_NEEDED)
    if needed is None:
        return
    end = needed.end()
    for found in REASON_WORD.finditer(line.text, needed.end()):
        if found.start() != end or found[1] not in draft.words.reasons:
            break
        end = found.end()
    typed = line.typed[needed.end() : end].strip(" :-(),.")
    if typed:
        draft.entry["reason"] = typed[:LONGEST_REASON]
        line.cover(needed.end(), end)


def _read_reason(line: SigLine, draft: _Draft) -> None:
    reason = line.take(REASON)
    if reason:
        typed = line.typed[reason.start(1) : reason.end(1)].strip(" .,;")
        draft.entry["reason"] = typed[:LONGEST_REASON]


def _read_marks(line: SigLine, draft: _Draft) -> None:
    """Release, route, over the counter."""
    for release, pattern in RELEASE:
        if line.take(pattern):
            draft.entry["release"] = release
    for route, pattern in ROUTES:
        if line.take(pattern):
            draft.entry["route"] = route
    if line.take(OTC):
        draft.entry["otc"] = True


def _read_effects(line: SigLine, draft: _Draft) -> None:
    found = [
        effect
        for text, effect in sorted(draft.words.effects.items(), key=_longest_first)
        if _takes(line, text)
    ]
    found += [
        effect for effect in EFFECT_IDS if effect != "none" and _takes(line, effect.replace("-", "[ -]"))
    ]
    if found:
        draft.entry["effects"] = list(dict.fromkeys(found))


def _longest_first(item: tuple[str, str]) -> int:
    return -len(item[0])


def _takes(line: SigLine, pattern: str) -> bool:
    return line.take(word(pattern)) is not None


def _unread(line: SigLine, draft: _Draft, timing: Timing) -> list[Token]:
    """What is left, asked; a word that looks like a time takes the times away."""
    known = [*FORMS.values(), word(PIECE)]
    left = [
        token
        for token in line.tokens()
        if token.text not in FILLERS | draft.words.passed_over
        and not any(pattern.fullmatch(token.text) for pattern in known)
    ]
    for token in left:
        if any(token.text != time and _nearly(time, token.text) for time in TIME_WORDS):
            forget_times(timing)
        elif not timing.changes:
            draft.ask("word", word=token.text)
    return left


def _nearly(time: str, text: str) -> bool:
    """Whether one letter was put in, left out or changed."""
    if abs(len(time) - len(text)) > 1:
        return False
    short, long = sorted((time, text), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _write(draft: _Draft, named: Named, amounts: Amounts, timing: Timing) -> None:
    entry = draft.entry
    for question, filled in named.asked:
        if question.id == "A8":
            filled = {"read": _read_so_far(draft.words, named, amounts)}
        draft.add(Asked(question.id, question.text.format(**filled), question.answer_needed))
    if named.product is not None:
        entry["product"] = named.product
        if draft.words.products[named.product].otc:
            entry["otc"] = True
    else:
        entry["drug"] = named.drug or named.typed
    if named.classes:
        entry["classes_assumed"] = list(named.classes)
    entry.update({key: value for key, value in timing.keys.items() if value is not False})
    for name in timing.asked:
        draft.ask(name)
    for name, filled in amounts.asked:
        draft.ask(name, **filled)
    if ("A19", {}) in amounts.asked and amounts.strength is not None:
        draft.shown.append(f"Read as {amounts.strength:g} mg.")
    if timing.changes:
        _forget_amounts(draft, amounts, timing)
    if named.amounts_readable or named.product:
        _write_amounts(draft, amounts, timing)
    _write_most(draft, amounts, timing)
    _ask_what_is_missing(draft, named, amounts, timing)
    if timing.changes:
        entry.pop("started_on", None)
    for key in ("started_on", "stopped_on", "stop_planned_on"):
        if key in entry:
            entry[key] = entry[key].isoformat()


def _forget_amounts(draft: _Draft, amounts: Amounts, timing: Timing) -> None:
    """More than one dose, one after the other: which is taken now is asked, and none is kept."""
    draft.ask("changes")
    amounts.unclear, amounts.doses, timing.pieces = True, {}, {}
    for key in ("times_per_day", "every_hours", "every_hours_longest", "slots"):
        draft.entry.pop(key, None)


def _read_so_far(words: SigWords, named: Named, amounts: Amounts) -> str:
    name = words.drugs[named.drug].name.lower() if named.drug else str(named.typed)
    mg = amounts.strength if amounts.strength is not None else amounts.unread_number
    return f"{name} {mg} mg" if mg is not None else name


def _write_amounts(draft: _Draft, amounts: Amounts, timing: Timing) -> None:
    entry = draft.entry
    if amounts.mass_on_patch is not None:
        draft.ask("A10", number=f"{amounts.mass_on_patch:g}")
    if amounts.unclear:
        return
    if amounts.pieces is not None:
        entry["units_per_dose"] = amounts.pieces
        if amounts.pieces_low is not None:
            entry["units_per_dose_low"] = amounts.pieces_low
    if amounts.rate is not None:
        _write_rate(draft, amounts.rate, amounts.pieces)
    if timing.pieces and ("product" in entry or amounts.strength is None):
        draft.ask("changes" if "product" in entry else "dose")
        return
    doses = {slot: _times(amounts.strength or 0, pieces) for slot, pieces in timing.pieces.items()}
    if "product" not in entry and (amounts.doses or doses):
        _write_doses(entry, amounts.doses or doses)
    elif "product" not in entry and amounts.strength is not None:
        _write_dose(entry, amounts)


def _write_rate(draft: _Draft, rate: float, patches: float | None) -> None:
    """The rate of all patches together."""
    draft.entry["patch_mcg_per_hour"] = _times(rate, patches or 1)
    if patches is not None and patches > 1:
        draft.shown.append(
            f"{patches:g} patches of {rate:g} mcg/h: {_times(rate, patches):g} mcg/h together."
        )


def _write_doses(entry: dict[str, Any], doses: Mapping[str, float]) -> None:
    entry["doses_mg"] = {slot: doses.get(slot, 0) for slot in ("morning", "noon", "evening", "bedtime")}
    for key in ("slots", "times_per_day"):
        entry.pop(key, None)


def _write_dose(entry: dict[str, Any], amounts: Amounts) -> None:
    strength, pieces = amounts.strength or 0, 1 if amounts.pieces is None else amounts.pieces
    entry["dose_mg"] = _times(strength, pieces)
    low = amounts.strength_low if amounts.strength_low is not None else strength
    pieces_low = amounts.pieces_low if amounts.pieces_low is not None else pieces
    if low * pieces_low < strength * pieces:
        entry["dose_mg_low"] = _times(low, pieces_low)


def _times(strength: float, pieces: float) -> float:
    return exact(strength * pieces)


def _write_most(draft: _Draft, amounts: Amounts, timing: Timing) -> None:
    """The most in a day: doses, tablets, or mg. With "1-2 tabs" a bare number may be either: asked."""
    if timing.most is None:
        return
    most, counted = timing.most
    if counted.startswith("g"):
        most, counted = _times(most, MG_OF["g"]), "mg"
    if not draft.entry.get("as_needed"):
        draft.ask("word", word=f"max {most:g}")
    elif counted.startswith("mg"):
        draft.entry["max_mg_per_day"] = most
    elif counted and not counted.startswith(("dose", "times")):
        draft.entry["max_units_per_day"] = most
    elif not counted and amounts.pieces_low is not None:
        draft.ask("A16", number=f"{most:g}")
    else:
        draft.entry["max_per_day"] = most


def _ask_what_is_missing(draft: _Draft, named: Named, amounts: Amounts, timing: Timing) -> None:
    entry, words = draft.entry, draft.words
    times = bool({"times_per_day", "every_hours", "doses_mg"} & entry.keys())
    if "stopped_on" in entry:
        return  # history: its amount counts nowhere
    if entry.get("as_needed") and timing.most is None and _once_a_day(entry):
        draft.ask("A2")
    if timing.changes or amounts.whole_day or (draft.asked and not named.amounts_readable):
        return
    timed = times or timing.far_apart or bool(entry.get("as_needed"))
    if named.product is not None and amounts.pieces is None and not amounts.unclear and not timing.pieces:
        draft.ask("units", form=words.products[named.product].form)
    dosed = bool({"dose_mg", "doses_mg"} & entry.keys()) or not _needs_dose(draft, named, amounts)
    if not dosed and not timed:
        draft.ask("A4")
    elif not dosed:
        _ask_dose(draft, named, amounts)
    elif not timed:
        draft.ask("A20")
    for asked in doubtful_amounts(entry, words):
        draft.add(asked)


def _once_a_day(entry: Mapping[str, Any]) -> bool:
    """As needed, and how often was not said. At bedtime only is said: once."""
    return entry.get("times_per_day", 1) == 1 and not entry.get("every_hours") and "slots" not in entry


def _ask_dose(draft: _Draft, named: Named, amounts: Amounts) -> None:
    drug = draft.words.drugs.get(named.drug or "")
    if amounts.unread_number is None:
        draft.ask("dose")
    elif drug is not None and drug.rates:
        draft.ask("A10", number=amounts.unread_number)
    else:
        draft.ask("unit", number=amounts.unread_number)


def _needs_dose(draft: _Draft, named: Named, amounts: Amounts) -> bool:
    """Whether to ask for mg: the drug has a limit, is an opioid, or a number without a unit was typed."""
    drug = draft.words.drugs.get(named.drug or "")
    if named.product or amounts.unclear:
        return False
    if amounts.unread_number is not None:
        return True
    if drug is None or drug.rates:
        return False
    return drug.max_daily_mg is not None or "opioid" in drug.classes


def _refuse(draft: _Draft, amounts: Amounts, assessed_on: date) -> None:
    """What the field refuses; the line stays as typed."""
    entry = draft.entry
    if amounts.negative or amounts.strength == 0 or amounts.pieces == 0:
        draft.refused.append(draft.words.refusals["amount"])
        for key in ("dose_mg", "dose_mg_low", "units_per_dose", "units_per_dose_low"):
            entry.pop(key, None)
    for part in LIMITED:
        if (amount := entry.get(part.path)) and part.hard and not part.hard.hold(amount):
            draft.refused.append(f"{part.label}: {part.hard.words()} {part.unit or ''}".strip() + ".")
            del entry[part.path]
    today = assessed_on.isoformat()
    for key, name in (("started_on", "start"), ("stopped_on", "stop")):
        if entry.get(key, "") > today:
            draft.refused.append(draft.words.refusals[name])
            del entry[key]
    if "stopped_on" in entry and entry["stopped_on"] < entry.get("started_on", ""):
        draft.refused.append(draft.words.refusals["order"])
