"""What stands on the page: the three foldings, overrides, decisions, texts (medications-2, 3.2 and 3.3)."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.decisions import gather
from plans.builder.medicines import combine, judge_medicines, quiet_days
from plans.builder.plan import Alert
from plans.intake.decisions import Decision
from plans.knowledge.loader import Knowledge
from tests.builder.medicines.conftest import Read
from tests.support import read_cases

M_CASES = {case["id"]: case["intake"] for case in read_cases("medicines.json")}


def alerts_of(
    case: str | dict[str, Any], read: Read, knowledge: Knowledge, *decisions: Decision
) -> tuple[Alert, ...]:
    medicines = read(M_CASES[case] if isinstance(case, str) else case)
    judged = judge_medicines(medicines, medicines.facts.intake, knowledge, (), gather(decisions))
    return judged.medication.alerts


def override(rule: str) -> Decision:
    return Decision(f"alert:{rule}", "override", None, "looked at it with the patient")


def test_severities_stand_in_order(read: Read, knowledge: Knowledge) -> None:
    order = ("contraindicated", "serious", "caution", "information")
    found = [order.index(alert.severity) for alert in alerts_of("M12", read, knowledge)]

    assert found == sorted(found)


def test_a_dose_to_be_confirmed_gathers_what_hangs_on_it(read: Read, knowledge: Knowledge) -> None:
    # acetaminophen-over-4g under it: the line is contraindicated, dose-absurd stays its first row.
    entry = {"drug": "acetaminophen", "dose_mg": 50000, "times_per_day": 1, "started_on": "2026-01-01"}
    case = {**M_CASES["M01"], "medications": [entry]}
    alert = alerts_of(case, read, knowledge)[0]

    assert (alert.rule, alert.severity) == ("dose-absurd", "contraindicated")
    assert "acetaminophen-over-4g" in alert.also


def test_a_confirmed_dose_gathers_nothing(read: Read, knowledge: Knowledge) -> None:
    entry = {"drug": "acetaminophen", "dose_mg": 50000, "times_per_day": 1, "started_on": "2026-01-01"}
    case = {**M_CASES["M01"], "medications": [entry]}
    confirmed = Decision("gate:dose-absurd", "confirm", None, "")
    shown = alerts_of(case, read, knowledge, confirmed)

    assert shown[0].rule == "acetaminophen-over-4g"
    assert [alert.open for alert in shown if alert.rule == "dose-absurd"] == [False]


def test_mild_lines_stand_under_a_stop_by_a_dose_row_too(read: Read, knowledge: Knowledge) -> None:
    # CrCl (140 - 78) x 42 / (72 x 1.4) x 0.85 = 21.96, eGFR 38.5: naproxen stops by its own row (5.8).
    case = {
        **M_CASES["M01"],
        "patient": {"birth_date": "1948-01-01", "sex_at_birth": "female", "weight_kg": 42, "height_cm": 155},
        "labs": {"serum_creatinine_mg_dl": 1.4, "taken_on": "2026-02-20"},
        "medications": [{"drug": "naproxen", "dose_mg": 500, "times_per_day": 2, "started_on": "2026-02-20"}],
    }
    alert = alerts_of(case, read, knowledge)[0]

    assert (alert.rule, alert.severity) == ("REN-NSAID-30", "contraindicated")
    assert {"nsaid-renal-30-59", "nsaid-age-75", "nsaid-gastroprotection"} <= set(alert.also)


def test_an_override_shows_the_next_row_of_its_danger(read: Read, knowledge: Knowledge) -> None:
    shown = alerts_of("M03", read, knowledge, override("nsaid-renal-30-59-raas-diuretic"))
    first = shown[0]

    assert (first.rule, first.severity, first.open) == ("nsaid-triple-whammy", "serious", True)
    assert "nsaid-renal-30-59" in first.also
    quiet = next(alert for alert in shown if alert.rule == "nsaid-renal-30-59-raas-diuretic")
    assert (quiet.open, quiet.decided) == (
        False,
        {
            "line": "alert:nsaid-renal-30-59-raas-diuretic",
            "action": "override",
            "reason": "looked at it with the patient",
        },
    )


def test_an_override_of_a_stop_brings_back_what_stood_under_it(read: Read, knowledge: Knowledge) -> None:
    before = {alert.rule for alert in alerts_of("M10", read, knowledge)}
    after = {
        alert.rule
        for alert in alerts_of("M10", read, knowledge, override("tizanidine-cipro-fluvoxamine"))
        if alert.open
    }

    assert before == {"tizanidine-cipro-fluvoxamine"}
    assert {"tizanidine-cyp1a2-other", "tizanidine-blood-pressure-medicine"} <= after


@pytest.mark.parametrize(
    ("action", "reason", "is_open"),
    [
        ("continue", "heart medicine, agreed with cardiology", False),
        ("continue", "", True),
        ("stop", "", False),
    ],
)
def test_a_decision_on_a_medicine_settles_its_alert(
    action: str, reason: str, is_open: bool, read: Read, knowledge: Knowledge
) -> None:
    decision = Decision("medication:ibuprofen", action, None, reason)
    alert = alerts_of("M04", read, knowledge, decision)[0]

    assert (alert.rule, alert.open) == ("nsaid-anticoagulant", is_open)


def test_a_decision_on_one_medicine_leaves_other_dangers_open(read: Read, knowledge: Knowledge) -> None:
    decision = Decision("medication:carisoprodol", "stop", None, "")
    by_rule = {alert.rule: alert for alert in alerts_of("M07", read, knowledge, decision)}

    # The line of the three sedatives holds opioid-sleep-apnea too, which carisoprodol does not settle.
    assert by_rule["carisoprodol-opioid-benzodiazepine"].open
    assert by_rule["opioid-naloxone-strong"].open


def test_an_alert_names_the_entries_it_is_about(read: Read, knowledge: Knowledge) -> None:
    by_rule = {alert.rule: alert.medicines for alert in alerts_of("M08", read, knowledge)}

    assert by_rule["acetaminophen-over-4g"] == tuple(
        sorted(entry.key for entry in read(M_CASES["M08"]).active if "acetaminophen" in entry.drugs)
    )


def test_an_alert_says_why_with_values_and_units(read: Read, knowledge: Knowledge) -> None:
    alert = alerts_of("M03", read, knowledge)[0]
    why = {fact.field: (fact.value, fact.unit) for fact in alert.because}

    assert why["nsaid_count"] == (1, "medicines")
    assert why["drug_classes"] == (["acei", "diuretic"], None)
    assert why["egfr_ml_min"][0] == pytest.approx(50.61, abs=0.01)
    assert alert.sources == ("SRC-KDIGO-2024", "SRC-LABEL-NSAID")


def test_texts_use_the_words_the_patient_knows(read: Read, knowledge: Knowledge) -> None:
    entry = {
        "drug": "naproxen",
        "entered_as": "Aleve 500 bid",
        "dose_mg": 500,
        "times_per_day": 2,
        "started_on": "2025-10-01",
    }
    case = {**M_CASES["M03"], "medications": [entry, *M_CASES["M03"]["medications"][1:]]}
    whole = alerts_of(case, read, knowledge)[0]
    below = next(alert for alert in whole.also_details if alert.rule == "nsaid-triple-whammy")

    assert below.message.startswith("Aleve with an ACE inhibitor or ARB and a diuretic")
    assert "por su Aleve junto" in below.patient["es"]


def test_the_known_part_of_an_opioid_total_is_said_to_be_at_least_that(
    read: Read, knowledge: Knowledge
) -> None:
    morphine = {"drug": "morphine", "dose_mg": 60, "times_per_day": 2, "started_on": "2026-02-20"}
    levorphanol = {"drug": "levorphanol", "dose_mg": 2, "times_per_day": 2, "started_on": "2026-02-20"}
    case = {**M_CASES["M01"], "medications": [morphine, levorphanol]}
    message = next(row.message for row in alerts_of(case, read, knowledge) if row.rule == "opioid-mme-90")

    assert message.startswith("Opioid total at least 120 MME/day (90 or more).")


def test_no_brace_is_left_in_any_text(read: Read, knowledge: Knowledge) -> None:
    for case in (*read_cases("medicines.json"), *read_cases("practice-medicines.jsonl")[:150]):
        medicines = read(case["intake"])
        judged = judge_medicines(medicines, medicines.facts.intake, knowledge, ())
        texts = [alert.message for alert in judged.medication.alerts]
        texts += [row.message for alert in judged.medication.alerts for row in alert.also_details]
        texts += [text for alert in judged.medication.alerts for text in alert.patient.values()]
        texts += [option.message for option in judged.medication.options]
        texts += [row.reason or "" for row in judged.not_judged]
        for line in combine(medicines, knowledge).lines:
            texts += [line.change, *line.handout.values()]
        for text in texts:
            assert "{" not in text, text
            assert "not recorded" not in text, text


def test_the_sentence_for_low_sugar_is_replaced_beside_a_beta_blocker(
    read: Read, knowledge: Knowledge
) -> None:
    glipizide = {"drug": "glipizide", "dose_mg": 5, "times_per_day": 1}
    metoprolol = {"drug": "metoprolol", "dose_mg": 50, "times_per_day": 2}
    both = combine(read(medications=[glipizide, metoprolol]), knowledge)

    assert both.ids == ("COM-03", "COM-07", "COM-10", "COM-20")
    sentences = both.sentences("en")
    assert not [sentence for sentence in sentences if sentence.startswith("Glipizide and exercise")]
    assert [sentence for sentence in sentences if sentence.startswith("Your heart pill can hide")]


def test_exercises_left_out_name_the_lowest_row(read: Read, knowledge: Knowledge) -> None:
    # lift-floor is left out by the steroid (COM-04), the blood thinner (COM-05) and the antibiotic (COM-12).
    entries = [
        {"drug": "prednisone", "dose_mg": 10, "times_per_day": 1, "started_on": "2025-11-01"},
        {"drug": "apixaban", "dose_mg": 5, "times_per_day": 2},
        {"drug": "ciprofloxacin", "dose_mg": 500, "times_per_day": 2},
    ]
    found = combine(read(medications=entries), knowledge)

    assert found.leave_out["lift-floor"] == "medicine:COM-04"
    assert found.leave_out["step-up"] == "medicine:COM-12"


def test_rows_not_judged_name_the_fields_that_would_settle_them(read: Read, knowledge: Knowledge) -> None:
    medicines = read(M_CASES["M02"])
    rows = {
        row.id: row for row in judge_medicines(medicines, medicines.facts.intake, knowledge, ()).not_judged
    }

    assert rows["nsaid-renal-below-30"].needs == ("labs.serum_creatinine_mg_dl",)
    assert rows["nsaid-renal-30-59"].facts == ("egfr_ml_min", "egfr_ml_min")
    assert rows["nsaid-liver-tests-3x"].needs == ("labs.alt_u_l", "labs.alt_uln_u_l")
    assert rows["allergy-same"].needs == ("allergies",)
    assert (rows["nsaid-platelets-below-50"].folded, rows["nsaid-platelets-below-50"].reason) == (
        False,
        "quiet",
    )
    assert rows["nsaid-renal-30-59"].folded
    assert not rows["nsaid-renal-below-30"].folded


@pytest.mark.parametrize(
    ("entry", "row", "path"),
    [
        ({"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3}, "nsaid-over-3-months", "started_on"),
        ({"drug": "ibuprofen", "dose_mg": 400}, "dose-over-daily-maximum", "times_per_day"),
        ({"drug": "ibuprofen", "dose_mg": 400, "as_needed": True}, "dose-over-daily-maximum", "max_per_day"),
        ({"drug": "ibuprofen", "times_per_day": 3}, "dose-over-daily-maximum", "dose_mg"),
        ({"drug": "prednisone", "dose_mg": 5, "times_per_day": 1}, "corticosteroid-back-pain", "reason"),
        ({"drug": "fentanyl-patch", "every_hours": 72}, "opioid-mme-90", "patch_mcg_per_hour"),
    ],
)
def test_a_missing_part_of_an_entry_is_named(
    entry: dict[str, Any], row: str, path: str, read: Read, knowledge: Knowledge
) -> None:
    medicines = read(M_CASES["M01"], medications=[entry])
    rows = {
        row.id: row for row in judge_medicines(medicines, medicines.facts.intake, knowledge, ()).not_judged
    }

    assert rows[row].needs == (f"medications[{entry['drug']}].{path}",)


def test_an_amount_far_above_the_limit_is_asked_about_once(read: Read) -> None:
    entry = {"drug": "ibuprofen", "dose_mg": 40000, "times_per_day": 3}

    assert [(ask.path, ask.message) for ask in read(medications=[entry]).asks] == [
        (
            "medications[ibuprofen].dose_mg",
            "120000 mg of ibuprofen a day is over ten times the limit of 3200 mg. Keep it?",
        )
    ]


@pytest.mark.parametrize(
    ("severity", "days"), [("contraindicated", 90), ("serious", 180), ("caution", 180), ("information", 180)]
)
def test_an_override_lasts_half_as_long_for_a_contraindication(
    severity: str, days: int, knowledge: Knowledge
) -> None:
    assert quiet_days(severity, knowledge.medicines) == days
