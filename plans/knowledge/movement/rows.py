"""How one row of a movement file becomes a typed value, and what a broken row is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from plans.intake.intake import Intake
from plans.knowledge.reading import KnowledgeError, need_keys, need_known

REVIEW_KEYS = ("checked_on", "reviewed_by")
_EMPTY = Intake(assessed_on=date.min)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has beside its own keys. ``note``, ``condition`` and the like are the printed words."""

    id: str
    sources: tuple[str, ...]
    mark: str  # V, K or P
    checked_on: date | None
    reviewed_by: str
    note: str = ""
    condition: str = ""
    effect: str = ""
    rationale: str = ""
    exact: str = ""
    applies_to: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """One line of cut points. ``below`` excludes its bound, ``up_to`` includes it; neither: the rest."""

    grade: Any  # a severity, points, or a number of things
    below: float | None = None
    up_to: float | None = None


Bands = tuple[Band, ...]
AnyRow = TypeVar("AnyRow")


def grade_of(bands: Bands, value: Any, reference: Any = 1) -> Any:
    """The grade of ``value``. With a ``reference`` the bounds are multiples of it, compared exactly."""
    for band in bands:
        if band.below is not None and value < band.below * reference:
            return band.grade
        if band.up_to is not None and value <= band.up_to * reference:
            return band.grade
    return bands[-1].grade


def make(kind: type[AnyRow], file: str, data: Mapping[str, Any], **given: Any) -> AnyRow:
    """A ``kind`` out of one TOML table; ``given`` are typed already. Refuses unknown and missing keys."""
    key = str(data.get("id", kind.__name__))
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    need_known(file, key, data, known, "key")
    needed = [n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING]
    need_keys(file, key, {**data, **given}, needed)
    values = {name: frozen(value) for name, value in data.items()}
    if "checked_on" in values:
        values["checked_on"] = values["checked_on"] or None
    return kind(**{**values, **given})


def make_all(kind: type[AnyRow], file: str, rows: Sequence[Mapping[str, Any]]) -> tuple[AnyRow, ...]:
    return tuple(make(kind, file, row) for row in rows)


def frozen(value: Any) -> Any:
    """Lists as tuples, all the way down."""
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    if isinstance(value, dict):
        return {name: frozen(item) for name, item in value.items()}
    return value


def bands_of(file: str, rows: Sequence[Mapping[str, Any]]) -> Bands:
    """Bands in the order they are tried; only the last may be without a bound."""
    bands = make_all(Band, file, rows)
    open_ended = [band for band in bands if band.below is None and band.up_to is None]
    if not bands or open_ended != [bands[-1]]:
        raise KnowledgeError(file, "bands", "every band but the last needs a bound")
    return bands


def by_id(file: str, rows: Sequence[AnyRow]) -> dict[str, AnyRow]:
    """Rows by their id; refuses the same id twice."""
    found: dict[str, AnyRow] = {}
    for row in rows:
        name: str = row.id  # type: ignore[attr-defined]
        if name in found:
            raise KnowledgeError(file, name, "the same id twice")
        found[name] = row
    return found


def reader_of(file: str, key: str, path: str) -> Callable[[Intake], Any]:
    """A function that reads ``path`` of an intake; refuses a path that no intake has."""
    read = attrgetter(path)
    try:
        read(_EMPTY)
    except AttributeError as error:
        raise KnowledgeError(file, key, f"unknown intake path {path!r}") from error
    return read
