"""Two signatures, in either order, make a version; nothing less does."""

from __future__ import annotations

import copy

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from plans.actions import (
    Changed,
    Refused,
    decide,
    open_draft,
    save_draft_field,
    sign_movement,
    sign_whole,
)
from plans.canonical import canonical_json, digest
from plans.models import AuditEvent, Draft, Part, PlanVersion, SignOff
from tests.actions.course import built_draft, draft_of, finish, office_worker, sign_both, signed_version
from tests.database import lifted_guards

IBUPROFEN = [{"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3, "started_on": "2025-10-01"}]


@pytest.mark.parametrize("first", ["therapist", "prescriber"])
def test_the_second_signature_makes_the_version_whichever_it_is(draft, pat, dana, first):
    signed = sign_both(draft, pat, dana, first)
    version = signed.version
    assert version is not None
    assert (version.number, version.as_of.isoformat()) == (1, "2026-03-02")
    assert {row["role"]: row["name"] for row in version.signatures} == {
        "therapist": "Pat Novak, DPT",
        "prescriber": "Dana Reyes, MD",
    }
    assert version.draft.closed_by == signed.sign_off.signed_by
    assert version.plan == draft.plan
    assert version.is_unaltered


def test_one_signature_makes_no_version(draft, pat):
    assert sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat).version is None
    assert draft_of(draft.patient).is_open
    assert not PlanVersion.objects.exists()


def test_who_has_both_roles_may_sign_both(make_user):
    both = make_user("sam", "Sam", "Both", "DPT, MD", "therapist", "prescriber")
    assert sign_both(built_draft(both), both, both).version is not None


def test_nobody_signs_the_others_part(draft, pat, dana, fran, alex):
    for user in (pat, fran, alex):
        with pytest.raises(PermissionDenied):
            sign_whole(draft=draft, hash_seen=draft.whole_hash, by=user)
    for user in (dana, fran, alex):
        with pytest.raises(PermissionDenied):
            sign_movement(draft=draft, hash_seen=draft.movement_hash, by=user)
    assert not SignOff.objects.exists()


def test_what_changed_after_it_was_seen_is_not_signed(draft, pat, dana):
    seen = draft.movement_hash
    target = draft.plan["physical_therapy"]["exercises"][1]["id"]
    decide(draft=draft, line=f"exercise:{target}", action="decline", by=dana)
    with pytest.raises(Changed):
        sign_movement(draft=draft, hash_seen=seen, by=pat)


def test_a_plan_made_with_older_knowledge_is_made_new_and_shown_before_it_is_signed(draft, pat):
    Draft.objects.filter(pk=draft.pk).update(
        plan=draft.plan | {"knowledge_version": "older"}, whole_hash="0" * 64, movement_hash="1" * 64
    )
    with pytest.raises(Changed):
        sign_movement(draft=draft, hash_seen="1" * 64, by=pat)
    now = draft_of(draft.patient)
    assert (now.plan, now.whole_hash) == (draft.plan, draft.whole_hash)
    sign_movement(draft=now, hash_seen=now.movement_hash, by=pat)


def test_a_void_signature_of_the_therapist_is_not_completed_by_the_prescriber(draft, pat, dana):
    sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    target = draft.plan["physical_therapy"]["exercises"][1]["id"]
    decide(draft=draft, line=f"exercise:{target}", action="decline", by=dana)
    now = draft_of(draft.patient)
    assert sign_whole(draft=now, hash_seen=now.whole_hash, by=dana).version is None
    now = draft_of(draft.patient)
    assert sign_movement(draft=now, hash_seen=now.movement_hash, by=pat).version is not None


def test_a_part_is_signed_once(draft, pat):
    sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    with pytest.raises(Refused, match="signed already"):
        sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)


@pytest.mark.parametrize(
    ("missing", "therapist", "prescriber"),
    [
        ({"red_flags": None}, "NJ-RF", "NJ-RF"),
        ({"pain__leg_pain": None}, "pain.leg_pain", None),
        ({"medications": None}, None, "medications"),
        ({"allergies": None}, None, "allergies"),
        ({"measures__phq9_item9": 1}, "rf-self-harm", "rf-self-harm"),
    ],
)
def test_a_closed_gate_stops_the_signatures_it_belongs_to(pat, dana, missing, therapist, prescriber):
    draft = built_draft(pat, office_worker(**missing))
    attempts = (
        (therapist, lambda: sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)),
        (prescriber, lambda: sign_whole(draft=draft, hash_seen=draft.whole_hash, by=dana)),
    )
    for gate, attempt in attempts:
        if gate is None:
            attempt()
            continue
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.ids == (gate,)


