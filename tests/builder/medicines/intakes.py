"""Intakes out of the JSON of the cases, without the parser."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections import Counter
from datetime import date
from typing import Any

from plans.intake.intake import Intake, PsfsActivity


def intake_of(data: dict[str, Any]) -> Intake:
    """The typed intake of a case's JSON; entry keys are given as the product gives them."""
    seen: Counter[str] = Counter()
    entries = []
    for entry in data.get("medications", []):
        name = entry.get("product") or entry.get("drug")
        seen[name] += 1
        entries.append({"key": name if seen[name] == 1 else f"{name}-{seen[name]}", **entry})
    whole = {**data, "medications": entries} if "medications" in data else data
    return _value(Intake, whole)


def _value(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if value is None:
        return None
    if origin in (typing.Union, types.UnionType):
        options = [option for option in typing.get_args(kind) if option is not type(None)]
        return _union(options, value)
    if origin is tuple:
        return tuple(_value(typing.get_args(kind)[0], item) for item in value)
    if kind is PsfsActivity and not isinstance(value, dict):
        return PsfsActivity(rating=value)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        known = {key: item for key, item in value.items() if key in hints}
        return kind(**{key: _value(hints[key], item) for key, item in known.items()})
    if kind is date:
        return date.fromisoformat(value)
    return value


def _union(options: list[Any], value: Any) -> Any:
    if isinstance(value, str) and ":" in value and int in options:
        hours, minutes = value.split(":")
        return int(hours) * 60 + int(minutes)
    if len(options) == 1:
        return _value(options[0], value)
    return value
