"""Decisions on a draft (joins.md section 5): actions by line, values typed, faults at their path."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from plans.intake.deciding import parse_decisions
from plans.intake.intake import SlotDoses
from tests.intake.cases import TODAY, WORDS
from tests.intake.test_parsing import JSON


def read(*decisions: Any) -> Any:
    return parse_decisions(list(decisions), WORDS, TODAY, date(2026, 3, 2))


def value_of(line: str, action: str, value: Any, reason: str = "because") -> Any:
    parsed = read({"line": line, "action": action, "value": value, "reason": reason})
    assert not parsed.faults, parsed.faults
    return parsed.decisions[0].value


def test_a_line_is_kind_and_target() -> None:
    (decision,) = read({"line": "medication:ibuprofen-2", "action": "continue", "reason": "works"}).decisions
    assert (decision.kind, decision.target, decision.reason) == ("medication", "ibuprofen-2", "works")


def test_values_are_typed_as_in_the_intake() -> None:
    assert value_of("medication:naproxen", "stop", {"on": "2026-03-09"}) == {"on": date(2026, 3, 9)}
    assert value_of("entry:walk-paced", "move", {"time": "18:30"}) == {"time": 1110}
    assert value_of("exercise:bird-dog", "change", {"sets": 2, "load_kg": 1.5}) == {"sets": 2, "load_kg": 1.5}
    assert value_of("exercise:bird-dog", "add", None) is None
    assert value_of("gate:REF-CLEAR", "confirm", "cleared for exercise") == {"asked": "cleared for exercise"}
    changed = value_of("medication:gabapentin", "change", {"doses_mg": {"bedtime": 300}, "on": "2026-03-03"})
    assert changed == {"doses_mg": SlotDoses(bedtime=300), "on": date(2026, 3, 3)}


def test_an_added_medicine_is_looked_up_by_name() -> None:
    added = value_of("option:OPT-NSAID-TRY", "add", {"drug": "Aleve", "dose_mg": 220, "times_per_day": 2})
    assert (added["drug"], added["entered_as"], added["dose_mg"]) == ("naproxen", "Aleve", 220)


@pytest.mark.parametrize(
    ("decision", "path"),
    [
        (7, "decisions[0]"),
        ({"action": "decline"}, "decisions[0].line"),
        ({"line": "exercise:bird-dog"}, "decisions[0].action"),
        ({"line": "bird-dog", "action": "decline"}, "decisions[0].line"),
        ({"line": "exercise:", "action": "decline"}, "decisions[0].line"),
        ({"line": "exercise:bird-god", "action": "decline"}, "decisions[0].line"),
        ({"line": "module:SM-NOPE", "action": "first"}, "decisions[0].line"),
        ({"line": "visit:soon", "action": "add"}, "decisions[0].line"),
        ({"line": "visit:0", "action": "add"}, "decisions[0].line"),
        ({"line": "exercise:bird-dog", "action": "stop"}, "decisions[0].action"),
        ({"line": "exercise:bird-dog", "action": "change"}, "decisions[0].value"),
        ({"line": "exercise:bird-dog", "action": "change", "value": {"sets": 0}}, "decisions[0].value.sets"),
        ({"line": "exercise:bird-dog", "action": "decline", "value": {"sets": 1}}, "decisions[0].value"),
        ({"line": "medication:x", "action": "stop"}, "decisions[0].value"),
        ({"line": "medication:x", "action": "stop", "value": {"on": "soon"}}, "decisions[0].value.on"),
        ({"line": "medication:x", "action": "change", "value": {"key": "y"}}, "decisions[0].value.key"),
        ({"line": "alert:maoi", "action": "override"}, "decisions[0].reason"),
        ({"line": "option:O", "action": "add", "value": {"dose_mg": 2}}, "decisions[0].value.drug"),
        ({"line": "entry:a", "action": "move", "value": {"time": "25:00"}}, "decisions[0].value.time"),
        ({"line": "visit:4", "action": "add", "who": "Pat"}, "decisions[0].who"),
    ],
)
def test_a_decision_that_is_wrong_has_its_fault(decision: Any, path: str) -> None:
    assert {fault.path for fault in read(decision).faults} == {path}


def test_one_wrong_decision_refuses_all_and_all_faults_are_named() -> None:
    parsed = read({"line": "visit:4", "action": "add"}, {"line": "visit:4"}, {"line": "a:b", "action": "c"})
    assert parsed.decisions == ()
    assert [fault.path for fault in parsed.faults] == ["decisions[1].action", "decisions[2].line"]
    assert parse_decisions({}, WORDS, TODAY).faults[0].path == "decisions"


@given(JSON)
@settings(max_examples=80, deadline=None)
def test_any_json_value_is_read_without_an_error(value: Any) -> None:
    parse_decisions(value, WORDS, TODAY)
    for line, action in (("medication:a", "change"), ("option:a", "add"), ("gate:a", "confirm")):
        read({"line": line, "action": action, "value": value})


@pytest.mark.parametrize(
    ("line", "action", "value"),
    [
        ("entry:move", "move", {"time": None}),
        ("medication:naproxen", "stop", {"on": None}),
        ("exercise:bird-dog", "change", {"sets": None}),
    ],
)
def test_a_value_that_holds_nothing_is_no_value(line: str, action: str, value: Any) -> None:
    faults = read({"line": line, "action": action, "value": value}).faults
    assert [(fault.path, fault.message) for fault in faults] == [
        ("decisions[0].value", "is needed for this action")
    ]
