"""A plan as plain text: status first, dangers before everything else, unknown totals said."""

from __future__ import annotations

from datetime import date

from plans.builder.build import build_plan
from plans.builder.content import build_content
from plans.builder.plan import Alert, Because, Medication, Mme, MmeItem, Plan, RedFlagFinding, RedFlags
from plans.content import Version
from plans.interop.plan_text import plan_text
from plans.knowledge.loader import load
from tests.intake.cases import SMALL, read

DAY = date(2026, 3, 2)


def text_of(plan: Plan) -> str:
    intake = read(SMALL).intake
    assert intake is not None
    return plan_text(plan, intake, load())


def test_a_red_flag_stands_at_the_top() -> None:
    finding = RedFlagFinding("RF-B1", "urgent", ("rf-ces-bladder",), "Emergency department now.")
    text = text_of(
        Plan(DAY, "v", "blocked", "RF-B1", red_flags=RedFlags(True, "urgent", ("RF-B1",), (finding,)))
    )
    assert "STATUS: BLOCKED (RF-B1)" in text
    assert "RED FLAG URGENT: Emergency department now. (RF-B1: rf-ces-bladder)" in text
    assert "NOT SCREENED" not in text


def test_a_screen_that_was_not_done_is_said() -> None:
    assert "RED FLAGS NOT SCREENED" in text_of(Plan(DAY, "v", "plan"))


def test_an_alert_has_its_severity_its_facts_and_what_else_fires() -> None:
    alert = Alert(
        "nsaid-age-75",
        "serious",
        "Stop the NSAID.",
        also=("nsaid-ckd",),
        review_weeks=4,
        because=(Because("age_years", 81, "years"), Because("drugs", ["naproxen"])),
    )
    text = text_of(Plan(DAY, "v", "plan", medication=Medication(alerts=(alert,))))
    assert "- SERIOUS nsaid-age-75: Stop the NSAID. [age_years 81 years; drugs naproxen]" in text
    assert "also because: nsaid-ckd" in text
    assert "look again in 4 weeks" in text


def test_an_opioid_total_that_is_not_known_is_never_zero() -> None:
    unknown = text_of(Plan(DAY, "v", "plan", medication=Medication(mme=Mme(None, not_judged=("tramadol",)))))
    assert "- opioids: total not known" in unknown
    known = Mme(30, True, (MmeItem("oxycodone", 20, "mg/day", 1.5, 30),))
    assert "- opioids: at least 30 MME a day" in text_of(
        Plan(DAY, "v", "plan", medication=Medication(mme=known))
    )


def test_a_fact_that_nobody_recorded_is_said_in_words() -> None:
    intake = read(SMALL).intake
    assert intake is not None
    plan = build_plan(intake, load(), DAY)
    whole = plan_text(plan, intake, load())
    assert "aerobic.preferred_mode not recorded" in whole
    assert "None" not in whole
    copy = build_content(plan, intake, load(), Version()).clinician
    assert copy is not None
    said = str(copy.blocks) + str(copy.facts)
    assert "aerobic.preferred_mode = not recorded" in said
    assert "= None" not in said
