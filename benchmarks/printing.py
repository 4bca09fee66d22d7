"""Printing a signed version again, and many versions at once: ratios, in one run on this machine.

Run: python benchmarks/printing.py [--handouts 200] [--workers 2]. Works in a database of its own in a
temporary folder. Server time is that of the whole request: sign-in, permission, integrity check, audit.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
FLAT_AFTER = 20
PAGES = os.sysconf("SC_PAGE_SIZE")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def resident(pid: int) -> int:
    """Megabytes in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGES >> 20


def signed_versions(count: int) -> list[Any]:
    """So many versions of one office worker, each of a patient of its own."""
    from plans.actions import register_patient
    from plans.models import PlanVersion
    from tests.actions.course import signed_version
    from tests.database import make_user

    pat = make_user("pat", "Pat", "Novak", "DPT", "therapist", "prescriber")
    first = signed_version(pat, pat)
    made = [first]
    for number in range(1, count):
        patient = register_patient(by=pat, name=f"Patient {number}")
        values = {
            field.attname: getattr(first, field.attname)
            for field in PlanVersion._meta.concrete_fields
            if not field.primary_key
        }
        copy = PlanVersion(**values | {"patient_id": patient.pk})
        copy.hash = copy.own_hash()
        copy.save()
        made.append(copy)
    return made


def print_again(version: Any) -> None:
    from django.test import Client
    from django.urls import reverse

    client = Client()
    client.force_login(version.signed_by, backend="django.contrib.auth.backends.ModelBackend")
    asked = {"edition": "standard", "language": "en", "paper": "letter"}

    def request() -> None:
        answer = client.post(reverse("version-print", args=[version.pk]), asked)
        assert answer["Content-Type"] == "application/pdf", answer.status_code

    first = seconds(request)
    again = [seconds(request) for _ in range(50)]
    middle = statistics.median(again)
    print(f"first print of a version   {first * 1000:7.1f} ms of server time")
    least, most = min(again) * 1000, max(again) * 1000
    print(f"print again                {middle * 1000:7.1f} ms, {least:.1f} to {most:.1f}")
    print(f"ratio                      1/{first / middle:.0f} (goal 1/50, under 10 ms)")


def batch(versions: list[Any], workers: int) -> float:
    """Seconds for rendering all, with what each process holds after the first twenty and at the end."""
    from plans.actions.batch import Press
    from plans.actions.printing import Asked

    asked = Asked("standard", "en", "letter")
    with Press(workers) as press:
        for ready in [press.begin(versions[0], asked) for _ in range(workers * 2)]:
            ready.result()
        held = {}
        start = time.perf_counter()
        begun = [press.begin(version, asked) for version in versions]
        for number, one in enumerate(begun, start=1):
            one.result()
            if number in (FLAT_AFTER, len(versions)):
                pids = [one._process.pid for one in press._all if one._process]
                held[number] = [resident(os.getpid()), *map(resident, pids)]
        took = time.perf_counter() - start
    print(f"{len(versions)} handouts, {workers} at once  {took:7.1f} s, MB held {held}")
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--handouts", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "CAREPLAN_DEBUG": "1", "CAREPLAN_SQLITE": f"{folder}/b.sqlite3",
            "DJANGO_SETTINGS_MODULE": "careplan.settings",
        }  # fmt: skip
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        settings.DEBUG = False
        settings.ALLOWED_HOSTS = ["testserver"]
        settings.SECURE_SSL_REDIRECT = False
        settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
        call_command("migrate", verbosity=0)
        versions = signed_versions(options.handouts)
        print_again(versions[0])
        one = batch(versions, 1)
        many = batch(versions, options.workers)
        print(f"ratio                      {one / many:.2f} times one process (goal 1.8 on 2 free cores)")


if __name__ == "__main__":
    main()
