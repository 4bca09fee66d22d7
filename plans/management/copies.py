"""Whole copies of the database, out and in. One consistent moment, while the site goes on working."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection

OWNER_ONLY = 0o600
WHERE_DEBIAN_KEEPS_THEM = "/usr/lib/postgresql"


def write_copy(file: Path) -> None:
    """Copy the database to a new ``file``, readable by its owner only."""
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)):
        pass
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file)) as copy:
            _sqlite().backup(copy)
    else:
        _run_postgresql("pg_dump", "--format=custom", f"--file={file}")


def read_copy(file: Path) -> None:
    """Put the copy in ``file`` in place of the database's content, wholly or not at all."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
            _refuse_broken(copy)
            copy.backup(_sqlite())
    else:
        _run_postgresql(
            "pg_restore", "--clean", "--if-exists", "--single-transaction", "--no-owner", str(file)
        )
    connection.close()


def _sqlite() -> sqlite3.Connection:
    connection.ensure_connection()
    database: sqlite3.Connection = connection.connection
    return database


def _refuse_broken(copy: sqlite3.Connection) -> None:
    try:
        (answer,) = copy.execute("PRAGMA integrity_check").fetchone()
        copy.execute("SELECT 1 FROM plans_auditevent LIMIT 1")
    except sqlite3.DatabaseError as error:
        raise CommandError("This file is not a copy of a Careplan database.") from error
    if answer != "ok":
        raise CommandError(f"This copy is damaged: {answer}")


def _run_postgresql(program: str, *arguments: str) -> None:
    values = connection.settings_dict
    where = {"--host": values["HOST"], "--port": values["PORT"], "--username": values["USER"]}
    database = ["--dbname", values["NAME"]]
    options = [word for name, value in where.items() if value for word in (name, str(value))]
    done = subprocess.run(
        [find_program(program), *options, *database, *arguments],
        env=os.environ | ({"PGPASSWORD": values["PASSWORD"]} if values["PASSWORD"] else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"{program} failed: {done.stderr.strip()}")


def find_program(program: str) -> str:
    """The newest of PostgreSQL's own programs on this machine."""
    for place in (*_debian_folders(), None):
        found = shutil.which(program, path=place)
        if found:
            return found
    raise CommandError(f"{program} is missing. Debian: apt install postgresql-client")


def _debian_folders() -> Iterator[str]:
    folders = Path(WHERE_DEBIAN_KEEPS_THEM).glob("*/bin")
    yield from (str(f) for f in sorted(folders, key=lambda f: float(f.parent.name), reverse=True))
