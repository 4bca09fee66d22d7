"""Settings for tests, people, and emptying a database whose rows refuse to be deleted."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

PASSWORD = "correct-horse-battery"


def use_test_settings() -> None:
    """Production's settings, without what needs TLS, collected files or slow hashes."""
    settings.SECRET_KEY = "only for tests"
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": settings.PLAIN_STATIC}}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    # A file, as in use: threads that write at once wait for each other only there.
    connection.settings_dict["TEST"]["NAME"] = _test_database()
    TransactionTestCase._fixture_teardown = _empty_and_fill_again(TransactionTestCase._fixture_teardown)


def _test_database() -> str:
    if settings.DATABASE_URL:
        return f"test_careplan_{os.getpid()}"
    return str(Path(tempfile.gettempdir()) / f"careplan-test-{os.getpid()}.sqlite3")


def make_user(username: str, first: str, last: str, credential: str, *roles: str) -> Any:
    """An account with roles; everybody's password is ``PASSWORD``."""
    from django.contrib.auth.models import Group

    from plans.models import User

    user = User.objects.create_user(
        username, password=PASSWORD, first_name=first, last_name=last, credential=credential
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def _empty_and_fill_again(teardown: Any) -> Any:
    """Tests with real transactions end by emptying all tables; what migrations made is made again."""

    def wrapped(self: TransactionTestCase) -> None:
        with lifted_guards():
            teardown(self)
        import_module("plans.migrations.0002_roles_and_clinic").make(apps, None)

    return wrapped


@contextmanager
def lifted_guards() -> Iterator[None]:
    """Let go of the triggers for a moment, as an owner of the database could."""
    lift, restore = (_sqlite if connection.vendor == "sqlite" else _postgresql)()
    _run(lift)
    try:
        yield
    finally:
        _run(restore)


def _sqlite() -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        triggers = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _ in triggers], [sql for _, sql in triggers]


def _postgresql() -> tuple[list[str], list[str]]:
    tables = import_module("plans.migrations.0003_written_once").TABLES
    now = "SET CONSTRAINTS ALL IMMEDIATE"  # a table with checks still to come cannot be altered
    return (
        [now, *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables)],
        [now, *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables)],
    )


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
