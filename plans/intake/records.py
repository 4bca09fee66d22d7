"""Reading one JSON object by the tree: unknown keys, values, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from plans.intake.fields import FIELDS, Field
from plans.intake.names import REPLACED_FIELDS
from plans.intake.tree import ENTRIES, Node
from plans.intake.values import Reading, nearest, show

INDEX = re.compile(r"\[\d+\]")
PATHS_BY_NAME = {field.name: field.path for field in FIELDS}


def read_object(reading: Reading, node: Node, data: Any, path: str = "") -> dict[str, Any] | None:
    """The known values below ``data`` by attribute name, without those that are missing or wrong.

    Every fault below is noted.
    """
    if not isinstance(data, Mapping):
        reading.fault(path, f"must be an object, not {show(data)}")
        return None
    found: dict[str, Any] = {}
    for key, value in data.items():
        child = node.children.get(key)
        if child is None:
            inside = f"{path}.{safe_key(key)}" if path else safe_key(key)
            reading.fault(inside, unknown_key(node, str(key), inside))
            continue
        inside = f"{path}.{key}" if path else key
        if isinstance(child, Node):
            inner = None if value is None else read_object(reading, child, value, inside)
            if inner is not None:
                found[key] = child.type(**inner)
        else:
            read = reading.read(child, value, inside)
            if read is not None:
                found[key] = read
    return found


def unknown_key(node: Node, key: str, path: str) -> str:
    """Why a key is refused, with the name it may stand for."""
    replaced = REPLACED_FIELDS.get(INDEX.sub("[]", path))
    if replaced:
        return f"is not a known field; now called {replaced}"
    hint = nearest(key, node.children)
    if not hint and key in PATHS_BY_NAME:
        hint = f"; nearest: {PATHS_BY_NAME[key]}"
    return f"is not a known field{hint or nearest(key, PATHS_BY_NAME)}"


def safe_key(key: Any) -> str:
    """A key as part of a path that fits one line."""
    text = str(key)
    return text if text.isprintable() and len(text) <= 60 else show(text)


def read_entries(
    reading: Reading, field: Field, value: Any, path: str
) -> list[tuple[int, dict[str, Any]]] | None:
    """The objects of a list, each with its place; ``None`` when it is no list or its length is wrong."""
    if not isinstance(value, list):
        reading.fault(path, f"{field.label} must be a list, not {show(value)}")
        return None
    low, high = field.length or (0, len(value))
    if not low <= len(value) <= high:
        reading.fault(path, f"{field.label} must have {low} to {high} entries, not {len(value)}")
        return None
    node = ENTRIES[str(field.table)]
    read = ((at, read_object(reading, node, data, f"{path}[{at}]")) for at, data in enumerate(value))
    return [(at, entry) for at, entry in read if entry is not None]
