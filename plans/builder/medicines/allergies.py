"""Allergy facts: the same medicine, its class, its family (medications-2, 3.1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from plans.builder.medicines.facts import Facts
from plans.builder.medicines.kinds import ALLERGEN, ids_of, named_within
from plans.builder.medicines.listing import MedicineList
from plans.intake.intake import Allergy
from plans.knowledge.medicine_names import normal

SULFONAMIDE = "sulfonamide"
MOST_WORDS = 3  # of an allergy that is read by the names within it


def allergy_same(facts: Facts, listed: MedicineList) -> tuple[str, ...] | None:
    """Ingredients taken now that are the substance, or of its class."""
    return _same(facts, listed, facts.book.numbers["allergy"]["reactions"], absent=True)


def intolerances(facts: Facts, listed: MedicineList) -> tuple[str, ...] | None:
    """The same with an upset stomach or sleepiness: shown, not forbidden."""
    return _same(facts, listed, facts.book.numbers["allergy"]["intolerance_reactions"], absent=False)


def allergy_nsaid_cross(facts: Facts, listed: MedicineList) -> tuple[str, ...] | None:
    """NSAIDs and aspirin after a reaction to another of the family."""
    rule = facts.book.numbers["allergy"]
    substances = _substances(facts, rule["nsaid_reactions"], absent=True)
    if substances is None:
        return None
    if not any(_is_nsaid(facts, substance, rule["nsaid_family"]) for substance in substances):
        return ()
    found = listed.having(f"class:{name}" for name in rule["nsaid_family"])
    return tuple(sorted(found - set(facts.get("allergy_same"))))


def _is_nsaid(facts: Facts, substance: str, family: Collection[str]) -> bool:
    drug = facts.book.drugs.get(substance)
    return substance in family or (drug is not None and not set(drug.classes).isdisjoint(family))


def allergy_opioid_cross(facts: Facts, listed: MedicineList) -> tuple[str, ...] | None:
    """Opioids related to one that gave a reaction."""
    rule = facts.book.numbers["allergy"]
    substances = _substances(facts, rule["reactions"], absent=True)
    if substances is None:
        return None
    if not set(substances) & set(rule["opioid_family"]):
        return ()
    family = (*rule["opioid_family"], *rule["opioid_family_meets"])
    related = listed.having(f"{kind}{drug}" for drug in family for kind in ("drug:", ALLERGEN))
    return tuple(sorted(related - set(facts.get("allergy_same"))))


def sulfonamide_allergy(facts: Facts) -> bool | None:
    """Any reaction but a stomach upset or sleepiness."""
    allergies = facts.intake.allergies
    if allergies is None:
        return None
    mild = facts.book.numbers["allergy"]["intolerance_reactions"]
    found = (item.substance for item in allergies if item.reaction not in mild)
    return any(SULFONAMIDE in _substance_ids(facts, substance) for substance in found)


def unlisted_substances(facts: Facts) -> tuple[str, ...]:
    """Allergies kept as typed that name no medicine, class or family: nothing can match them."""
    book, listed = facts.book, facts.listed
    taken = (item.kind.name for item in listed.active if not item.checked) if listed else ()
    known = {SULFONAMIDE, *book.classes, *book.drugs, *(normal(name) for name in taken)}
    typed = {item.substance for item in facts.intake.allergies or ()}
    return tuple(sorted(text for text in typed if known.isdisjoint(_substance_ids(facts, text))))


def allergy_same_count(facts: Facts, listed: MedicineList) -> int | None:
    return _count(facts, "allergy_same")


def allergy_nsaid_cross_count(facts: Facts, listed: MedicineList) -> int | None:
    return _count(facts, "allergy_nsaid_cross")


def allergy_opioid_cross_count(facts: Facts, listed: MedicineList) -> int | None:
    return _count(facts, "allergy_opioid_cross")


def intolerance_count(facts: Facts, listed: MedicineList) -> int | None:
    return _count(facts, "intolerances")


def _count(facts: Facts, name: str) -> int | None:
    found = facts.get(name)
    return None if found is None else len(found)


def _same(
    facts: Facts, listed: MedicineList, reactions: Collection[str], *, absent: bool
) -> tuple[str, ...] | None:
    substances = _substances(facts, reactions, absent=absent)
    if substances is None:
        return None
    kinds = ("drug:", "class:", ALLERGEN)
    return tuple(sorted(listed.having(f"{kind}{substance}" for substance in substances for kind in kinds)))


def _substances(facts: Facts, reactions: Collection[str], *, absent: bool) -> tuple[str, ...] | None:
    """Substances with one of ``reactions``, or with none recorded when ``absent`` counts."""
    allergies = facts.intake.allergies
    if allergies is None:
        return None
    return tuple(_ids(facts, allergies, reactions, absent))


def _ids(
    facts: Facts, allergies: Iterable[Allergy], reactions: Collection[str], absent: bool
) -> Iterable[str]:
    for item in allergies:
        if (item.reaction is None and absent) or item.reaction in reactions:
            yield from _substance_ids(facts, item.substance)


def _substance_ids(facts: Facts, substance: str) -> Collection[str]:
    """The id or class it names; a product or a substance stands for each of its ingredients or forms.

    A few words around a name ("morphine sulfate", "codeine/apap") name it too; of a sentence nobody knows.
    """
    found = ids_of(facts.book, substance) or _family(facts, normal(substance))
    if found or len(substance.split()) > MOST_WORDS:
        return found or (normal(substance),)
    return named_within(facts.book, substance)


def _family(facts: Facts, typed: str) -> tuple[str, ...]:
    """The class that a family's usual name means ("sulfa")."""
    words = facts.book.numbers["allergy_words"]
    return tuple(name for name, row in words.items() if isinstance(row, tuple) and typed in row)
