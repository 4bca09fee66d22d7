"""A whole copy of the database back in its place."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from plans.management.copies import read_copy
from plans.models import AuditEvent, Patient


class Command(BaseCommand):
    help = "Puts a file written by backup in place of what is kept now. Stop the site first."
    requires_system_checks: list[str] = []  # it must work when the knowledge is broken

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file written by backup")
        parser.add_argument(
            "--replace", action="store_true", help="even when patients are kept here now; they are lost"
        )

    def handle(self, *args: Any, file: Path, replace: bool = False, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"{file} does not exist.")
        if not replace and _holds_patients():
            raise CommandError("Patients are kept here now. Make a backup, then say --replace.")
        read_copy(file)
        call_command("migrate", verbosity=0)  # the copy may be older than this program
        with transaction.atomic():
            AuditEvent.append(by=f"system:{getpass.getuser()}", action="backup.restore")
        call_command("verify_audit", stdout=self.stdout, stderr=self.stderr)


def _holds_patients() -> bool:
    return Patient._meta.db_table in connection.introspection.table_names() and Patient.objects.exists()
