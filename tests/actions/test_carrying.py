"""What the last visit leaves standing: medicines as decided, and overrides that stay quiet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from plans.actions import decide, open_draft, save_draft_fields, undo_decision
from plans.actions.carrying import is_quiet, last_by_line
from plans.models import PlanVersion
from tests.actions.course import built_draft, draft_of, finish, office_worker, sign_both, weeks_ago

IBUPROFEN = {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3, "started_on": "2025-10-01"}
GABAPENTIN = {"drug": "gabapentin", "dose_mg": 300, "times_per_day": 3, "started_on": "2025-10-01"}
DANGER = {"medications": [IBUPROFEN], "conditions": ["gi-bleed-history"]}


def next_visit(pat, patient, answers):
    """The finished draft of a second visit today."""
    draft = open_draft(patient=patient, by=pat)
    save_draft_fields(draft=draft, values=answers, seen=draft.revision, by=pat)
    finish(draft_of(patient), pat)
    return draft_of(patient)


@pytest.fixture
def overridden(pat, dana):
    """The patient of a first visit four weeks ago, at which every danger was overridden."""
    draft = built_draft(pat, office_worker(**DANGER, assessed_on=weeks_ago(4)))
    assert draft.plan["signing"]["prescriber"]
    for rule in draft.plan["signing"]["prescriber"]:
        decide(draft=draft_of(draft.patient), line=f"alert:{rule}", action="override", reason="ok", by=dana)
    sign_both(draft, pat, dana)
    return draft.patient


def test_an_override_whose_facts_are_unchanged_stays_quiet_at_the_next_visit(pat, overridden):
    draft = next_visit(pat, overridden, office_worker(**DANGER, assessed_on=weeks_ago(0)))
    carried = draft.decision_rows()
    assert carried
    assert {row.carried_from.number for row in carried} == {1}
    assert draft.plan["signing"]["prescriber"] == []


def test_a_carried_override_can_be_taken_back(pat, dana, overridden):
    draft = next_visit(pat, overridden, office_worker(**DANGER, assessed_on=weeks_ago(0)))
    for row in draft.decision_rows():
        undo_decision(decision=row, by=dana)
    finish(draft_of(overridden), pat)
    assert draft_of(overridden).plan["signing"]["prescriber"]


def test_a_danger_that_is_gone_leaves_no_decision(pat, overridden):
    answers = office_worker(assessed_on=weeks_ago(0), medications=[], conditions=["gi-bleed-history"])
    assert next_visit(pat, overridden, answers).decision_rows() == []


AS_OF = date(2026, 11, 24)
FACTS = [{"field": "egfr", "value": 55, "unit": "mL/min"}]


@pytest.mark.parametrize(
    ("severity", "days", "quiet"),
    [
        ("contraindicated", 89, True),
        ("contraindicated", 90, False),
        ("serious", 179, True),
        ("serious", 180, False),
        ("caution", 179, True),
    ],
)
def test_quiet_ends_after_its_days(severity, days, quiet):
    record = {"first_taken_on": (AS_OF - timedelta(days=days)).isoformat()}
    alert = {"severity": severity, "because": FACTS}
    assert is_quiet(record, alert, alert, timedelta(), AS_OF) is quiet


def test_quiet_ends_when_a_fact_changes_its_value():
    record = {"first_taken_on": AS_OF.isoformat()}
    before = {"severity": "serious", "because": FACTS}
    now = {"severity": "serious", "because": [FACTS[0] | {"value": 54}]}
    assert not is_quiet(record, before, now, timedelta(days=28), AS_OF)


@pytest.mark.parametrize(
    ("days_before", "days_now", "quiet"),
    [(152, 180, True), (152, 181, False), (152, 152, True), (152, 20, False)],
)
def test_a_count_of_days_that_went_on_is_the_same_fact(days_before, days_now, quiet):
    """Four weeks later a medicine has been taken for 28 days more; begun anew it has not."""
    record = {"first_taken_on": (AS_OF - timedelta(days=28)).isoformat()}
    count, days = (
        {"field": "nsaid_count", "value": 1, "unit": "medicines"},
        {"field": "nsaid_days", "unit": "days"},
    )
    before = {"severity": "caution", "because": [count, days | {"value": days_before}]}
    now = {"severity": "caution", "because": [count, days | {"value": days_now}]}
    assert is_quiet(record, before, now, timedelta(days=28), AS_OF) is quiet


def test_the_last_decision_on_a_line_counts():
    first, other, last = {"line": "a", "n": 1}, {"line": "b", "n": 2}, {"line": "a", "n": 3}
    assert {record["n"] for record in last_by_line([first, other, last])} == {2, 3}


def decided_medicines(pat, dana, line, action, value) -> dict[str, dict]:
    """The medicine list that the next draft begins with after one signed decision."""
    draft = built_draft(pat, office_worker(medications=[GABAPENTIN]))
    decide(draft=draft, line=line, action=action, value=value, reason="agreed", by=dana)
    for rule in draft_of(draft.patient).plan["signing"]["prescriber"]:
        decide(draft=draft_of(draft.patient), line=f"alert:{rule}", action="override", reason="ok", by=dana)
    sign_both(draft, pat, dana)
    answers = open_draft(patient=draft.patient, by=pat).answers
    return {row["key"]: row for row in answers["medications"]}


def test_a_stopped_medicine_is_on_the_next_list_as_stopped(pat, dana):
    found = decided_medicines(pat, dana, "medication:gabapentin", "stop", {"on": "2026-03-02"})
    assert found["gabapentin"]["stopped_on"] == "2026-03-02"


def test_a_changed_dose_is_on_the_next_list(pat, dana):
    found = decided_medicines(pat, dana, "medication:gabapentin", "change", {"dose_mg": 100})
    assert found["gabapentin"]["dose_mg"] == 100


def test_an_added_medicine_is_on_the_next_list_since_the_day_it_was_added(pat, dana):
    entry = {"drug": "acetaminophen", "dose_mg": 500, "times_per_day": 3}
    found = decided_medicines(pat, dana, "option:acetaminophen", "add", entry)
    assert found["acetaminophen"]["started_on"] == "2026-03-02"


def test_the_weeks_of_pain_go_on_and_what_was_measured_is_asked_again(pat, overridden):
    before = PlanVersion.objects.get(patient=overridden).intake["pain"]
    answers = open_draft(patient=overridden, by=pat).answers
    assert answers["pain.duration_weeks"] == before["duration_weeks"] + 4
    assert before["nprs_average"] is not None
    assert "pain.nprs_average" not in answers
