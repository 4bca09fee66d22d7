"""Printing a signed version again, and many versions at once. ``handout.py`` prints what is measured here."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
AGAIN = 200
EARLY = 10  # hundredths of a batch after which every process has what it keeps
PAGE = os.sysconf("SC_PAGE_SIZE")
LOOP = "n = 0\nfor i in range(6_000_000): n += i * i % 7"


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def database() -> Iterator[Path]:
    """The folder of an empty database of this process, set up as in use but for TLS."""
    with TemporaryDirectory() as name:
        os.environ |= {
            "CAREPLAN_DEBUG": "1", "CAREPLAN_SQLITE": f"{name}/own.sqlite3", "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "careplan.settings",
        }  # fmt: skip
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        settings.DEBUG, settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = False, False, ["testserver"]
        settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
        call_command("migrate", verbosity=0)
        yield Path(name)


def signed(count: int) -> list[Any]:
    """So many signed versions, each of a patient of its own."""
    from tests.actions.course import signed_versions
    from tests.database import make_user

    return signed_versions(count, make_user("pat", "Pat", "Novak", "DPT", "therapist", "prescriber"))


def print_again(version: Any) -> tuple[float, list[float]]:
    """Seconds of the request that renders a version, and of those that print it again: the whole request,
    with sign-in, permission, integrity check and audit. The rendering process is warm."""
    from django.test import Client
    from django.urls import reverse

    client = Client()
    client.force_login(version.signed_by, backend="django.contrib.auth.backends.ModelBackend")

    def request(edition: str) -> None:
        asked = {"edition": edition, "language": "en", "paper": "letter"}
        answer = client.post(reverse("version-print", args=[version.pk]), asked)
        assert answer["Content-Type"] == "application/pdf", answer.status_code

    request("large-print")
    first = seconds(lambda: request("standard"))
    return first, [seconds(lambda: request("standard")) for _ in range(AGAIN)]


@dataclass(slots=True)
class Run:
    """One batch: seconds, seconds of all its processors, and megabytes of each process, early and at last."""

    took: float = 0
    processor: float = 0
    early: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)


def batch(folder: Path, count: int, processes: int) -> Run:
    """``print_handouts`` with so many rendering processes, all of it held on as many cores."""
    cores = sorted(os.sched_getaffinity(0))[:processes]
    out, run = folder / f"out-{processes}", Run()
    command = [sys.executable, ROOT / "manage.py", "print_handouts", "--signed-since", "2000-01-01"]
    used = _processor_seconds()
    start = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "CAREPLAN_DEBUG"}
    running = subprocess.Popen(
        [*command, "-o", out, "--workers", str(processes)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )  # fmt: skip
    while running.poll() is None:
        time.sleep(0.1)
        _look(running.pid, len(list(out.glob("*.pdf"))) * 100 // count, run)
    run.took, run.processor = time.perf_counter() - start, _processor_seconds() - used
    assert running.returncode == 0, running.returncode
    return run


def _look(pid: int, hundredths: int, run: Run) -> None:
    """Note what the command and its rendering processes hold."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        held = [
            int(Path(f"/proc/{one}/statm").read_text().split()[1]) * PAGE >> 20 for one in (pid, *children)
        ]
    except (FileNotFoundError, ProcessLookupError):
        return
    if hundredths >= EARLY and len(held) > 1 and all(held):  # one that has ended holds nothing
        run.early = run.early or held
        run.last = held


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ceiling(processes: int) -> float:
    """How many times as much pure calculation so many processes do on this machine now, compared with one."""

    def loops(count: int) -> None:
        running = [subprocess.Popen([sys.executable, "-c", LOOP]) for _ in range(count)]
        assert [one.wait() for one in running] == [0] * count

    one = statistics.median(seconds(lambda: loops(1)) for _ in range(3))
    return processes * one / statistics.median(seconds(lambda: loops(processes)) for _ in range(3))
