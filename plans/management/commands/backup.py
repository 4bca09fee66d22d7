"""One whole copy of the database."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from plans.management.copies import write_copy
from plans.models import AuditEvent


class Command(BaseCommand):
    help = "Writes everything that is kept to one new file. People may go on working meanwhile."
    requires_system_checks: list[str] = []  # it must work when the knowledge is broken

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that does not exist yet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} exists already.")
        with transaction.atomic():
            AuditEvent.append(by=f"system:{getpass.getuser()}", action="backup.write")
        write_copy(file)
        self.stdout.write(f"Written: {file}. It holds patient data: keep it encrypted.")
