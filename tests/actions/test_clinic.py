"""Settings, accounts and the tracker typed back in."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from plans.actions import (
    Refused,
    accept_translations,
    add_user,
    change_clinic,
    change_user,
    record_journal_week,
    set_password,
)
from plans.actions.building import journal_of
from plans.intake.clinic import ClinicSettings, LocalResource
from plans.models import AuditEvent, Clinic
from plans.permissions import can

STRONG = "seven-green-kettles"


def test_a_new_clinic_has_the_settings_of_the_type(db):
    assert Clinic.get().settings() == ClinicSettings()


def test_settings_come_back_as_the_type_and_the_event_keeps_old_and_new(alex):
    change_clinic(
        by=alex,
        name="Riverside Back Clinic",
        local_resources=[{"name": "Walking group", "phone": "555 0123"}],
        closing={"en": "Call us."},
        tracker_weeks=8,
    )
    settings = Clinic.get().settings()
    assert settings.name == "Riverside Back Clinic"
    assert settings.local_resources == (LocalResource("Walking group", phone="555 0123"),)
    event = AuditEvent.objects.get(action="clinic.change")
    assert event.detail["tracker_weeks"] == [12, 8]


def test_an_impossible_setting_is_refused(alex):
    for wrong in ({"paper": "foolscap"}, {"tracker_weeks": 9}, {"copay_limit_usd": -1}):
        with pytest.raises(ValidationError):
            change_clinic(by=alex, **wrong)
    with pytest.raises(TypeError):
        change_clinic(by=alex, colour="red")


def test_translations_are_accepted_by_their_own_action_only(alex, pat):
    with pytest.raises(TypeError):
        change_clinic(by=alex, unreviewed_translations_accepted=True)
    with pytest.raises(PermissionDenied):
        accept_translations(by=pat)
    accept_translations(by=alex)
    assert Clinic.get().unreviewed_translations_accepted
    assert AuditEvent.objects.filter(action="clinic.translations").count() == 1


def test_an_account_is_made_with_its_roles_and_changed(alex):
    user = add_user(by=alex, username="sam", password=STRONG, roles=["therapist"], credential="DPT")
    assert can(user, "sign_movement")
    user = change_user(user=user, by=alex, roles=["front_desk"])
    fresh = type(user).objects.get(pk=user.pk)
    assert not can(fresh, "sign_movement")
    assert can(fresh, "print_handout")


def test_a_weak_password_is_refused(alex):
    for weak in ("short", "123456789012", "password1234", "samsamsamsam"):
        with pytest.raises(ValidationError):
            add_user(by=alex, username="samsamsamsa", password=weak, roles=[])


def test_the_last_administrator_stays(alex):
    with pytest.raises(Refused, match="administrator"):
        change_user(user=alex, by=alex, roles=["therapist"])
    with pytest.raises(Refused, match="administrator"):
        change_user(user=alex, by=alex, is_active=False)


def test_a_new_password_from_the_administrator_ends_a_lock_out(pat, alex, client):
    def sign_in(password: str) -> int:
        return client.post(reverse("sign-in"), {"username": "pat", "password": password}).status_code

    assert [sign_in("wrong") for _ in range(5)][-1] == 403
    set_password(user=pat, password=STRONG, by=pat)
    assert sign_in(STRONG) == 403
    set_password(user=pat, password=STRONG, by=alex)
    assert sign_in(STRONG) == 302


def test_everybody_sets_only_their_own_password(pat, dana, alex):
    set_password(user=pat, password=STRONG, by=pat)
    set_password(user=pat, password=STRONG + "s", by=alex)
    with pytest.raises(PermissionDenied):
        set_password(user=pat, password=STRONG, by=dana)


WEEK = [{"pain": n, "done": "all", "minutes": 12} for n in (6, 6, 5, 5, 5, 4, 4)]


def test_a_week_of_the_tracker_is_kept_and_a_correction_replaces_it(version, pat):
    record_journal_week(version=version, week=1, days=WEEK, by=pat)
    recorded = record_journal_week(version=version, week=1, totals={"evenings": 6, "days_done": 5}, by=pat)
    assert recorded.row is not None
    (week,) = journal_of(version.patient_id)
    assert (week.week, week.days, week.totals.evenings) == (1, (), 6)
    assert version.journal_weeks.count() == 2


def test_a_wrong_week_is_refused_with_its_field_and_nothing_kept(version, pat):
    recorded = record_journal_week(version=version, week=1, days=[{"pain": 11}, *WEEK[1:]], by=pat)
    assert recorded.row is None
    assert "pain" in recorded.faults[0].path
    assert not version.journal_weeks.exists()


def test_the_front_desk_does_not_type_the_tracker(version, fran):
    with pytest.raises(PermissionDenied):
        record_journal_week(version=version, week=1, days=WEEK, by=fran)
