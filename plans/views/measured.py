"""What was measured and judged in a plan, for the therapist: value, reference, severity, source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from plans.knowledge.loader import load
from plans.knowledge.movement.deficits import Item
from plans.views.beside import Beside, Domain, judged_row

SIDE = ", left"  # the plan keeps the worse side's value and not which side it was


def measured(plan: Mapping[str, Any]) -> list[Domain]:
    """The five domains of a stored plan with every item that was judged; items of today's library only."""
    found = []
    for name, items in load().movement.deficits.items.items():
        deficit = plan["deficits"].get(name)
        if deficit:
            rows = tuple(row for item in items for row in rows_of(item, deficit["details"].get(item.id)))
            found.append(Domain(name, deficit["severity"], rows))
    return found


def rows_of(item: Item, details: Mapping[str, Any] | None) -> Iterator[Beside]:
    parts = {part.name: part for part in item.parts}
    for judged in details["parts"] if details else ():
        part = parts.get(judged["name"])
        if part:
            row = judged_row(item, part, judged, part.paths[0], "")
            yield replace(row, label=row.label.removesuffix(SIDE))
