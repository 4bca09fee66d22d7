"""What waits for whom, found with a fixed number of queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from plans.actions import (
    decide,
    find_patients,
    open_draft,
    print_handout,
    register_patient,
    sign_movement,
    worklist,
)
from tests.actions.course import built_draft, draft_of, office_worker, signed_version


def names(rows) -> list[str]:
    return [row.patient.name for row in rows]


def test_a_patient_moves_through_the_list(pat, dana, fran):
    draft = built_draft(pat)
    assert names(worklist(by=fran).waiting_for_therapist) == ["Maria García"]
    sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    assert names(worklist(by=fran).waiting_for_prescriber) == ["Maria García"]
    target = draft.plan["physical_therapy"]["exercises"][1]["id"]
    decide(draft=draft_of(draft.patient), line=f"exercise:{target}", action="decline", by=dana)
    assert names(worklist(by=fran).waiting_for_therapist) == ["Maria García"]


def test_registered_blocked_signed_and_due_stand_in_their_lists(pat, dana, fran):
    register_patient(by=fran, name="New Person")
    built_draft(pat, office_worker(red_flags=["rf-ces-saddle"]))
    version = signed_version(pat, dana)
    found = worklist(by=pat)
    assert names(found.to_assess) == ["New Person"]
    assert names(found.blocked) == ["Maria García"]
    assert found.ready_to_print == [version]
    assert found.remeasure_due == [version]
    print_handout(version=version, edition="summary", language="en", paper="letter", by=fran)
    assert worklist(by=pat).ready_to_print == []


def test_who_is_being_measured_again_is_not_due(pat, dana):
    version = signed_version(pat, dana)
    open_draft(patient=version.patient, by=pat)
    assert worklist(by=pat).remeasure_due == [version]


def test_the_number_of_queries_does_not_grow_with_patients(pat, django_assert_num_queries):
    for number in range(5):
        register_patient(by=pat, name=f"Person {number}")
    with django_assert_num_queries(8):  # the account, its roles, and one for each of the six lists
        worklist(by=type(pat).objects.get(pk=pat.pk))


def test_nobody_without_a_role_at_the_desk_sees_the_list(alex, olu):
    for user in (alex, olu):
        with pytest.raises(PermissionDenied):
            worklist(by=user)
        with pytest.raises(PermissionDenied):
            find_patients(words="a", by=user)


@pytest.mark.parametrize(
    "words", ["mar", "garc", "GARCÍA", "maria gar", "gar mar", "a-17", "1961-04", "4/12/1961", "04/12"]
)
def test_a_patient_is_found_as_one_types(fran, words):
    register_patient(by=fran, name="María García", record_number="A-17", birth_date=date(1961, 4, 12))
    register_patient(by=fran, name="Other Person", record_number="B-1", birth_date=date(1970, 1, 1))
    assert [patient.name for patient in find_patients(words=words, by=fran)] == ["María García"]


@pytest.mark.parametrize("words", ["arcia", "maria x", "%", "_", "a' or 1=1"])
def test_what_begins_nothing_finds_nobody(fran, words):
    register_patient(by=fran, name="María García")
    assert list(find_patients(words=words, by=fran)) == []
