"""Sources and conditions: the two lists that every other knowledge file points at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.knowledge.reading import KnowledgeError, need_keys, need_known, read_toml

SOURCE_ATTRIBUTES = (
    "bibliographic_citation",
    "developer",
    "funding_source",
    "release_and_revision_dates",
    "race",
    "ethnicity",
    "language",
    "sexual_orientation",
    "gender_identity",
    "sex",
    "birth_date",
    "social_determinants",
    "health_assessments",
)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One document. ``strength`` says how far the knowledge was held against it."""

    id: str
    title: str
    publisher: str
    year: int | None
    strength: str
    aliases: tuple[str, ...]
    note: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition an intake may name. Those of the exercise part are precautions as well."""

    id: str
    label: str
    part: str  # physical-therapy, medicines
    note: str

    @property
    def is_precaution(self) -> bool:
        return self.part == "physical-therapy"


class Sources(Mapping[str, SourceRow]):
    """Sources by id; an alias finds the same row. Iterating gives each id once."""

    def __init__(self, rows: tuple[SourceRow, ...]) -> None:
        self._rows = {row.id: row for row in rows}
        self._by_any_name = {name: row for row in rows for name in (row.id, *row.aliases)}

    def __getitem__(self, name: str) -> SourceRow:
        return self._by_any_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, name: object) -> bool:
        return name in self._by_any_name


def read_sources() -> Sources:
    """The sources of ``evidence.toml``; refuses a name that stands for two documents."""
    file = "evidence.toml"
    rows = tuple(_source(file, row) for row in read_toml(file).get("source", []))
    seen: set[str] = set()
    for row in rows:
        for name in (row.id, *row.aliases):
            if name in seen:
                raise KnowledgeError(file, row.id, f"{name!r} names two sources")
            seen.add(name)
    return Sources(rows)


def _source(file: str, row: Mapping[str, Any]) -> SourceRow:
    key = str(row.get("id", "?"))
    need_keys(file, key, row, ("id", "title", "strength", "note", "checked_on", "reviewed_by"))
    year = row.get("year")
    if year is not None and not (isinstance(year, int) and 1900 <= year <= 2100):
        raise KnowledgeError(file, key, f"year must be a year, not {year!r}")
    return SourceRow(
        id=key,
        title=row["title"],
        publisher=row.get("publisher", ""),
        year=year,
        strength=row["strength"],
        aliases=tuple(row.get("aliases", ())),
        note=row["note"],
        checked_on=row["checked_on"] or None,
        reviewed_by=row["reviewed_by"],
    )


def read_conditions() -> Mapping[str, Condition]:
    """The conditions of ``conditions.toml`` by id, in the order they are offered."""
    file = "conditions.toml"
    found: dict[str, Condition] = {}
    for row in read_toml(file).get("condition", []):
        key = str(row.get("id", "?"))
        need_keys(file, key, row, ("id", "label", "part", "checked_on", "reviewed_by"))
        need_known(file, key, (row["part"],), ("physical-therapy", "medicines"), "part")
        if key in found:
            raise KnowledgeError(file, key, "this id stands twice")
        found[key] = Condition(key, row["label"], row["part"], row.get("note", ""))
    return found


def read_attributes() -> Mapping[str, str]:
    """The thirteen source attributes that US rules ask of decision support, as they hold for every row."""
    file = "about.toml"
    attributes: dict[str, str] = read_toml(file).get("attributes", {})
    need_keys(file, "attributes", attributes, SOURCE_ATTRIBUTES)
    need_known(file, "attributes", attributes, SOURCE_ATTRIBUTES, "attribute")
    return attributes
