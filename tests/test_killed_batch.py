"""A batch of handouts killed without warning, and begun again: nothing is lost, half made or made twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.own_database import PROJECT, Environment, manage, own_database, run_python

PATIENTS = 8
KILLS = (2, 5)  # after so many are kept
EVERYBODY = ("--signed-since", "2020-01-01", "--edition", "summary", "--workers", "2")
SETUP = f"""
from django.conf import settings
settings.TASKS = {{"default": {{"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}}}
from tests.actions.course import signed_versions
from tests.database import make_user
signed_versions({PATIENTS}, make_user("pat", "Pat", "Novak", "DPT", "therapist", "prescriber"))
"""
STATE = """
import io, json
from django.core.management import call_command
call_command("verify_audit", stdout=io.StringIO())
from plans.models import AuditEvent, HandoutFile
print(json.dumps({
    "kept": {f"planversion {file.version_id}": file.pk for file in HandoutFile.objects.all()},
    "noted": [event.target for event in AuditEvent.objects.filter(action="handout.print")],
}))
"""


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    with own_database(tmp_path_factory.mktemp("signed")) as environment:
        manage(environment, "migrate", "--verbosity", "0")
        run_python(environment, SETUP)
        yield environment


@pytest.fixture
def environment(signed: Environment, tmp_path: Path) -> Iterator[Environment]:
    """The database of those signed versions, none of them printed."""
    with own_database(tmp_path, like=signed) as own:
        yield own


def state(environment: Environment) -> dict:
    """What stands in the database, after its chain of events and its hashes were verified."""
    return json.loads(run_python(environment, STATE))


def killed(environment: Environment, arguments: list[str], told: Path, done: int) -> None:
    """Begin the command, and kill it once it told of ``done`` handouts; its renderers end by themselves."""
    command = [sys.executable, str(PROJECT / "manage.py"), "print_handouts", *EVERYBODY, *arguments]
    with told.open("wb") as progress:
        running = subprocess.Popen(
            command, env=environment, cwd=PROJECT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=progress,
        )  # fmt: skip
    until(lambda: told.read_text().count(f" of {PATIENTS}") >= done or running.poll() is not None)
    assert running.poll() is None, told.read_text()
    renderers = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert len(renderers) == 2
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in renderers))


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.002)


def assert_carried_on(before: dict, now: dict) -> None:
    """What was kept is the row that was kept; a print is noted once, or again where the kill came between
    its note and its file."""
    assert before["kept"].items() <= now["kept"].items()
    assert len(now["kept"]) == PATIENTS
    assert set(now["noted"]) == set(now["kept"])
    assert len(now["noted"]) - PATIENTS <= len(KILLS)


def test_a_folder_holds_whole_files_and_each_once(environment: Environment, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    times: dict[str, int] = {}
    for done in KILLS:
        killed(environment, ["-o", str(folder)], tmp_path / "told", done)
        before = state(environment)
        whole = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.pdf")}
        assert done <= len(whole) < PATIENTS
        assert len(whole) <= len(set(before["noted"]))  # whoever finds a file finds its print on record
        assert times.items() <= whole.items()
        times = whole
        for name in whole:
            assert len(PdfReader(folder / name).pages) == 1
    assert (
        f"{PATIENTS} printed" in manage(environment, "print_handouts", *EVERYBODY, "-o", str(folder)).stderr
    )
    files = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert len(files) == PATIENTS
    assert all(name.endswith(".pdf") for name in files)
    assert times.items() <= files.items()
    assert_carried_on(before, state(environment))


def test_one_file_is_whole_or_not_there(environment: Environment, tmp_path: Path) -> None:
    path = tmp_path / "all.pdf"
    arguments = ["--merged", str(path)]
    for done in KILLS:
        killed(environment, arguments, tmp_path / "told", done)
        before = state(environment)
        assert done <= len(before["kept"]) < PATIENTS
        assert before["noted"] == []
        assert not path.exists()
    manage(environment, "print_handouts", *EVERYBODY, *arguments)
    now = state(environment)
    assert_carried_on(before, now)
    assert len(now["noted"]) == PATIENTS
    text = [page.extract_text() for page in PdfReader(path).pages]
    assert sum("page 1 of 1" in page for page in text) == PATIENTS
    whole, times = path.read_bytes(), path.stat().st_mtime_ns
    manage(environment, "print_handouts", *EVERYBODY, *arguments)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (whole, times)
    assert state(environment) == now
    assert [left.name for left in tmp_path.glob("all.pdf*")] == ["all.pdf"]
