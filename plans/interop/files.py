"""Reading the files a command is given: intake, decisions, history. Faults are collected, never raised."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from plans.intake.deciding import parse_decisions
from plans.intake.decisions import Decision
from plans.intake.faults import Fault
from plans.intake.history import History
from plans.intake.intake import Intake
from plans.intake.json_text import read_json
from plans.intake.looking_back import parse_history
from plans.intake.parsing import parse
from plans.intake.values import as_date
from plans.intake.vocabulary import Vocabulary


class FaultyInputError(Exception):
    """The input is wrong; ``faults`` say how. A command prints them and exits 2."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files in the words of one knowledge, on one day."""

    words: Vocabulary
    today: date

    def intake(self, text: str, name: str = "") -> Intake:
        """One intake out of JSON text; raises FaultyInputError."""
        parsed = parse(data_of(text, name), self.words, self.today)
        if parsed.intake is None:
            raise FaultyInputError(*(Fault(fault.path or name, fault.message) for fault in parsed.faults))
        return parsed.intake

    def decisions(self, name: str, assessed_on: date) -> tuple[Decision, ...]:
        """The decisions of a file; raises FaultyInputError."""
        parsed = parse_decisions(data_of(text_of(name), name), self.words, self.today, assessed_on)
        if parsed.faults:
            raise FaultyInputError(*parsed.faults)
        return parsed.decisions

    def history(self, name: str, assessed_on: date, as_of: date | None = None) -> History:
        """The history of a file; raises FaultyInputError."""
        parsed = parse_history(data_of(text_of(name), name), self.words, self.today, assessed_on, as_of)
        if parsed.history is None:
            raise FaultyInputError(*parsed.faults)
        return parsed.history


def data_of(text: str, name: str) -> Any:
    """The JSON value in ``text``; raises FaultyInputError."""
    data, fault = read_json(text, name)
    if fault is not None:
        raise FaultyInputError(fault)
    return data


def text_of(name: str) -> str:
    """The text of a file, or of standard input for ``-``; raises FaultyInputError."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise FaultyInputError(Fault(name, f"cannot be read: {error.strerror or error}")) from error
    except UnicodeDecodeError as error:
        raise FaultyInputError(Fault(name, "is not UTF-8 text")) from error


def lines_of(name: str) -> Iterator[str | Fault]:
    """The lines of a file as they come, without outer blanks; one that is not UTF-8 is a fault."""
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as stream:
            for number, raw in enumerate(stream, start=1):
                yield _line(number, raw)
    except OSError as error:
        raise FaultyInputError(Fault(name, f"cannot be read: {error.strerror or error}")) from error


def _line(number: int, raw: bytes) -> str | Fault:
    try:
        return raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
    except UnicodeDecodeError:
        return Fault(f"line {number}", "is not UTF-8 text")


def as_of_day(text: str | None, assessed_on: date | None = None) -> date | None:
    """The day ``--as-of`` names; raises FaultyInputError when it is no day or before the assessment."""
    if text is None:
        return assessed_on
    day = as_date(text)
    if day is None:
        raise FaultyInputError(Fault("--as-of", f"must be a date such as 2026-03-02, not {text}"))
    if assessed_on is not None and day < assessed_on:
        raise FaultyInputError(
            Fault("--as-of", f"must not be before the assessment ({assessed_on}), not {day}")
        )
    return day
