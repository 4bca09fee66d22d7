"""Show that no event, signed version or kept handout was altered."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plans.models import AuditEvent, HandoutFile, PlanVersion
from plans.models.audit import broken_links


class Command(BaseCommand):
    help = (
        "Checks the chain of audit events, the hash of every signed version and of every kept PDF. "
        "Prints the end of the chain: note it outside the system, and give it back with --expect to show "
        "that nothing was cut off since."
    )
    requires_system_checks: list[str] = []  # it must work when the knowledge is broken

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--expect", metavar="NUMBER:HASH", help="an end of the chain printed by an earlier run"
        )

    def handle(self, *args: Any, expect: str | None = None, **options: Any) -> None:
        faults = [
            *broken_links(AuditEvent.objects.order_by("number").iterator()),
            *_missing_end(expect),
            *_altered_versions(),
            *_altered_files(),
        ]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults found.")
        last = AuditEvent.objects.order_by("-number").first()
        end = f"{last.number}:{last.hash}" if last else "none yet"
        self.stdout.write(
            f"{last.number if last else 0} events, {PlanVersion.objects.count()} versions and "
            f"{HandoutFile.objects.count()} files are as they were written. End of the chain: {end}"
        )


def _missing_end(expect: str | None) -> Iterator[str]:
    if expect is None:
        return
    number, _, expected_hash = expect.partition(":")
    if not number.isdecimal() or not expected_hash:
        raise CommandError("--expect: NUMBER:HASH, as an earlier run printed it")
    if not AuditEvent.objects.filter(number=int(number), hash=expected_hash).exists():
        yield f"event {number} is not the one that ended the chain before"


def _altered_versions() -> Iterator[str]:
    for version in PlanVersion.objects.order_by("pk").iterator(chunk_size=100):
        if not version.is_unaltered:
            yield f"plan version {version.pk} was altered"


def _altered_files() -> Iterator[str]:
    for file in HandoutFile.objects.order_by("pk").iterator(chunk_size=20):
        if hashlib.sha256(file.pdf).hexdigest() != file.hash:
            yield f"handout file {file.pk} was altered"
