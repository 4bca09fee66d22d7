"""Typing an intake: autosave, two people at once, faults and questions, and what a live panel sees."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.actions import (
    Refused,
    change_patient,
    finish_intake,
    open_draft,
    preview,
    register_patient,
    save_draft_field,
    save_draft_fields,
)
from plans.actions.carrying import flat_answers
from plans.actions.intake import nested, without_faults
from plans.intake.faults import Fault
from plans.models import Assessment, AuditEvent, Draft, Patient
from tests.actions.course import built_draft, draft_of, finish, new_draft, office_worker, signed_version
from tests.intake.cases import published_intakes


@pytest.fixture
def patient(pat) -> Patient:
    return register_patient(by=pat, name="Maria García")


def save(patient, path, value, seen, by, **more):
    return save_draft_fields(draft=draft_of(patient), values={path: value}, seen=seen, by=by, **more)


def test_a_registered_patient_waits_to_be_assessed_with_what_is_known_filled_in(pat):
    patient = register_patient(by=pat, name=" Maria García ", language="es", record_number="A-17")
    answers = draft_of(patient).answers
    assert patient.name == "Maria García"
    assert answers["patient.name"] == "Maria García"
    assert (answers["patient.language"], answers["patient.record_number"]) == ("es", "A-17")


def test_a_record_number_is_given_once(pat, patient):
    change_patient(patient=patient, by=pat, record_number="A-17")
    with pytest.raises(Refused, match="record number"):
        register_patient(by=pat, name="Somebody Else", record_number="A-17")


def test_every_field_is_saved_as_it_is_typed(pat, patient):
    first = save_draft_field(draft=draft_of(patient), path="pain.nprs_average", value="six", seen=0, by=pat)
    save(patient, "pain.nprs_average", 6, first.revision, pat)
    save(patient, "pain.settle_minutes", 30, first.revision + 1, pat)
    draft = draft_of(patient)
    assert draft.answers["pain.nprs_average"] == 6
    assert draft.answers["pain.settle_minutes"] == 30
    assert draft.saved["pain.nprs_average"]["by"] == "pat"


def test_saving_the_same_again_changes_nothing(pat, patient):
    saved = save(patient, "pain.nprs_average", 6, 0, pat)
    events = AuditEvent.objects.count()
    assert save(patient, "pain.nprs_average", 6, saved.revision, pat).revision == saved.revision
    assert AuditEvent.objects.count() == events


def test_an_emptied_field_is_empty(pat, patient):
    saved = save(patient, "pain.nprs_average", 6, 0, pat)
    save(patient, "pain.nprs_average", None, saved.revision, pat)
    assert "pain.nprs_average" not in draft_of(patient).answers


def test_the_later_of_two_people_is_told_and_shown_both(pat, dana, patient):
    seen = draft_of(patient).revision
    save(patient, "pain.nprs_average", 6, seen, pat)
    late = save(patient, "pain.nprs_average", 4, seen, dana)
    (conflict,) = late.conflicts
    assert (conflict.mine, conflict.theirs, conflict.by) == (4, 6, "pat")
    assert draft_of(patient).answers["pain.nprs_average"] == 6


def test_who_has_seen_both_may_keep_theirs(pat, dana, patient):
    seen = draft_of(patient).revision
    save(patient, "pain.nprs_average", 6, seen, pat)
    kept = save(patient, "pain.nprs_average", 4, seen, dana, overwrite=["pain.nprs_average"])
    assert kept.conflicts == ()
    assert draft_of(patient).answers["pain.nprs_average"] == 4


def test_two_people_in_different_fields_do_not_disturb_each_other(pat, dana, patient):
    seen = draft_of(patient).revision
    save(patient, "pain.nprs_average", 6, seen, pat)
    late = save(patient, "tolerance.walk_minutes", 9, seen, dana)
    assert late.conflicts == ()
    assert late.others == {"pain.nprs_average": 6}
    assert draft_of(patient).answers.items() >= {"pain.nprs_average": 6, "tolerance.walk_minutes": 9}.items()


def test_the_same_person_on_two_devices_is_not_in_conflict(pat, patient):
    seen = draft_of(patient).revision
    save(patient, "pain.nprs_average", 6, seen, pat)
    assert save(patient, "pain.nprs_average", 4, seen, pat).conflicts == ()


def test_a_question_that_does_not_exist_is_refused(pat, patient):
    with pytest.raises(KeyError):
        save(patient, "pain.nonsense", 1, 0, pat)


def test_the_front_desk_cannot_type_in_an_intake(fran, patient):
    with pytest.raises(PermissionDenied):
        save(patient, "pain.nprs_average", 6, 0, fran)


def test_a_wrong_value_keeps_everything_and_names_the_field(pat):
    draft = new_draft(pat, answers=office_worker(pain__nprs_average="six"))
    finished = finish_intake(draft=draft, by=pat)
    assert finished.assessment is None
    assert [fault.path for fault in finished.faults] == ["pain.nprs_average"]
    assert draft_of(draft.patient).answers["pain.nprs_average"] == "six"
    assert not Assessment.objects.exists()


def test_an_unusual_value_is_asked_about_once(pat):
    draft = new_draft(pat, answers=office_worker(patient__weight_kg=190))
    asked = finish_intake(draft=draft, by=pat)
    assert "patient.weight_kg" in [ask.path for ask in asked.asks]
    assert asked.assessment is None
    assert finish(draft, pat).assessment is not None


def test_a_finished_intake_becomes_columns_rows_and_a_plan(pat):
    draft = built_draft(pat)
    assert draft.assessment.pain_nprs_average == 5
    assert [row.drug for row in draft.assessment.medications.all()] == ["acetaminophen"]
    assert draft.plan["status"] == "plan"
    assert len(draft.movement_hash) == len(draft.whole_hash) == 64
    assert draft.patient.birth_date.isoformat() == "1980-06-15"


def test_finishing_again_adds_an_assessment_and_leaves_the_first(pat):
    draft = built_draft(pat)
    first = draft.assessment
    save_draft_fields(draft=draft, values={"pain.nprs_average": 4}, seen=draft.revision, by=pat)
    finish(draft_of(draft.patient), pat)
    second = draft_of(draft.patient).assessment
    assert (first.pk != second.pk, second.pain_nprs_average) == (True, 4)
    assert Assessment.objects.get(pk=first.pk).pain_nprs_average == 5


def test_a_record_number_of_another_patient_is_a_fault_at_its_field(pat):
    register_patient(by=pat, name="Somebody Else", record_number="A-17")
    finished = finish(new_draft(pat, answers=office_worker(patient__record_number="A-17")), pat)
    assert [fault.path for fault in finished.faults] == ["patient.record_number"]


def test_a_character_that_no_database_can_keep_is_left_out(pat, patient):
    save(patient, "pain.nprs_average", "si\x00x", 0, pat)
    save(patient, "life.goals", [{"id": "own", "words": "a\x00b"}], 99, pat)
    answers = draft_of(patient).answers
    assert answers["pain.nprs_average"] == "six"
    assert answers["life.goals"] == [{"id": "own", "words": "ab"}]


def test_a_correction_at_the_front_desk_reaches_the_open_draft(fran, patient):
    change_patient(patient=patient, by=fran, phone="555 0100")
    assert draft_of(patient).answers["patient.phone"] == "555 0100"


def test_a_patient_has_one_open_draft_and_a_new_one_after_signing(pat, dana):
    version = signed_version(pat, dana)
    first = open_draft(patient=version.patient, by=pat)
    assert open_draft(patient=version.patient, by=dana).pk == first.pk
    assert first.previous == version
    assert first.answers["life.wake_time"] == "06:30"
    assert first.answers["medications"][0]["drug"] == "acetaminophen"
    assert "pain.nprs_average" not in first.answers
    assert "red_flags" not in first.answers


def test_the_panel_shows_scores_and_dangers_while_typing(pat):
    answers = {
        "assessed_on": "2026-03-02",
        "measures.peg": [6, 5, 7],
        "patient.weight_kg": "heavy",
        "medications": [{"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3}, {"dose_mg": 5}],
        "conditions": ["gi-bleed-active"],
    }
    found = preview(answers=answers, by=pat)
    assert {fault.path for fault in found.faults} == {"patient.weight_kg", "medications[1].drug"}
    assert found.plan.scores.peg == 6
    assert found.refused == "ELIG-2"
    assert any(alert.severity == "contraindicated" for alert in found.plan.medication.alerts)
    assert not Draft.objects.exists()


def test_the_panel_says_nothing_of_a_plan_that_is_refused(pat):
    found = preview(answers=office_worker(pain__duration_weeks=6), by=pat)
    assert (found.plan.status, found.refused) == ("refused", "ELIG-2")


def test_without_faults_leaves_out_only_what_is_wrong():
    answers = {"pain.nprs_now": "x", "measures.peg": [1, 2, 3], "medications": [{"drug": "a"}, {"drug": ""}]}
    faults = [
        Fault("pain.nprs_now", "no"),
        Fault("medications[1].drug", "no"),
        Fault("medications[1].key", "no"),
    ]
    assert without_faults(answers, faults) == {"measures.peg": [1, 2, 3], "medications": [{"drug": "a"}]}


def test_a_list_that_loses_every_entry_is_not_recorded_rather_than_none():
    answers = {"conditions": ["osteoporosys"], "medications": [{"drug": ""}], "allergies": []}
    faults = [Fault("conditions[0]", "no"), Fault("medications[0].drug", "no")]
    assert without_faults(answers, faults) == {"allergies": []}
    answers["conditions"].append("cardiac")
    assert without_faults(answers, faults) == {"allergies": [], "conditions": ["cardiac"]}


def test_flat_and_nested_are_each_others_inverse():
    for name, intake in list(published_intakes())[::40]:
        assert nested(flat_answers(intake)) == without_empty_objects(intake), name


def without_empty_objects(tree):
    return {key: value for key, value in tree.items() if value != {}}


ENTRIES = st.dictionaries(st.sampled_from(["drug", "dose_mg", "nonsense"]), st.integers(0, 9))
WORDS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5000),
    st.text(max_size=12),
    st.floats(allow_nan=False, width=16),
    st.lists(st.one_of(st.integers(-2, 12), st.text(max_size=5), st.none()), max_size=4),
    st.lists(ENTRIES, max_size=2),
)
PATHS = st.sampled_from(sorted(office_worker()))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(PATHS, WORDS, max_size=6))
def test_whatever_is_typed_the_panel_answers(pat, typed):
    found = preview(answers=office_worker() | typed | {"assessed_on": "2026-03-02"}, by=pat)
    assert found.plan is not None
