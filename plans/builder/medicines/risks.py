"""Facts about risks that several medicines and illnesses make together (medications-2, 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from plans.builder.medicines.entries import ListedMedicine
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.listed_facts import with_tokens
from plans.builder.medicines.listing import MedicineList
from plans.builder.medicines.person import has_condition


def drugs(facts: Facts, listed: MedicineList) -> frozenset[str]:
    """Ids of the ingredients taken now."""
    return _words(listed, "drug:")


def drug_classes(facts: Facts, listed: MedicineList) -> frozenset[str]:
    """Classes of all that is taken now, nsaid too for aspirin that counts as one."""
    return _words(listed, "class:")


def _words(listed: MedicineList, start: str) -> frozenset[str]:
    return frozenset(token[len(start) :] for token in listed.by_token if token.startswith(start))


def drugs_tried(facts: Facts, listed: MedicineList) -> frozenset[str]:
    """Ingredients of all entries that have begun, stopped ones too."""
    begun = _begun(facts, listed)
    return frozenset(part.drug for item in begun for part in item.parts if part.ingredient.row)


def classes_tried(facts: Facts, listed: MedicineList) -> frozenset[str]:
    begun = _begun(facts, listed)
    now: frozenset[str] = facts.get("drug_classes")
    return now.union(*(item.classes for item in begun))


def _begun(facts: Facts, listed: MedicineList) -> list[ListedMedicine]:
    return [
        item for item in listed.entries
        if item.active or item.entry.started_on is None or item.entry.started_on <= facts.as_of
    ]  # fmt: skip


def diabetes_known(facts: Facts) -> bool | None:
    """The illness, or a medicine for it."""
    listed, recorded = facts.listed, facts.get("conditions")
    if has_condition(facts, "diabetes"):
        return True
    if listed is not None and listed.has("class:insulin", "class:sulfonylurea", "drug:metformin"):
        return True
    return None if recorded is None or listed is None else False


def gi_risk_factors(facts: Facts, listed: MedicineList) -> tuple[str, ...] | None:
    """Ids of the stomach risks; missing when none is found and conditions are not asked."""
    cut, age = facts.book.numbers["risks"], facts.get("age_years")
    low_aspirin = listed.has("class:aspirin") and not _aspirin_is_nsaid(listed)
    found = [
        *(["age"] if age is not None and age >= cut["stomach_age_from"] else []),
        *(name for name in cut["stomach_conditions"] if has_condition(facts, name)),
        *(["anticoagulant"] if listed.has("class:anticoagulant") else []),
        *(["antiplatelet"] if low_aspirin or facts.get("antiplatelet_count") else []),
        *(["corticosteroid"] if listed.has("class:corticosteroid") else []),
        *(["serotonin"] if listed.has("class:ssri", "class:snri") else []),
        *(["two-nsaids"] if len(listed.having(("class:nsaid",))) >= 2 else []),
    ]
    return None if not found and facts.get("conditions") is None else tuple(found)


def _aspirin_is_nsaid(listed: MedicineList) -> bool:
    return not listed.having(("class:aspirin",)).isdisjoint(listed.having(("class:nsaid",)))


def gi_risk_count(facts: Facts, listed: MedicineList) -> int | None:
    found = facts.get("gi_risk_factors")
    return None if found is None else len(found)


def triple_whammy(facts: Facts, listed: MedicineList) -> bool:
    """An NSAID, an ACE inhibitor or ARB, and a diuretic together."""
    return (
        listed.has("class:nsaid") and listed.has("class:acei", "class:arb") and listed.has("class:diuretic")
    )


def renal_risk_factors(facts: Facts, listed: MedicineList) -> tuple[str, ...] | None:
    """Ids of the kidney risks; missing when none is found and conditions are not asked."""
    cut, age = facts.book.numbers["risks"], facts.get("age_years")
    found = [
        *(["age"] if age is not None and age >= cut["kidney_age_from"] else []),
        *(name for name in cut["kidney_conditions"] if has_condition(facts, name)),
        *(["diabetes"] if facts.get("diabetes_known") else []),
        *(["medicine"] if listed.has(*(f"class:{name}" for name in cut["kidney_classes"])) else []),
    ]
    return None if not found and facts.get("conditions") is None else tuple(found)


def renal_risk_count(facts: Facts, listed: MedicineList) -> int | None:
    found = facts.get("renal_risk_factors")
    return None if found is None else len(found)


def maoi_within_14_days(facts: Facts, listed: MedicineList) -> bool:
    """An MAO inhibitor taken now or ended too few days ago; linezolid leaves sooner."""
    cut = facts.book.numbers["after_stop"]
    for item in with_tokens(listed.entries, ("class:maoi",)):
        short = any(drug in cut["maoi_short"] for drug in item.drugs)
        if _still_counts(facts, item, cut["maoi_short_days" if short else "maoi_days"]):
            return True
    return False


def duloxetine_within_5_days(facts: Facts, listed: MedicineList) -> bool:
    days = facts.book.numbers["after_stop"]["duloxetine_days"]
    return any(_still_counts(facts, item, days) for item in with_tokens(listed.entries, ("drug:duloxetine",)))


def _still_counts(facts: Facts, item: ListedMedicine, fewer_than_days: int) -> bool:
    stopped: date | None = item.entry.stopped_on
    if item.active:
        return True
    return stopped is not None and 0 <= (facts.as_of - stopped).days < fewer_than_days


def sedating_regular_names(facts: Facts, listed: MedicineList) -> tuple[str, ...]:
    return _sedating(facts, listed, as_needed=False)


def sedating_as_needed_names(facts: Facts, listed: MedicineList) -> tuple[str, ...]:
    return _sedating(facts, listed, as_needed=True)


def _sedating(facts: Facts, listed: MedicineList, *, as_needed: bool) -> tuple[str, ...]:
    """The sedating ingredients of entries that are, or are not, as needed."""
    wanted = frozenset(facts.book.facts["sedative_names"].of)
    return tuple(sorted({
        part.drug for item, part in listed.parts()
        if item.as_needed is as_needed and not wanted.isdisjoint(part.ingredient.tokens)
    }))  # fmt: skip


def sedating_regular(facts: Facts, listed: MedicineList) -> bool:
    return bool(facts.get("sedating_regular_names"))


def sedating_as_needed(facts: Facts, listed: MedicineList) -> bool:
    return bool(facts.get("sedating_as_needed_names"))


def nonopioid_groups_tried(facts: Facts, listed: MedicineList) -> tuple[str, ...] | None:
    """Kinds of care ever tried; missing when too few are found and ``tried`` is not asked."""
    tried, begun = facts.intake.tried, _begun(facts, listed)
    found = tuple(
        str(row["id"]) for row in facts.book.numbers["other_care"]
        if not set(row.get("tried", ())).isdisjoint(tried or ()) or _care_on_list(row, begun)
    )  # fmt: skip
    needed = facts.book.numbers["other_care_needed"]["groups"]
    return None if len(found) < needed and tried is None else found


def _care_on_list(row: Mapping[str, Any], begun: list[ListedMedicine]) -> bool:
    found = with_tokens(begun, row.get("medicines", ()))
    return any(len(item.parts) == 1 for item in found) if row.get("single") else bool(found)


def nonopioid_groups_tried_count(facts: Facts, listed: MedicineList) -> int | None:
    found = facts.get("nonopioid_groups_tried")
    return None if found is None else len(found)


def corticosteroid_for_back_pain(facts: Facts, listed: MedicineList) -> bool | None:
    """A steroid whose reason names the back; missing when one has no reason and none matches."""
    words = facts.book.numbers["risks"]["back_pain_reasons"]
    reasons = [item.entry.reason for item in with_tokens(listed.active, ("class:corticosteroid",))]
    if any(word in (reason or "").lower() for reason in reasons for word in words):
        return True
    return None if any(not reason for reason in reasons) else False


def back_pain_acetaminophen_only(facts: Facts, listed: MedicineList) -> bool:
    """Acetaminophen is taken and nothing of lines 1 to 4."""
    return listed.has("drug:acetaminophen") and all(item.kind.line == 0 for item in listed.active)
