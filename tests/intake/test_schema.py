"""The published schema: valid, accepts every case, and agrees with the parser."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from plans.intake.schema import intake_schema
from tests.intake.cases import SMALL, WORDS, full_intake, published_intakes, read, with_value

SCHEMA = intake_schema(WORDS)
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
SPOILED: list[Any] = [
    None,
    True,
    0,
    -1,
    5.0,
    2.5,
    99999999,
    "",
    "x",
    "2026-01-01",
    "12:00",
    [],
    ["x"],
    {},
    [None],
]
MEDICINES = [
    {"drug": "Advil", "dose_mg": 400, "slots": ["morning"], "effects": ["foggy"]},
    {"drug": "zorbafen"},
]


def test_it_is_a_schema_with_titles_units_and_ranges() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    weight = SCHEMA["properties"]["patient"]["properties"]["weight_kg"]
    assert weight["title"] == "Weight"
    assert (weight["x-unit"], weight["minimum"], weight["maximum"]) == ("kg", 25, 350)


def test_every_published_intake_is_valid() -> None:
    for name, data in published_intakes():
        assert VALIDATOR.is_valid(data), name


def test_the_schema_cannot_say_what_is_close_to_a_known_condition() -> None:
    data = with_value("conditions", ["Osteoporosys"], SMALL)
    assert VALIDATOR.is_valid(data)
    assert read(data).intake is None


def places(data: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside ``data``."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [way, *(place for key, value in items for place in places(value, (*way, key)))]


def spoiled(data: Any, chance: random.Random) -> Any:
    """A copy of ``data`` with one value replaced, or one unknown key."""
    data = copy.deepcopy(data)
    way = chance.choice([place for place in places(data) if place])
    inside = data
    for key in way[:-1]:
        inside = inside[key]
    if isinstance(inside, dict) and chance.random() < 0.15:
        inside["unknown"] = 1
    else:
        inside[way[-1]] = chance.choice(SPOILED)
    return data


def test_schema_and_parser_agree_on_one_spoiled_value() -> None:
    base = full_intake()
    base["life"]["goals"] = [{"id": "G-WALK", "target": 40}]
    base["allergies"] = [{"substance": "aspirin", "reaction": "hives"}]
    base["labs"] = {"egfr": ">60", "sodium_mmol_l": 140, "taken_on": "2026-02-01"}
    base["medications"] = MEDICINES
    chance = random.Random(20261124)  # noqa: S311
    for _ in range(1500):
        data = spoiled(base, chance)
        assert VALIDATOR.is_valid(data) == (not only_own_faults(data)), (data, read(data).faults)


RULES_BETWEEN_FIELDS = (
    "is the same as",
    "must have as many times of day",
    "must not be before",
    "must not be after",
)


def only_own_faults(data: Any) -> list[str]:
    """Faults of single values; those that need two values are not the schema's."""
    return [
        str(fault)
        for fault in read(data).faults
        if not any(
            rule in fault.message for rule in (*RULES_BETWEEN_FIELDS, "only together", "none stands only")
        )
    ]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("patient.name", "J" * 200),
        ("patient.name", "   "),
        ("patient.name", "a\nb"),
        ("medications", [{"product": "percoset"}]),
        ("medications", [{"dose_mg": 3}]),
        ("measures.start_back", [True, False, None, True, True, False, False, False, 4]),
        ("measures.start_back", [True, False, None, True, True, False, False, 4]),
        ("measures.psfs", [4, {"activity": "lift", "rating": 11}]),
        ("measures.psfs", [4, None, {"activity": "lift", "rating": 10}]),
        ("life.declined_exercises", ["bird-dog"]),
        ("life.declined_exercises", ["bird-god"]),
        ("red_flags", ["rf-ces-bladder", "rf-ces-bladder"]),
        ("red_flags", ["gout"]),
        ("conditions", ["gout", "diabetes", "lupus"]),
        ("conditions", ["gout", "gout"]),
        ("conditions", ["x" * 120]),
        ("conditions", ["x" * 121]),
        ("conditions", ["   "]),
        ("conditions", ["two\nlines"]),
        ("conditions", ["nul\x00"]),
        ("conditions", [None]),
        ("conditions", [7]),
        ("conditions", "gout"),
        ("assessed_on", None),
        ("patient", None),
        ("patient.language", "fr"),
    ],
)
def test_schema_and_parser_agree_on_values_chosen_by_hand(path: str, value: Any) -> None:
    data = with_value(path, value, SMALL)
    assert VALIDATOR.is_valid(data) == (read(data).intake is not None)
