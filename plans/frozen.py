"""Plain JSON of frozen dataclasses, and back by their type hints."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_json(value: Any) -> Any:
    """Plain JSON data of any frozen value."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    return [to_json(item) for item in value]


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def read_frozen(kind: Any, data: Any) -> Any:
    """The value of a type that ``to_json`` wrote. TypeError for an unknown key."""
    if data is None:
        return None
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return read_frozen(next(k for k in inner if k is not type(None)), data)
    if origin is tuple:
        kinds = [inner[0]] * len(data) if inner[-1] is Ellipsis else list(inner)
        return tuple(read_frozen(k, item) for k, item in zip(kinds, data, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {key: read_frozen(inner[1], item) for key, item in data.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{key: read_frozen(_hints(kind)[key], item) for key, item in data.items()})
    return date.fromisoformat(data) if kind is date else data
