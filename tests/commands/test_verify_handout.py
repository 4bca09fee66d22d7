"""A file says which version it is, and whether somebody altered it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command
from django.db import connection

from plans.actions import print_draft, print_handout
from plans.content import from_json
from plans.handout import render
from plans.models import Draft, PlanVersion, User
from tests.actions.course import built_draft, signed_version
from tests.database import lifted_guards

SUMMARY = {"edition": "summary", "language": "en", "paper": "letter"}


def verify(path: Path) -> tuple[int, dict[str, Any]]:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_handout", str(path), "--format", "json", stdout=out, stderr=out)
    return int(str(ended.value.code)), json.loads(out.getvalue())


@pytest.fixture
def draft(pat: User) -> Draft:
    return built_draft(pat)


@pytest.fixture
def version(pat: User, dana: User) -> PlanVersion:
    return signed_version(pat, dana)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "handout.pdf"


def test_a_printed_file_is_known(version: PlanVersion, fran: User, file: Path) -> None:
    file.write_bytes(bytes(print_handout(version=version, by=fran, **SUMMARY).pdf))
    code, said = verify(file)
    assert (code, said["verdict"]) == (0, "unaltered")
    assert (said["patient"], said["version"]) == (version.patient_id, 1)
    assert {name: said[name] for name in SUMMARY} == SUMMARY
    assert said["content"] == version.content_hash


def test_a_file_of_another_machine_is_rendered_again(version: PlanVersion, file: Path) -> None:
    file.write_bytes(render(from_json(version.content), **SUMMARY))
    assert verify(file)[0] == 0


@pytest.mark.parametrize("printed", [True, False])
def test_an_altered_file_is_named(version: PlanVersion, fran: User, file: Path, printed: bool) -> None:
    if printed:
        print_handout(version=version, by=fran, **SUMMARY)
    file.write_bytes(render(from_json(version.content), **SUMMARY))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        del pdf.pages[0].Contents
        pdf.save(file)
    code, said = verify(file)
    assert (code, said["verdict"], said["version"]) == (1, "altered", 1)


def test_what_nobody_can_say(version: PlanVersion, draft: Draft, pat: User, file: Path) -> None:
    file.write_bytes(print_draft(draft=draft, by=pat, **SUMMARY))
    code, said = verify(file)
    assert code == 2
    assert "draft" in said["why"]
    for other in (b"%PDF-1.7 nothing", b"", b"word " * 1000):
        file.write_bytes(other)
        assert verify(file)[0] == 2
    assert call_for_missing(file.with_name("no-such.pdf")) == 2


def call_for_missing(path: Path) -> int:
    with pytest.raises(SystemExit) as ended:
        call_command("verify_handout", str(path), stderr=StringIO())
    return int(str(ended.value.code))


def test_a_version_that_was_altered_vouches_for_nothing(version: PlanVersion, fran: User, file: Path) -> None:
    file.write_bytes(bytes(print_handout(version=version, by=fran, **SUMMARY).pdf))
    with lifted_guards(), connection.cursor() as cursor:
        cursor.execute("UPDATE plans_planversion SET knowledge_version = 'forged'")
    assert verify(file)[0] == 2


def test_nothing_is_said_by_name(version: PlanVersion, fran: User, file: Path) -> None:
    file.write_bytes(bytes(print_handout(version=version, by=fran, **SUMMARY).pdf))
    assert version.patient.name not in json.dumps(verify(file)[1], ensure_ascii=False)
