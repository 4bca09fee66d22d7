"""The published intakes, and short ways to parse one."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from plans.intake.parsing import Parsed, parse
from plans.knowledge.evidence import read_conditions
from plans.knowledge.medicines import read_medicines
from plans.knowledge.words import read_vocabulary

CASES = Path(__file__).parents[1] / "cases"
WORDS = read_vocabulary(read_conditions(), read_medicines())
TODAY = date(2026, 11, 24)
SMALL: dict[str, Any] = {
    "patient": {"birth_date": "1980-06-15", "sex_at_birth": "male"},
    "assessed_on": "2026-03-02",
    "pain": {"duration_weeks": 40},
}


def published_intakes() -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and intake of every published case, as published."""
    for file in ("whole-patients.json", "physical-therapy.json", "medicines.json"):
        for case in json.loads((CASES / file).read_text(encoding="utf-8")):
            yield case["id"], case["intake"]
    for file in ("practice.jsonl", "practice-medicines.jsonl"):
        for line in (CASES / file).read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            yield f"{file} {case['id']}", case["intake"]


def full_intake() -> dict[str, Any]:
    """X1, the seed's office worker."""
    cases = json.loads((CASES / "whole-patients.json").read_text(encoding="utf-8"))
    return copy.deepcopy(cases[0]["intake"])


def with_value(path: str, value: Any, base: dict[str, Any] = SMALL) -> dict[str, Any]:
    """A copy of ``base`` where ``path`` (dots only) holds ``value``."""
    data = copy.deepcopy(base)
    *way, last = path.split(".")
    inside = data
    for name in way:
        inside = inside.setdefault(name, {})
    inside[last] = value
    return data


def read(data: Any, today: date = TODAY, **options: Any) -> Parsed:
    return parse(data, WORDS, today, **options)


def faults(data: Any, today: date = TODAY) -> dict[str, str]:
    """Path to message; a path with two faults keeps the last."""
    return {fault.path: fault.message for fault in read(data, today).faults}


def fault_of(path: str, value: Any) -> str | None:
    """The fault a small intake has at ``path`` when it holds ``value`` there; ``None`` = accepted."""
    found = faults(with_value(path, value))
    assert set(found) <= {path}, found
    return found.get(path)


def asks(data: Any) -> dict[str, str]:
    return {ask.path: ask.message for ask in read(data).asks}


def entry_faults(*entries: Any) -> dict[str, str]:
    return faults(with_value("medications", list(entries)))
