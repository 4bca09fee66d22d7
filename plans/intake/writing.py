"""An Intake back to intake JSON."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from plans.intake.fields import Field, Kind
from plans.intake.intake import Intake
from plans.intake.tree import ENTRIES, ROOT, Node


def to_data(intake: Intake) -> dict[str, Any]:
    """Plain JSON data; parsing it again gives an equal Intake. What is not recorded is left out."""
    return _object(ROOT, intake)


def record_data(record: Any) -> dict[str, Any]:
    """The same for one entry of a list, such as a ``MedicationEntry``."""
    return _object(next(node for node in ENTRIES.values() if node.type is type(record)), record)


def _object(node: Node, value: Any) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for name, child in node.children.items():
        part = getattr(value, name)
        if part is None or part == DEFAULTS[node.type].get(name):
            continue
        data = _object(child, part) if isinstance(child, Node) else _value(child, part)
        if data != {}:
            written[name] = data
    return written


def _value(field: Field, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if field.kind is Kind.TIME:
        return f"{value // 60:02d}:{value % 60:02d}"
    if field.kind is Kind.RECORDS and field.table:
        return [_object(ENTRIES[field.table], entry) for entry in value]
    return list(value) if isinstance(value, tuple) else value


class _Defaults(dict[type[Any], dict[str, Any]]):
    """The plain defaults of each type, looked up once."""

    def __missing__(self, kind: type[Any]) -> dict[str, Any]:
        self[kind] = {
            field.name: field.default
            for field in dataclasses.fields(kind)
            if field.default is not dataclasses.MISSING
        }
        return self[kind]


DEFAULTS = _Defaults()
