"""A real server killed without warning while it saves, signs and prints. What it answered is kept, and
nothing is left half done."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.database import PASSWORD
from tests.own_database import PROJECT, Environment, manage, own_database, run_python

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')
EDITIONS = ("standard", "large-print", "tracker", "summary")
PEOPLE = """
from tests.database import make_user
pat = make_user("pat", "Pat", "Novak", "DPT", "therapist")
dana = make_user("dana", "Dana", "Reyes", "MD", "prescriber")
"""
DRAFTS = 20
SETUP = (
    PEOPLE
    + f"""
import json
from tests.actions.course import built_draft, new_draft, signed_version
typed = new_draft(pat)
version = signed_version(pat, dana)
drafts = [built_draft(pat) for _ in range({DRAFTS})]
print(json.dumps({{
    "typed": typed.patient_id,
    "version": version.pk,
    "drafts": [draft.patient_id for draft in drafts],
}}))
"""
)
STATE = """
import io, json
from django.core.management import call_command
call_command("verify_audit", stdout=io.StringIO())
from plans.models import AuditEvent, Draft, PlanVersion, Printout, SignOff
events = list(AuditEvent.objects.values_list("action", flat=True))
print(json.dumps({
    "answers": {draft.patient_id: draft.answers.get("pain.settle_minutes") for draft in Draft.objects.all()},
    "signed": [[s.draft.patient_id, s.part] for s in SignOff.objects.select_related("draft")],
    "open": [d.patient_id for d in Draft.objects.filter(closed_at=None)],
    "closed": [[d.patient_id, d.version_id is not None] for d in Draft.objects.exclude(closed_at=None)],
    "versions": [v.patient_id for v in PlanVersion.objects.all()],
    "sign_events": sum(action.startswith("sign.") for action in events),
    "version_events": events.count("version.make"),
    "printouts": Printout.objects.count(),
    "print_events": events.count("handout.print"),
}))
"""
GONE = (URLError, HTTPException, OSError)


class Browser:
    """A signed-in person's requests, without a page drawn."""

    def __init__(self, address: str, username: str) -> None:
        self.address = address
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        self.token = ""
        self.read_token("/sign-in/")
        self.post("/sign-in/", username=username, password=PASSWORD)

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=30) as answer:
            return answer.read().decode(errors="replace")

    def post(self, path: str, **values: str) -> bytes:
        """The body of the answer, after any redirect."""
        body = urlencode(values | {"csrfmiddlewaretoken": self.token}).encode()
        with self.opener.open(self.address + path, body, timeout=60) as answer:
            return answer.read()

    def read_token(self, path: str) -> None:
        """Take the token of the forms on a page; it lasts as long as the session."""
        found = TOKEN.search(self.get(path))
        assert found, "no form on this page"
        self.token = found[1]


