"""What is written in a cell of the paper tracker, as intake JSON (self-care.md 3.1)."""

from __future__ import annotations

from typing import Any

from plans.intake.fields.kinds import Field, Kind

NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.NUMBER_OR_WORD})
BLANKS = frozenset({"", "-", "–", "—"})


def cell_value(part: Field, text: str) -> Any:
    """The value of a cell; None when nothing was written.

    The letters printed in the boxes stand for their answers: A, S, N; G, S, B; G, S, L. What is neither a
    number nor an answer stays text, for the parser to refuse.
    """
    typed = text.strip()
    if typed in BLANKS:
        return None
    for choice in part.choices:
        if typed.casefold() in (choice.id.casefold(), choice.label.casefold(), choice.id[0].casefold()):
            return choice.id
    return _number(typed) if part.kind in NUMBERS else typed


def _number(typed: str) -> int | float | str:
    """Digits as a number; a comma may stand for the point, as it is written by hand."""
    plain = typed.replace(",", ".")
    try:
        return int(plain) if plain.isdecimal() and plain.isascii() else float(plain)
    except ValueError:
        return typed


def cell_text(part: Field, value: Any) -> str:
    """How a kept value is typed: the letter of an answer, else the value."""
    if value is None:
        return ""
    for choice in part.choices:
        if value == choice.id:
            return choice.id[0].upper()
    return f"{value:g}" if isinstance(value, float) else str(value)


def letters(part: Field) -> str:
    """The letters of a column with their answers: "A all, S small plan, N none"; empty for numbers."""
    return ", ".join(
        f"{choice.id[0].upper()} {choice.label[:1].lower()}{choice.label[1:]}" for choice in part.choices
    )
