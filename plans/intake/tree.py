"""The table of questions as the tree of the JSON, paired with the types of the Intake."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plans.intake.fields import FIELDS, TABLES, Field
from plans.intake.intake import Allergy, Goal, Intake, MedicationEntry, PsfsActivity


@dataclass(frozen=True, slots=True)
class Node:
    """One JSON object: the type it becomes, and what each of its keys holds."""

    type: type[Any]
    children: dict[str, Field | Node]

    def fields(self) -> Iterator[tuple[tuple[str, ...], Field]]:
        """Every field below, with the attributes that lead to it."""
        for name, child in self.children.items():
            if isinstance(child, Node):
                yield from (((name, *way), field) for way, field in child.fields())
            else:
                yield (name,), child


def _node(kind: type[Any], fields: dict[str, Field], prefix: str = "") -> Node:
    hints = typing.get_type_hints(kind)
    children: dict[str, Field | Node] = {}
    for attribute in dataclasses.fields(kind):
        path = prefix + attribute.name
        inner = _record_type(hints[attribute.name])
        children[attribute.name] = fields[path] if path in fields else _node(inner, fields, f"{path}.")
    return Node(kind, children)


def _record_type(hint: Any) -> type[Any]:
    """The dataclass in ``SlotDoses`` or ``SlotDoses | None``."""
    inner: list[Any] = [part for part in typing.get_args(hint) if dataclasses.is_dataclass(part)]
    kind: type[Any] = inner[0] if inner else hint
    return kind


ROOT = _node(Intake, {field.path: field for field in FIELDS})
ENTRIES = {
    name: _node(kind, {field.path: field for field in TABLES[name]})
    for name, kind in {
        "medications": MedicationEntry,
        "allergies": Allergy,
        "goals": Goal,
        "psfs": PsfsActivity,
    }.items()
}
