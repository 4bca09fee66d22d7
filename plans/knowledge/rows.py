"""How a TOML row becomes a frozen value: keys are the field names, kinds are those of the annotations."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

from plans.knowledge.reading import KnowledgeError, need_known

T = TypeVar("T")


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def read_row(kind: type[T], file: str, row: Mapping[str, Any], key: str | None = None) -> T:
    """A ``kind`` (a dataclass) out of one table; raises KnowledgeError on unknown, missing or wrong keys."""
    name = key or str(row.get("id", kind.__name__))
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    need_known(file, name, row, known, "key")
    for field_name, field in known.items():
        has_default = field.default is not MISSING or field.default_factory is not MISSING
        if field_name not in row and not has_default:
            raise KnowledgeError(file, name, f"missing key {field_name!r}")
    hints = _hints(typing.cast("Any", kind))
    return kind(**{k: _value(hints[k], v, file, f"{name}.{k}") for k, v in row.items()})


def read_rows(kind: type[T], file: str, rows: list[Mapping[str, Any]]) -> tuple[T, ...]:
    """All rows of one array of tables; an id may stand once only."""
    found: dict[str, None] = {}
    for row in rows:
        if "id" in row and row["id"] in found:
            raise KnowledgeError(file, str(row["id"]), "this id stands twice")
        found[str(row.get("id", len(found)))] = None
    return tuple(read_row(kind, file, row) for row in rows)


def _value(hint: Any, value: Any, file: str, key: str) -> Any:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _union(inner, value, file, key)
    if origin is tuple and isinstance(value, list):
        return tuple(_value(inner[0], item, file, key) for item in value)
    if origin is not None and issubclass(origin, Mapping) and isinstance(value, dict):
        return {k: _value(inner[1], item, file, key) for k, item in value.items()}
    if hint is Any:
        return tuple(value) if isinstance(value, list) else value
    if _is_kind(hint, value):
        return value
    if isinstance(value, dict) and is_dataclass(hint):
        return read_row(_as_type(hint), file, value, key)
    if isinstance(value, list) and is_dataclass(hint):
        return _from_list(_as_type(hint), value, file, key)
    raise KnowledgeError(file, key, f"{value!r} is of the wrong kind")


def _as_type(hint: Any) -> type[Any]:
    return typing.cast("type[Any]", hint)


def _from_list(kind: type[Any], value: list[Any], file: str, key: str) -> Any:
    """A small row written as a list: its values in the order of the fields."""
    names = [f.name for f in fields(kind)]
    if len(value) != len(names):
        raise KnowledgeError(file, key, f"{value!r} is not {', '.join(names)}")
    return read_row(kind, file, dict(zip(names, value, strict=True)), key)


def _union(kinds: tuple[Any, ...], value: Any, file: str, key: str) -> Any:
    if date in kinds and value == "":
        return None  # TOML has no null: an empty text stands for "not yet"
    for kind in kinds:
        if kind is not type(None):
            try:
                return _value(kind, value, file, key)
            except KnowledgeError:
                continue
    raise KnowledgeError(file, key, f"{value!r} is of the wrong kind")


def _is_kind(hint: Any, value: Any) -> bool:
    if not isinstance(hint, type):
        return False
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, hint) or (hint is float and isinstance(value, int))
