"""Opioid rules: three cases each, naloxone, tolerance, breaks (medications-3, 4.4)."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.medicines import judge_medicines
from plans.builder.medicines.findings import judge_part3, judge_rules
from plans.intake.clinic import ClinicSettings
from plans.knowledge.loader import Knowledge
from tests.builder.medicines.conftest import Read

PERSON: dict[str, Any] = {
    "patient": {"birth_date": "1976-01-01", "sex_at_birth": "male"},
    "conditions": [],
    "allergies": [],
    "life": {"alcohol_drinks_per_week": 0},
}
HYDROMORPHONE_50 = {"drug": "hydromorphone", "dose_mg": 2, "times_per_day": 5, "started_on": "2026-01-01"}
OXYCODONE_30 = {"drug": "oxycodone", "dose_mg": 10, "times_per_day": 2, "started_on": "2026-01-01"}
LORAZEPAM = {"drug": "lorazepam", "dose_mg": 1, "times_per_day": 1, "started_on": "2026-01-01"}
NALOXONE = {"drug": "naloxone", "as_needed": True, "max_per_day": 1}
LEVORPHANOL = {"drug": "levorphanol", "dose_mg": 2, "times_per_day": 4, "started_on": "2026-01-01"}
PATCH = {"drug": "fentanyl-patch", "patch_mcg_per_hour": 25, "every_hours": 72, "started_on": "2026-03-01"}


def morphine_er(started_on: str | None) -> dict[str, Any]:
    return {"drug": "morphine", "dose_mg": 15, "times_per_day": 2, "release": "er", "started_on": started_on}


def opioid(
    drug: str, dose: float, times: int, started: str | None, stopped: str | None = None, **more: Any
) -> Any:
    dates = {"started_on": started, "stopped_on": stopped}
    return {"drug": drug, "dose_mg": dose, "times_per_day": times, **dates, **more}


def rows(read: Read, *entries: Any, **changes: Any) -> tuple[dict[str, str], set[str]]:
    facts = read({**PERSON, **changes}, medications=list(entries)).facts
    found, unknown = judge_rules(facts)
    return {row.id: row.severity for row in found}, {row.id for row in unknown}


def test_a_total_from_50_is_a_caution_and_from_90_serious(read: Read) -> None:
    at_50, _ = rows(read, HYDROMORPHONE_50)
    below, _ = rows(read, opioid("methadone", 3.5, 3, "2026-01-01"))
    at_90, _ = rows(read, opioid("oxycodone", 30, 2, "2026-01-01"))

    assert at_50["opioid-mme-50"] == "caution"
    assert "opioid-mme-50" not in below
    assert at_90["opioid-mme-90"] == "serious"
    assert "opioid-mme-50" not in at_90


def test_a_total_of_at_least_60_is_shown_though_the_whole_is_not_known(
    read: Read, knowledge: Knowledge
) -> None:
    # M28: morphine 60 counted, buccal fentanyl not judged: at least 50, and 90 cannot be said.
    fentanyl = {"drug": "fentanyl", "route": "buccal", "dose_mg": 0.2, "as_needed": True, "max_per_day": 4}
    medicines = read(PERSON, medications=[fentanyl, opioid("morphine", 30, 2, "2026-01-01")])
    found = judge_medicines(medicines, medicines.facts.intake, knowledge, ())

    alert = next(alert for alert in found.medication.alerts if "OPI-50" in (alert.rule, *alert.also))
    assert "Opioid total at least 60 MME/day" in next(
        row.message for row in (alert, *alert.also_details) if row.rule == "OPI-50"
    )
    unknown = {row.id for row in found.not_judged}
    assert {"opioid-mme-50", "opioid-mme-90"} <= unknown
    assert found.medication.mme.at_least
    assert found.medication.mme.total == 60


def test_the_plan_holds_the_total_of_m27(read: Read) -> None:
    mme = read(PERSON, medications=[LEVORPHANOL, OXYCODONE_30]).mme

    assert (mme.total, mme.at_least) == (30, True)
    assert [(row.drug, row.amount, row.unit, row.factor, row.mme) for row in mme.items] == [
        ("oxycodone", 20, "mg/day", 1.5, 30)
    ]
    assert [(row.drug, row.reason) for row in mme.not_judged] == [
        ("levorphanol", "no CDC 2022 factor for levorphanol")
    ]


def test_without_an_opioid_the_total_is_0_and_known(read: Read) -> None:
    medicines = read(PERSON, medications=[LORAZEPAM])

    assert medicines.facts.get("mme_mg_per_day") == 0
    assert (medicines.mme.total, medicines.mme.meter, medicines.mme.naloxone) == (0, None, ())


@pytest.mark.parametrize(
    ("entries", "changes", "reasons", "severity"),
    [
        ([OXYCODONE_30], {}, (), None),
        ([OXYCODONE_30, LORAZEPAM], {}, ("nx-benzo", "nx-sedatives"), "serious"),
        ([OXYCODONE_30], {"patient": {"birth_date": "1961-01-01"}}, ("nx-age",), "caution"),
        ([HYDROMORPHONE_50], {}, ("nx-mme",), "serious"),
        ([HYDROMORPHONE_50, NALOXONE], {}, (), None),
        ([OXYCODONE_30], {"conditions": ["copd-asthma"]}, ("nx-lung",), "caution"),
        ([OXYCODONE_30], {"conditions": ["alcohol-use-disorder"]}, ("nx-sud",), "serious"),
        ([OXYCODONE_30], {"conditions": ["cirrhosis"]}, ("nx-organ",), "serious"),
        ([OXYCODONE_30], {"life": {"alcohol_drinks_per_week": 14}}, (), None),
        ([OXYCODONE_30], {"life": {"alcohol_drinks_per_week": 15}}, ("nx-sedatives",), "caution"),
    ],
)
def test_reasons_to_offer_naloxone(
    entries: list[Any], changes: dict[str, Any], reasons: tuple[str, ...], severity: str | None, read: Read
) -> None:
    medicines = read({**PERSON, **changes}, medications=entries)
    found = {row.id: row.severity for row in judge_rules(medicines.facts)[0]}
    fired = [found[row] for row in ("opioid-naloxone-strong", "opioid-naloxone-offer") if row in found]

    assert medicines.mme.naloxone == reasons
    assert (fired[0] if fired else None) == severity


def test_only_the_missing_total_leaves_naloxone_open(read: Read) -> None:
    found, unknown = rows(read, LEVORPHANOL)

    assert "opioid-naloxone-strong" not in found
    assert {"opioid-naloxone-strong", "opioid-naloxone-offer"} <= unknown


def test_naloxone_inside_a_product_does_not_count_as_having_it(read: Read) -> None:
    suboxone = {"product": "buprenorphine-naloxone-8-2", "units_per_dose": 1, "times_per_day": 2}

    assert read(PERSON, medications=[suboxone]).facts.get("naloxone_on_hand") is False


@pytest.mark.parametrize(
    ("entries", "naive"),
    [
        ([morphine_er("2026-02-25")], True),
        ([morphine_er("2026-02-02")], True),
        ([morphine_er("2026-02-01")], False),
        ([morphine_er("2026-02-25"), opioid("oxycodone", 5, 4, "2026-02-10", "2026-02-25")], False),
        ([morphine_er("2026-02-25"), opioid("oxycodone", 5, 4, "2026-01-10", "2026-02-17")], True),
        ([morphine_er("2026-02-25"), opioid("oxycodone", 5, 4, None)], None),
        ([morphine_er(None)], None),
        ([morphine_er("2026-02-25"), opioid("oxycodone", 5, 4, "2026-02-25")], True),
        ([{**morphine_er("2026-02-25"), "reason": "opioid-use-disorder"}], False),
        ([opioid("oxycodone", 5, 4, "2026-02-25")], False),
        ([opioid("methadone", 5, 2, "2026-02-25")], True),
    ],
    ids=[
        "nothing before",
        "28 days ago",
        "29 days ago",
        "after oxycodone",
        "oxycodone ended 8 days before",
        "oxycodone without a start",
        "no start",
        "begun together",
        "treatment of opioid use disorder",
        "short-acting",
        "methadone for pain",
    ],
)
def test_a_long_acting_opioid_begun_without_another_one_before(
    entries: list[Any], naive: Any, read: Read
) -> None:
    assert read(PERSON, medications=entries).facts.get("er_opioid_started_naive") is naive


@pytest.mark.parametrize(
    ("prior", "not_tolerant"),
    [
        ([], True),
        ([opioid("oxycodone", 5, 2, "2025-12-01")], True),
        ([opioid("tramadol", 50, 4, "2025-01-01")], True),
        ([opioid("oxycodone", 10, 3, "2026-02-23")], True),
        ([opioid("oxycodone", 10, 3, "2026-02-22")], False),
        ([opioid("oxycodone", 10, 3, "2026-02-01", "2026-03-01")], False),
        ([opioid("morphine", 30, 2, "2026-01-01")], False),
        ([opioid("hydromorphone", 2, 4, "2026-01-01")], False),
        ([opioid("tramadol", 100, 3, "2025-01-01")], None),
        ([opioid("oxycodone", 10, 2, "2026-01-01"), opioid("tramadol", 75, 2, "2026-01-01")], None),
        (
            [
                {
                    "drug": "buprenorphine-patch",
                    "patch_mcg_per_hour": 10,
                    "every_hours": 168,
                    "started_on": "2026-01-01",
                }
            ],
            None,
        ),
        ([LEVORPHANOL], None),
    ],
    ids=[
        "none",
        "oxycodone 10 mg",
        "tramadol 200 mg",
        "6 days only",
        "30 mg for 7 days",
        "until the patch",
        "morphine 60 mg",
        "hydromorphone 8 mg",
        "tramadol 300 mg: 60 MME",
        "a sum of 60 MME",
        "buprenorphine",
        "no factor",
    ],
)
def test_a_new_fentanyl_patch_needs_proven_tolerance(prior: list[Any], not_tolerant: Any, read: Read) -> None:
    facts = read(PERSON, medications=[PATCH, *prior]).facts

    assert facts.get("fentanyl_patch_not_tolerant") is not_tolerant


@pytest.mark.parametrize(
    ("entries", "lost"),
    [
        (
            [opioid("oxycodone", 5, 4, "2026-02-20"), opioid("oxycodone", 5, 4, "2026-01-01", "2026-02-12")],
            True,
        ),
        (
            [opioid("oxycodone", 5, 4, "2026-02-20"), opioid("oxycodone", 5, 4, "2026-01-01", "2026-02-13")],
            False,
        ),
        (
            [opioid("oxycodone", 5, 4, "2026-02-20"), opioid("oxycodone", 5, 4, "2026-01-16", "2026-02-12")],
            False,
        ),
        ([opioid("oxycodone", 5, 4, "2026-02-20"), opioid("tramadol", 50, 2, "2026-01-01")], False),
        ([opioid("oxycodone", 5, 4, "2026-02-20")], False),
    ],
    ids=["8 days after 42", "7 days", "27 days of use", "another one still taken", "no earlier use"],
)
def test_tolerance_is_lost_after_a_break_of_8_days(entries: list[Any], lost: bool, read: Read) -> None:
    reasons = read(PERSON, medications=entries).facts.get("naloxone_reasons")

    assert ("nx-lost-tolerance" in reasons) is lost


@pytest.mark.parametrize(("started_on", "fires"), [("2025-12-02", True), ("2025-12-03", False)])
def test_monitoring_is_named_from_90_days(started_on: str, fires: bool, read: Read) -> None:
    facts = read(PERSON, medications=[opioid("tramadol", 50, 2, started_on)]).facts

    assert ("OPI-MONITOR" in [row.id for row in judge_part3(facts)[0]]) is fires


@pytest.mark.parametrize(
    ("level", "reached"),
    [(None, False), (50, True), (50.5, False)],
    ids=["no level", "reached", "not reached"],
)
def test_a_clinic_may_have_a_notice_level_of_its_own(level: float | None, reached: bool, read: Read) -> None:
    clinic = ClinicSettings(mme_notice=level)
    facts = read(PERSON, medications=[HYDROMORPHONE_50], clinic=clinic).facts

    assert ("OPI-NOTICE" in [row.id for row in judge_part3(facts)[0]]) is reached


ORDERS = (
    "taper now",
    "reduce now",
    "stop the opioid",
    "discontinue",
    "wean off",
    "exceeds the limit",
    "not allowed",
)
BLAME = (
    "refuse",
    "dismiss",
    "non-compliant",
    "addict",
    "abuser",
    "suspenda",
    "reduzca ya",
    "debe bajar",
    "límite",
)


def test_no_opioid_text_orders_or_blames(knowledge: Knowledge) -> None:
    book = knowledge.medicines
    texts = [row.text for row in book.opioid_rules.values()]
    texts += [row.text for key, row in book.alerts.items() if key.startswith("OPI-")]
    texts += [text for row in book.patient_texts.values() for text in row.text.values()]
    rules = [row for key, row in book.rules.items() if "opioid" in key or "fentanyl" in key]
    texts += [text for row in rules for text in row.patient.values()]

    for text in texts:
        assert not [word for word in (*ORDERS, *BLAME) if word in text.lower()], text
