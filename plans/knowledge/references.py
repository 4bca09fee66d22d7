"""Checks across all knowledge files: what a row names exists, who reviewed it, and its languages agree."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any

from plans.knowledge.reading import FOLDER, KnowledgeError, need_known, read_whole
from plans.knowledge.wording import LANGUAGES

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
    """Refuse the first row that names what nobody described, or whose review or languages are not whole."""
    for row in all_rows():
        need_known(row.file, row.key, _sources(row), sources, "source")
        need_known(row.file, row.key, tuple(_conditions(row.data)), conditions, "condition")
        _check_review(row)
        if row.data.keys() & set(LANGUAGES):
            _check_languages(row)


def _check_review(row: Row) -> None:
    """Days are days, and a review has both: who, and when."""
    for name in ("checked_on", "reviewed_on"):
        day = row.data.get(name, "")
        if day != "" and type(day) is not date:
            raise KnowledgeError(row.file, row.key, f'{name} must be a date, or "" when there is none')
    if bool(row.data.get("reviewed_by")) != bool(row.data.get("reviewed_on")):
        raise KnowledgeError(row.file, row.key, "reviewed_by and reviewed_on go together")


def _check_languages(row: Row) -> None:
    """Each text stands in every language, with the same lines and the same {braces} to fill."""
    first = row.data.get(LANGUAGES[0])
    for language in LANGUAGES:
        if language not in row.data:
            raise KnowledgeError(row.file, row.key, f"the sentence is missing in {language!r}")
        try:
            same = _shape(row.data[language]) == _shape(first)
        except ValueError as error:
            raise KnowledgeError(row.file, row.key, f"{language!r}: {error}") from error
        if not same:
            reason = f"{language!r} has other lines or other {{braces}} than {LANGUAGES[0]!r}"
            raise KnowledgeError(row.file, row.key, reason)


def _shape(text: Any) -> Any:
    if isinstance(text, Mapping):
        return {name: _shape(inner) for name, inner in text.items()}
    if isinstance(text, list):
        return [_shape(line) for line in text]
    if not isinstance(text, str):
        return type(text).__name__
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


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
