"""Triggers that refuse to change or delete what is written once, whoever asks.

A later migration that alters one of these tables on SQLite makes the table anew and loses its triggers:
it must end with ``guard`` again. A test fails otherwise.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Each table with the keys by which a row could be replaced.
TABLES: dict[str, list[tuple[str, ...]]] = {
    "plans_allergy": [("id",), ("assessment_id", "position")],
    "plans_assessment": [("id",)],
    "plans_auditevent": [("number",), ("previous_hash",)],
    "plans_decision": [("id",), ("undoes_id",)],
    "plans_emergencyaccess": [("id",)],
    "plans_handoutfile": [("id",), ("version_id", "edition", "language", "paper")],
    "plans_journalweek": [("id",)],
    "plans_medication": [("id",), ("assessment_id", "position"), ("assessment_id", "key")],
    "plans_planversion": [("id",), ("patient_id", "number")],
    "plans_printout": [("id",)],
    "plans_signoff": [("id",)],
}
FUNCTION = """
CREATE OR REPLACE FUNCTION plans_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def statements(vendor: str, table: str) -> list[str]:
    """How each database refuses; both name table and operation."""
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {table}_written_once ON {table}",
            f"CREATE TRIGGER {table}_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION plans_written_once()",
        ]
    if vendor == "sqlite":
        # REPLACE deletes the old row without asking the DELETE trigger: it is refused at the INSERT.
        old_row = " OR ".join(
            "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in TABLES[table]
        )
        conditions = {
            "UPDATE": "",
            "DELETE": "",
            "INSERT": f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {old_row}) ",
        }
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"{condition}BEGIN SELECT RAISE(ABORT, '{table} is written once: {operation} refused'); END"
            for operation, condition in conditions.items()
        ]
    raise NotImplementedError(f"no trigger is written for {vendor}")


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)
    for table in TABLES:
        for statement in statements(vendor, table):
            schema_editor.execute(statement)


def release(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_written_once ON {table}")
        else:
            for operation in ("update", "delete", "insert"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{operation}")


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_roles_and_clinic")]
    operations = [migrations.RunPython(guard, release)]
