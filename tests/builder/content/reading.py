"""What a patient reads, block by block, and how it is scored (handout-design 1.2, HL-04)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from plans.content import (
    Content,
    Emergency,
    EmergencyGroup,
    ExerciseCard,
    Goal,
    Habit,
    Light,
    MedicineNote,
    Sheet,
    SmallPlan,
    Term,
    Tracker,
    Visit,
)
from plans.knowledge.loader import load

# Not sentences: headings and labels are judged on their own, names and typed words never.
NOT_READ = {
    "labels", "language", "born", "version_line", "signed", "title", "starts", "id", "kind", "shape", "see",
    "time", "own", "what_for", "counts", "boxes", "example", "week_heads", "weeks", "closing", "legend",
    "short", "label",
    "heading", "captions", "position", "mark", "marks", "name", "names", "day", "word", "target", "lines",
}  # fmt: skip
ONE_BLOCK = (
    ExerciseCard,
    MedicineNote,
    Habit,
    Light,
    Emergency,
    EmergencyGroup,
    Visit,
    Term,
    Goal,
    SmallPlan,
    Tracker,
)
NUMBER = re.compile(r"\$?\b\d+(?:[.,:-]\d+)*\b")


def texts(value: Any) -> Iterator[str]:
    """Every text that is read as a sentence."""
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in NOT_READ:
                yield from texts(getattr(value, field.name))


def blocks(sheet: Sheet) -> Iterator[str]:
    """Knowledge sentence blocks: a card, a note, a habit, a list, a paragraph."""
    for field in fields(sheet):
        value = getattr(sheet, field.name)
        if field.name in NOT_READ - {"boxes"}:
            continue
        if isinstance(value, tuple) and value and all(isinstance(item, str) for item in value):
            yield joined(value)
        elif isinstance(value, tuple):
            yield from (block for item in value for block in _units(item))
        elif value:
            yield from _units(value)


def _units(value: Any) -> Iterator[str]:
    if isinstance(value, ONE_BLOCK):
        yield joined(texts(value))
    else:
        yield from texts(value)


def joined(parts: Iterable[str]) -> str:
    return " ".join(part if part.rstrip().endswith((".", "?", ":")) else f"{part}." for part in parts)


def names(content: Content, language: str) -> list[str]:
    """Names of medicines, exercises and habits in this plan, longest first: they never change a score."""
    sheet = content.sheets[language]
    found = {medicine.name for medicine in (*sheet.medicines, *sheet.as_needed)}
    found |= {note.names for note in sheet.medicine_notes}
    for note in sheet.medicine_notes:
        found |= set(re.split(r", | and | y ", note.names))
    return _longest_first(found | _known(language))


def known_names(language: str) -> list[str]:
    """The names that the knowledge holds, longest first."""
    return _longest_first(_known(language))


def _known(language: str) -> set[str]:
    knowledge = load()
    found = {"Pain Connection", "painconnection.org", "Riverside Back Clinic", "acetaminofén"}
    found |= {"1-800-QUIT-NOW", "1-855-DEJELO-YA"}  # telephone numbers in letters
    for drug in knowledge.medicines.drugs.values():
        found |= {drug.name, drug.name.lower(), *drug.brands}
    found |= {exercise.text[language].plain_name for exercise in knowledge.movement.exercises.values()}
    return found | {mode.name[language] for mode in knowledge.self_care.day.modes.values()}


def _longest_first(found: set[str]) -> list[str]:
    both = found | {name[:1].lower() + name[1:] for name in found}
    return sorted((name for name in both if name), key=len, reverse=True)


def scored(text: str, known: list[str]) -> str:
    """The text as the formula sees it: colons are stops, numbers and names are "it"."""
    for name in known:
        if name in text:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "it", text)
    text = NUMBER.sub("it", text)
    text = re.sub(r"[:;|]", ".", text)
    return re.sub(r"\.\s*\.", ".", text)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!:])\s+", text.strip()) if part]
