"""The schema command prints the schema that the parser is held to."""

from __future__ import annotations

import json
from collections.abc import Callable

from jsonschema import Draft202012Validator

from tests.commands.conftest import Ran
from tests.intake.cases import full_intake


def test_it_prints_a_schema_that_accepts_an_intake(run: Callable[..., Ran]) -> None:
    ran = run("intake_schema")
    assert ran.out.isascii()
    schema = json.loads(ran.out)
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(full_intake())
    assert schema["$schema"].endswith("2020-12/schema")
    assert ran.status == 0
