"""Many handouts at once: whole files, nothing twice, and it carries on where it was stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pypdf import PdfReader

from plans.actions import change_clinic
from plans.models import AuditEvent, HandoutFile, PlanVersion, Printout, User
from tests.actions.course import built_draft, office_worker, sign_both

TODAY = timezone.localdate
Made = Callable[..., PlanVersion]


@pytest.fixture
def made(pat: User, dana: User) -> Made:
    def make(**changes: Any) -> PlanVersion:
        version = sign_both(built_draft(pat, office_worker(**changes)), pat, dana).version
        assert version is not None
        return version

    return make


def print_all(*arguments: Any, since: date | None = None) -> str:
    out = StringIO()
    told = ("--signed-since", (since or TODAY()).isoformat(), "--workers", "2")
    call_command("print_handouts", *told, *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def test_a_folder_gets_one_whole_file_for_each_patient(made: Made, fran: User, tmp_path: Path) -> None:
    versions = [made(), made(), made()]
    said = print_all("--edition", "summary", "-o", tmp_path, "--by", "fran")
    assert "3 printed" in said
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for version in versions:
        name = f"plan-{version.patient_id}-1-summary-en-letter.pdf"
        kept = HandoutFile.objects.get(version=version)
        assert hashlib.sha256(files.pop(name)).hexdigest() == kept.hash
    assert files == {}
    assert set(Printout.objects.values_list("printed_by__username", flat=True)) == {"fran"}


def test_it_carries_on_where_it_was_stopped(made: Made, tmp_path: Path, monkeypatch: Any) -> None:
    made(), made(), made()
    print_all("--edition", "summary", "-o", tmp_path)
    whole, cut, missing = sorted(tmp_path.iterdir())
    times = whole.stat().st_mtime_ns
    before = cut.read_bytes()
    cut.write_bytes(before[:100])
    missing.rename(missing.with_suffix(".pdf.part"))
    monkeypatch.setattr("plans.handout.limits.Renderer.render", None)  # all three are kept
    assert "3 printed" in print_all("--edition", "summary", "-o", tmp_path)
    assert sorted(tmp_path.iterdir()) == [whole, cut, missing]
    assert whole.stat().st_mtime_ns == times
    assert cut.read_bytes() == before
    assert AuditEvent.objects.filter(action="handout.print", happened_by="print_handouts").count() == 5


@pytest.mark.parametrize("where", [("-o", "out"), ("--merged", "out/all.pdf")])
def test_a_file_gets_its_name_once_its_print_is_on_record(
    where: tuple[str, str], made: Made, tmp_path: Path, monkeypatch: Any
) -> None:
    made()
    arguments = ("--edition", "summary", where[0], tmp_path / where[1])
    with monkeypatch.context() as stopped:
        stopped.delattr("pathlib.Path.replace")
        with pytest.raises(AttributeError):
            print_all(*arguments)
    assert AuditEvent.objects.filter(action="handout.print").count() == 1
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".part"]
    print_all(*arguments)
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".pdf"]
    assert HandoutFile.objects.count() == 1


def test_one_file_that_is_there_is_not_printed_again(made: Made, tmp_path: Path) -> None:
    made()
    for _ in range(2):
        print_all("--edition", "summary", "--merged", tmp_path / "all.pdf")
    assert AuditEvent.objects.filter(action="handout.print").count() == 1


def test_in_one_file_each_patient_starts_on_a_sheet_of_its_own(made: Made, tmp_path: Path) -> None:
    made(), made()
    path = tmp_path / "all.pdf"
    print_all("--edition", "summary", "--merged", path)
    said = [page.extract_text() for page in PdfReader(path).pages]
    assert ["page 1 of 1" in page for page in said] == [True, False, True]
    assert said[1].strip() == ""


def test_printed_on_one_side_no_page_is_left_blank(made: Made, alex: User, tmp_path: Path) -> None:
    change_clinic(by=alex, duplex=False)
    made(), made()
    print_all("--edition", "summary", "--merged", tmp_path / "all.pdf")
    assert len(PdfReader(tmp_path / "all.pdf").pages) == 2


def test_only_what_was_signed_since_that_day(made: Made, tmp_path: Path) -> None:
    made()
    said = print_all("-o", tmp_path, since=TODAY() + timedelta(days=1))
    assert "No plan was signed since that day" in said
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_printed_is_told_and_the_rest_printed(made: Made, tmp_path: Path) -> None:
    made(), made()
    with pytest.raises(SystemExit) as ended:
        print_all("--language", "es", "--edition", "summary", "-o", tmp_path)
    assert ended.value.code == 1
    assert list(tmp_path.iterdir()) == []


def test_who_may_not_print_is_refused(made: Made, olu: User, fran: User, tmp_path: Path) -> None:
    for arguments in (("--by", "olu"), ("--by", "nobody"), ("--by", "fran", "--edition", "clinician")):
        with pytest.raises(CommandError):
            print_all("-o", tmp_path, *arguments)
