"""Very different patients, built once: the worked cases of the dossier, random ones, and their contents."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from plans.builder.build import build_plan
from plans.builder.content import build_content
from plans.builder.plan import Plan
from plans.content import Content, Signature, Version
from plans.intake.clinic import ClinicSettings
from plans.intake.decisions import Decision
from plans.intake.intake import Intake
from plans.intake.parsing import parse
from plans.knowledge.loader import load, vocabulary

CASES = Path(__file__).parents[2] / "cases"
WHOLE = [f"X{number}" for number in range(1, 11)]
RANDOM = [f"R{number:03d}" for number in range(0, 400, 17)]
CLINIC = ClinicSettings(
    name="Riverside Back Clinic",
    phone_day="555-010-2233",
    phone_after_hours="555-010-9900",
    national_lines=("SUP-988", "SUP-PC", "SUP-QUIT", "SUP-211"),
    languages=("en", "es"),
)
SIGNED = Version(
    2,
    date(2026, 3, 2),
    (Signature("Dana Reyes", "MD", date(2026, 3, 2)), Signature("Pat Lee", "PT", date(2026, 3, 2))),
    draft=False,
)
DRAFT = Version(None, date(2026, 3, 2))


@cache
def _rows() -> dict[str, dict[str, Any]]:
    rows = json.loads((CASES / "whole-patients.json").read_text("utf-8"))
    with (CASES / "practice.jsonl").open(encoding="utf-8") as lines:
        rows += [json.loads(line) for line in lines]
    return {row["id"]: row for row in rows}


def intake_data(case: str, **groups: Any) -> dict[str, Any]:
    """The intake of a case; each keyword replaces keys of a group, or a whole list."""
    data = deepcopy(_rows()[case]["intake"])
    data["patient"].setdefault("name", "Maria Gonzalez")
    for name, value in groups.items():
        if isinstance(value, dict) and isinstance(data.get(name), dict):
            data[name].update(value)
        else:
            data[name] = value
    return data


def read(data: dict[str, Any]) -> Intake:
    parsed = parse(data, vocabulary(load()), date(2026, 12, 31))
    assert parsed.intake is not None, parsed.faults
    return parsed.intake


def plan_of(
    data: dict[str, Any], decisions: tuple[Decision, ...] = (), clinic: ClinicSettings = CLINIC
) -> Plan:
    intake = read(data)
    return build_plan(intake, load(), intake.assessed_on, decisions, None, clinic)


def content_of(
    data: dict[str, Any],
    decisions: tuple[Decision, ...] = (),
    version: Version = SIGNED,
    clinic: ClinicSettings = CLINIC,
) -> Content:
    plan = plan_of(data, decisions, clinic)
    return build_content(plan, read(data), load(), version, clinic, decisions)


@cache
def content(case: str, version: Version = SIGNED) -> Content:
    return content_of(intake_data(case), version=version)
