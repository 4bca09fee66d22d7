"""Finding a medicine by what somebody types: id, name, brand, misspelling, product alias."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from plans.intake.likeness import is_near
from plans.knowledge.medicine_rows import Drug, Product

PLAIN = str.maketrans({"'": None, "’": None, ".": None, "-": " "})
IndexEntry = tuple[str, int, str, str, bool]  # word as compared, rank, word as shown, id, is a product


@dataclass(frozen=True, slots=True)
class Found:
    """One medicine that fits what was typed. ``shown`` is the word to show, never a misspelling."""

    id: str
    product: bool
    shown: str
    name: str


def normal(text: str) -> str:
    """Lower case, single spaces: how names are compared."""
    return " ".join(text.lower().split())


class MedicineNames:
    """Names of drugs and products. Drug words are exact; a brand of several products names none of them."""

    def __init__(self, drugs: Mapping[str, Drug], products: Mapping[str, Product]) -> None:
        self._drugs, self._products = drugs, products
        known = _unique((word, drug.id) for drug in drugs.values() for word in _drug_words(drug))
        plain = _unique((_plain(word), drug) for word, drug in known.items())
        self.drug_ids = {**plain, **known}
        self.product_ids = _unique(
            (word, product.id) for product in products.values() for word in _product_words(product)
        )
        self._by_brand = _products_by_brand(products.values())
        self.product_brands = frozenset(self._by_brand)
        self._index = sorted(set(self._entries()))
        self._keys = [entry[0] for entry in self._index]

    def drug(self, typed: str) -> str | None:
        """The formulary id that ``typed`` names exactly (id, name, brand or known misspelling), or None."""
        return typed if typed in self._drugs else self.drug_ids.get(normal(typed))

    def product(self, typed: str) -> str | None:
        """The product id that ``typed`` names exactly (id, name or alias with strength), or None."""
        return typed if typed in self._products else self.product_ids.get(normal(typed))

    def some_product(self, typed: str) -> str | None:
        """A product of this name or brand, of whatever strength: sure are its ingredients, not amounts."""
        return self.product(typed) or self._by_brand.get(normal(typed))

    def search(self, typed: str, limit: int = 12) -> tuple[Found, ...]:
        """Medicines of which a word begins with ``typed``: whole names first, then words inside a name.

        When none does, those whose beginning is a typing error away: to choose from, never taken.
        """
        wanted = normal(typed)
        if not wanted:
            return ()
        found: dict[str, tuple[int, bool, str, Found]] = {}
        for key, rank, shown, medicine, product in self._beginning(wanted) or self._nearly(wanted):
            place = (rank + (0 if key == wanted else 10), product, shown.lower())
            if medicine not in found or place < found[medicine][:3]:
                name = (self._products if product else self._drugs)[medicine].name
                found[medicine] = (*place, Found(medicine, product, shown, name))
        return tuple(item[3] for item in sorted(found.values(), key=lambda item: item[:3])[:limit])

    def _beginning(self, wanted: str) -> list[IndexEntry]:
        first = bisect_left(self._keys, wanted)
        return list(takewhile(lambda entry: entry[0].startswith(wanted), self._index[first:]))

    def _nearly(self, wanted: str) -> list[IndexEntry]:
        length, letter = len(wanted), wanted[:1]
        first, end = bisect_left(self._keys, letter), bisect_left(self._keys, chr(ord(letter) + 1))
        return [entry for entry in self._index[first:end] if is_near(wanted, entry[0][:length])]

    def _entries(self) -> Iterable[IndexEntry]:
        for drug in self._drugs.values():
            for rank, words in enumerate(((drug.name, drug.id), drug.brands, drug.misspellings)):
                for word in words:
                    shown = drug.name if rank == 2 or word == drug.id else word
                    yield from _starts(word, rank, shown, drug.id, False)
        for product in self._products.values():
            for rank, words in enumerate(((product.name, product.id), product.brands, product.aliases)):
                for word in words:
                    yield from _starts(word, rank, word if rank == 1 else product.name, product.id, True)


def _starts(word: str, rank: int, shown: str, medicine: str, product: bool) -> Iterable[IndexEntry]:
    """The whole word, and from each later word of it on, so that "gel" finds "Voltaren gel"."""
    text = normal(word)
    yield text, rank, shown, medicine, product
    for position, letter in enumerate(text):
        if position and not letter.isalnum() and text[position + 1 : position + 2].isalnum():
            yield text[position + 1 :], rank + 3, shown, medicine, product


def _drug_words(drug: Drug) -> Iterable[str]:
    return {normal(word) for word in (drug.id, drug.name, *drug.brands, *drug.misspellings)}


def _plain(word: str) -> str:
    """The word without apostrophes and points, hyphens as blanks: "st johns wort", "fish oil"."""
    return normal(word.translate(PLAIN))


def _product_words(product: Product) -> Iterable[str]:
    return {normal(word) for word in (product.id, product.name, *product.aliases)}


def _products_by_brand(products: Iterable[Product]) -> Mapping[str, str]:
    """Brand to the first of its products, where all of them have the same ingredients."""
    found: dict[str, list[Product]] = {}
    for product in products:
        for brand in product.brands:
            found.setdefault(normal(brand), []).append(product)
    return {brand: rows[0].id for brand, rows in found.items() if len({_drugs_of(row) for row in rows}) == 1}


def _drugs_of(product: Product) -> tuple[str, ...]:
    return tuple(part.drug for part in product.ingredients)


def _unique(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Word to id, without the words that stand for two medicines: those are asked, never guessed."""
    ids: dict[str, set[str]] = {}
    for word, medicine in pairs:
        ids.setdefault(word, set()).add(medicine)
    return {word: next(iter(found)) for word, found in ids.items() if len(found) == 1}
