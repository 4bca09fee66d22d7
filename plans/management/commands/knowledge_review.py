"""List the knowledge rows that wait for a clinician's review, or whose review is overdue."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.knowledge.loader import load
from plans.knowledge.reading import nearest
from plans.knowledge.review import RowReview, reviews


class Command(BaseCommand):
    help = "List knowledge rows that no clinician has reviewed, or whose review is overdue."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", help="only rows of this knowledge file, such as safety_rules.toml")
        parser.add_argument("--summary", action="store_true", help="numbers by file instead of rows")

    def handle(self, *args: Any, **options: Any) -> None:
        today = date.today()
        rows = _rows(options["file"])
        waiting = [row for row in rows if row.is_unreviewed() or row.is_overdue(today)]
        if options["summary"]:
            total = Counter(row.file for row in rows)
            for file, count in sorted(Counter(row.file for row in waiting).items()):
                self.stdout.write(f"{file}: {count} of {total[file]} rows wait")
        else:
            for row in waiting:
                self.stdout.write(_line(row))
        self.stdout.write(f"{len(waiting)} of {len(rows)} rows wait for review (knowledge {load().version})")


def _rows(file: str | None) -> list[RowReview]:
    every = list(reviews())
    rows = [row for row in every if file in (None, row.file)]
    if not rows:
        known = {row.file for row in every}
        raise CommandError(f"{file}: no knowledge file of that name holds rows{nearest(str(file), known)}")
    return rows


def _line(row: RowReview) -> str:
    state = f"overdue since {row.due_on}" if row.reviewed_by else "never reviewed"
    checked = f"checked against its source on {row.checked_on}" if row.checked_on else "not checked"
    return f"{row.file}: {row.key}: {state}; {checked}"
