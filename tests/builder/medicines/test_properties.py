"""What must hold of any list: order, trials against the whole, sums, halved doses (medications-2, 3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from plans.builder.judge import judge
from plans.builder.medicines import MedicineFacts, combine, judge_medicines, read_medicines
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.findings import judge_rules
from plans.builder.medicines.listing import tokens_of, with_entry, without_drugs
from plans.builder.plan import to_json
from plans.intake.clinic import ClinicSettings
from plans.intake.intake import Intake, MedicationEntry
from tests.strategies import ASSESSED_ON, intakes, known

FEW = settings(max_examples=20, deadline=None)


def read(intake: Intake) -> MedicineFacts:
    return read_medicines(intake, known(), ASSESSED_ON)


def with_medicines(intake: Intake, entries: Iterable[MedicationEntry]) -> Intake:
    return replace(intake, medications=tuple(entries))


def fired(intake: Intake) -> dict[str, str]:
    return {row.id: row.severity for row in judge_rules(read(intake).facts)[0]}


def whole(intake: Intake) -> Any:
    medicines = read(intake)
    return to_json((judge_medicines(medicines, intake, known(), ()), combine(medicines, known()).ids))


@FEW
@given(intakes(), st.randoms(use_true_random=False))
def test_the_order_of_the_list_changes_nothing(intake: Intake, shuffle: Any) -> None:
    entries = list(intake.medications or ())
    shuffle.shuffle(entries)
    before, after = whole(intake), whole(with_medicines(intake, entries) if entries else intake)

    for judged in (before, after):
        judged[0]["medication"]["current"].sort(key=lambda entry: entry["key"])
        judged[0]["medication"]["mme"]["items"].sort(key=str)
        judged[0]["medication"]["mme"]["not_judged"].sort(key=str)
        judged[0]["medication"]["mme"]["meter"] = None
    assert after == before


@FEW
@given(intakes())
def test_the_same_intake_gives_the_same_answer_and_never_raises(intake: Intake) -> None:
    assert whole(intake) == whole(intake)


@FEW
@given(intakes())
def test_only_rows_that_cannot_hold_are_passed_over(intake: Intake) -> None:
    facts = read(intake).facts
    found, unknown = judge_rules(facts)
    all_rows = {row.id: judge(row.conditions, facts) for row in facts.rulebook.rules}

    assert [row.id for row in found] == [key for key, verdict in all_rows.items() if verdict == ()]
    assert [row.id for row in unknown] == [key for key, verdict in all_rows.items() if verdict]


def fresh(facts: Facts, entries: Iterable[MedicationEntry]) -> Facts:
    """The facts of a list, with nothing taken from before."""
    return read(with_medicines(facts.intake, entries)).facts


@FEW
@given(
    intakes(),
    st.sampled_from(["ibuprofen", "aspirin", "oxycodone", "duloxetine", "lisinopril", "phenelzine"]),
)
def test_a_trial_gives_every_fact_as_a_new_reading_would(intake: Intake, drug: str) -> None:
    intake = with_medicines(intake, intake.medications or ())
    facts = read(intake).facts
    listed = facts.listed
    assert listed is not None
    entry = MedicationEntry(key="new", drug=drug, dose_mg=400, times_per_day=2, started_on=ASSESSED_ON)
    expected = fresh(facts, (*(intake.medications or ()), entry))
    assert expected.listed is not None
    item = expected.listed.entries[-1]

    for name in facts.book.facts:
        facts.get(name)  # so that the trial has something to take over
    trial = facts.with_list(with_entry(listed, item, facts.book), tokens_of([item]))

    assert {name: trial.get(name) for name in facts.book.facts} == {
        name: expected.get(name) for name in facts.book.facts
    }


@FEW
@given(intakes(), st.integers(0, 4))
def test_taking_a_medicine_off_gives_every_fact_as_a_new_reading_would(intake: Intake, place: int) -> None:
    facts = read(intake).facts
    if facts.listed is None or place >= len(facts.listed.entries):
        return
    drugs = frozenset(facts.listed.entries[place].drugs)
    gone = [item for item in facts.listed.entries if not drugs.isdisjoint(item.drugs)]
    for name in facts.book.facts:
        facts.get(name)
    trial = facts.with_list(without_drugs(facts.listed, drugs, facts.book), tokens_of(gone))
    expected = fresh(facts, [item.entry for item in facts.listed.entries if item not in gone])

    assert {name: trial.get(name) for name in facts.book.facts} == {
        name: expected.get(name) for name in facts.book.facts
    }


@FEW
@given(intakes(), st.sampled_from(sorted(known().medicines.drugs)))
def test_adding_a_medicine_ends_no_contraindication(intake: Intake, drug: str) -> None:
    """But a dose or a value that the new entry makes unknown may leave one not judged."""
    entries = intake.medications or ()
    before = {
        row
        for row, severity in fired(with_medicines(intake, entries)).items()
        if severity == "contraindicated"
    }
    added = MedicationEntry(key="added", drug=drug, dose_mg=1, times_per_day=1, started_on=ASSESSED_ON)
    facts = read(with_medicines(intake, (*entries, added))).facts
    found, unknown = judge_rules(facts)

    # A second opioid may prove tolerance for a new patch, or make it unknown.
    before -= {"fentanyl-patch-not-tolerant"}
    assert before <= {row.id for row in (*found, *unknown)}


@FEW
@given(intakes(), intakes())
def test_mme_is_additive(one: Intake, two: Intake) -> None:
    first, second = one.medications or (), two.medications or ()
    results = [
        read(with_medicines(one, entries)).facts.get("mme_result")
        for entries in (first, second, (*first, *second))
    ]
    totals = [result.high or 0 for result in results]
    lows = [result.low or 0 for result in results]

    assert totals[2] == totals[0] + totals[1]
    assert lows[2] == lows[0] + lows[1]


NAMED_IN_3_3 = {"opioid-mme-50", "nsaid-low-dose-aspirin", "nsaid-aspirin-timing"}


def halved(entry: MedicationEntry) -> MedicationEntry:
    def half(value: float | None) -> float | None:
        return None if value is None else value / 2

    doses = entry.doses_mg
    return replace(
        entry,
        dose_mg=half(entry.dose_mg),
        dose_mg_low=half(entry.dose_mg_low),
        units_per_dose=half(entry.units_per_dose) if entry.product else entry.units_per_dose,
        patch_mcg_per_hour=half(entry.patch_mcg_per_hour),
        doses_mg=doses
        and replace(
            doses,
            morning=doses.morning / 2,
            noon=doses.noon / 2,
            evening=doses.evening / 2,
            bedtime=doses.bedtime / 2,
        ),
    )


@FEW
@given(intakes())
def test_halving_every_dose_adds_nothing_but_what_the_dossier_names(intake: Intake) -> None:
    entries = intake.medications or ()
    small_aspirin = any(row.drug == "aspirin" for row in entries)
    before = set(fired(with_medicines(intake, entries)))
    after = set(fired(with_medicines(intake, [halved(entry) for entry in entries])))

    if not small_aspirin:  # 400 mg halved counts among the bleeding medicines and no longer as an NSAID
        new = after - before - NAMED_IN_3_3
        # A new patch whose earlier opioid no longer reaches its amount is a new danger of its own.
        assert new <= {"fentanyl-patch-not-tolerant"}


@FEW
@given(intakes())
def test_halving_every_dose_halves_the_total(intake: Intake) -> None:
    entries = intake.medications or ()
    whole_total = read(with_medicines(intake, entries)).facts.get("mme_result")
    half_total = read(with_medicines(intake, [halved(entry) for entry in entries])).facts.get("mme_result")

    assert (half_total.high or 0) * 2 == (whole_total.high or 0)


@FEW
@given(intakes())
def test_from_90_includes_from_50(intake: Intake) -> None:
    result = read(with_medicines(intake, intake.medications or ())).facts.get("mme_result")

    assert not (result.at_least(90) and not result.at_least(50))


@FEW
@given(intakes())
def test_every_row_that_fires_is_on_the_page_once(intake: Intake) -> None:
    medicines = read(intake)
    medication = judge_medicines(medicines, intake, known(), ()).medication
    shown = [row for alert in medication.alerts for row in (alert.rule, *alert.also)]
    rules = [row for row in shown if row in known().medicines.rules]

    assert sorted(rules) == sorted(medication.alerts_fired)


@FEW
@given(intakes())
def test_a_clinic_without_a_level_hears_of_none(intake: Intake) -> None:
    facts = read_medicines(intake, known(), ASSESSED_ON, ClinicSettings()).facts

    assert facts.get("mme_notice_reached") in (False, None)
