"""Deciding on a draft: rows are only added, and a decision voids what it changes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from plans.actions import Refused, build_draft_plan, decide, sign_movement, undo_decision, would_void
from plans.models import AuditEvent, Decision, Part
from tests.actions.course import built_draft, draft_of, office_worker, signed_version

IBUPROFEN = [{"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3, "started_on": "2025-10-01"}]


@pytest.fixture
def dangerous(pat):
    """A draft with a contraindicated medicine, so that the prescriber cannot sign yet."""
    return built_draft(pat, office_worker(medications=IBUPROFEN, conditions=["gi-bleed-history", "ckd"]))


def exercise_ids(draft) -> list[str]:
    return [row["id"] for row in draft.plan["physical_therapy"]["exercises"]]


def open_dangers(draft) -> list[str]:
    alerts = draft.plan["medication"]["alerts"]
    return [a["rule"] for a in alerts if a["open"] and a["severity"] in ("contraindicated", "serious")]


def test_a_declined_exercise_leaves_the_plan_with_its_reason(draft, pat):
    target = exercise_ids(draft)[1]
    decide(draft=draft, line=f"exercise:{target}", action="decline", reason="Hurts her wrist", by=pat)
    now = draft_of(draft.patient)
    assert target not in exercise_ids(now)
    assert {"part": "physical_therapy", "id": target, "reason": "declined"}.items() <= next(
        row for row in now.plan["left_out"] if row["id"] == target
    ).items()


def test_an_undo_is_a_row_of_its_own_and_brings_the_line_back(draft, pat):
    before = (draft.movement_hash, draft.whole_hash)
    target = exercise_ids(draft)[1]
    decided = decide(draft=draft, line=f"exercise:{target}", action="decline", by=pat)
    undo_decision(decision=decided.decision, by=pat)
    now = draft_of(draft.patient)
    assert (now.movement_hash, now.whole_hash) == before
    assert Decision.objects.count() == 2
    assert now.decision_rows() == []
    with pytest.raises(Refused, match="already"):
        undo_decision(decision=decided.decision, by=pat)


def test_a_changed_movement_part_voids_the_therapists_signature_and_it_is_said_before(draft, pat, dana):
    sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    line = f"exercise:{exercise_ids(draft)[1]}"
    draft = draft_of(draft.patient)
    assert would_void(draft=draft, line=line, action="decline", by=dana) == {Part.MOVEMENT}
    assert decide(draft=draft, line=line, action="decline", by=dana).voided == {Part.MOVEMENT}
    assert draft_of(draft.patient).standing_signature(Part.MOVEMENT) is None
    assert AuditEvent.objects.filter(action="signature.void").count() == 1


def test_a_decided_alert_leaves_the_therapists_signature_standing(dangerous, pat, dana):
    sign_movement(draft=dangerous, hash_seen=dangerous.movement_hash, by=pat)
    draft = draft_of(dangerous.patient)
    assert open_dangers(draft)
    for rule in open_dangers(draft):
        decision = {"line": f"alert:{rule}", "action": "override", "reason": "Discussed", "by": dana}
        assert would_void(draft=draft, **decision) == set()
        assert decide(draft=draft, **decision).voided == set()
    assert draft_of(dangerous.patient).standing_signature(Part.MOVEMENT) is not None


def test_a_declined_option_leaves_the_therapists_signature_standing(draft, pat, dana):
    sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    option = draft.plan["medication"]["options"][0]["id"]
    now = draft_of(draft.patient)
    assert decide(draft=now, line=f"option:{option}", action="decline", by=dana).voided == set()
    assert draft_of(draft.patient).standing_signature(Part.MOVEMENT) is not None


def test_a_signature_stands_again_when_the_change_is_taken_back(draft, pat):
    signed = sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    decided = decide(draft=draft, line=f"exercise:{exercise_ids(draft)[1]}", action="decline", by=pat)
    undo_decision(decision=decided.decision, by=pat)
    assert draft_of(draft.patient).standing_signature(Part.MOVEMENT) == signed.sign_off


@pytest.mark.parametrize("line", ["medication:acetaminophen", "option:OPT-none", "alert:nsaid-gi-bleed"])
def test_a_therapist_decides_nothing_about_medicines(draft, pat, line):
    with pytest.raises(PermissionDenied):
        decide(draft=draft, line=line, action="decline", reason="no", by=pat)


def test_a_therapist_moves_an_exercise_but_not_a_dose(draft, pat):
    entries = draft.plan["schedule"]["entries"]
    dose = next(entry for entry in entries if entry["kind"] == "medicine")
    walk = next(entry for entry in entries if entry["kind"] == "move")
    with pytest.raises(PermissionDenied):
        decide(draft=draft, line=f"entry:{dose['id']}", action="move", value={"time": "09:00"}, by=pat)
    decide(draft=draft, line=f"entry:{walk['id']}", action="move", value={"time": "17:40"}, by=pat)
    moved = draft_of(draft.patient).plan["schedule"]["entries"]
    assert "17:40" in [entry["time"] for entry in moved if entry["id"] == walk["id"]]


def test_the_gate_of_clearance_is_the_prescribers(draft, pat, dana):
    with pytest.raises(PermissionDenied):
        decide(draft=draft, line="gate:REF-CLEAR", action="confirm", by=pat)
    with pytest.raises(Refused, match="not in the plan"):
        decide(draft=draft, line="gate:REF-CLEAR", action="confirm", by=dana)


@pytest.mark.parametrize(
    ("line", "action", "value", "words"),
    [
        ("exercise:no-such", "decline", None, "not known"),
        ("exercise:bird-dog", "eat", None, "must be one of"),
        ("exercise:bird-dog", "change", {"sets": 900}, "must be 1 to 10"),
        ("nonsense", "decline", None, "kind:id"),
        ("medication:nobody", "stop", {"on": "2026-03-02"}, "not in the plan"),
    ],
)
def test_a_decision_that_means_nothing_is_refused_and_leaves_no_row(draft, dana, line, action, value, words):
    with pytest.raises(Refused, match=words):
        decide(draft=draft, line=line, action=action, value=value, by=dana)
    assert not Decision.objects.exists()


def test_a_reason_typed_over_several_lines_is_kept_on_one(draft, pat):
    line = f"exercise:{exercise_ids(draft)[1]}"
    decided = decide(draft=draft, line=line, action="decline", reason=" Hurts\n  her wrist ", by=pat)
    assert decided.decision.reason == "Hurts her wrist"


def test_a_decision_on_what_was_seen_before_somebody_elses_is_refused(draft, pat, dana):
    seen = draft.whole_hash
    first, second = (f"exercise:{target}" for target in exercise_ids(draft)[1:3])
    decide(draft=draft, line=first, action="decline", by=pat, seen=seen)
    with pytest.raises(Refused, match="changed"):
        decide(draft=draft, line=second, action="decline", by=dana, seen=seen)


def test_a_signed_plan_takes_no_decision(pat, dana):
    version = signed_version(pat, dana)
    with pytest.raises(Refused, match="signed meanwhile"):
        decide(draft=version.draft, line="exercise:bird-dog", action="decline", by=pat)


def test_a_draft_can_be_built_again_and_stays_the_same(draft, pat):
    again = build_draft_plan(draft=draft, by=pat)
    assert (again.movement_hash, again.whole_hash) == (draft.movement_hash, draft.whole_hash)
