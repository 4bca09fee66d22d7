"""``read_medicines()``: every medicines file, read, checked and put in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from plans.knowledge.medicine_book import Medicines
from plans.knowledge.medicine_checks import check
from plans.knowledge.medicine_names import MedicineNames
from plans.knowledge.medicine_rows import (
    AlertRow,
    CombinationRow,
    Drug,
    DrugClass,
    Fact,
    Ingredient,
    LabAge,
    MmeRow,
    NaloxoneReason,
    NotConverted,
    OpioidRule,
    OptionRow,
    PatientFact,
    PatientText,
    Product,
    Proposal,
    RenalDose,
    SafetyRule,
    Tolerance,
    exact,
    make,
    terms,
)
from plans.knowledge.reading import KnowledgeError, need_keys, read_toml

__all__ = ["Medicines", "read_medicines"]

Row = TypeVar("Row")


def read_medicines() -> Medicines:
    """Read, check and index the medicines files; raises KnowledgeError with file, key and reason."""
    drugs = _by_id("formulary.toml", _rows("formulary.toml", "drug", Drug))
    products = _by_id("products.toml", _products())
    opioids = read_toml("opioids.toml")
    medicines = Medicines(
        classes=_by_id("drug_classes.toml", _rows("drug_classes.toml", "class", DrugClass)),
        drugs=drugs,
        products=products,
        names=MedicineNames(drugs, products),
        facts=_facts(),
        rules=_safety_rules(),
        dangers=_dangers(),
        combination=_combination(),
        options=_options(),
        proposals=_proposals(),
        alerts=_alerts(),
        part3_order={row["id"]: tuple(row["beside"]) for row in read_toml("part3_order.toml")["place"]},
        renal_doses=_rows("renal_doses.toml", "renal_dose", RenalDose),
        mme_rows=_mme_rows(),
        not_converted=_rows("mme.toml", "mme_not_converted", NotConverted),
        opioid_rules=_by_id("opioid_rules.toml", _rows("opioid_rules.toml", "opioid_rule", OpioidRule)),
        opioids={key: exact(value) for key, value in opioids["numbers"].items()},
        tolerance={row.drug: row for row in _rows("opioids.toml", "tolerance", Tolerance)},
        naloxone_reasons=_by_id("opioids.toml", _rows("opioids.toml", "naloxone_reason", NaloxoneReason)),
        patient_texts=_by_id("opioids.toml", _rows("opioids.toml", "patient_text", PatientText)),
        patient_facts=_patient_facts(),
        clinician_tables={
            name: _plain("opioids.toml", name, ("sources", "mark"))
            for name in ("taper_fact", "about_mme", "old_factor")
        },
        labs=_by_id("lab_values.toml", _rows("lab_values.toml", "lab", LabAge)),
        kidney=_exact_tree(read_toml("kidney.toml")),
        numbers=_exact_tree(read_toml("medicine_numbers.toml")),
        words=read_toml("medicine_words.toml"),
    )
    check(medicines)
    return medicines


def _rows(file: str, table: str, kind: type[Row]) -> tuple[Row, ...]:
    return tuple(make(kind, file, row) for row in read_toml(file).get(table, []))


def _plain(file: str, table: str, keys: tuple[str, ...]) -> tuple[Mapping[str, Any], ...]:
    rows = tuple(read_toml(file).get(table, []))
    for row in rows:
        need_keys(file, str(row.get("id", table)), row, (*keys, "checked_on", "reviewed_by"))
    return rows


def _by_id(file: str, rows: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        if row.id in found:
            raise KnowledgeError(file, row.id, "this id stands twice")
        found[row.id] = row
    return found


def _exact_tree(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _exact_tree(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_exact_tree(item) for item in value)
    return exact(value)


def _products() -> Iterable[Product]:
    file = "products.toml"
    for row in read_toml(file).get("product", []):
        need_keys(file, str(row.get("id")), row, ("ingredients",))
        parts = tuple(make(Ingredient, file, part, str(row.get("id"))) for part in row["ingredients"])
        yield make(Product, file, {**row, "ingredients": parts})


def _facts() -> Mapping[str, Fact]:
    file = "facts.toml"
    return {key: make(Fact, file, {"id": key, **row}, key) for key, row in read_toml(file).items()}


def _safety_rules() -> Mapping[str, SafetyRule]:
    file = "safety_rules.toml"
    rules: dict[str, SafetyRule] = {}
    for place, (key, row) in enumerate(read_toml(file).items()):
        need_keys(file, key, row, ("when",))
        rules[key] = make(
            SafetyRule, file, {"id": key, "place": place, **row, "when": terms(file, key, row["when"])}, key
        )
    return rules


def _dangers() -> Mapping[str, tuple[str, ...]]:
    return {key: tuple(row["order"]) for key, row in read_toml("dangers.toml")["danger"].items()}


def _combination() -> Mapping[str, CombinationRow]:
    file = "combination.toml"
    return {
        key: make(CombinationRow, file, {"id": key, **row, "when": terms(file, key, row["when"])}, key)
        for key, row in read_toml(file).items()
    }


def _options() -> Mapping[str, OptionRow]:
    file = "options.toml"
    rows = [
        make(OptionRow, file, {**row, "when": terms(file, row["id"], row["when"])})
        for row in read_toml(file)["option"]
    ]
    return _by_id(file, sorted(rows, key=lambda row: (row.rank, row.id)))


def _proposals() -> tuple[Proposal, ...]:
    file = "options.toml"
    rows = read_toml(file)["proposal"]
    for row in rows:
        required = ("class", "drug", "dose_mg", "times_per_day", "check_first", "checked_on", "reviewed_by")
        need_keys(file, str(row.get("class")), row, required)
    return tuple(
        Proposal(
            class_id=row["class"],
            drug=row["drug"],
            dose_mg=exact(row["dose_mg"]),
            times_per_day=row["times_per_day"],
            check_first=tuple((words, frozenset(facts)) for words, facts in row["check_first"]),
        )
        for row in rows
    )


def _alerts() -> Mapping[str, AlertRow]:
    file = "part3_alerts.toml"
    rows = read_toml(file)["alert"]
    return _by_id(
        file, (make(AlertRow, file, {**row, "when": terms(file, row["id"], row["when"])}) for row in rows)
    )


def _mme_rows() -> tuple[MmeRow, ...]:
    file = "mme.toml"
    rows = []
    for row in _rows(file, "mme", MmeRow):
        try:
            rows.append(replace(row, factor=Decimal(row.factor)))
        except (ArithmeticError, TypeError, ValueError) as error:
            raise KnowledgeError(file, row.id, "factor must be a number written as text") from error
    return tuple(rows)


def _patient_facts() -> Mapping[str, PatientFact]:
    file = "patient_facts.toml"
    found: dict[str, PatientFact] = {}
    for row in _by_id(file, _rows(file, "patient_fact", PatientFact)).values():
        for drug in row.applies_to:
            if drug in found:
                raise KnowledgeError(file, row.id, f"{drug!r} already has the block {found[drug].id}")
            found[drug] = row
    return found
