"""The whole matrix: every role against every action, asked of five people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from plans.actions import open_in_emergency, record_view, register_patient
from plans.models import AuditEvent, EmergencyAccess, Patient, User
from plans.permissions import ALLOWED, ROLES, can, require, roles_of

# Columns: Pat (therapist), Dana (prescriber), Fran (front desk), Alex (administrator), Olu (no role).
MATRIX = {
    "see_worklist": "pat dana fran",
    "register_patient": "pat dana fran",
    "view_clinical": "pat dana",
    "edit_intake": "pat dana",
    "decide_movement": "pat dana",
    "decide_medicine": "dana",
    "sign_movement": "pat",
    "sign_whole": "dana",
    "print_handout": "pat dana fran",
    "print_clinician_edition": "pat dana",
    "print_draft": "pat dana",
    "record_journal": "pat dana",
    "change_clinic": "alex",
    "accept_translations": "alex",
    "manage_users": "alex",
    "view_audit": "alex",
    "open_in_emergency": "pat dana fran alex",
}
PEOPLE = ("pat", "dana", "fran", "alex", "olu")


def test_the_matrix_names_every_action():
    assert set(MATRIX) == set(ALLOWED)


@pytest.mark.parametrize("action", MATRIX)
def test_everybody_may_do_what_the_matrix_says_and_nothing_else(action, pat, dana, fran, alex, olu):
    users = dict(zip(PEOPLE, (pat, dana, fran, alex, olu), strict=True))
    assert {name for name, user in users.items() if can(user, action)} == set(MATRIX[action].split())


@pytest.mark.parametrize("action", MATRIX)
def test_nobody_signed_out_switched_off_or_merely_superuser_may_do_anything(action, db, make_user):
    gone = make_user("gone", "G", "One", "", *ROLES)
    gone.is_active = False
    root = User.objects.create_superuser("root", password="x")
    assert not any(can(user, action) for user in (AnonymousUser(), gone, root))


def test_several_roles_add_up(make_user):
    both = make_user("both", "B", "Oth", "DPT, MD", "therapist", "prescriber")
    assert can(both, "sign_movement")
    assert can(both, "sign_whole")
    assert not can(both, "change_clinic")


def test_an_unknown_action_is_never_a_yes(pat):
    with pytest.raises(KeyError):
        can(pat, "sign_everything")


def test_a_group_of_another_name_gives_nothing(olu):
    olu.groups.add(Group.objects.create(name="owners"))
    assert roles_of(olu) == frozenset()


@pytest.fixture
def patient(pat) -> Patient:
    return register_patient(by=pat, name="Maria García")


def test_an_emergency_opens_one_record_for_reading_and_leaves_a_trace(patient, pat, fran):
    other = register_patient(by=pat, name="Somebody Else")
    open_in_emergency(patient=patient, reason="Unconscious in the waiting room", by=fran)
    assert can(fran, "view_clinical", patient)
    assert not can(fran, "view_clinical", other)
    assert not can(fran, "view_clinical")
    assert not can(fran, "edit_intake", patient)
    record_view(subject=patient, by=fran, page="patient")
    events = AuditEvent.objects.filter(happened_by="fran").order_by("number")
    assert [event.action for event in events] == ["record.emergency", "record.view"]


def test_an_emergency_ends_after_some_hours(patient, fran):
    EmergencyAccess.insert(
        patient=patient, reason="x", opened_by=fran, opened_at=timezone.now() - timedelta(hours=4, minutes=1)
    )
    assert not can(fran, "view_clinical", patient)


def test_nobody_without_a_role_can_call_an_emergency(patient, olu):
    with pytest.raises(PermissionDenied):
        open_in_emergency(patient=patient, reason="let me in", by=olu)
    with pytest.raises(PermissionDenied):
        require(olu, "view_clinical", patient)
