"""The report on alerts: how often a rule fired in plans and drafts, and what people did with it."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.management.base import CommandError

from plans.actions import decide, open_draft, save_draft_fields
from plans.actions.alert_report import Answer, alert_report
from plans.models import Draft, PlanVersion
from tests.actions.course import built_draft, draft_of, finish, office_worker, sign_both, weeks_ago

IBUPROFEN = {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3, "started_on": "2025-10-01"}
BLED = {"medications": [IBUPROFEN], "conditions": ["gi-bleed-history"]}
RULE = "nsaid-gi-bleed-history"  # medications-2, 3.2: an NSAID after a bleed of the stomach
REASON = "Gastroenterologist agrees"

pytestmark = pytest.mark.django_db


def counted(rule=RULE, since=None):
    return next((count for count in alert_report(since).rules if count.rule == rule), None)


def answers_of(rule=RULE):
    return dict(counted(rule).answers)


def severe(draft):
    return draft.plan["signing"]["prescriber"]


@pytest.fixture
def bled(pat):
    return built_draft(pat, office_worker(**BLED, assessed_on=weeks_ago(4)))


def override_all(draft, dana, reason=REASON):
    for rule in severe(draft):
        decide(draft=draft_of(draft.patient), line=f"alert:{rule}", action="override", reason=reason, by=dana)


def test_an_empty_clinic_has_nothing_to_tell(run):
    assert run("alert_report").out == "0 signed plans and 0 open drafts\nNo rule fired.\n"


def test_an_open_draft_counts_before_anybody_has_decided(bled):
    assert answers_of() == {Answer.UNDECIDED: 1}
    report = alert_report()
    assert (report.versions, report.drafts) == (0, 1)
    assert report.firing_percent(counted()) == 100


def test_an_override_is_counted_with_its_reason_in_draft_and_version(bled, pat, dana):
    override_all(bled, dana)
    assert answers_of() == {Answer.OVERRIDDEN: 1}
    assert counted().reasons == {REASON: 1}
    sign_both(bled, pat, dana)
    assert (alert_report().versions, alert_report().drafts) == (1, 0)
    assert answers_of() == {Answer.OVERRIDDEN: 1}
    assert counted().override_percent == 100


def test_a_medicine_that_goes_on_with_a_reason_is_an_override(bled, dana):
    decide(draft=bled, line="medication:ibuprofen", action="continue", reason=REASON, by=dana)
    assert answers_of() == {Answer.OVERRIDDEN: 1}
    assert counted().reasons == {REASON: 1}


def test_a_stop_that_ends_the_alert_is_counted_as_accepted(bled, dana):
    day = bled.assessment.assessed_on.isoformat()
    decide(draft=bled, line="medication:ibuprofen", action="stop", value={"on": day}, reason="bled", by=dana)
    assert RULE not in json.dumps(draft_of(bled.patient).plan["medication"]["alerts"])
    assert answers_of() == {Answer.ACCEPTED: 1}
    assert counted().override_percent == 0


def test_what_a_decision_ended_under_earlier_knowledge_is_told_and_not_guessed(bled, dana, run):
    day = bled.assessment.assessed_on.isoformat()
    decide(draft=bled, line="medication:ibuprofen", action="stop", value={"on": day}, reason="bled", by=dana)
    draft = draft_of(bled.patient)
    Draft.objects.filter(pk=draft.pk).update(plan=draft.plan | {"knowledge_version": "of-last-year"})
    assert counted() is None
    assert "In 1 of them a medicine was stopped or changed under earlier knowledge" in run("alert_report").out


def test_a_carried_override_is_quiet_and_asks_nobody(bled, pat, dana):
    override_all(bled, dana)
    sign_both(bled, pat, dana)
    draft = open_draft(patient=bled.patient, by=pat)
    answers = office_worker(**BLED, assessed_on=weeks_ago(0))
    save_draft_fields(draft=draft, values=answers, seen=draft.revision, by=pat)
    finish(draft_of(bled.patient), pat)
    assert answers_of() == {Answer.OVERRIDDEN: 1, Answer.QUIETED: 1}
    assert counted().override_percent == 100


def test_since_leaves_earlier_plans_out(bled, pat, dana, run):
    override_all(bled, dana)
    sign_both(bled, pat, dana)
    signed = PlanVersion.objects.get().signed_at.date()
    assert counted(since=signed) is not None
    assert counted(since=signed + timedelta(days=2)) is None
    assert "0 signed plans" in run("alert_report", "--since", "2100-01-01").out
    with pytest.raises(CommandError, match="--since: 'soon' is not a date such as 2026-01-31"):
        run("alert_report", "--since", "soon")


def test_most_overrides_come_first(bled, pat, dana):
    other = built_draft(pat, office_worker(**BLED))
    for draft in (bled, other):
        override_all(draft, dana)
    rules = alert_report().rules
    assert RULE in {count.rule for count in rules if count.answers[Answer.OVERRIDDEN] == 2}
    overridden = [count.answers[Answer.OVERRIDDEN] for count in rules]
    assert overridden == sorted(overridden, reverse=True)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_report_as_data(bled, dana, run, form):
    override_all(bled, dana)
    out = run("alert_report", "--format", form).out
    if form == "json":
        report = json.loads(out)
        assert report["plans"] == {"versions": 0, "drafts": 1, "unknown_endings": 0}
        (row,) = (row for row in report["rules"] if row["rule"] == RULE)
        assert row["reasons"] == [{"reason": REASON, "count": 1}]
    else:
        (row,) = (row for row in csv.DictReader(io.StringIO(out)) if row["rule"] == RULE)
        assert row["reasons"] == f"1 x {REASON}"
    wanted = {"fired": 1, "overridden": 1, "accepted": 0, "quieted": 0, "undecided": 0, "own_line": 1}
    assert {name: int(row[name]) for name in wanted} == wanted
    assert (float(row["firing_percent"]), float(row["override_percent"])) == (100, 100)


def test_the_text_shows_the_reason_under_its_rule(bled, dana, run):
    override_all(bled, dana)
    lines = run("alert_report").out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(RULE))
    assert lines[at].split()[1:] == ["serious", "1", "100.0", "1", "1", "100.0", "0", "0", "0"]
    assert lines[at + 1] == f"    1 x {REASON}"
