"""The chain of events shows every alteration."""

import pytest
from django.db import connection, transaction

from plans.models import AuditEvent
from plans.models.audit import broken_links
from tests.database import lifted_guards


@pytest.fixture
def chain(db) -> list[AuditEvent]:
    with transaction.atomic():
        return [
            AuditEvent.append(by="pat", action="patient.register", target="patient 1", patient="1"),
            AuditEvent.append(by="pat", action="draft.save", target="draft 1", detail={"fields": ["tried"]}),
            AuditEvent.append(by="dana", action="sign.whole", target="draft 1"),
            AuditEvent.append(by="dana", action="handout.print", target="planversion 1"),
        ]


def faults() -> list[str]:
    return list(broken_links(AuditEvent.objects.order_by("number").iterator()))


def alter(statement: str) -> None:
    """What an owner of the database could do after letting go of the triggers."""
    with lifted_guards(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_untouched_chain_holds(chain):
    assert faults() == []


def test_an_altered_event_is_named(chain):
    alter("UPDATE plans_auditevent SET happened_by = 'olu' WHERE number = 3")
    assert faults() == ["event 3 was altered"]


def test_a_removed_event_is_named(chain):
    alter("DELETE FROM plans_auditevent WHERE number = 2")
    assert faults() == ["event 2 is missing before event 3"]


def test_an_event_altered_with_its_hash_breaks_the_next_link(chain):
    event = AuditEvent.objects.get(number=2)
    event.happened_by = "olu"
    forged = f"happened_by = 'olu', hash = '{event.own_hash()}'"
    alter("UPDATE plans_auditevent SET " + forged + " WHERE number = 2")  # noqa: S608 - the forgery tried
    assert faults() == ["event 3 does not follow the event before it"]


def test_an_event_without_an_actor_or_outside_a_transaction_is_refused(db):
    with pytest.raises(ValueError, match="actor"), transaction.atomic():
        AuditEvent.append(by="", action="test")


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        AuditEvent.append(by="pat", action="test")
