"""Tracker weeks as CSV: a template to fill in, and the filled-in file read back (self-care.md 3.3).

One line an evening: week, day (1 to 7, the columns of the paper from the left), then its cells. Comma,
semicolon or tab part them. Nothing is guessed: every fault is named with its line and column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from plans.intake.faults import Fault
from plans.intake.fields.journal import JOURNAL_DAY
from plans.intake.tracker_text import cell_text, cell_value

DAYS = 7
MOST_WEEKS, MOST_LETTERS = 105, 200_000
WEEK, DAY = "week", "day"
CELLS = {part.path: part for part in JOURNAL_DAY}
HEADS = (WEEK, DAY, *CELLS)
PARTED_BY = ",;\t"

Days = list[dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class JournalFile:
    """The weeks with something written in them, by number; ``lines``: week -> day -> line of the file."""

    weeks: dict[int, Days]
    faults: tuple[Fault, ...] = ()
    lines: dict[int, dict[int, int]] = field(default_factory=dict)


def template(weeks: int, kept: dict[int, Days] | None = None) -> str:
    """Empty lines for so many weeks, with what is kept already."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADS)
    for week in range(1, weeks + 1):
        days = (kept or {}).get(week) or [None] * DAYS
        for day in range(DAYS):
            written = (days[day] if day < len(days) else None) or {}
            writer.writerow(
                [week, day + 1, *(cell_text(part, written.get(name)) for name, part in CELLS.items())]
            )
    return text.getvalue()


def read_journal_file(text: str) -> JournalFile:
    """The weeks of a file, or every fault in it as ``line 4, column pain``. Never raises."""
    if len(text) > MOST_LETTERS:
        return JournalFile({}, (Fault("file", f"must have at most {MOST_LETTERS} letters"),))
    rows = list(_rows(text))
    if not rows:
        return JournalFile({}, (Fault("file", "is empty: the first line names the columns"),))
    (at, heads), *rest = rows
    names = [head.strip().casefold() for head in heads]
    faults = list(_wrong_heads(at, names))
    reading = _Reading(faults)
    if not faults:
        for line, cells in rest:
            _read_line(reading, line, names, cells)
    found = {week: days for week, days in sorted(reading.weeks.items()) if any(days)}
    if not faults and not found:
        faults.append(Fault("file", "holds no evening with anything written"))
    return JournalFile({} if faults else found, tuple(faults), reading.lines)


@dataclass(slots=True)
class _Reading:
    faults: list[Fault]
    weeks: dict[int, Days] = field(default_factory=dict)
    lines: dict[int, dict[int, int]] = field(default_factory=dict)

    def fault(self, line: int, column: str, message: str) -> None:
        self.faults.append(Fault(f"line {line}, column {column}", message))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not blank with its number; a byte order mark is no letter."""
    plain = text.removeprefix("\ufeff")
    first = plain.lstrip("\r\n").partition("\n")[0]
    parted = max(PARTED_BY, key=first.count)
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=parted)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error:
        yield reader.line_num, ["\0"]


def _wrong_heads(line: int, names: list[str]) -> Iterator[Fault]:
    known = ", ".join(HEADS)
    for column in (WEEK, DAY):
        if column not in names:
            yield Fault(f"line {line}, column {column}", f"is missing; the columns are {known}")
    for name in dict.fromkeys(names):
        if name and name not in HEADS:
            yield Fault(f"line {line}, column {name[:40]}", f"is not known; the columns are {known}")
        elif name and names.count(name) > 1:
            yield Fault(f"line {line}, column {name}", "stands twice")


def _read_line(reading: _Reading, line: int, names: list[str], cells: list[str]) -> None:
    if cells == ["\0"] or any(cell.strip() for cell in cells[len(names) :]):
        reading.fault(line, "", "has more cells than the first line names, or an open quotation mark")
        return
    typed = dict(zip(names, cells, strict=False))
    week = _whole(reading, line, WEEK, typed.get(WEEK, ""), MOST_WEEKS - 1, 0)
    day = _whole(reading, line, DAY, typed.get(DAY, ""), DAYS, 1)
    if week is None or day is None:
        return
    if day in reading.lines.setdefault(week, {}):
        reading.fault(line, DAY, f"week {week}, day {day} stands in line {reading.lines[week][day]} already")
        return
    reading.lines[week][day] = line
    values = {name: cell_value(part, typed.get(name, "")) for name, part in CELLS.items()}
    written = {name: value for name, value in values.items() if value is not None}
    reading.weeks.setdefault(week, [None] * DAYS)[day - 1] = written or None


def _whole(reading: _Reading, line: int, column: str, text: str, most: int, least: int) -> int | None:
    typed = text.strip()
    if typed.isascii() and typed.isdecimal() and len(typed) < 4 and least <= int(typed) <= most:
        return int(typed)
    reading.fault(line, column, f"must be {least} to {most}, not {typed[:40]!r}")
    return None


def place_of(fault: Fault, week: int, file: JournalFile) -> Fault:
    """A fault of the parser (``history.journal[0].days[3].pain``) by its line and column."""
    day, _dot, column = fault.path.rpartition("days[")[2].partition("].")
    line = file.lines.get(week, {}).get(int(day) + 1) if day.isdecimal() else None
    return Fault(f"line {line}, column {column}" if line else f"week {week}", fault.message)
