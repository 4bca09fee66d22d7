"""Triggers that refuse to change or delete what is written once, whoever asks.

A later migration that alters one of these tables on SQLite makes the table anew and loses its triggers:
it must end with ``guard`` again. A test fails otherwise.
"""

from django.db import migrations

TABLES = (
    "plans_allergy",
    "plans_assessment",
    "plans_auditevent",
    "plans_decision",
    "plans_emergencyaccess",
    "plans_handoutfile",
    "plans_journalweek",
    "plans_medication",
    "plans_planversion",
    "plans_printout",
    "plans_signoff",
)
FUNCTION = """
CREATE OR REPLACE FUNCTION plans_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def statements(vendor, table):
    """How each database refuses; both name table and operation."""
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {table}_written_once ON {table}",
            f"CREATE TRIGGER {table}_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION plans_written_once()",
        ]
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is written once: {operation} refused'); END"
            for operation in ("UPDATE", "DELETE")
        ]
    raise NotImplementedError(f"no trigger is written for {vendor}")


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(FUNCTION)
    for table in TABLES:
        for statement in statements(vendor, table):
            schema_editor.execute(statement)


def release(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_written_once ON {table}")
        else:
            for operation in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{operation}")


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_roles_and_clinic")]
    operations = [migrations.RunPython(guard, release)]
