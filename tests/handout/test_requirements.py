"""The table of requirements in docs/validation.md names tests that there are, and leaves out none."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
TABLE = (PROJECT / "docs" / "validation.md").read_text("utf-8").partition("requirement by requirement")[2]


def test_every_requirement_has_its_line() -> None:
    ids = set(re.findall(r"\b(?:HL|PR)-\d\d\b", TABLE))
    assert ids == {f"HL-{n:02}" for n in range(1, 31)} | {f"PR-{n:02}" for n in range(1, 24)}


def test_every_test_it_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", TABLE))
    there = {
        name
        for path in (PROJECT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M)
    }
    assert len(named) > 40
    assert named - there == set()
