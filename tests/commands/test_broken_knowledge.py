"""A broken knowledge file in a copy of the project: told in one line, with file, key and reason."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def broken_copy(tmp_path: Path) -> Path:
    shutil.copy(PROJECT / "manage.py", tmp_path)
    shutil.copytree(PROJECT / "careplan", tmp_path / "careplan")
    shutil.copytree(PROJECT / "plans", tmp_path / "plans", ignore=shutil.ignore_patterns("static"))
    flags = tmp_path / "plans" / "knowledge" / "flags.toml"
    flags.write_text(
        flags.read_text(encoding="utf-8").replace('id = "AER-1"', 'id = "AER-0"', 1), encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize("command", [["build_plan", "-"], ["intake_schema"]])
def test_a_command_that_needs_the_knowledge_says_what_is_broken(
    broken_copy: Path, command: list[str]
) -> None:
    environment = os.environ | {"CAREPLAN_DEBUG": "1", "PYTHONPATH": ""}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=broken_copy,
        env=environment,
        input='{"assessed_on": "2026-03-02"}',
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "Knowledge cannot be used. flags.toml: AER-0: the same id twice"
    assert done.stdout == ""