class Server:
    """Gunicorn on that database, in a process group of its own."""

    def __init__(self, environment: Environment) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "gunicorn", "careplan.wsgi", "--bind", f"127.0.0.1:{port}"]
        self.process = subprocess.Popen(
            [*command, "--threads", "4", "--log-level", "critical"],
            env=environment, cwd=PROJECT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        for _ in range(600):
            try:
                build_opener().open(self.address + "/sign-in/", timeout=5).close()
                return
            except GONE:
                assert self.process.poll() is None, "the server did not start"
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """No farewell: every process of the server is gone at once."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @contextmanager
    def killed_after(self, seconds: float) -> Iterator[None]:
        timer = threading.Timer(seconds, self.kill)
        timer.start()
        try:
            yield
        finally:
            timer.join()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Environment, dict]]:
    folder: Path = tmp_path_factory.mktemp("killed")
    with own_database(folder) as environment:
        manage(environment, "migrate", "--verbosity", "0")
        yield environment, json.loads(run_python(environment, SETUP))


@pytest.fixture
def server(site: tuple[Environment, dict]) -> Iterator[Callable[[], Server]]:
    started: list[Server] = []

    def start() -> Server:
        started.append(Server(site[0]))
        return started[-1]

    yield start
    for one in started:
        one.kill()


def state(site: tuple[Environment, dict]) -> dict:
    """What stands in the database, after its chain of events and its hashes were verified."""
    return json.loads(run_python(site[0], STATE))


def until_gone(step: Callable[[], None]) -> None:
    """Do something again and again until the server is gone."""
    while True:
        try:
            step()
        except HTTPError:
            raise
        except GONE:
            return


@dataclass
class Typing:
    """Somebody types one number after the other into one field. ``kept``: the last that was answered."""

    patient: int
    tried: int = 0
    kept: int = 0

    def at(self, browser: Browser) -> Callable[[], None]:
        browser.read_token(f"/patients/{self.patient}/intake/")
        return lambda: self._save_next(browser)

    def _save_next(self, browser: Browser) -> None:
        self.tried += 1
        values = {"field": "pain_settle_minutes", "pain_settle_minutes": str(self.tried), "revision": "99999"}
        browser.post(f"/patients/{self.patient}/intake/save/", **values)
        self.kept = self.tried


def test_every_saved_field_is_there_after_a_kill(site, server):
    typing = Typing(site[1]["typed"])
    for seconds in (0.5, 1.1):
        running = server()
        step = typing.at(Browser(running.address, "pat"))
        with running.killed_after(seconds):
            until_gone(step)
        assert typing.kept
        assert state(site)["answers"][str(typing.patient)] in (typing.kept, typing.tried)


@dataclass
class Signing:
    """Pat and Dana sign one plan after the other. ``answered``: the signatures they saw as given."""

    queue: list[int]
    answered: set[tuple[int, str]]

    def at(self, people: dict[str, Browser]) -> Callable[[], None]:
        for person in people.values():
            person.read_token("/")
        return lambda: self._sign_next(people)

    def _sign_next(self, people: dict[str, Browser]) -> None:
        if not self.queue:  # a fast machine has signed them all
            people["whole"].get("/")
            return
        patient = self.queue[0]
        for part, person in people.items():
            if (patient, part) not in self.answered:
                seen = SEEN.search(person.get(f"/patients/{patient}/sign/"))
                assert seen, "nothing to sign"
                person.post(f"/patients/{patient}/sign/", part=part, seen=seen[1])
                self.answered.add((patient, part))
        self.queue.pop(0)


def test_no_signature_is_lost_and_no_version_is_half_made(site, server):
    signing = Signing(list(site[1]["drafts"]), set())
    for seconds in (0.6, 1.0, 1.3):
        running = server()
        people = {"movement": Browser(running.address, "pat"), "whole": Browser(running.address, "dana")}
        step = signing.at(people)
        with running.killed_after(seconds):
            until_gone(step)
        now = state(site)
        signed = {tuple(row) for row in now["signed"] if row[0] in site[1]["drafts"]}
        assert signing.answered <= signed
        assert_nothing_is_half_signed(now, signed)
        signing = Signing([patient for patient in signing.queue if patient in now["open"]], signed)
    assert signing.answered


def assert_nothing_is_half_signed(now: dict, signed: set) -> None:
    """A version exists exactly for those who are signed twice, and each step has its event."""
    movement, whole = (
        {patient for patient, part in signed if part == name} for name in ("movement", "whole")
    )
    drafts = movement | whole
    assert {patient for patient in now["versions"] if patient in drafts} == movement & whole
    assert {patient for patient, _ in now["closed"] if patient in drafts} == movement & whole
    assert all(has_version for _, has_version in now["closed"])
    assert now["sign_events"] == len(now["signed"])
    assert now["version_events"] == len(now["versions"])


@dataclass
class Printing:
    """Dana prints one edition after the other. ``printed``: how many whole files came."""

    version: int
    printed: int = 0

    def at(self, browser: Browser) -> Callable[[], None]:
        browser.read_token(f"/versions/{self.version}/")
        return lambda: self.print_next(browser)

    def print_next(self, browser: Browser) -> None:
        edition = EDITIONS[self.printed % len(EDITIONS)]
        path = f"/versions/{self.version}/print/"
        body = browser.post(path, edition=edition, language="en", paper="letter")
        assert body.startswith(b"%PDF")
        assert b"%%EOF" in body[-32:]
        self.printed += 1


def test_printing_that_was_cut_off_leaves_nothing_behind_and_works_again(site, server):
    printing = Printing(site[1]["version"])
    for seconds in (0.4, 1.9):
        running = server()
        step = printing.at(Browser(running.address, "dana"))
        with running.killed_after(seconds):
            until_gone(step)
        now = state(site)
        assert now["printouts"] == now["print_events"] >= printing.printed
    printing.at(Browser(server().address, "dana"))()
    assert printing.printed
