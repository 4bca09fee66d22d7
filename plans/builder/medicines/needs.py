"""Which intake paths would settle a fact that is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from plans.builder.judge import AtLeast, WarnsOnly
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.listed_facts import of_group, with_tokens
from plans.builder.medicines.listing import MedicineList
from plans.knowledge.medicine_rows import Fact

LIST = "medications"
CREATININE = "labs.serum_creatinine_mg_dl"
KIDNEY_PATHS = {
    "no_creatinine": (CREATININE,),
    "too_old": (CREATININE,),
    "no_weight": ("patient.weight_kg",),
    "no_sex": ("patient.sex_at_birth",),
    "no_age": ("patient.birth_date",),
}  # dialysis, pregnancy and a rising creatinine are settled by no field
AMOUNTS = ("over_max", "absurd_doses", "mme_result")
TOLERANCE = "fentanyl_patch_not_tolerant"
DATES = ("er_opioid_started_naive", TOLERANCE, "opioid_benzo_days")


def paths(facts: Facts, missing: Iterable[str]) -> tuple[str, ...]:
    """The paths of several missing facts, each once, in order."""
    return tuple(dict.fromkeys(path for name in missing for path in paths_of(facts, name)))


def paths_of(facts: Facts, name: str) -> tuple[str, ...]:
    """The paths of one missing fact: of the facts it is made from, of the intake, of single entries."""
    fact = facts.book.facts[name]
    if name == "kidney":
        return ()
    if name in ("egfr_ml_min", "crcl_ml_min"):
        return _kidney_paths(facts, name.partition("_")[0])
    if name == "creatinine_mg_dl":
        return (CREATININE,)
    found = [path for used in fact.uses if not _known(facts, used) for path in paths_of(facts, used)]
    found += [path for path in fact.needs if path != LIST and (fact.how == "lab" or _absent(facts, path))]
    if facts.listed is None:
        found += [LIST] if LIST in fact.needs or not found else []
    else:
        found += _entry_paths(facts, facts.listed, fact)
    return tuple(dict.fromkeys(found))


def _known(facts: Facts, name: str) -> bool:
    value = facts.get(name)
    if name == "mme_result":
        return value is not None and not value.not_judged
    return value is not None and not isinstance(value, AtLeast | WarnsOnly)


def _kidney_paths(facts: Facts, estimate: str) -> tuple[str, ...]:
    kidney = facts.get("kidney")
    why = kidney.why.get(estimate)
    return (CREATININE,) if why is None else KIDNEY_PATHS.get(why, ())


def _absent(facts: Facts, path: str) -> bool:
    """Whether a field is not recorded; a setting of the clinic is no field of the intake."""
    if path.startswith("clinic."):
        return False
    value: Any = facts.intake
    for name in path.split("."):
        value = getattr(value, name)
    return value is None or (isinstance(value, tuple) and None in value)


def _with_tokens(listed: MedicineList, tokens: Iterable[str]) -> list[ListedMedicine]:
    """Entries taken now, by key, so that the order of the list does not matter."""
    return sorted(with_tokens(listed.active, tokens), key=lambda item: item.key)


def _taken(facts: Facts, listed: MedicineList, tokens: Iterable[str]) -> list[ListedMedicine]:
    """The same, with the aspirin that counts as an NSAID."""
    group = of_group(facts, listed, tuple(tokens))
    return sorted((item for item in group if item.active), key=lambda item: item.key)


def _entry_paths(facts: Facts, listed: MedicineList, fact: Fact) -> list[str]:
    if fact.how == "total" or fact.id in AMOUNTS:
        wanted = _with_tokens(listed, fact.of or ("*",))
        return [path for item in wanted if _counts(item, fact) for path in amount_paths(item)]
    if fact.how == "days" or fact.id in DATES:
        found = _each(_taken(facts, listed, fact.of), "started_on", lambda item: item.entry.started_on)
        # An earlier opioid of unknown amount proves nothing either (medications-3, 4.4).
        wanted = _with_tokens(listed, ("class:opioid",)) if fact.id == TOLERANCE else []
        return found + [path for item in wanted for path in amount_paths(item)]
    if fact.how in ("effects_asked", "effects"):
        tokens = fact.reads or fact.of
        return _each(_taken(facts, listed, tokens), "effects", lambda item: item.entry.effects)
    if fact.id == "corticosteroid_for_back_pain":
        return _each(_with_tokens(listed, fact.of), "reason", lambda item: item.entry.reason)
    return []


def _counts(item: ListedMedicine, fact: Fact) -> bool:
    """A cream without an amount has no total to ask for; limits are judged where the formulary has one."""
    if item.route == "topical" and item.entry.dose_mg is None:
        return False
    has_limit = any(part.ingredient.row and part.ingredient.row.max_daily_mg for part in item.parts)
    return has_limit or fact.id not in ("over_max", "absurd_doses")


def amount_paths(item: ListedMedicine) -> list[str]:
    """What of an entry's amount is missing: nothing when its daily total is known."""
    if all(part.total is not None for part in item.parts) or not item.checked:
        return []
    entry = item.entry
    if entry.patch_mcg_per_hour is not None:
        return []
    if all(part.one is not None for part in item.parts):
        return [path_of(item, "max_per_day" if entry.as_needed else "times_per_day")]
    if item.product is not None:
        return [path_of(item, "units_per_dose")]
    return [path_of(item, "patch_mcg_per_hour" if "fentanyl-patch" in item.drugs else "dose_mg")]


def _each(
    items: Iterable[ListedMedicine], field: str, value: Callable[[ListedMedicine], object]
) -> list[str]:
    return [path_of(item, field) for item in items if not value(item)]


def path_of(item: ListedMedicine, field: str) -> str:
    """The path of one field of an entry; the key names it, so that the order of the list does not matter."""
    return f"{LIST}[{item.key}].{field}"
