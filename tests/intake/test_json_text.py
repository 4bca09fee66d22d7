"""JSON text: what is no JSON is a fault in one line, never an error."""

from __future__ import annotations

import pytest

from plans.intake.json_text import read_json


def test_json_is_read() -> None:
    assert read_json('{"a": [1, null]}') == ({"a": [1, None]}, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("{'a': 1}", "is not JSON"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', 'the key "c" stands twice'),
        ("[" * 200_000, "is nested too deeply"),
        ("9" * 5000, "too long"),
    ],
)
def test_what_is_no_json_has_a_reason(text: str, reason: str) -> None:
    data, fault = read_json(text, "file.json")
    assert data is None
    assert fault is not None
    assert fault.path == "file.json"
    assert reason in fault.message
    assert "\n" not in str(fault)
