"""Every safety rule on both sides of its cut, and with a fact missing: tests/cases/rules/*.toml."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from plans.builder.medicines.findings import judge_rules
from plans.knowledge.loader import Knowledge
from tests.builder.medicines.conftest import Read
from tests.support import CASES

FOLDER = CASES / "rules"
KINDS = ("applies", "does_not_apply", "unknown")
BASE = tomllib.loads((FOLDER / "base.toml").read_text(encoding="utf-8"))


def all_cases() -> Iterator[dict[str, Any]]:
    for file in sorted(FOLDER.glob("*.toml")):
        if file.name != "base.toml":
            yield from tomllib.loads(file.read_text(encoding="utf-8"))["case"]


ALL = list(all_cases())


def intake_of(case: dict[str, Any]) -> dict[str, Any]:
    """The person of base.toml with the case's changes."""
    intake = copy.deepcopy(BASE)
    for path, value in case.get("set", {}).items():
        group, _, name = path.partition(".")
        if name:
            intake.setdefault(group, {})[name] = value
        else:
            intake[group] = value
    for path in case.get("without", ()):
        group, _, name = path.partition(".")
        (intake[group] if name else intake).pop(name or group, None)
    if "medications" in case:
        intake["medications"] = case["medications"]
    return intake


@pytest.mark.parametrize("case", ALL, ids=lambda case: case["story"][:80])
def test_a_rule_is_judged_as_its_meaning_says(case: dict[str, Any], read: Read) -> None:
    found, unknown = judge_rules(read(intake_of(case)).facts)
    applies, open_rows = {row.id for row in found}, {row.id for row in unknown}

    assert set(case.get("applies", ())) <= applies
    assert set(case.get("unknown", ())) <= open_rows
    assert set(case.get("does_not_apply", ())).isdisjoint(applies | open_rows)


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_has_a_case_of_each_kind(kind: str, knowledge: Knowledge) -> None:
    covered = {rule for case in ALL for rule in case.get(kind, ())}

    assert sorted(set(knowledge.medicines.rules) - covered) == []


def test_every_case_names_a_rule_that_exists(knowledge: Knowledge) -> None:
    named = {rule for case in ALL for kind in KINDS for rule in case.get(kind, ())}

    assert sorted(named - set(knowledge.medicines.rules)) == []


def test_a_healthy_person_with_one_plain_medicine_hears_nothing(read: Read) -> None:
    ibuprofen = {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3, "started_on": "2026-02-02"}
    found, unknown = judge_rules(read(BASE, medications=[ibuprofen]).facts)

    assert (found, unknown) == ([], [])
