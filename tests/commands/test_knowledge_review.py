"""The review command lists what no clinician has reviewed, and what has to be reviewed again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from plans.knowledge import reading, references
from plans.knowledge.loader import load
from tests.commands.conftest import Ran

ROW = """
[[row]]
id = "{id}"
checked_on = {checked_on}
reviewed_by = "{by}"
"""


@pytest.fixture
def rows_of_a_clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows in two files: never reviewed, reviewed long ago, reviewed today."""
    load()  # the version the command prints is that of the real files
    about = "[review]\nevery_months = 12\n"
    (tmp_path / "about.toml").write_text(about, encoding="utf-8")
    new = ROW.format(id="new", checked_on="2026-11-24", by="")
    old = ROW.format(id="old", checked_on='""', by="Dr. A. Example") + "reviewed_on = 2020-02-29\n"
    fresh = ROW.format(id="fresh", checked_on='""', by="Dr. A. Example") + f"reviewed_on = {date.today()}\n"
    (tmp_path / "one.toml").write_text(new + old, encoding="utf-8")
    (tmp_path / "two.toml").write_text(fresh, encoding="utf-8")
    for module in (reading, references):
        monkeypatch.setattr(module, "FOLDER", tmp_path)


@pytest.mark.usefixtures("rows_of_a_clinic")
def test_what_waits_is_listed_with_its_reason(run: Callable[..., Ran]) -> None:
    *rows, total = run("knowledge_review").out.splitlines()
    assert rows == [
        "one.toml: new: never reviewed; checked against its source on 2026-11-24",
        "one.toml: old: overdue since 2021-02-28; not checked",
    ]
    assert total.startswith("2 of 3 rows wait for review (knowledge ")
    assert run("knowledge_review", "--file", "two.toml").out.startswith("0 of 1 rows wait")
    assert run("knowledge_review", "--summary").out.startswith("one.toml: 2 of 2 rows wait\n2 of 3")


def test_the_real_files_can_all_be_listed(run: Callable[..., Ran]) -> None:
    found = re.search(r"^(\d+) of (\d+) rows wait for review", run("knowledge_review").out, re.MULTILINE)
    assert found
    assert int(found[1]) <= int(found[2])
    assert int(found[2]) > 2000


def test_a_file_that_does_not_exist_is_not_a_file_without_work(run: Callable[..., Ran]) -> None:
    with pytest.raises(CommandError, match=r"safety_rules: .*nearest: safety_rules\.toml"):
        run("knowledge_review", "--file", "safety_rules")
