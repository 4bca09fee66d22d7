"""What the formulary says of one medicine, put together once: its ingredients, classes and flags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from plans.knowledge.medicine_book import Medicines
from plans.knowledge.medicine_names import normal
from plans.knowledge.medicine_rows import Drug, Number

UNCHECKED = "unchecked"  # token of an entry that is not in the formulary
ANY = "*"  # token of every entry
ALLERGEN = "allergen:"  # token of what a typed text names; only allergies look for it
NAME_WORD = re.compile(r"[a-z0-9.']+")
LONGEST_NAME = 4  # words


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One ingredient of a product, a single drug, or a text as typed (then ``row`` is None)."""

    drug: str
    row: Drug | None
    classes: frozenset[str]
    tokens: tuple[str, ...]  # class:..., drug:..., *: what facts and rules look for
    mg_per_unit: Number | None = None  # only in a product
    open_amount: bool = False  # in a product of which the strength is not known


@dataclass(frozen=True, slots=True)
class Kind:
    """A medicine as the list sees it. A flag of a product is true if true in any ingredient."""

    name: str  # generic
    brands: tuple[str, ...]
    ingredients: tuple[Ingredient, ...]
    drugs: tuple[str, ...]  # the ingredients' ids, or the text as typed
    tokens: frozenset[str]
    classes: frozenset[str]
    routes: tuple[str, ...]
    line: int
    sedating: bool
    with_food: bool
    patch: bool
    no_heat_anywhere: bool
    spacing_sensitive: bool
    taper_to_stop: bool
    always_long: bool  # an opioid that is long-acting whatever was typed
    otc: bool | None = None


@cache
def drug_kind(book: Medicines, drug: str) -> Kind:
    """The kind of a single drug of the formulary."""
    row = book.drugs[drug]
    return _kind(book, row.name, row.brands, [_ingredient(row, frozenset(row.classes))], row.line)


@cache
def product_kind(book: Medicines, product: str) -> Kind:
    """The kind of a combination product: the classes of all its ingredients, but those it ignores."""
    row = book.products[product]
    parts = [
        _ingredient(
            book.drugs[part.drug], frozenset(book.drugs[part.drug].classes) - set(row.ignore_classes), part.mg
        )
        for part in row.ingredients
    ]
    return _kind(book, row.name, row.brands, parts, row.line, row.otc)


@cache
def brand_kind(book: Medicines, text: str, product: str) -> Kind:
    """The kind of a product's name without its strength: ingredients known, amounts not, still unchecked."""
    whole = product_kind(book, product)
    parts = [
        replace(part, tokens=(*part.tokens, UNCHECKED), mg_per_unit=None, open_amount=True)
        for part in whole.ingredients
    ]
    return _kind(book, text, whole.brands, parts, whole.line)


@cache
def typed_kind(book: Medicines, text: str, assumed: tuple[str, ...]) -> Kind:
    """The kind of a text that is not in the formulary, with the classes assumed until it is answered."""
    allergens = sorted(f"{ALLERGEN}{name}" for name in named_within(book, text))
    tokens = (*(f"class:{name}" for name in assumed), *allergens, UNCHECKED, ANY)
    part = Ingredient(text, None, frozenset(assumed), tokens)
    return _kind(book, text, (), [part], 0)


def named_within(book: Medicines, text: str) -> frozenset[str]:
    """The text itself, and every medicine that words of it name, by id: "vicodin 5/500" names two."""
    words = NAME_WORD.findall(text.lower())
    ends = range(1, LONGEST_NAME + 1)
    names = {" ".join(words[start : start + end]) for start in range(len(words)) for end in ends}
    return frozenset({normal(text)}.union(*(ids_of(book, name) for name in names)))


def ids_of(book: Medicines, name: str) -> tuple[str, ...]:
    """The medicine, the ingredients of the product of whatever strength, or the forms of the substance."""
    drug = book.names.drug(name)
    if drug is not None:
        return (drug,)
    product = book.names.some_product(name)
    if product is not None:
        return tuple(part.drug for part in book.products[product].ingredients)
    forms = book.numbers["allergy_substances"].get(normal(name), ())
    return forms if isinstance(forms, tuple) else ()


def _ingredient(row: Drug, classes: frozenset[str], mg_per_unit: Number | None = None) -> Ingredient:
    tokens = (*(f"class:{name}" for name in sorted(classes)), f"drug:{row.id}", ANY)
    return Ingredient(row.id, row, classes, tokens, mg_per_unit)


def _kind(
    book: Medicines,
    name: str,
    brands: tuple[str, ...],
    parts: Sequence[Ingredient],
    line: int,
    otc: bool | None = None,
) -> Kind:
    rows = [part.row for part in parts if part.row]
    classes = frozenset().union(*(part.classes for part in parts))
    return Kind(
        name=name,
        brands=brands,
        ingredients=tuple(parts),
        drugs=tuple(part.drug for part in parts),
        tokens=frozenset().union(*(part.tokens for part in parts)),
        classes=classes,
        routes=rows[0].routes if rows else (),
        line=line,
        sedating=any(book.classes[name].sedating for name in classes),
        with_food=_any(row.with_food for row in rows),
        patch=_any(row.patch for row in rows),
        no_heat_anywhere=_any(row.no_heat_anywhere for row in rows),
        spacing_sensitive=_any(row.spacing_sensitive for row in rows),
        taper_to_stop=_any(row.taper_to_stop for row in rows),
        always_long=_any(part.drug in book.opioids["always_long_acting"] for part in parts),
        otc=otc,
    )


def _any(flags: Iterable[bool]) -> bool:
    return any(flags)