def test_an_open_danger_waits_for_the_prescribers_decision(pat, dana):
    draft = built_draft(pat, office_worker(medications=IBUPROFEN, conditions=["gi-bleed-history"]))
    with pytest.raises(Refused) as refused:
        sign_whole(draft=draft, hash_seen=draft.whole_hash, by=dana)
    for rule in refused.value.ids:
        decide(draft=draft_of(draft.patient), line=f"alert:{rule}", action="override", reason="ok", by=dana)
    now = draft_of(draft.patient)
    assert now.plan["signing"]["prescriber"] == []
    sign_whole(draft=now, hash_seen=now.whole_hash, by=dana)


def test_a_plan_blocked_by_a_red_flag_is_not_signed(pat, dana):
    draft = built_draft(pat, office_worker(red_flags=["rf-ces-saddle"]))
    assert draft.plan_status == "blocked"
    with pytest.raises(Refused) as refused:
        sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    assert refused.value.code == "blocked"


def test_what_was_typed_after_finishing_must_be_finished_before_signing(draft, pat):
    save_draft_field(draft=draft, path="pain.nprs_average", value=7, seen=draft.revision, by=pat)
    with pytest.raises(Refused) as refused:
        sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    assert refused.value.code == "typed-on"
    finish(draft_of(draft.patient), pat)
    now = draft_of(draft.patient)
    sign_movement(draft=now, hash_seen=now.movement_hash, by=pat)


def test_a_new_finding_voids_a_signature_whose_part_it_changes(draft, pat):
    sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    now = draft_of(draft.patient)
    save_draft_field(draft=now, path="tolerance.walk_minutes", value=4, seen=now.revision, by=pat)
    finish(draft_of(draft.patient), pat)
    assert draft_of(draft.patient).standing_signature(Part.MOVEMENT) is None


def test_a_stopped_pill_leaves_the_therapists_signature_standing(pat, dana):
    """Its emergency words follow from the medicines; no exercise and no habit changes with them."""
    draft = built_draft(pat, office_worker(medications=IBUPROFEN))
    sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    assert "blood" in draft.plan["when_to_call"]["bold"]
    today = draft.plan["as_of"]
    decide(draft=draft, line="medication:ibuprofen", action="stop", value={"on": today}, by=dana)
    now = draft_of(draft.patient)
    assert "blood" not in now.plan["when_to_call"]["bold"]
    assert "kidney" not in now.plan["when_to_call"]["same_day"]
    assert now.standing_signature(Part.MOVEMENT) is not None


def test_a_stopped_pill_that_changes_the_walk_voids_it(pat, dana):
    """All day sedated the walk is not alone (J-08); without the patch it may be."""
    patch = {"drug": "fentanyl-patch", "every_hours": 72, "started_on": "2025-10-01"}
    draft = built_draft(pat, office_worker(medications=[patch]))
    sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    stop = {"on": draft.plan["as_of"]}
    decide(draft=draft, line="medication:fentanyl-patch", action="stop", value=stop, by=dana)
    assert draft_of(draft.patient).standing_signature(Part.MOVEMENT) is None


def test_a_version_holds_everything_and_shows_every_alteration(version):
    assert version.content["sheets"]["en"]["exercises"]
    assert version.content["version"]["number"] == 1
    assert version.intake["pain"]["nprs_average"] == 5
    assert version.remeasure_on.isoformat() == "2026-03-30"
    version.refresh_from_db()
    assert version.is_unaltered
    for column in ("plan", "content", "intake"):
        altered = copy.copy(version)
        setattr(altered, column, getattr(version, column) | {"more": 1})
        assert not altered.is_unaltered, column
    with lifted_guards(), connection.cursor() as cursor:
        cursor.execute("UPDATE plans_planversion SET movement_hash = whole_hash")
    version.refresh_from_db()
    assert not version.is_unaltered


def test_the_next_visit_makes_the_next_version_with_what_changed(pat, dana):
    first = signed_version(pat, dana)
    draft = open_draft(patient=first.patient, by=pat)
    answers = office_worker(assessed_on="2026-03-30", measures__peg=[3, 3, 3], tolerance__walk_minutes=30)
    for path, value in answers.items():
        save_draft_field(draft=draft, path=path, value=value, seen=999, by=pat)
    finish(draft_of(first.patient), pat)
    second = sign_both(draft, pat, dana).version
    assert (second.number, second.draft.previous) == (2, first)
    assert second.plan["progress"]["instruments"]["peg"]["class"]
    assert second.plan["changes"]


def test_every_signature_and_version_is_in_the_audit(version):
    events = AuditEvent.objects.order_by("number").values_list("action", "happened_by")
    assert list(events)[-3:] == [("sign.movement", "pat"), ("sign.whole", "dana"), ("version.make", "dana")]


def test_canonical_json_does_not_see_how_a_number_or_an_object_was_written():
    assert canonical_json({"b": 84.0, "a": [1.5, True]}) == canonical_json({"a": [1.5, True], "b": 84})
    assert digest({"a": 1}) != digest({"a": "1"})
