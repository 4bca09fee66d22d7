"""What happened, in a chain: each event holds the hash of the one before it.

Actor and target are text, not keys: an event outlives what it is about. ``detail`` never holds what
was found or typed about a patient, only ids, names of fields and hashes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from plans.canonical import digest
from plans.models.insert_only import InsertOnly
from plans.models.plan import HASH_LENGTH

FIRST = "0" * HASH_LENGTH
CHAIN_LOCK = 0x6361726570  # any number that no other lock of this database uses


class AuditEvent(InsertOnly):
    number = models.BigIntegerField(primary_key=True)
    happened_at = models.DateTimeField()
    happened_by = models.CharField(max_length=150)  # the account's name
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=80, blank=True)  # such as "patient 12"
    patient = models.CharField(max_length=40, blank=True)  # whose record it was, as text
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    hash = models.CharField(max_length=HASH_LENGTH)

    class Meta(InsertOnly.Meta):
        indexes = [
            models.Index(fields=["patient", "-number"], name="audit_patient"),
            models.Index(fields=["happened_by", "-number"], name="audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    def own_hash(self) -> str:
        """What ``hash`` must be."""
        return digest(
            {
                "number": self.number,
                "happened_at": self.happened_at.timestamp(),
                "happened_by": self.happened_by,
                "action": self.action,
                "target": self.target,
                "patient": self.patient,
                "detail": self.detail,
                "previous_hash": self.previous_hash,
            }
        )

    @classmethod
    def append(
        cls,
        *,
        by: str,
        action: str,
        target: str = "",
        patient: str = "",
        detail: dict[str, Any] | None = None,
    ) -> AuditEvent:
        """Add an event to the chain, inside the transaction of what it tells."""
        if not by:
            raise ValueError("an audit event needs an actor")
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("an audit event belongs into a transaction")
        _one_at_a_time()
        last = cls.objects.order_by("-number").first()
        event = cls(
            number=last.number + 1 if last else 1,
            happened_at=timezone.now(),
            happened_by=by,
            action=action,
            target=target,
            patient=patient,
            detail=detail or {},
            previous_hash=last.hash if last else FIRST,
        )
        event.hash = event.own_hash()
        event.save()
        return event


def _one_at_a_time() -> None:
    """Hold the end of the chain until this transaction ends."""
    # SQLite's IMMEDIATE transactions already write one after the other.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def broken_links(events: Iterator[AuditEvent]) -> Iterator[str]:
    """What is wrong with a chain read in order of number: altered, missing or exchanged events."""
    expected, previous = 1, FIRST
    for event in events:
        if event.number != expected:
            yield f"event {expected} is missing before event {event.number}"
        elif event.previous_hash != previous:
            yield f"event {event.number} does not follow the event before it"
        if event.hash != event.own_hash():
            yield f"event {event.number} was altered"
        expected, previous = event.number + 1, event.hash
