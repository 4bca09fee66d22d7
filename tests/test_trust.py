"""Settings, headers and logs that the safety of a clinic rests on."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection
from django.test import Client, RequestFactory

from careplan import environment
from careplan.logs import NoValuesFormatter
from plans.checks import check_knowledge
from plans.knowledge.reading import KnowledgeError
from tests.own_database import PROJECT

KEY = "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz" + "Z"
PRODUCTION = {"CAREPLAN_SECRET_KEY": KEY, "CAREPLAN_HOSTS": "careplan.example.org"}


def run(code: list[str], **given: str) -> subprocess.CompletedProcess[str]:
    """Python in an environment that holds nothing of Careplan but what is given."""
    base = {
        name: value for name, value in os.environ.items() if not name.startswith(("CAREPLAN_", "DJANGO_"))
    }
    base.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, *code], env=base | given, cwd=PROJECT, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_refuses_to_be_served_without_its_secrets(missing: str):
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = run(["-c", "import careplan.wsgi"], **given)
    assert done.returncode != 0
    assert f"{missing} is missing" in done.stderr
    assert KEY not in done.stderr


@pytest.mark.parametrize("entry", ["careplan.wsgi", "careplan.asgi"])
def test_production_is_served_with_its_secrets(entry: str):
    assert run(["-c", f"import {entry}"], **PRODUCTION).returncode == 0


def test_the_deployment_check_is_clean():
    done = run(["-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_a_command_that_needs_no_secret_runs_without_one():
    assert run(["manage.py", "intake_schema"]).returncode == 0


def test_settings_stay_one_readable_file():
    assert len((PROJECT / "careplan" / "settings.py").read_text().splitlines()) < 200


def test_a_broken_knowledge_file_stops_every_command(monkeypatch: pytest.MonkeyPatch):
    def broken() -> None:
        raise KnowledgeError("dosing.toml", "DOSE-3", "unknown source")

    monkeypatch.setattr("plans.checks.load", broken)
    (error,) = check_knowledge()
    assert "dosing.toml: DOSE-3: unknown source" in error.msg


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "postgres://ann:p%40ss@db.example:5433/care?sslmode=require",
            {"USER": "ann", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433", "NAME": "care"},
        ),
        (
            "postgresql://ann@/care?host=/run/pg",
            {"USER": "ann", "HOST": "/run/pg", "PORT": "", "NAME": "care"},
        ),
    ],
)
def test_the_address_of_a_database_is_read(address: str, expected: dict[str, str]):
    found = environment.postgresql(address)
    assert expected.items() <= found.items()
    assert found["OPTIONS"] == ({"sslmode": "require"} if "sslmode" in address else {})


def test_wrong_settings_are_named(monkeypatch: pytest.MonkeyPatch):
    for name, value in {"A_FLAG": "maybe", "A_NUMBER": "many"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match="A_FLAG"):
        environment.flag("A_FLAG")
    with pytest.raises(ImproperlyConfigured, match="A_NUMBER"):
        environment.number("A_NUMBER", 1, 0, 9)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.postgresql("mysql://x/y")
    assert environment.words("NOT_SET") == []


def test_a_session_ends_some_minutes_after_the_last_request():
    assert settings.SESSION_COOKIE_AGE == 15 * 60
    assert settings.SESSION_SAVE_EVERY_REQUEST


def test_passwords_are_hashed_with_argon2():
    done = run(["-c", "from careplan import settings; print(settings.PASSWORD_HASHERS)"], **PRODUCTION)
    assert "Argon2PasswordHasher" in done.stdout


@pytest.mark.django_db
def test_every_page_is_guarded_by_its_headers(client: Client):
    answer = client.get("/sign-in/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert client.get("/").headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_sqlite_writes_through_to_the_disk():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL does so by itself")
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "foreign_keys")
        }
    assert found == {"synchronous": 2, "foreign_keys": 1}


def logged(error: Exception) -> str:
    try:
        raise error
    except Exception:
        record = logging.LogRecord("plans", logging.ERROR, __file__, 1, "Failed", (), sys.exc_info())
    return NoValuesFormatter().format(record)


def test_an_error_is_logged_without_what_was_typed():
    text = logged(IntegrityError("Failing row contains (7, Maria García, 1961-04-12)"))
    assert "Maria" not in text
    assert "IntegrityError" in text
    assert "test_trust.py" in text


def test_an_error_behind_an_error_is_logged_without_values_too():
    inner: Any = ValueError("Maria García")
    outer = RuntimeError("again Maria García")
    outer.__cause__ = inner
    assert "Maria" not in logged(outer)


@pytest.mark.django_db
def test_a_page_that_fails_logs_neither_values_nor_a_query(caplog: pytest.LogCaptureFixture):
    from django.core.handlers.exception import response_for_exception

    try:
        raise ValueError("Maria García")
    except ValueError as error:
        response_for_exception(RequestFactory().get("/search/?words=Maria"), error)
    formatted = [NoValuesFormatter().format(record) for record in caplog.records]
    assert formatted
    assert not any("Maria" in text for text in formatted)
