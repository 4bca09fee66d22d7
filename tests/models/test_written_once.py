# ruff: noqa: S608 - the statements are made of this project's own table names
"""Every way in: what is written once can be neither changed nor deleted, on either database."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError, UniqueConstraint
from django.utils import timezone

from plans.models import (
    Allergy,
    Assessment,
    AuditEvent,
    Decision,
    Draft,
    EmergencyAccess,
    HandoutFile,
    InsertOnly,
    JournalWeek,
    Medication,
    Patient,
    PlanVersion,
    Printout,
    SignOff,
    WrittenOnce,
)

WRITTEN_ONCE = [model for model in apps.get_app_config("plans").get_models() if issubclass(model, InsertOnly)]
GUARDED = import_module("plans.migrations.0003_written_once").TABLES
TODAY = date(2026, 11, 24)
HASH = "0" * 64


@pytest.fixture
def rows(pat, dana) -> dict[type, InsertOnly]:
    """One row of every kind."""
    patient = Patient.objects.create(name="Maria García", registered_by=pat, changed_by=pat)
    assessment = Assessment.insert(patient=patient, recorded_by=pat, assessed_on=TODAY)
    draft = Draft.objects.create(patient=patient, assessment=assessment, opened_by=pat, changed_by=pat)
    version = make_version(assessment, dana)
    file = HandoutFile.insert(
        version=version, edition="standard", language="en", paper="letter", hash=HASH,
        pdf=b"%PDF", rendered_by=dana,
    )  # fmt: skip
    with transaction.atomic():
        event = AuditEvent.append(by="pat", action="test")
    found = [
        assessment,
        version,
        file,
        event,
        Medication.insert(assessment=assessment, position=0, key="ibuprofen"),
        Allergy.insert(assessment=assessment, position=0, substance="penicillin"),
        Decision.insert(draft=draft, line="exercise:bird-dog", action="decline", decided_by=pat),
        SignOff.insert(draft=draft, part="movement", role="therapist", hash=HASH, signed_by=pat),
        Printout.insert(version=version, file=file, printed_by=dana),
        JournalWeek.insert(version=version, week=1, totals={"evenings": 7}, recorded_by=pat),
        EmergencyAccess.insert(patient=patient, reason="unconscious", opened_by=pat),
    ]
    return {type(row): row for row in found}


def make_version(assessment: Assessment, by) -> PlanVersion:
    version = PlanVersion(
        patient=assessment.patient, assessment=assessment, number=1, as_of=TODAY, knowledge_version="1",
        intake={}, plan={}, decisions=[], signatures=[], content={}, movement_hash=HASH, whole_hash=HASH,
        content_hash=HASH, signed_at=timezone.now(), signed_by=by,
    )  # fmt: skip
    version.hash = version.own_hash()
    version.save()
    return version


def changed_column(model: type[InsertOnly]) -> str:
    """A text or number column of the model that a change would touch."""
    kinds = ("CharField", "TextField", "PositiveIntegerField")
    fields = (field for field in model._meta.concrete_fields if field.get_internal_type() in kinds)
    return next((field.name for field in fields), model._meta.pk.name)


def unique_keys(model: type[InsertOnly]) -> set[tuple[str, ...]]:
    """The columns of every key by which a row could be met again."""
    single = {(field.column,) for field in model._meta.concrete_fields if field.unique}
    constraints = (c for c in model._meta.constraints if isinstance(c, UniqueConstraint))
    return single | {tuple(model._meta.get_field(name).column for name in c.fields) for c in constraints}


def test_every_kind_of_row_is_tried(rows):
    assert set(rows) == set(WRITTEN_ONCE)


@pytest.mark.parametrize("model", WRITTEN_ONCE, ids=lambda model: model.__name__)
def test_django_refuses_every_way_in(model, rows):
    row, column = rows[model], changed_column(model)
    same = {column: getattr(row, column)}
    ways = {
        "save": lambda: row.save(),
        "save, fields named": lambda: row.save(update_fields=[column]),
        "save, update forced": lambda: row.save(force_update=True),
        "instance.delete": lambda: row.delete(),
        "queryset.update": lambda: model.objects.filter(pk=row.pk).update(**same),
        "queryset.delete": lambda: model.objects.filter(pk=row.pk).delete(),
        "queryset.delete of all": lambda: model.objects.all().delete(),
        "base manager": lambda: model._base_manager.all().delete(),
        "raw delete": lambda: model.objects.all()._raw_delete("default"),
        "bulk_update": lambda: model.objects.bulk_update([row], [column]),
        "update_or_create": lambda: model.objects.update_or_create(pk=row.pk, defaults=same),
        "bulk_create over it": lambda: model.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["pk"], update_fields=[column]
        ),
    }
    for name, way in ways.items():
        with pytest.raises((WrittenOnce, ProtectedError)):
            way()
        assert model.objects.filter(pk=row.pk).exists(), name


@pytest.mark.parametrize("model", WRITTEN_ONCE, ids=lambda model: model.__name__)
def test_a_new_row_with_an_old_key_is_refused(model, rows):
    old = rows[model]
    new = model(**{field.attname: getattr(old, field.attname) for field in model._meta.concrete_fields})
    with pytest.raises(DatabaseError), transaction.atomic():
        new.save()


@pytest.mark.parametrize("model", WRITTEN_ONCE, ids=lambda model: model.__name__)
def test_the_database_refuses_what_goes_past_django(model, rows):
    table, key = model._meta.db_table, model._meta.pk.column
    column = next(f.column for f in model._meta.concrete_fields if f.name == changed_column(model))
    statements = [
        f"UPDATE {table} SET {column} = {column}",
        f"UPDATE {table} SET {key} = {key}",
        f"DELETE FROM {table}",
    ]
    if connection.vendor == "postgresql":
        statements += [
            f"TRUNCATE {table} CASCADE",
            f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {column} = NULL",
        ]
    else:
        columns = ", ".join(f.column for f in model._meta.concrete_fields if f is not model._meta.pk)
        statements += [
            f"REPLACE INTO {table} SELECT * FROM {table}",
            f"UPDATE OR REPLACE {table} SET {key} = {key}",
        ]
        if len(GUARDED[table]) > 1 and model is not Decision:  # a row of its own that meets another key
            statements.append(
                f"REPLACE INTO {table} ({key}, {columns}) SELECT {key} + 1000, {columns} FROM {table}"
            )
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert model.objects.filter(pk=rows[model].pk).exists(), statement


@pytest.mark.parametrize("model", WRITTEN_ONCE, ids=lambda model: model.__name__)
def test_nobody_can_be_given_a_permission_to_change_or_delete(model, db):
    names = Permission.objects.filter(content_type__model=model._meta.model_name).values_list(
        "codename", flat=True
    )
    assert {name.partition("_")[0] for name in names} == {"add", "view"}


def test_a_patient_with_a_history_cannot_be_deleted(rows):
    with pytest.raises((ProtectedError, WrittenOnce)):
        rows[Assessment].patient.delete()


def test_every_table_that_is_written_once_is_guarded_after_all_migrations(db):
    assert {model._meta.db_table: unique_keys(model) for model in WRITTEN_ONCE} == {
        table: set(keys) for table, keys in GUARDED.items()
    }
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")
            found = [table for (table,) in cursor.fetchall()]
            assert all(found.count(model._meta.db_table) == 3 for model in WRITTEN_ONCE)
        else:
            cursor.execute("SELECT event_object_table FROM information_schema.triggers")
            assert {table for (table,) in cursor.fetchall()} >= {m._meta.db_table for m in WRITTEN_ONCE}
