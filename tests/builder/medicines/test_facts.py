"""Derived facts: each has its function and its declared dependencies, and the odd ones their own cases."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.judge import AtLeast
from plans.builder.medicines import MedicineFacts, judge_medicines
from plans.builder.medicines.allergies import unlisted_substances
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.registry import calculations
from plans.knowledge.loader import Knowledge
from tests.builder.medicines.conftest import Read
from tests.support import read_cases

PRACTICE = read_cases("practice-medicines.jsonl")[::6]
WOMAN_OF_40 = {"birth_date": "1986-01-01", "sex_at_birth": "female"}


def test_every_fact_of_the_file_has_a_function_and_every_function_a_fact(knowledge: Knowledge) -> None:
    assert set(calculations(knowledge.medicines)) == set(knowledge.medicines.facts)


def test_a_fact_reads_only_what_the_file_says_it_is_made_from(read: Read, knowledge: Knowledge) -> None:
    """Trials take untouched facts from before: an undeclared dependency would be a stale alert."""
    facts_of_file, undeclared = knowledge.medicines.facts, set()
    for case in PRACTICE:
        medicines = read(case["intake"])
        for name in facts_of_file:
            traced = Traced(medicines.facts)
            traced.rulebook.calculations[name](traced)
            undeclared |= {(name, asked) for asked in traced.asked - {name} - closure(name, medicines)}
    assert undeclared == set()


class Traced(Facts):
    """Facts that remember which others were asked for."""

    __slots__ = ("asked",)

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts.intake, facts.as_of, facts.clinic, facts.listed, facts.rulebook)
        self.asked: set[str] = set()

    def get(self, name: str) -> Any:
        self.asked.add(name)
        return super().get(name)


def closure(name: str, medicines: MedicineFacts) -> set[str]:
    rows = medicines.facts.book.facts
    found = set(rows[name].uses)
    for used in rows[name].uses:
        found |= closure(used, medicines)
    return found


def test_without_its_medicines_a_fact_is_empty(read: Read, knowledge: Knowledge) -> None:
    """Rows are passed over by ``of``: without one of these a count is 0, a flag false, a list empty."""
    facts = read(medications=[], conditions=[], allergies=[], patient=WOMAN_OF_40, tried=[]).facts
    for fact in knowledge.medicines.facts.values():
        if fact.of and fact.kind in ("number", "flag", "list"):
            assert not facts.get(fact.id), fact.id
            assert facts.get(fact.id) is not None, fact.id


def test_without_a_list_every_fact_of_a_medicine_is_missing(read: Read, knowledge: Knowledge) -> None:
    facts = read(conditions=[], allergies=[], patient=WOMAN_OF_40).facts

    assert {
        fact.id for fact in knowledge.medicines.facts.values() if fact.of and facts.get(fact.id) is not None
    } == set()


@pytest.mark.parametrize(
    ("changes", "weeks"),
    [
        ({"patient": {**WOMAN_OF_40, "sex_at_birth": "male"}}, 0),
        ({"patient": {**WOMAN_OF_40, "birth_date": "1970-03-02"}}, 0),
        ({"patient": {**WOMAN_OF_40, "birth_date": "1970-03-03"}}, None),
        ({"patient": {**WOMAN_OF_40, "pregnancy_weeks": 0}}, 0),
        ({"patient": {**WOMAN_OF_40, "pregnancy_weeks": 20}}, 20),
        ({"patient": {**WOMAN_OF_40, "sex_at_birth": "unknown"}}, None),
    ],
    ids=["man", "56", "55", "asked, not pregnant", "week 20", "sex not known"],
)
def test_weeks_pregnant(changes: dict[str, Any], weeks: int | None, read: Read) -> None:
    assert read(changes).facts.get("weeks_pregnant") == weeks


@pytest.mark.parametrize(
    ("age", "stance", "falls", "conditions", "risk"),
    [
        (50, 4.9, 0, [], True),
        (50, 5.0, 0, [], False),
        (50, None, 1, [], True),
        (50, None, 0, ["falls-risk"], True),
        (75, None, 0, [], True),
        (75, 20, None, [], True),
        (75, 20, 0, [], False),
        (74, None, 0, [], False),
        (50, None, None, [], None),
        (50, 20, 0, None, None),
    ],
)
def test_falls_risk(
    age: int, stance: float | None, falls: int | None, conditions: Any, risk: bool | None, read: Read
) -> None:
    balance = {"single_leg_stance_seconds": stance, "falls_past_year": falls}
    intake = {"patient": {"birth_date": f"{2026 - age}-03-02"}, "balance": balance, "conditions": conditions}

    assert read(intake).facts.get("falls_risk") is risk


def entry(drug: str, started: str | None, stopped: str | None = None) -> dict[str, Any]:
    return {"drug": drug, "dose_mg": 100, "times_per_day": 1, "started_on": started, "stopped_on": stopped}


@pytest.mark.parametrize(
    ("entries", "days"),
    [
        ([entry("naproxen", "2026-02-01")], 29),
        ([entry("naproxen", "2026-02-01"), entry("ibuprofen", "2025-12-01", "2026-01-18")], 91),
        ([entry("naproxen", "2026-02-01"), entry("ibuprofen", "2025-12-01", "2026-01-17")], 29),
        ([entry("naproxen", "2026-02-01"), entry("ibuprofen", None)], AtLeast(29)),
        ([entry("ibuprofen", None)], None),
        ([entry("ibuprofen", "2025-12-01", "2026-03-02")], 0),
    ],
    ids=[
        "one",
        "a change after 14 days",
        "a change after 15 days",
        "one undated",
        "undated",
        "stopped today",
    ],
)
def test_days_of_an_unbroken_run(entries: list[Any], days: Any, read: Read) -> None:
    assert read(medications=entries).facts.get("nsaid_days") == days


def test_a_lower_end_of_days_settles_only_what_it_can(read: Read) -> None:
    recent, old = entry("naproxen", "2026-02-01"), entry("naproxen", "2025-01-01")
    undated = entry("ibuprofen", None)

    def over_90_days(*entries: Any) -> str:
        facts = read(medications=list(entries), conditions=[], allergies=[]).facts
        from plans.builder.medicines.findings import judge_rules

        found, unknown = judge_rules(facts)
        fires = "nsaid-over-3-months" in [row.id for row in found]
        return (
            "fires"
            if fires
            else "unknown"
            if "nsaid-over-3-months" in [row.id for row in unknown]
            else "silent"
        )

    assert (over_90_days(old, undated), over_90_days(recent, undated), over_90_days(recent)) == (
        "fires",
        "unknown",
        "silent",
    )


@pytest.mark.parametrize(
    ("drug", "stopped_on", "counts"),
    [
        ("phenelzine", "2026-02-17", True),
        ("phenelzine", "2026-02-16", False),
        ("linezolid", "2026-03-01", True),
        ("linezolid", "2026-02-28", False),
    ],
)
def test_an_mao_inhibitor_counts_for_days_after_its_end(
    drug: str, stopped_on: str, counts: bool, read: Read
) -> None:
    facts = read(medications=[entry(drug, "2025-01-01", stopped_on)]).facts

    assert facts.get("maoi_within_14_days") is counts


@pytest.mark.parametrize(
    ("entries", "doubles"),
    [
        ([entry("lisinopril", None), entry("lisinopril", "2026-01-01")], ("lisinopril",)),
        ([entry("acetaminophen", None), entry("acetaminophen", "2026-01-01")], ()),
        ([entry("oxycodone", None), {**entry("oxycodone", None), "release": "er"}], ()),
        ([entry("metoprolol", None), {**entry("metoprolol", None), "release": "er"}], ("metoprolol",)),
        ([entry("methadone", None), {**entry("methadone", None), "release": "er"}], ("methadone",)),
        ([entry("lisinopril", None), entry("lisinopril", "2025-01-01", "2025-06-01")], ()),
    ],
    ids=[
        "two entries",
        "acetaminophen has its own row",
        "long and short opioid",
        "long and short other",
        "methadone is always long-acting",
        "one ended",
    ],
)
def test_doubles(entries: list[Any], doubles: tuple[str, ...], read: Read) -> None:
    assert read(medications=entries).facts.get("duplicates") == doubles


@pytest.mark.parametrize(
    ("drug", "mg", "age", "otc", "over"),
    [
        ("ibuprofen", 3200, 50, False, False),
        ("ibuprofen", 3201, 50, False, True),
        ("ibuprofen", 1201, 50, True, True),
        ("citalopram", 21, 64, False, False),
        ("citalopram", 21, 65, False, True),
        ("tramadol", 301, 74, False, False),
        ("tramadol", 301, 75, False, True),
        ("acetaminophen", 9000, 50, False, False),
    ],
)
def test_the_strictest_daily_maximum_that_applies(
    drug: str, mg: float, age: int, otc: bool, over: bool, read: Read
) -> None:
    medicine = {"drug": drug, "dose_mg": mg, "times_per_day": 1, "otc": otc}
    facts = read(patient={"birth_date": f"{2026 - age}-03-02"}, medications=[medicine]).facts

    assert (facts.get("over_max_count") == 1) is over


def test_the_over_the_counter_limit_needs_every_entry_to_be_so(read: Read) -> None:
    entries = [
        {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3, "otc": True},
        {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 1},
    ]

    assert read(medications=entries).facts.get("over_max_count") == 0


@pytest.mark.parametrize("drug", ["acetaminophen", "aspirin"])
def test_a_typed_text_that_may_hold_the_drug_leaves_its_dose_open(drug: str, read: Read) -> None:
    typed = {"drug": "powder from the corner shop", "classes_assumed": [drug]}
    facts = read(patient={"birth_date": "1976-01-01"}, medications=[typed]).facts

    assert facts.get("absurd_dose_count") is None
    assert facts.get("over_max_count") == (0 if drug == "acetaminophen" else None)


@pytest.mark.parametrize(
    ("substance", "reaction", "same", "nsaid", "opioid", "upset"),
    [
        ("ibuprofen", "rash", ("ibuprofen",), (), (), ()),
        ("ibuprofen", None, ("ibuprofen",), ("aspirin",), (), ()),
        ("nsaid", "hives", ("ibuprofen",), ("aspirin",), (), ()),
        ("naproxen", "rash", (), (), (), ()),
        ("naproxen", "breathing", (), ("aspirin", "ibuprofen"), (), ()),
        ("codeine", "rash", (), (), ("oxycodone", "tramadol"), ()),
        ("codeine", "stomach", (), (), (), ()),
        ("ibuprofen", "stomach", (), (), (), ("ibuprofen",)),
        ("Advil", "anaphylaxis", ("ibuprofen",), ("aspirin",), (), ()),
        ("penicillin", "anaphylaxis", (), (), (), ()),
    ],
)
def test_allergies_meet_the_same_medicine_its_class_and_its_family(
    substance: str, reaction: str | None, same: Any, nsaid: Any, opioid: Any, upset: Any, read: Read
) -> None:
    drugs = [("ibuprofen", 400), ("aspirin", 81), ("oxycodone", 5), ("tramadol", 50)]
    entries = [{"drug": drug, "dose_mg": mg, "times_per_day": 1} for drug, mg in drugs]
    facts = read(medications=entries, allergies=[{"substance": substance, "reaction": reaction}]).facts

    names = ("allergy_same", "allergy_nsaid_cross", "allergy_opioid_cross", "intolerances")
    assert tuple(facts.get(name) for name in names) == (same, nsaid, opioid, upset)


def test_a_combination_counts_under_each_of_its_ingredients(read: Read) -> None:
    facts = read(
        medications=[{"product": "ibuprofen-diphenhydramine-200-38", "units_per_dose": 2, "times_per_day": 1}]
    ).facts

    assert facts.get("nsaid_names") == ("ibuprofen",)
    assert facts.get("sedating_regular_names") == ("diphenhydramine",)
    assert facts.get("drugs") == {"ibuprofen", "diphenhydramine"}


def test_what_a_product_ignores_does_not_count(read: Read) -> None:
    product = {"product": "oxycodone-naloxone-10-5", "units_per_dose": 1, "times_per_day": 2}

    assert "opioid-antagonist" not in read(medications=[product]).facts.get("drug_classes")


def test_a_product_without_its_strength_gives_its_ingredients_and_no_amount(read: Read) -> None:
    # A5: "product unknown: class rules fire, totals not judged", whatever amount was typed beside it.
    percocet = {"drug": "Percocet", "dose_mg": 5, "times_per_day": 3}
    acetaminophen = {"drug": "acetaminophen", "dose_mg": 500, "times_per_day": 2}
    medicines = read(medications=[percocet, acetaminophen], conditions=[], allergies=[])
    facts = medicines.facts

    assert facts.get("drugs") == {"oxycodone", "acetaminophen"}
    assert facts.get("opioid_names") == ("oxycodone",)
    assert facts.get("acetaminophen_mg_per_day") is None
    assert facts.get("acetaminophen_source_count") == 2
    assert facts.get("mme_mg_per_day") is None
    assert facts.get("unknown_drugs") == ("Percocet",)
    assert facts.get("nonopioid_groups_tried_count") is None  # acetaminophen alone is one group
    assert [item.checked for item in medicines.active] == [False, True]


def test_classes_that_were_assumed_by_the_line_stand_as_they_are(read: Read) -> None:
    norco = {"drug": "norco", "classes_assumed": ["opioid", "cns-depressant", "acetaminophen"]}
    facts = read(medications=[norco]).facts

    assert facts.get("drugs") == frozenset()
    assert facts.get("drug_classes") == {"opioid", "cns-depressant", "acetaminophen"}


@pytest.mark.parametrize("substance", ["Percocet", "percocet 5/325", "oxycodone-acetaminophen-5-325"])
def test_an_allergy_to_a_product_of_any_strength_is_one_to_its_ingredients(
    substance: str, read: Read
) -> None:
    oxycodone = {"drug": "oxycodone", "dose_mg": 5, "times_per_day": 2}
    facts = read(medications=[oxycodone], allergies=[{"substance": substance, "reaction": "hives"}]).facts

    assert facts.get("allergy_same") == ("oxycodone",)


@pytest.mark.parametrize(
    ("typed", "fact", "found"),
    [
        ("NSAIDs", "allergy_same", ("celecoxib",)),
        ("opiates", "allergy_same", ("oxycodone",)),
        ("Sulfa drugs", "sulfonamide_allergy", True),
        ("sulfite", "sulfonamide_allergy", False),
    ],
)
def test_an_allergy_typed_as_a_family_is_usually_called_meets_the_family(
    typed: str, fact: str, found: Any, read: Read
) -> None:
    entries = [{"drug": drug, "dose_mg": 10, "times_per_day": 1} for drug in ("celecoxib", "oxycodone")]
    facts = read(medications=entries, allergies=[{"substance": typed, "reaction": "hives"}]).facts

    assert facts.get(fact) == found


@pytest.mark.parametrize(
    ("substance", "entry"),
    [
        ("fentanyl", {"drug": "fentanyl-patch", "patch_mcg_per_hour": 25}),
        ("Buprenorphine", {"drug": "buprenorphine-buccal", "dose_mg": 0.15}),
        ("lidocaine", {"drug": "lidocaine-patch", "dose_mg": 700}),
        ("Voltaren", {"drug": "diclofenac-topical", "dose_mg": 40}),
        ("Voltaren", {"drug": "diclofenac", "dose_mg": 50}),
        ("morphine sulfate", {"drug": "morphine", "dose_mg": 15}),
        ("codeine/apap", {"drug": "acetaminophen", "dose_mg": 500}),
        ("Zorbafen", {"drug": "zorbafen", "dose_mg": 20}),
        ("fentanyl", {"drug": "fentanyl", "classes_assumed": ["opioid"]}),
        ("Duragesic", {"drug": "fentanyl", "classes_assumed": ["opioid"]}),
        ("hydrocodone", {"drug": "norco", "classes_assumed": ["opioid", "acetaminophen"]}),
        ("hydrocodone", {"drug": "vicodin 5/500", "classes_assumed": ["opioid", "acetaminophen"]}),
        ("Tylenol", {"drug": "oxycodone/apap", "classes_assumed": ["opioid"]}),
    ],
)
def test_an_allergy_meets_the_substance_in_whatever_form_it_is_on_the_list(
    substance: str, entry: dict[str, Any], read: Read
) -> None:
    facts = read(medications=[entry], allergies=[{"substance": substance, "reaction": "hives"}]).facts

    assert facts.get("allergy_same") == (entry["drug"],)
    assert unlisted_substances(facts) == ()


@pytest.mark.parametrize(
    "substance", ["tape", "celecoxib", "all the pills like ibuprofen but not oxycodone", "norcos", ""]
)
def test_an_allergy_to_something_else_meets_nothing(substance: str, read: Read) -> None:
    entries = [
        {"drug": "norco", "classes_assumed": ["opioid", "acetaminophen"]},
        {"drug": "oxycodone", "dose_mg": 5, "times_per_day": 2},
    ]
    facts = read(medications=entries, allergies=[{"substance": substance, "reaction": "hives"}]).facts

    assert facts.get("allergy_same") == ()


def test_related_opioids_meet_in_a_name_whose_strength_is_asked(read: Read) -> None:
    norco = {"drug": "norco", "classes_assumed": ["opioid", "cns-depressant", "acetaminophen"]}
    facts = read(medications=[norco], allergies=[{"substance": "codeine", "reaction": "rash"}]).facts

    assert (facts.get("allergy_same"), facts.get("allergy_opioid_cross")) == ((), ("norco",))


def test_every_substance_with_forms_names_medicines_of_the_list(knowledge: Knowledge) -> None:
    book = knowledge.medicines
    rows = {key: row for key, row in book.numbers["allergy_substances"].items() if isinstance(row, tuple)}

    assert rows.keys().isdisjoint(book.drugs)
    assert {drug for row in rows.values() for drug in row} <= book.drugs.keys()


def test_every_family_that_an_allergy_may_be_typed_as_is_a_class(knowledge: Knowledge) -> None:
    book = knowledge.medicines
    families = {name for name, row in book.numbers["allergy_words"].items() if isinstance(row, tuple)}

    assert families <= {*book.classes, "sulfonamide"}


def test_an_allergy_that_nothing_can_match_is_said(read: Read, knowledge: Knowledge) -> None:
    # "Text that matches nothing is kept, not checked" (medications-1, 1.2).
    typed = ("penicillin", "latex", "Advil", "nsaid", "sulfonamide", "Percocet")
    medicines = read(medications=[], allergies=[{"substance": name} for name in typed], conditions=[])
    rows = judge_medicines(medicines, medicines.facts.intake, knowledge, ()).not_judged

    (row,) = (row for row in rows if row.id == "allergy-not-listed")
    assert row.reason == "not in the list of medicines, no rule reads it: latex, penicillin"
