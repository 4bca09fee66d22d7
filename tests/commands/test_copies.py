"""Backup and restore, on the database the suite runs on."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command, load_command_class
from django.core.management.base import SystemCheckError

from plans import checks
from plans.knowledge.reading import KnowledgeError
from tests.own_database import Environment, manage, own_database, run_python

REGISTER = """
from plans.models import User
from django.contrib.auth.models import Group
from plans.actions import register_patient
user, new = User.objects.get_or_create(username="pat")
user.groups.set(Group.objects.filter(name="therapist"))
register_patient(by=User.objects.get(username="pat"), name={name!r})
"""
NAMES = """
from plans.models import Patient
print(*Patient.objects.order_by("pk").values_list("name", flat=True))
"""
DELETE = "from django.db import connection; connection.cursor().execute('DELETE FROM plans_auditevent')"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Environment]:
    with own_database(tmp_path) as environment:
        manage(environment, "migrate", "--verbosity", "0")
        run_python(environment, REGISTER.format(name="Maria"))
        yield environment


def test_what_was_kept_comes_back_guarded_and_complete(site: Environment, tmp_path: Path):
    copy = tmp_path / "copy"
    manage(site, "backup", str(copy))
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    run_python(site, REGISTER.format(name="Later"))
    noted = manage(site, "verify_audit").stdout.rsplit(maxsplit=1)[1]
    assert manage(site, "verify_audit", "--expect", noted).returncode == 0

    restored = manage(site, "restore", str(copy), "--replace")

    assert "are as they were written" in restored.stdout
    assert run_python(site, NAMES) == "Maria"
    refused = manage(site, "shell", "-c", DELETE, check=False)
    assert refused.returncode != 0
    assert "written once" in refused.stderr
    cut_off = manage(site, "verify_audit", "--expect", noted, check=False)
    assert cut_off.returncode == 1
    assert "is not the one that ended the chain" in cut_off.stderr


def test_nothing_is_lost_by_a_wrong_command(site: Environment, tmp_path: Path):
    copy, wrong = tmp_path / "copy", tmp_path / "wrong"
    manage(site, "backup", str(copy))
    unasked = manage(site, "restore", str(copy), check=False)
    assert (unasked.returncode, "--replace" in unasked.stderr) == (1, True)
    wrong.write_text("not a database")
    assert manage(site, "restore", str(wrong), "--replace", check=False).returncode == 1
    assert manage(site, "backup", str(wrong), check=False).returncode == 1
    assert wrong.read_text() == "not a database"
    assert run_python(site, NAMES) == "Maria"


def test_broken_knowledge_keeps_nobody_from_a_backup(monkeypatch: pytest.MonkeyPatch):
    def broken() -> None:
        raise KnowledgeError("flags.toml", "file", "broken")

    monkeypatch.setattr(checks, "load", broken)
    with pytest.raises(SystemCheckError, match=r"Knowledge cannot be used\. flags\.toml: file: broken"):
        call_command("check")
    for name in ("backup", "restore", "verify_audit"):
        assert load_command_class("plans", name).requires_system_checks == []
