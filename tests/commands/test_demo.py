"""The demonstration clinic: every state of a visit, and a second run that loses nothing."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from plans.actions import worklist
from plans.management import demo_clinic
from plans.management.demo_clinic import case_answers, demo_password, load_demo
from plans.models import AuditEvent, Clinic, JournalWeek, Patient, PlanVersion, Printout, User
from tests.own_database import manage, own_database


@pytest.fixture(autouse=True)
def _quick(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = True
    monkeypatch.setattr("plans.actions.printing.within_limits", lambda *args: b"%PDF-")


def load() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_every_state_of_a_visit_is_there():
    printed = load()
    dana = User.objects.get(username="dana")
    found = worklist(by=dana)
    assert all(getattr(found, name) for name in found.__slots__)
    assert Patient.objects.count() >= 12
    assert PlanVersion.objects.filter(number=2).exists()
    assert Printout.objects.filter(file__language="es").exists()
    assert JournalWeek.objects.count() == 4
    dangers = [
        alert
        for draft in found.waiting_for_prescriber
        for alert in draft.plan["medication"]["alerts"]
        if alert["open"] and alert["severity"] == "contraindicated"
    ]
    assert dangers
    for name in ("pat", "dana", "fran", "alex"):
        assert User.objects.get(username=name).check_password(demo_password())
        assert name in printed


@pytest.mark.django_db
def test_a_second_run_keeps_what_was_done_since():
    load()
    Clinic.objects.update(name="Our own name")
    alex = User.objects.get(username="alex")
    alex.set_password("another-good-one")
    alex.save()
    before = (Patient.objects.count(), AuditEvent.objects.count())
    assert "0 patients added" in load()
    assert (Patient.objects.count(), AuditEvent.objects.count()) == before
    assert Clinic.get().name == "Our own name"
    assert User.objects.get(username="alex").check_password("another-good-one")


@pytest.mark.django_db
def test_a_run_that_was_stopped_half_way_is_completed(monkeypatch: pytest.MonkeyPatch):
    sign = demo_clinic._sign_whole
    monkeypatch.setattr(demo_clinic, "_sign_whole", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load_demo()
    kept = Patient.objects.count()
    monkeypatch.setattr(demo_clinic, "_sign_whole", sign)
    _, added = load_demo()
    assert kept + added == Patient.objects.count() >= 12


@pytest.mark.django_db
def test_it_is_refused_where_real_patients_are_kept(settings: Any):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="CAREPLAN_DEBUG"):
        load()
    assert not User.objects.exists()


def test_an_empty_database_is_brought_up_to_date_first(tmp_path: Path):
    with own_database(tmp_path) as environment:
        said = manage(environment, "demo").stdout
        assert "Demonstration clinic ready" in said
        assert "0 patients added" in manage(environment, "demo").stdout


def test_a_case_moved_to_another_day_keeps_all_its_durations():
    answers = case_answers("X1", None, date(2026, 11, 24))
    assert answers["assessed_on"] == "2026-11-24"
    started = date.fromisoformat(answers["medications"][0]["started_on"])
    assert date(2026, 11, 24) - started == date(2026, 3, 2) - date(2025, 10, 1)
    assert answers["patient.birth_date"] == "1980-06-15"
