"""Checks across all knowledge files: every source and every condition that a row names exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.knowledge.reading import FOLDER, KnowledgeError, need_known, read_whole

EXERCISES = "exercises.toml"  # there, and only there, ``evidence`` is the id of a source


@dataclass(frozen=True, slots=True)
class Row:
    """One table of a knowledge file. ``key`` is its id, or the way to it where it has none."""

    file: str
    key: str
    data: Mapping[str, Any]


def all_rows() -> Iterator[Row]:
    """Every table of every file, files in name order."""
    for path in sorted(FOLDER.glob("*.toml")):
        yield from _rows_in(path.name, path.stem, read_whole(path.name))


def _rows_in(file: str, key: str, data: Mapping[str, Any]) -> Iterator[Row]:
    named = str(data.get("id", key))
    yield Row(file, named, data)
    for name, value in data.items():
        inner = value if isinstance(value, list) else [value]
        for item in inner:
            if isinstance(item, Mapping):
                yield from _rows_in(file, name if named == file.removesuffix(".toml") else named, item)


def check_references(sources: Collection[str], conditions: Collection[str]) -> None:
    """Refuse the first row that names a source or a condition nobody described."""
    for row in all_rows():
        need_known(row.file, row.key, _sources(row), sources, "source")
        need_known(row.file, row.key, tuple(_conditions(row.data)), conditions, "condition")
        _check_review(row)


def _check_review(row: Row) -> None:
    """Days are days, and a review has both: who, and when."""
    for name in ("checked_on", "reviewed_on"):
        day = row.data.get(name, "")
        if day != "" and type(day) is not date:
            raise KnowledgeError(row.file, row.key, f'{name} must be a date, or "" when there is none')
    if bool(row.data.get("reviewed_by")) != bool(row.data.get("reviewed_on")):
        raise KnowledgeError(row.file, row.key, "reviewed_by and reviewed_on go together")


def _sources(row: Row) -> list[str]:
    several, one = row.data.get("sources"), row.data.get("evidence" if row.file == EXERCISES else "source")
    return [*(several if isinstance(several, list) else ()), *([one] if isinstance(one, str) and one else ())]


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]


def _conditions(data: Mapping[str, Any]) -> Iterator[str]:
    """The ids in ``conditions = [...]`` and in triples such as ["conditions", "includes", "ckd"]."""
    for name, value in data.items():
        if name == "conditions":
            yield from _texts(value)
        elif isinstance(value, list):
            yield from _in_triples(value)


def _in_triples(value: list[Any]) -> Iterator[str]:
    if len(value) == 3 and value[0] == "conditions":
        yield from _texts(value[2])
        return
    for item in value:
        if isinstance(item, list):
            yield from _in_triples(item)
