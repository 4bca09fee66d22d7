"""The whole list with its indexes: which ingredients of which class are taken, and how much of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from plans.builder.medicines.entries import ListedMedicine, Part, listed, without_dose
from plans.intake.intake import MedicationEntry
from plans.knowledge.medicine_book import Medicines
from plans.knowledge.medicine_rows import Number

NSAID_TOKEN = "class:nsaid"  # noqa: S105 - a class of medicines, no secret
ASPIRIN = "aspirin"


@dataclass(frozen=True, slots=True)
class MedicineList:
    """Entries in the order given. ``by_token`` holds the ingredients taken now, by class and drug.

    Aspirin stands under class nsaid as well when its daily total is above the limit or not known.
    """

    entries: tuple[ListedMedicine, ...]
    active: tuple[ListedMedicine, ...]
    by_token: Mapping[str, frozenset[str]]
    totals: Mapping[str, tuple[Number, bool]]  # drug -> known mg a day, and whether more is not known
    keys: Mapping[str, frozenset[str]]  # ingredient or text as typed -> keys of its entries

    def having(self, tokens: Iterable[str], minus: Iterable[str] = ()) -> frozenset[str]:
        """Different ingredients taken now that have one of ``tokens`` and none of ``minus``."""
        groups = [group for token in tokens if (group := self.by_token.get(token))]
        found = groups[0] if len(groups) == 1 else frozenset[str]().union(*groups)
        less = [group for token in minus if (group := self.by_token.get(token))]
        return found.difference(*less) if less else found

    def has(self, *tokens: str) -> bool:
        """Whether an ingredient with one of ``tokens`` is taken now."""
        return any(token in self.by_token for token in tokens)

    def total(self, drug: str, enough: Number | None) -> Number | None:
        """Milligrams of ``drug`` a day; None: not known, unless the known part is above ``enough``."""
        known, more = self.totals.get(drug, (0, False))
        if more and (enough is None or known <= enough):
            return None
        return known

    def with_drug(self, drug: str) -> list[ListedMedicine]:
        """Entries taken now that contain ``drug``."""
        return [item for item in self.active if drug in item.drugs]

    def parts(self) -> Iterable[tuple[ListedMedicine, Part]]:
        """Every ingredient of every entry taken now."""
        return ((medicine, part) for medicine in self.active for part in medicine.parts)


def read_list(entries: Iterable[MedicationEntry], book: Medicines, as_of: date) -> MedicineList:
    """The list as it stands on ``as_of``."""
    return indexed((listed(entry, place, book, as_of) for place, entry in enumerate(entries)), book)


def indexed(medicines: Iterable[ListedMedicine], book: Medicines) -> MedicineList:
    """The indexes over entries that are read already."""
    entries = tuple(medicines)
    active = tuple(medicine for medicine in entries if medicine.active)
    totals = _totals(active)
    by_token: dict[str, set[str]] = {}
    keys: dict[str, frozenset[str]] = {}
    for medicine in active:
        for part in medicine.parts:
            keys[part.drug] = keys.get(part.drug, frozenset()) | {medicine.key}
            for token in part.ingredient.tokens:
                by_token.setdefault(token, set()).add(part.drug)
    if f"class:{ASPIRIN}" in by_token and _counts_as_nsaid(totals.get(ASPIRIN, (0, False)), book):
        by_token.setdefault(NSAID_TOKEN, set()).update(by_token[f"class:{ASPIRIN}"])
    found = {token: frozenset(drugs) for token, drugs in by_token.items()}
    return MedicineList(entries, active, found, totals, keys)


def with_entry(before: MedicineList, medicine: ListedMedicine, book: Medicines) -> MedicineList:
    """The list with one more entry."""
    if not medicine.active or f"class:{ASPIRIN}" in medicine.kind.tokens:
        return indexed((*before.entries, medicine), book)
    own = indexed((medicine,), book)
    by_token = {**before.by_token}
    for token, drugs in own.by_token.items():
        by_token[token] = by_token.get(token, frozenset()) | drugs
    totals = {**before.totals}
    for drug, (known, more) in own.totals.items():
        first, open_total = totals.get(drug, (0, False))
        totals[drug] = (first + known, open_total or more)
    keys = {drug: before.keys.get(drug, frozenset()) | found for drug, found in own.keys.items()}
    entries, active = (*before.entries, medicine), (*before.active, medicine)
    return MedicineList(entries, active, by_token, totals, {**before.keys, **keys})


def without_drugs(before: MedicineList, drugs: frozenset[str], book: Medicines) -> MedicineList:
    """The list without every entry or product that contains one of ``drugs``."""
    return indexed((item for item in before.entries if drugs.isdisjoint(item.drugs)), book)


def with_doses_unknown(before: MedicineList, drugs: frozenset[str], book: Medicines) -> MedicineList:
    """The list with the amounts of ``drugs`` not known."""
    return indexed((without_dose(item, drugs) for item in before.entries), book)


def tokens_of(medicines: Iterable[ListedMedicine]) -> frozenset[str]:
    """All that entries can change: their classes and drugs, and class nsaid for aspirin."""
    tokens = frozenset[str]().union(*(item.kind.tokens for item in medicines))
    return tokens | {NSAID_TOKEN} if f"class:{ASPIRIN}" in tokens else tokens


def _totals(active: Iterable[ListedMedicine]) -> dict[str, tuple[Number, bool]]:
    totals: dict[str, tuple[Number, bool]] = {}
    for medicine in active:
        for part in medicine.parts:
            drugs = (part.drug,) if part.ingredient.row else _assumed_totals(part)
            for drug in drugs:
                known, more = totals.get(drug, (0, False))
                totals[drug] = (known + (part.total or 0), more or part.total is None)
    return totals


def _assumed_totals(part: Part) -> tuple[str, ...]:
    """Drugs whose total a typed text leaves open: those of its assumed classes that are one drug."""
    return tuple(name for name in ("acetaminophen", ASPIRIN) if name in part.ingredient.classes)


def _counts_as_nsaid(total: tuple[Number, bool], book: Medicines) -> bool:
    known, more = total
    return more or bool(known > book.numbers["doses"]["aspirin_nsaid_above_mg"])
