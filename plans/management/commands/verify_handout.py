"""Which signed version a printed file is, and whether somebody altered it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from plans.actions.verifying import Verdict, Verified, verify_handout

EXIT = {Verdict.UNALTERED: 0, Verdict.ALTERED: 1, Verdict.UNKNOWN: 2}
MOST_BYTES = 50_000_000


class Command(BaseCommand):
    help = (
        "Says which version of which patient record a PDF is, and whether it was altered since it was made. "
        "Exit status: 0 unaltered, 1 altered, 2 cannot be said."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.pdf", help="the file; - reads standard input")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, file: str, format: str, **options: Any) -> None:
        try:
            pdf = sys.stdin.buffer.read(MOST_BYTES) if file == "-" else _bytes_of(file)
        except OSError as error:
            self.stderr.write(f"{file}: {error.strerror or 'cannot be read'}")
            sys.exit(EXIT[Verdict.UNKNOWN])
        found = verify_handout(pdf)
        said = facts(found)
        lines = [f"{key}: {value}" for key, value in said.items()]
        self.stdout.write(json.dumps(said, indent=2) if format == "json" else "\n".join(lines))
        sys.exit(EXIT[found.verdict])


def _bytes_of(file: str) -> bytes:
    with Path(file).open("rb") as opened:
        return opened.read(MOST_BYTES)


def facts(found: Verified) -> dict[str, Any]:
    """What is said, in order: numbers of rows and record numbers, never a name."""
    said: dict[str, Any] = {"verdict": found.verdict.value, "why": found.why}
    version, asked = found.version, found.asked
    if version is not None and asked is not None:
        said |= {
            "patient": version.patient_id,
            "record_number": version.patient.record_number or "",
            "version": version.number,
            "signed_at": version.signed_at.isoformat(timespec="seconds"),
            "edition": asked.edition,
            "language": asked.language,
            "paper": asked.paper,
            "content": version.content_hash,
        }
    return said
