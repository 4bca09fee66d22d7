"""The self-care files: complete, in both languages, with sources that exist; broken rows are refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from plans.knowledge.loader import load
from plans.knowledge.reading import KnowledgeError
from plans.knowledge.rows import read_row, read_rows
from plans.knowledge.self_care import Barrier, Factor, Module, Term, read_self_care


def rows_of(value: Any) -> Iterator[Any]:
    """Every dataclass inside, the value itself too."""
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from rows_of(getattr(value, field.name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from rows_of(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from rows_of(item)


ROWS = list(rows_of(read_self_care()))


def test_every_module_habit_and_barrier_is_there() -> None:
    care = read_self_care()
    assert len(care.modules) == 15
    assert [module.id for module in care.habits] == [
        "SM-MOVE", "SM-JOURNAL", "SM-BREATHE", "SM-PACE", "SM-SLEEP",
        "SM-MOOD", "SM-SUPPORT", "SM-WORK", "SM-SMOKE", "SM-WEIGHT",
    ]  # fmt: skip
    assert {m.id for m in care.modules.values() if m.kind == "frame"} == {
        "SM-GOAL", "SM-MIN", "SM-FLARE", "SM-LEARN",
    }  # fmt: skip
    assert len(care.barriers) == 16
    assert len(care.goals) == 13


def test_every_named_source_exists() -> None:
    named = {source for row in ROWS for source in getattr(row, "sources", ())}
    assert named
    assert all(source in load().sources for source in named)


def test_what_the_patient_reads_stands_in_both_languages() -> None:
    texts = [
        value
        for row in ROWS
        for name in ("name", "text", "why", "line", "words", "page", "label", "first_goal")
        if isinstance(value := getattr(row, name, None), dict)
    ]
    assert texts
    assert all({"en", "es"} <= set(text) and all(text.values()) for text in texts)


def test_a_rule_is_shown_without_the_signs_of_its_source() -> None:
    """The review page shows these sentences as they stand: no bold marks, no code marks."""
    shown = [row.text for row in ROWS if isinstance(getattr(row, "text", None), str)]
    assert len(shown) > 50
    assert [text for text in shown if "**" in text or "`" in text] == []


def test_sentences_without_heat_hold_no_heat() -> None:
    care = read_self_care()
    cold = [care.modules["SM-FLARE"].text_without_heat, care.support.lights["YELLOW"].text_without_heat]
    for text in cold:
        assert text is not None
        assert "heat" not in text["en"].lower()
        assert "calor" not in text["es"].lower()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"effekt": "x"}, "unknown key 'effekt'; nearest: effect"),
        ({"label": 3}, "3 is of the wrong kind"),
        ({"sources": "EV-01"}, "'EV-01' is of the wrong kind"),
    ],
)
def test_a_broken_row_is_refused_with_file_key_and_reason(row: dict[str, Any], said: str) -> None:
    good = {
        "id": "b", "rule": "", "label": "", "effect": "", "sources": [], "mark": "",
        "checked_on": "", "reviewed_by": "",
    }  # fmt: skip
    with pytest.raises(KnowledgeError, match=r"habits\.toml: b") as caught:
        read_row(Barrier, "habits.toml", good | row)
    assert said in str(caught.value)


def test_a_missing_key_and_a_second_id_are_refused() -> None:
    with pytest.raises(KnowledgeError, match="missing key"):
        read_row(Module, "modules.toml", {"id": "SM-X"})
    two = [{"id": "b"}, {"id": "b"}]
    with pytest.raises(KnowledgeError, match="stands twice"):
        read_rows(Barrier, "habits.toml", two)


def test_a_condition_is_fact_test_value() -> None:
    row = {
        "rule": "GOAL-F1", "reason": "", "factor": 0.5, "any": [[["confidence_0_10", "<="]]],
        "sources": [], "mark": "", "checked_on": "", "reviewed_by": "",
    }  # fmt: skip
    with pytest.raises(KnowledgeError, match="is not fact, test, value"):
        read_row(Factor, "goals.toml", row)
    row["any"] = [[["confidence_0_10", "<=", 4]]]
    assert read_row(Factor, "goals.toml", row).any == ((Term("confidence_0_10", "<=", 4),),)
