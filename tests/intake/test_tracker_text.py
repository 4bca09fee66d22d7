"""Cells of the paper tracker, read and written (self-care.md 3.1)."""

from __future__ import annotations

from typing import Any

import pytest

from plans.intake.fields.journal import JOURNAL_DAY
from plans.intake.tracker_text import cell_text, cell_value, letters

PARTS = {part.path: part for part in JOURNAL_DAY}


@pytest.mark.parametrize(
    ("column", "typed", "value"),
    [
        ("pain", "7", 7),
        ("pain", "10", 10),
        ("pain", " ", None),
        ("pain", "-", None),
        ("pain", "bad", "bad"),
        ("pain", "6.5", 6.5),
        ("minutes", "12,5", 12.5),
        ("done", "A", "all"),
        ("done", "s", "small"),
        ("done", "Small plan", "small"),
        ("done", "none", "none"),
        ("done", "maybe", "maybe"),
        ("sleep", "g", "good"),
        ("sleep", "so-so", "so-so"),
        ("sleep", "6.5", 6.5),
        ("mood", "L", "low"),
        ("trigger", "w", "W"),
        ("trigger", "Sat long", "S"),
    ],
)
def test_a_cell_is_read(column: str, typed: str, value: Any) -> None:
    assert cell_value(PARTS[column], typed) == value


@pytest.mark.parametrize("column", PARTS)
def test_no_two_answers_of_a_column_share_a_letter(column: str) -> None:
    first = [choice.id[0].casefold() for choice in PARTS[column].choices]
    assert len(first) == len(set(first))


@pytest.mark.parametrize(
    ("column", "value"),
    [("pain", 0), ("done", "small"), ("sleep", "bad"), ("sleep", 6.5), ("trigger", "X"), ("minutes", 12.5)],
)
def test_what_is_kept_is_typed_as_it_was(column: str, value: Any) -> None:
    assert cell_value(PARTS[column], cell_text(PARTS[column], value)) == value


def test_the_letters_are_told() -> None:
    assert letters(PARTS["done"]) == "A all, S small plan, N none"
    assert letters(PARTS["minutes"]) == ""
