"""Reading the list of medicines: names, the rules between the keys of an entry, keys, doubles."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import Any

from plans.intake.fields import Field
from plans.intake.intake import Allergy, MedicationEntry
from plans.intake.records import read_entries
from plans.intake.values import Reading, nearest
from plans.intake.vocabulary import Vocabulary
from plans.intake.writing import record_data

Entry = dict[str, Any]
ONLY_AS_NEEDED = ("max_per_day", "max_units_per_day", "max_mg_per_day")
RANGES = (("units_per_dose_low", "units_per_dose"), ("dose_mg_low", "dose_mg"))


def read_medications(
    reading: Reading, field: Field, value: Any, path: str
) -> tuple[MedicationEntry, ...] | None:
    """All entries, each with a key; ``None`` when the list is wrong."""
    read = read_entries(reading, field, value, path)
    if read is None:
        return None
    entries: list[MedicationEntry] = []
    seen: dict[MedicationEntry, int] = {}
    for at, values in read:
        entry = medication(reading, values, value[at], f"{path}[{at}]")
        first = seen.setdefault(replace(entry, key=""), at)
        if first != at and not any(fault.path.startswith(f"{path}[{at}].") for fault in reading.faults):
            reading.fault(f"{path}[{at}]", f"is the same as {path}[{first}]: enter it once")
        entries.append(entry)
    return with_keys(reading, entries)


def medication(reading: Reading, entry: Entry, data: Any, path: str) -> MedicationEntry:
    """One entry out of its read values, with its name looked up; ``data`` is what was typed."""
    look_up_name(reading.words, entry)
    _check_name(reading, entry, path, named=any(data.get(key) is not None for key in ("drug", "product")))
    _check_amounts(reading, entry, path)
    _check_times(reading, entry, path)
    _check_days(reading, entry, path)
    if "none" in entry.get("effects", ()) and len(entry["effects"]) > 1:
        reading.fault(f"{path}.effects", "none stands only alone: no effect, or the effects without none")
    if not entry.get("effects", True):
        del entry["effects"]  # nothing ticked means the same as not asked
    return MedicationEntry(**entry)


def look_up_name(words: Vocabulary, entry: Entry) -> None:
    """Replace a name, brand or misspelling by its id and keep what was typed; unknown text stays."""
    typed = entry.get("drug")
    if typed is None or typed in words.drugs:
        return
    name = plain_name(typed)
    drug, product = words.drug_names.get(name), words.product_names.get(name)
    if drug is not None and product is None:
        entry["drug"] = drug
    elif product is not None and drug is None and "product" not in entry and "dose_mg" not in entry:
        del entry["drug"]
        entry["product"] = product
    else:
        return
    entry.setdefault("entered_as", typed)


def plain_name(typed: str) -> str:
    """A name as it is looked up: lower case, single blanks."""
    return " ".join(typed.lower().split())


def _check_name(reading: Reading, entry: Entry, path: str, named: bool) -> None:
    drug, product = entry.get("drug"), entry.get("product")
    known = reading.words.drugs.get(drug) if drug else None
    if not named:
        reading.fault(f"{path}.drug", "Medicine must be named: an id or a typed name, or a product")
    if drug and product:
        reading.fault(f"{path}.product", "give either drug or product, not both")
    route = entry.get("route")
    if known and route and route not in known.routes:
        allowed = ", ".join(known.routes)
        reading.fault(
            f"{path}.route", f"{known.name} is taken {allowed}, not {route}{nearest(route, known.routes)}"
        )
    if entry.get("classes_assumed") and (known or product):
        reading.fault(f"{path}.classes_assumed", "only for a typed name that is not in the list of medicines")
    if "patch_mcg_per_hour" in entry and not (known and known.patch_rates):
        patches = ", ".join(id_ for id_, row in reading.words.drugs.items() if row.patch_rates)
        reading.fault(f"{path}.patch_mcg_per_hour", f"only for {patches}")


def _check_amounts(reading: Reading, entry: Entry, path: str) -> None:
    doses = entry.get("doses_mg")
    if doses is not None and "dose_mg" in entry:
        reading.fault(f"{path}.doses_mg", "give either dose_mg or doses_mg, not both")
    if doses is not None and not doses.morning + doses.noon + doses.evening + doses.bedtime > 0:
        reading.fault(f"{path}.doses_mg", "at least one of the four amounts must be above 0")
    for low, high in RANGES:
        if low in entry and not (high in entry and entry[low] < entry[high]):
            reading.fault(f"{path}.{low}", f"must be below {high}, which must be given")
    for name in ONLY_AS_NEEDED:
        if name in entry and not entry.get("as_needed"):
            reading.fault(f"{path}.{name}", "only together with as_needed true")
    if "max_mg_per_day" in entry and "product" in entry:
        reading.fault(f"{path}.max_mg_per_day", "not with a product: mg of which part?")


def _check_times(reading: Reading, entry: Entry, path: str) -> None:
    times, hours, longest = (
        entry.get(key) for key in ("times_per_day", "every_hours", "every_hours_longest")
    )
    if times and hours and 24 // hours != times:
        reading.fault(
            f"{path}.every_hours", f"every {hours} hours is not {times} times a day: give one of the two"
        )
    if longest and not (hours and longest > hours):
        reading.fault(f"{path}.every_hours_longest", "must be above every_hours, which must be given")
    slots = entry.get("slots")
    if not slots:
        return
    count = times or (max(1, 24 // hours) if hours else len(slots))
    if count != len(slots):
        reading.fault(f"{path}.slots", f"must have as many times of day as doses: {count}, not {len(slots)}")


def _check_days(reading: Reading, entry: Entry, path: str) -> None:
    started, stopped, planned = (entry.get(key) for key in ("started_on", "stopped_on", "stop_planned_on"))
    if started and stopped and stopped < started:
        reading.fault(f"{path}.stopped_on", f"must not be before the start ({started}), not {stopped}")
    if started and planned and planned < started:
        reading.fault(f"{path}.stop_planned_on", f"must not be before the start ({started}), not {planned}")
    if stopped and planned:
        reading.fault(f"{path}.stop_planned_on", "not together with stopped_on: it has been stopped")


def with_keys(reading: Reading, entries: list[MedicationEntry]) -> tuple[MedicationEntry, ...]:
    """Give each entry without a key one; the order of the list plays no part in which gets which."""
    taken: set[str] = set()
    unnamed: dict[str, list[int]] = defaultdict(list)
    for at, entry in enumerate(entries):
        if not entry.key:
            unnamed[entry.product or entry.drug or "medicine"].append(at)
            continue
        if entry.key in taken:
            reading.fault(f"medications[{at}].key", f"{entry.key} is the key of another entry")
        taken.add(entry.key)
    keyed = list(entries)
    for base, places in unnamed.items():
        number = 0
        for at in sorted(places, key=lambda place: _canonical(entries[place])) if len(places) > 1 else places:
            number, key = _free_key(base, number, taken)
            keyed[at] = replace(entries[at], key=key)
    return tuple(keyed)


def _canonical(entry: MedicationEntry) -> str:
    return json.dumps(record_data(entry), sort_keys=True)


def _free_key(base: str, number: int, taken: set[str]) -> tuple[int, str]:
    while True:
        number += 1
        key = base if number == 1 else f"{base}-{number}"
        if key not in taken:
            taken.add(key)
            return number, key


def read_allergies(reading: Reading, field: Field, value: Any, path: str) -> tuple[Allergy, ...] | None:
    """Allergies; the name or brand of one medicine becomes its id."""
    read = read_entries(reading, field, value, path)
    if read is None:
        return None
    found: list[Allergy] = []
    for at, entry in read:
        if "substance" in entry:
            found.append(Allergy(**{**entry, "substance": substance_id(reading.words, entry["substance"])}))
        elif value[at].get("substance") is None:
            reading.fault(f"{path}[{at}].substance", "Substance must be named")
    return tuple(found)


def substance_id(words: Vocabulary, typed: str) -> str:
    """A drug id, a class id, ``sulfonamide``, or the text as typed."""
    name = plain_name(typed)
    if name in words.drugs or name in words.classes or name == "sulfonamide":
        return name
    return words.drug_names.get(name, typed)
