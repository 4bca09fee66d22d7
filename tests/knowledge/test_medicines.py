"""The medicines files load, agree with each other, and a broken row is refused with file, key and reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from plans.knowledge.loader import load
from plans.knowledge.medicine_book import Medicines
from plans.knowledge.medicine_checks import check
from plans.knowledge.medicine_rows import Drug, SafetyRule, Term, make, terms
from plans.knowledge.reading import KnowledgeError, read_toml


@pytest.fixture(scope="session")
def book() -> Medicines:
    return load().medicines


def test_the_files_hold_what_the_dossier_counts(book: Medicines) -> None:
    by_severity: dict[str, int] = {}
    for rule in book.rules.values():
        by_severity[rule.severity] = by_severity.get(rule.severity, 0) + 1

    assert by_severity == {"contraindicated": 31, "serious": 92, "caution": 74, "information": 17}
    assert (len(book.rules), len(book.combination), len(book.options), len(book.alerts)) == (214, 20, 24, 15)
    assert (len(book.classes), len(book.mme_rows), len(book.naloxone_reasons)) == (55, 10, 12)


def with_rule(book: Medicines, **changes: Any) -> Medicines:
    first = next(iter(book.rules.values()))
    return replace(book, rules={**book.rules, first.id: replace(first, **changes)})


def with_drug(book: Medicines, drug: str, **changes: Any) -> Medicines:
    return replace(book, drugs={**book.drugs, drug: replace(book.drugs[drug], **changes)})


def with_fact(book: Medicines, name: str, **changes: Any) -> Medicines:
    return replace(book, facts={**book.facts, name: replace(book.facts[name], **changes)})


Break = Callable[[Medicines], Medicines]
BROKEN: dict[str, tuple[Break, str, str]] = {
    "an unknown class": (
        lambda book: with_drug(book, "ibuprofen", classes=("nsaids", "bleeding-risk")),
        "formulary.toml: ibuprofen",
        "unknown class 'nsaids'; nearest: nsaid",
    ),
    "a sedating flag that its classes deny": (
        lambda book: with_drug(book, "ibuprofen", sedating=True),
        "formulary.toml: ibuprofen",
        "'sedating' does not agree with its classes",
    ),
    "a COX-2 drug that is no NSAID": (
        lambda book: with_drug(book, "celecoxib", classes=("cox2", "bleeding-risk"), nsaid=False),
        "formulary.toml: celecoxib",
        "class 'cox2' needs 'nsaid' as well",
    ),
    "a limit of 0": (
        lambda book: with_drug(book, "ibuprofen", max_daily_mg=0),
        "formulary.toml: ibuprofen",
        "'max_daily_mg' must be a number above 0",
    ),
    "an age limit above the plain one": (
        lambda book: with_drug(book, "zolpidem", max_daily_mg_65_plus=20),
        "formulary.toml: zolpidem",
        "'max_daily_mg_65_plus' is above 'max_daily_mg' or stands without it",
    ),
    "an opioid without a place in the MME table": (
        lambda book: replace(book, mme_rows=book.mme_rows[1:]),
        "mme.toml: codeine",
        "every opioid must stand in the MME table exactly once",
    ),
    "an opioid that stands twice": (
        lambda book: replace(book, mme_rows=(*book.mme_rows, replace(book.mme_rows[0], id="codeine-again"))),
        "mme.toml: codeine",
        "every opioid must stand in the MME table exactly once",
    ),
    "an unknown fact": (
        lambda book: with_rule(book, when=(Term("nsaid_counts", ">=", 1),)),
        "safety_rules.toml: nsaid-renal-below-30",
        "unknown fact 'nsaid_counts'; nearest: nsaid_count",
    ),
    "an unknown test": (
        lambda book: with_rule(book, when=(Term("nsaid_count", "above", 1),)),
        "safety_rules.toml: nsaid-renal-below-30",
        "unknown test 'above'",
    ),
    "a word where a number belongs": (
        lambda book: with_rule(book, when=(Term("nsaid_count", ">=", "one"),)),
        "safety_rules.toml: nsaid-renal-below-30",
        "wrong test or value for a number",
    ),
    "an unknown condition": (
        lambda book: with_rule(book, when=(Term("conditions", "includes", "ckdd"),)),
        "safety_rules.toml: nsaid-renal-below-30",
        "unknown condition 'ckdd'; nearest: ckd",
    ),
    "an unknown effect": (
        lambda book: with_rule(book, then=("end", "drug-class:nsaid")),
        "safety_rules.toml: nsaid-renal-below-30",
        "unknown effect 'end'",
    ),
    "a target that is no class": (
        lambda book: with_rule(book, then=("stop", "drug-class:nsaidd")),
        "safety_rules.toml: nsaid-renal-below-30",
        "unknown class 'nsaidd'; nearest: nsaid",
    ),
    "braces that name no fact": (
        lambda book: with_rule(book, clinician="{nsaid_name} must end."),
        "safety_rules.toml: nsaid-renal-below-30",
        "unknown fact in braces 'nsaid_name'; nearest: nsaid_names",
    ),
    "an unknown source": (
        lambda book: with_rule(book, sources=("SRC-KDIGO",)),
        "safety_rules.toml: nsaid-renal-below-30",
        "unknown source 'SRC-KDIGO'",
    ),
    "no source": (
        lambda book: with_rule(book, sources=()),
        "safety_rules.toml: nsaid-renal-below-30",
        "'sources' is empty",
    ),
    "a sentence in one language only": (
        lambda book: with_rule(book, patient={"en": "Call us."}),
        "safety_rules.toml: nsaid-renal-below-30",
        "the sentence is missing in 'es'",
    ),
    "a rule in two danger groups": (
        lambda book: replace(book, dangers={**book.dangers, "other": ("nsaid-two", "nsaid-alcohol")}),
        "dangers.toml: gi-bleeding",
        "'nsaid-alcohol' stands in two danger groups",
    ),
    "a fact made from itself": (
        lambda book: with_fact(book, "gi_risk_factors", uses=("gi_risk_count",)),
        "facts.toml: gi_risk_factors",
        "is made from itself",
    ),
    "an exercise that does not exist": (
        lambda book: replace(
            book,
            combination={
                **book.combination,
                "COM-05": replace(book.combination["COM-05"], leave_out=("lift-the-floor",)),
            },
        ),
        "combination.toml: COM-05",
        "unknown exercise 'lift-the-floor'; nearest: lift-floor",
    ),
    "an option that does not ask": (
        lambda book: replace(
            book,
            options={
                **book.options,
                "OPT-NSAID-TRY": replace(book.options["OPT-NSAID-TRY"], clinician="Start ibuprofen."),
            },
        ),
        "options.toml: OPT-NSAID-TRY",
        "must begin with 'Option:' or 'Review:' and ask",
    ),
    "a band of both estimates": (
        lambda book: replace(
            book,
            renal_doses=(replace(book.renal_doses[0], egfr_from=0, egfr_below=30), *book.renal_doses[1:]),
        ),
        "renal_doses.toml: REN-GABAPENTIN gabapentin",
        "a band needs either crcl or egfr",
    ),
    "an alert without a place": (
        lambda book: replace(book, part3_order={key: () for key in book.part3_order if key != "REN-WEIGH"}),
        "part3_order.toml: REN-WEIGH",
        "this alert has no place in the order",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_row_is_refused_with_its_reason(name: str, book: Medicines) -> None:
    breaking, place, reason = BROKEN[name]
    with pytest.raises(KnowledgeError) as refused:
        check(breaking(book))

    assert str(refused.value).startswith(place)
    assert reason in str(refused.value)


def test_the_files_as_they_are_pass_every_check(book: Medicines) -> None:
    check(book)


DRUG = next(iter(read_toml("formulary.toml")["drug"]))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({**DRUG, "max_dayly_mg": 1}, "unknown key 'max_dayly_mg'; nearest: max_daily_mg"),
        ({key: value for key, value in DRUG.items() if key != "reviewed_by"}, "missing key 'reviewed_by'"),
        ({key: value for key, value in DRUG.items() if key != "checked_on"}, "missing key 'checked_on'"),
    ],
)
def test_keys_that_are_misspelt_or_missing_are_refused(row: dict[str, Any], reason: str) -> None:
    with pytest.raises(KnowledgeError, match=reason):
        make(Drug, "formulary.toml", row)


def test_a_row_that_would_always_hold_is_refused() -> None:
    row = {**read_toml("safety_rules.toml")["nsaid-two"], "id": "nsaid-two", "when": ()}
    with pytest.raises(KnowledgeError, match="would always hold"):
        make(SafetyRule, "safety_rules.toml", row)


@pytest.mark.parametrize("when", ["nsaid", [["nsaid_count", ">="]], [["nsaid_count", ">=", 1, 2]]])
def test_conditions_are_triples(when: Any) -> None:
    with pytest.raises(KnowledgeError, match="must be a list of"):
        terms("safety_rules.toml", "nsaid-two", when)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ibu", "ibuprofen"),
        ("adv", "ibuprofen"),
        ("voltaren g", "diclofenac-topical"),
        ("percocet 5/", "oxycodone-acetaminophen-5-325"),
        ("cyclobenz", "cyclobenzaprine"),
    ],
)
def test_what_is_typed_finds_a_medicine(typed: str, first: str, book: Medicines) -> None:
    assert book.names.search(typed)[0].id == first


def test_a_misspelling_finds_and_is_never_shown(book: Medicines) -> None:
    wrong = book.drugs["ibuprofen"].misspellings[0]

    assert [found.shown for found in book.names.search(wrong)] == ["Ibuprofen"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("percoset", "Percocet"),
        ("vicoden", "Vicodin"),
        ("cyclobenzeprin", "Cyclobenzaprine"),
        ("gabepantin", "Gabapentin"),
        ("st johns", "St John's wort"),
        ("fish o", "Fish oil (omega-3)"),
    ],
)
def test_a_name_typed_wrong_still_offers_the_right_one(typed: str, shown: str, book: Medicines) -> None:
    assert book.names.search(typed)[0].shown == shown


def test_nothing_is_offered_for_a_name_that_resembles_none(book: Medicines) -> None:
    assert book.names.search("zorbafen") == ()


def test_a_combination_found_by_its_brand_is_shown_by_it(book: Medicines) -> None:
    assert ("Roxicet", "Oxycodone 5 mg and acetaminophen 325 mg") in {
        (found.shown, found.name) for found in book.names.search("roxi")
    }


@pytest.mark.parametrize(
    ("typed", "drug", "product"),
    [
        ("Advil", "ibuprofen", None),
        ("  ibuprofen ", "ibuprofen", None),
        ("norco", None, None),
        ("Norco 5/325", None, "hydrocodone-acetaminophen-5-325"),
        ("moon powder", None, None),
    ],
)
def test_a_whole_name_is_read_when_it_names_one_medicine(
    typed: str, drug: str | None, product: str | None, book: Medicines
) -> None:
    assert (book.names.drug(typed), book.names.product(typed)) == (drug, product)


def test_every_word_list_of_the_rules_reads_from_the_files(book: Medicines) -> None:
    """The classes that make a medicine sedating are those the sedative count reads (medications-1, 1.3)."""
    sedating = {f"class:{row.id}" for row in book.classes.values() if row.sedating}

    assert sedating - {"class:opioid-mixed"} == set(book.facts["sedative_names"].of)
