"""Two people in the same moment: one chain of events, one open draft, one version."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from plans.actions import Refused, open_draft, register_patient, save_draft_field, sign_movement, sign_whole
from plans.models import AuditEvent, Draft, PlanVersion, SignOff
from plans.models.audit import broken_links
from tests.actions.course import built_draft, draft_of, signed_version

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*steps: Callable[[], object]) -> list[object]:
    """Run all steps from the same moment on; answers what each gave or refused."""
    start, answers = Barrier(len(steps)), [None] * len(steps)

    def run(place: int) -> None:
        start.wait()
        try:
            answers[place] = steps[place]()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(steps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for answer in answers:
        if isinstance(answer, Exception) and not isinstance(answer, Refused):
            raise answer
    return answers


def test_the_chain_of_events_stays_one_chain(pat, dana):
    people = [pat, dana] * 4
    at_once(*(lambda n=n, by=by: register_patient(by=by, name=f"Person {n}") for n, by in enumerate(people)))
    assert AuditEvent.objects.filter(action="patient.register").count() == len(people)
    assert list(broken_links(AuditEvent.objects.order_by("number").iterator())) == []


def test_no_save_of_two_people_is_lost(pat, dana):
    patient = register_patient(by=pat, name="Maria García")
    draft = draft_of(patient)
    paths = ["pain.nprs_now", "pain.nprs_worst", "tolerance.walk_minutes", "tolerance.sit_minutes"]
    at_once(
        *(
            lambda path=path, by=by: save_draft_field(draft=draft, path=path, value=5, seen=0, by=by)
            for path, by in zip(paths, [pat, dana] * 2, strict=True)
        )
    )
    assert {path: draft_of(patient).answers.get(path) for path in paths} == dict.fromkeys(paths, 5)


def test_a_patient_gets_one_open_draft(pat, dana):
    patient = signed_version(pat, dana).patient
    first, second = at_once(
        lambda: open_draft(patient=patient, by=pat), lambda: open_draft(patient=patient, by=dana)
    )
    assert first == second
    assert Draft.objects.filter(closed_at=None).count() == 1


def test_both_signatures_in_the_same_moment_make_one_version(pat, dana):
    draft = built_draft(pat)
    at_once(
        lambda: sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat),
        lambda: sign_whole(draft=draft, hash_seen=draft.whole_hash, by=dana),
    )
    assert PlanVersion.objects.count() == 1
    assert SignOff.objects.count() == 2


def test_the_same_signature_twice_in_the_same_moment_is_one(pat):
    draft = built_draft(pat)
    answers = at_once(*[lambda: sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)] * 2)
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert SignOff.objects.count() == 1
