"""Eligibility and red flags: every weight, every combination, and what clearance changes."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.movement.screen import refuse, screen
from plans.builder.plan import RedFlags
from plans.knowledge.loader import Knowledge, load
from tests.builder.movement.facts import AS_OF, patient

ROWS = load().movement.screen.flags
URGENT, REFER, NOTE = (
    sorted(f for f, row in ROWS.items() if row.weight == w) for w in ("urgent", "refer", "note")
)
IBP = ("rf-ibp-age", "rf-ibp-insidious", "rf-ibp-exercise", "rf-ibp-rest", "rf-ibp-night")


def screened(*flags: str, cleared: tuple[str, ...] = (), **facts: Any) -> RedFlags:
    return screen(patient(red_flags=[*flags], red_flags_cleared=[*cleared], **facts), load())


def test_the_screen_has_33_questions() -> None:
    assert (len(ROWS), len(URGENT), len(REFER), len(NOTE)) == (33, 11, 5, 17)


@pytest.mark.parametrize("flag", URGENT)
def test_an_urgent_flag_blocks_whatever_is_cleared(flag: str) -> None:
    for cleared in ((), (flag,)):
        found = screened(flag, cleared=cleared)
        assert (found.action, found.rules, found.blocks) == ("urgent", ("RF-B1",), True)


@pytest.mark.parametrize("flag", REFER)
def test_a_refer_flag_blocks_until_it_is_cleared(flag: str) -> None:
    assert (screened(flag).action, screened(flag).rules) == ("refer", ("RF-B4",))
    cleared = screened(flag, cleared=(flag,))
    assert (cleared.action, cleared.rules, cleared.notes) == ("none", (), ())


@pytest.mark.parametrize("flag", NOTE)
def test_a_single_note_is_printed_and_blocks_nothing(flag: str) -> None:
    found = screened(flag)
    assert (found.action, found.rules, found.notes) == ("none", (), (flag,))


@pytest.mark.parametrize("other", ["rf-inf-risk", "rf-inf-night-sweats"])
@pytest.mark.parametrize("cleared", [(), ("rf-inf-fever",)])
def test_fever_with_a_risk_or_night_sweats_is_urgent_cleared_or_not(
    other: str, cleared: tuple[str, ...]
) -> None:
    found = screened("rf-inf-fever", other, cleared=cleared)
    assert found.action == "urgent"
    assert found.rules[0] == "RF-B2"


def test_risk_and_night_sweats_without_fever_block_nothing() -> None:
    assert screened("rf-inf-risk", "rf-inf-night-sweats").action == "none"


def test_aneurysm_pain_with_risk_is_urgent_and_each_alone_is_a_note() -> None:
    assert screened("rf-aaa-pain", "rf-aaa-risk").rules == ("RF-B3",)
    assert not screened("rf-aaa-pain").blocks
    assert not screened("rf-aaa-risk").blocks


def test_two_fracture_notes_refer() -> None:
    assert screened("rf-fx-percussion", "rf-fx-height-loss").rules == ("RF-B5",)


def test_a_cleared_refer_flag_is_no_note_to_add_up() -> None:
    flags = ("rf-fx-minor-trauma-fragile", "rf-fx-percussion")
    assert not screened(*flags, cleared=flags[:1]).blocks


def test_two_malignancy_notes_refer_and_notes_of_two_groups_do_not() -> None:
    assert screened("rf-ca-weight-loss", "rf-ca-systemic").rules == ("RF-B6",)
    assert not screened("rf-ca-weight-loss", "rf-fx-percussion").blocks


@pytest.mark.parametrize(("count", "rules"), [(3, ()), (4, ("RF-N1",)), (5, ("RF-N1",))])
def test_inflammatory_pain_from_four_of_five_and_never_blocking(count: int, rules: tuple[str, ...]) -> None:
    found = screened(*IBP[:count])
    assert (found.rules, found.action) == (rules, "none")


def test_the_strongest_action_wins() -> None:
    found = screened("rf-ca-history", "rf-ces-bowel")
    assert (found.action, found.rules) == ("urgent", ("RF-B1", "RF-B4"))
    assert found.findings[0].message == "emergency department now, emergency MRI"


def test_steroid_tablets_for_ninety_days_answer_the_question(knowledge: Knowledge) -> None:
    one_more = patient(red_flags=["rf-fx-percussion"])
    assert screen(one_more, knowledge, corticosteroid_days=89).action == "none"
    found = screen(one_more, knowledge, corticosteroid_days=90)
    assert found.rules == ("RF-B5",)
    assert ("corticosteroid_days", 90, "days") in {
        (b.field, b.value, b.unit) for b in found.findings[0].because
    }
    assert screen(patient(red_flags=["rf-fx-steroids"]), knowledge, corticosteroid_days=400).action == "none"


def test_the_condition_suicidal_ideation_sets_the_flag() -> None:
    found = screened(conditions=["suicidal-ideation"])
    assert (found.action, found.findings[0].flags) == ("urgent", ("rf-self-harm",))


def test_not_screened_is_not_the_same_as_all_no(knowledge: Knowledge) -> None:
    assert not screen(patient(red_flags=None), knowledge).screened
    assert screen(patient(red_flags=[]), knowledge).screened


@pytest.mark.parametrize(("age", "rule"), [(17, "ELIG-1"), (18, None)])
def test_adults_only(age: int, rule: str | None, knowledge: Knowledge) -> None:
    assert refuse(patient(age), knowledge, AS_OF) == rule


@pytest.mark.parametrize(("weeks", "rule"), [(None, "ELIG-2"), (12, "ELIG-2"), (13, None)])
def test_chronic_only(weeks: int | None, rule: str | None, knowledge: Knowledge) -> None:
    assert refuse(patient(pain={"duration_weeks": weeks}), knowledge, AS_OF) == rule
