"""``print_handout``: exit codes, faults on standard error, and the marks of a draft and of a signature."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.builder.content.patients import intake_data
from tests.handout.printed import reader, text

ROOT = Path(__file__).parents[2]


def run(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "manage.py", "print_handout", *arguments],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "careplan.settings"},
        input=stdin,
        capture_output=True,
        check=False,
    )


def file_of(folder: Path, name: str, data: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(data), "utf-8")
    return str(path)


@pytest.fixture
def intake(tmp_path: Path) -> str:
    return file_of(tmp_path, "intake.json", intake_data("X1", allergies=[]))


def test_a_draft_is_marked(intake: str, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    done = run(intake, "-o", str(out))
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Draft. Not signed yet." in text(out.read_bytes(), 0)


def test_signed_by_prints_who_answers_for_it(intake: str, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    done = run(intake, "-o", str(out), "--signed-by", "Dana Reyes, MD", "--edition", "summary")
    assert done.returncode == 0, done.stderr
    said = text(out.read_bytes())
    assert "Signed by Dana Reyes, MD, 02 MAR 2026" in said
    assert "Draft" not in said


def test_an_open_gate_is_named(tmp_path: Path) -> None:
    name = file_of(tmp_path, "intake.json", intake_data("X1"))
    done = run(name, "-o", str(tmp_path / "out.pdf"), "--signed-by", "Dana Reyes")
    assert done.returncode == 2
    assert b"signing.prescriber: allergies is open" in done.stderr
    assert not (tmp_path / "out.pdf").exists()


def test_a_refused_plan_has_no_page(tmp_path: Path) -> None:
    name = file_of(tmp_path, "intake.json", intake_data("X1", pain={"duration_weeks": 5}))
    done = run(name, "-o", str(tmp_path / "out.pdf"))
    assert done.returncode == 2
    assert b"plan: refused by ELIG-2" in done.stderr


def test_a_blocked_plan_prints_its_page(tmp_path: Path) -> None:
    name = file_of(tmp_path, "intake.json", intake_data("X1", red_flags=["rf-ces-saddle"]))
    out = tmp_path / "out.pdf"
    assert run(name, "-o", str(out)).returncode == 0
    assert len(reader(out.read_bytes()).pages) == 1


def test_standard_input_and_output() -> None:
    done = run(
        "-", "-o", "-", "--edition", "summary", "--paper", "a4", stdin=json.dumps(intake_data("X1")).encode()
    )
    assert done.returncode == 0
    assert done.stdout.startswith(b"%PDF-1.7")


def test_spanish_only_where_it_is_switched_on(intake: str, tmp_path: Path) -> None:
    done = run(intake, "-o", str(tmp_path / "out.pdf"), "--language", "es")
    assert done.returncode == 2
    assert b"--language: es is not switched on; allowed: en" in done.stderr
    clinic = file_of(
        tmp_path, "clinic.json", {"name": "Clínica", "languages": ["en", "es"], "phone_day": "555-010-2233"}
    )
    out = tmp_path / "es.pdf"
    assert (
        run(intake, "-o", str(out), "--language", "es", "--clinic", clinic, "--edition", "summary").returncode
        == 0
    )
    assert "Mi plan para la espalda" in text(out.read_bytes())
    signed = run(intake, "-o", str(out), "--language", "es", "--clinic", clinic, "--signed-by", "Dana Reyes")
    assert signed.returncode == 2
    assert b"nobody qualified has reviewed this translation" in signed.stderr


@pytest.mark.parametrize(
    ("clinic", "fault"),
    [
        ({"nme": "x"}, "nme: unknown key; nearest: name"),
        ({"paper": "a5"}, "paper: must be one of letter, a4, not 'a5'"),
        ({"duplex": "no"}, "duplex: must be true or false, not 'no'"),
        ({"languages": ["fr"]}, "languages: 'fr' has no whole text; allowed: en, es"),
        ({"local_resources": [{"what": "walks"}]}, "local_resources[0].name: is missing"),
        ([], "must be a JSON object of the clinic's settings"),
    ],
)
def test_a_wrong_clinic_file_says_what_is_wrong(clinic: Any, fault: str, intake: str, tmp_path: Path) -> None:
    done = run(intake, "-o", str(tmp_path / "out.pdf"), "--clinic", file_of(tmp_path, "clinic.json", clinic))
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [fault]


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.json", "-o", "out.pdf"],
        ["--edition", "poster"],
        ["--as-of", "2026-02-31"],
        ["--as-of", "2026-01-01"],
    ],
)
def test_wrong_arguments_exit_2(arguments: list[str], intake: str, tmp_path: Path) -> None:
    given = arguments if "-o" in arguments else [intake, "-o", str(tmp_path / "out.pdf"), *arguments]
    done = run(*given)
    assert done.returncode == 2
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_where_nothing_can_be_written(intake: str) -> None:
    done = run(intake, "-o", "/nonexistent/out.pdf", "--edition", "summary")
    assert done.returncode == 2
    assert b"--output: cannot be written" in done.stderr
