"""What several tests share: worked cases as data, and an intake from its JSON without parsing's checks."""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from plans.intake.intake import Intake, MedicationEntry, PsfsActivity

CASES = Path(__file__).parent / "cases"
CLOCK_TIMES = {"wake_time", "bed_time", "start", "end", "breakfast", "lunch", "dinner"}
RANGES = ("units_per_dose", "dose_mg", "every_hours")  # [low, high] in a worked case


def read_cases(name: str) -> list[Any]:
    """All cases of ``tests/cases/<name>`` (.json: one list; .jsonl: one a line)."""
    text = (CASES / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()] if name.endswith(".jsonl") else json.loads(text)


def intake_from(data: Mapping[str, Any]) -> Intake:
    """The Intake of a well-formed intake JSON. Raises KeyError for a name the Intake does not have."""
    intake = _typed(Intake, "", data)
    assert isinstance(intake, Intake)
    if intake.medications is None:
        return intake
    return replace(intake, medications=tuple(_with_keys(intake.medications)))


def _with_keys(entries: tuple[MedicationEntry, ...]) -> Iterator[MedicationEntry]:
    seen: dict[str, int] = {}
    for entry in entries:
        name = entry.product or entry.drug or "?"
        seen[name] = seen.get(name, 0) + 1
        yield entry if entry.key else replace(entry, key=name if seen[name] == 1 else f"{name}-{seen[name]}")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(kind: Any, name: str, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(option for option in get_args(kind) if option is not types.NoneType)
    if is_dataclass(kind):
        assert isinstance(kind, type)
        return _object(kind, value)
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return tuple(
            _object(inner, item) if inner is PsfsActivity else _typed(inner, "", item) for item in value
        )
    if kind is date:
        return date.fromisoformat(value)
    if name in CLOCK_TIMES and isinstance(value, str):
        hours, minutes = value.split(":")
        return int(hours) * 60 + int(minutes)
    return value


def _object(kind: type, data: Any) -> Any:
    if kind is PsfsActivity and not isinstance(data, Mapping):
        return PsfsActivity(rating=data)
    if kind is MedicationEntry:
        data = _spread_ranges(data)
    known = _hints(kind)
    unknown = set(data) - {f.name for f in fields(kind)}
    if unknown:
        raise KeyError(f"{kind.__name__} has no {sorted(unknown)}")
    given = {name: value for name, value in data.items() if value is not None}
    return kind(**{name: _typed(known[name], name, value) for name, value in given.items()})


def _spread_ranges(entry: Mapping[str, Any]) -> dict[str, Any]:
    spread = dict(entry)
    for name in RANGES:
        if isinstance(spread.get(name), list):
            low, high = spread[name]
            other = f"{name}_longest" if name == "every_hours" else f"{name}_low"
            spread |= {name: low, other: high} if name == "every_hours" else {name: high, other: low}
    return spread
