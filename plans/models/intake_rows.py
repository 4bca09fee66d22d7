"""Between the typed intake and the columns that keep it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from django.db.models import Model

from plans.intake.fields import Field, Kind
from plans.intake.intake import Allergy, Goal, Intake, MedicationEntry, PsfsActivity
from plans.intake.tree import ENTRIES, ROOT, Node

RECORD_TYPES: Mapping[str, type[Any]] = {"goals": Goal, "psfs": PsfsActivity}
OWN_ROWS = frozenset({"medications", "allergies"})
TEXT_KINDS = frozenset({Kind.TEXT, Kind.CHOICE})
NODES: Mapping[type[Any], Node] = {Intake: ROOT} | {node.type: node for node in ENTRIES.values()}
Value = TypeVar("Value")


def columns_of(value: Intake | MedicationEntry | Any) -> dict[str, Any]:
    """Column name to stored value for an intake, a medication entry or an allergy."""
    found: dict[str, Any] = {}
    for way, field in NODES[type(value)].fields():
        if field.table not in OWN_ROWS:
            found[field.column] = _stored(field, _follow(value, way))
    return found


def _follow(value: Any, way: tuple[str, ...]) -> Any:
    for name in way:
        value = None if value is None else getattr(value, name)
    return value


def _stored(field: Field, value: Any) -> Any:
    if field.kind in TEXT_KINDS or field.kind is Kind.NUMBER_OR_WORD:
        return "" if value is None else str(value)
    if value is None or not field.is_list:
        return value
    return [_record(item) if field.table else item for item in value]


def _record(item: Any) -> dict[str, Any]:
    """A goal or an activity as JSON, without what is not recorded."""
    parts = {part.name: getattr(item, part.name) for part in fields(item)}
    return {name: part for name, part in parts.items() if part is not None}


def intake_of(row: Model, medications: Iterable[Model] | None, allergies: Iterable[Model] | None) -> Intake:
    """The intake that an assessment and its rows hold."""
    lists = {
        "medications": None if medications is None else tuple(_read(MedicationEntry, r) for r in medications),
        "allergies": None if allergies is None else tuple(_read(Allergy, r) for r in allergies),
    }
    return _read(Intake, row, **lists)


def _read(kind: type[Value], row: Model, **given: Any) -> Value:
    value: Value = _object(NODES[kind], row, given)
    return value


def _object(node: Node, row: Model, given: Mapping[str, Any]) -> Any:
    parts: dict[str, Any] = {}
    for name, child in node.children.items():
        if isinstance(child, Node):
            parts[name] = _object(child, row, {})
        elif child.table not in OWN_ROWS:
            parts[name] = _typed(child, getattr(row, child.column))
    if node.type.__name__ == "SlotDoses" and all(part is None for part in parts.values()):
        return None
    return node.type(**parts, **given)


def _typed(field: Field, value: Any) -> Any:
    if field.kind is Kind.NUMBER_OR_WORD:
        return _number_or_word(value)
    if field.kind in TEXT_KINDS:
        return value or None
    if value is None or not field.is_list:
        return value
    kind = RECORD_TYPES.get(field.table or "")
    return tuple(_entry(kind, item) if kind else item for item in value)


def _entry(kind: type[Any], item: Mapping[str, Any]) -> Any:
    return kind(**{name: tuple(part) if isinstance(part, list) else part for name, part in item.items()})


def _number_or_word(text: str) -> float | str | None:
    """A number, or the laboratory's own text such as ``>60``."""
    try:
        return float(text) if text else None
    except ValueError:
        return text
