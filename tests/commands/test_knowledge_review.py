"""The review command lists what no clinician has reviewed."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.commands.conftest import Ran


def test_every_row_waits_until_somebody_reviews_it(run: Callable[..., Ran]) -> None:
    *rows, total = run("knowledge_review").out.splitlines()
    found = re.match(r"(\d+) of (\d+) rows wait for review", total)
    assert found
    assert int(found[1]) == int(found[2]) == len(rows)
    assert any(row.startswith("safety_rules.toml: nsaid-renal-below-30: never reviewed") for row in rows)


def test_one_file_and_numbers_alone(run: Callable[..., Ran]) -> None:
    *rows, total = run("knowledge_review", "--file", "conditions.toml").out.splitlines()
    assert len(rows) == 62
    assert "62 of 62" in total
    first, _ = run("knowledge_review", "--file", "conditions.toml", "--summary").out.splitlines()
    assert first == "conditions.toml: 62 of 62 rows wait"
