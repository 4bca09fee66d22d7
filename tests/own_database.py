"""A database of its own for a test that starts other processes, of the kind the suite runs on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

PROJECT = Path(__file__).parents[1]
SECONDS = 120
Environment = dict[str, str]


@contextmanager
def own_database(folder: Path, like: Environment | None = None) -> Iterator[Environment]:
    """The environment in which ``manage.py`` and a server use a new database, empty or copied."""
    base = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    base |= {"CAREPLAN_DEBUG": "1", "PYTHONPATH": str(PROJECT)}
    server = os.environ.get("DATABASE_URL")
    if not server:
        file = folder / "own.sqlite3"
        if like:
            shutil.copy(like["CAREPLAN_SQLITE"], file)
        yield base | {"CAREPLAN_SQLITE": str(file)}
        return
    name = f"careplan_own_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(_libpq(server), autocommit=True) as connection:
        template = f' TEMPLATE "{_database(like)}"' if like else ""
        connection.execute(f'CREATE DATABASE "{name}"{template}')
        try:
            yield base | {"DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _database(environment: Environment) -> str:
    return urlsplit(environment["DATABASE_URL"]).path.removeprefix("/")


def _libpq(address: str) -> str:
    return address.replace("postgres://", "postgresql://", 1)


def manage(environment: Environment, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run ``manage.py`` to its end."""
    done = subprocess.run(
        [sys.executable, str(PROJECT / "manage.py"), *arguments],
        env=environment, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=PROJECT,
    )  # fmt: skip
    if check:
        assert done.returncode == 0, done.stdout + done.stderr
    return done


def run_python(environment: Environment, code: str) -> str:
    """What a few lines print that run inside Django, on that database."""
    return manage(environment, "shell", "--verbosity", "0", "-c", code).stdout.strip()
