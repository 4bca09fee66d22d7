"""The medicine list as it is read: each entry with its ingredients, classes, amounts and flags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from plans.builder.medicines.amounts import daily_total, doses_a_day, is_upper_bound, low_dose, one_dose
from plans.builder.medicines.kinds import Ingredient, Kind, brand_kind, drug_kind, product_kind, typed_kind
from plans.intake.intake import MedicationEntry
from plans.knowledge.medicine_book import Medicines
from plans.knowledge.medicine_rows import Number

WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One ingredient of one entry. Milligrams; ``total`` and ``low`` a day while it is taken."""

    drug: str  # formulary id, or the text as typed
    ingredient: Ingredient
    one: Number | None
    total: Number | None
    low: Number | None


@dataclass(frozen=True, slots=True)
class ListedMedicine:
    """One entry of the list, as of a day."""

    key: str
    place: int  # in the list, from 0
    entry: MedicationEntry
    drug: str | None  # formulary id of a single drug
    product: str | None
    name: str  # in the patient's words: brand as typed, else generic
    brand: str | None  # as typed
    active: bool  # taken on as_of
    kind: Kind
    parts: tuple[Part, ...]
    release: str | None  # ir, er; None: not typed, judged as immediate
    route: str | None

    @property
    def checked(self) -> bool:
        """Whether the formulary knows it."""
        return self.drug is not None or self.product is not None

    @property
    def as_needed(self) -> bool:
        return self.entry.as_needed

    @property
    def drugs(self) -> tuple[str, ...]:
        """The ingredients, or the text as typed."""
        return self.kind.drugs

    @property
    def classes(self) -> frozenset[str]:
        return self.kind.classes

    @property
    def n(self) -> Number | None:
        """Doses a day of a regular medicine; None: no times known."""
        return doses_a_day(self.entry)

    @property
    def mg_per_day(self) -> Number | None:
        """Daily total of a single drug, 0 once stopped; None: not known, a patch or a product."""
        if self.product is not None:
            return None
        return self.parts[0].total if self.active else 0

    @property
    def upper_bound(self) -> bool:
        return is_upper_bound(self.entry)

    @property
    def otc(self) -> bool:
        """Bought without prescription: the entry's key, else the product's row."""
        return bool(self.kind.otc if self.entry.otc is None else self.entry.otc)

    @property
    def sedating(self) -> bool:
        return self.kind.sedating

    @property
    def nsaid(self) -> bool:
        return "nsaid" in self.kind.classes

    @property
    def opioid(self) -> bool:
        return "opioid" in self.kind.classes

    @property
    def anticoagulant(self) -> bool:
        return "anticoagulant" in self.kind.classes

    @property
    def long_acting(self) -> bool:
        """A long-acting opioid: fentanyl patch, methadone or extended release (medications-3, 4.4)."""
        return self.opioid and (self.kind.always_long or self.release == "er")

    @property
    def with_food(self) -> bool:
        return self.kind.with_food

    @property
    def patch(self) -> bool:
        return self.kind.patch

    @property
    def no_heat_anywhere(self) -> bool:
        return self.kind.no_heat_anywhere

    @property
    def spacing_sensitive(self) -> bool:
        return self.kind.spacing_sensitive

    @property
    def taper_to_stop(self) -> bool:
        return self.kind.taper_to_stop


def listed(entry: MedicationEntry, place: int, book: Medicines, as_of: date) -> ListedMedicine:
    """One entry read against the formulary. A text that names no medicine keeps its words and no class."""
    product = book.names.product(entry.product) if entry.product else None
    drug = book.names.drug(entry.drug) if entry.drug and product is None else None
    if product is not None:
        kind = product_kind(book, product)
    elif drug is not None:
        kind = drug_kind(book, drug)
    else:
        kind = _unchecked_kind(entry, book)
    brand = _typed_brand(entry, kind)
    return ListedMedicine(
        key=entry.key or product or drug or kind.name,
        place=place,
        entry=entry,
        drug=drug,
        product=product,
        name=brand or (in_sentence(kind.name) if product or drug else kind.name),
        brand=brand,
        active=is_active(entry, as_of),
        kind=kind,
        parts=tuple(_part(entry, ingredient) for ingredient in kind.ingredients),
        release=_release(entry, kind, book),
        route=entry.route or (kind.routes[0] if kind.routes else None),
    )


def _unchecked_kind(entry: MedicationEntry, book: Medicines) -> Kind:
    """A text that names no one medicine. A product's name without strength still says what is in it (A5)."""
    text = entry.drug or entry.product or ""
    named = None if entry.classes_assumed else book.names.some_product(text)
    if named is not None:
        return brand_kind(book, text, named)
    return typed_kind(book, text, entry.classes_assumed or ())


def is_active(entry: MedicationEntry, as_of: date) -> bool:
    """Taken on ``as_of``: begun by then, and not stopped by then (stopped on the day itself = not)."""
    if entry.started_on is not None and entry.started_on > as_of:
        return False
    return entry.stopped_on is None or entry.stopped_on > as_of


def without_dose(medicine: ListedMedicine, drugs: frozenset[str]) -> ListedMedicine:
    """The same entry with the amounts of ``drugs`` not known."""
    parts = tuple(
        replace(part, one=None, total=None, low=None) if part.drug in drugs else part
        for part in medicine.parts
    )
    return replace(medicine, parts=parts)


def has_words(text: str, words: Iterable[str], parts: Iterable[str]) -> bool:
    """Whether ``text`` holds one of the whole ``words`` or one of the ``parts`` of words."""
    lower = text.lower()
    return not set(WORD.findall(lower)).isdisjoint(words) or any(part in lower for part in parts)


def typed_text(entry: MedicationEntry) -> str:
    """All that was typed of an entry."""
    return " ".join(filter(None, (entry.entered_as, entry.drug)))


def _part(entry: MedicationEntry, ingredient: Ingredient) -> Part:
    if ingredient.open_amount:
        return Part(ingredient.drug, ingredient, None, None, None)
    one = one_dose(entry, ingredient.mg_per_unit)
    low = low_dose(entry, ingredient.mg_per_unit)
    total = daily_total(entry, one, ingredient.mg_per_unit)
    lowest = total if low == one else daily_total(entry, low, ingredient.mg_per_unit)
    return Part(ingredient.drug, ingredient, one, total, lowest)


def in_sentence(name: str) -> str:
    """A generic name inside a sentence: without its capital, unless it has others (St John's wort, CBD)."""
    return name[:1].lower() + name[1:] if name[1:] == name[1:].lower() else name


def _release(entry: MedicationEntry, kind: Kind, book: Medicines) -> str | None:
    """ir or er: the key, else what was typed (a product is a plain tablet); None when nothing says it."""
    if entry.release is not None:
        return entry.release
    marks: Any = book.numbers["release"]
    text = typed_text(entry)
    if has_words(text, marks["extended_words"], marks["extended_parts"]):
        return "er"
    immediate = has_words(text, marks["immediate_words"], marks["immediate_parts"])
    return "ir" if immediate or entry.product or _typed_brand(entry, kind) else None


def _typed_brand(entry: MedicationEntry, kind: Kind) -> str | None:
    only_an_id = not entry.entered_as and (not entry.drug or entry.drug == kind.drugs[0])
    if not kind.brands or only_an_id:
        return None
    text = typed_text(entry).lower()
    for brand in sorted(kind.brands, key=len, reverse=True):
        if re.search(rf"(?<![a-z]){re.escape(brand.lower())}(?![a-z])", text):
            return brand
    return None
