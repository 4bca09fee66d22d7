"""All exercise pictures in one PDF, to look at after a change of the library or of its angles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.handout.contact_sheet import Entry, contact_sheet
from plans.knowledge.loader import load


class Command(BaseCommand):
    help = "Draw the start and end picture of every exercise of the library into one PDF."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("-o", "--output", required=True, metavar="OUT.pdf", help="where to write the PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        movement = load().movement
        entries = [
            Entry(exercise.id, exercise.plain_name, exercise.figure_note, movement.figures[exercise.id])
            for exercise in movement.exercises.values()
        ]
        try:
            Path(options["output"]).write_bytes(contact_sheet(entries))
        except OSError as error:
            raise CommandError(f"cannot write {options['output']}: {error.strerror}") from error
        self.stdout.write(f"{len(entries)} exercises drawn to {options['output']}")
