"""Print the JSON Schema of the intake file."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from plans.intake.schema import intake_schema
from plans.knowledge.loader import load, vocabulary


class Command(BaseCommand):
    help = "Print the JSON Schema (2020-12) of the intake file, with titles, units and ranges."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        schema = intake_schema(vocabulary(load()))
        # Escaped: a pattern names half pairs, which no terminal or file can be given as such.
        self.stdout.write(json.dumps(schema, ensure_ascii=True, indent=2))
