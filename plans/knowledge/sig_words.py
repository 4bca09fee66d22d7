"""The words of the sig-line reader, taken from the medicines and ``sig.toml``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from plans.intake.sig import Question, SigDrug, SigProduct, SigWords, UnclearName
from plans.knowledge.medicine_names import normal
from plans.knowledge.medicine_rows import Drug, Product
from plans.knowledge.medicines import Medicines
from plans.knowledge.reading import need_keys, need_known, read_toml

FILE = "sig.toml"


def read_sig_words(medicines: Medicines) -> SigWords:
    """All names and questions; refuses a row that names a drug nobody knows."""
    data = read_toml(FILE)
    drugs, products = medicines.drugs, medicines.products
    brands: dict[str, list[str]] = defaultdict(list)
    for product in products.values():
        for brand in product.brands:
            brands[normal(brand)].append(product.id)
    named = [*data["topical"], *(row["drug"] for row in data["weekly"])]
    need_known(FILE, "topical, weekly", named, drugs, "drug")
    return SigWords(
        drugs={id_: _drug(drug) for id_, drug in drugs.items()},
        products={id_: _product(product, drugs) for id_, product in products.items()},
        drug_names=medicines.names.drug_ids,
        misspellings=frozenset(normal(word) for drug in drugs.values() for word in drug.misspellings),
        product_aliases=medicines.names.product_ids,
        product_brands={brand: tuple(ids) for brand, ids in brands.items()},
        brand_starts=frozenset(_starts(brands)),
        unclear={name: _unclear(row, drugs) for row in data["unclear"] for name in row["names"]},
        questions={name: _question(name, row) for name, row in data["question"].items()},
        weekly={row["drug"]: Question(row["id"], row["question"]) for row in data["weekly"]},
        effects=data["effects"],
        mg_per_gram=data["topical"],
        mg_of_percent=data["percent"],
        refusals=data["refusal"],
        salts=frozenset(data["words"]["salts"]),
        passed_over=frozenset(data["words"]["passed_over"]),
        reasons=frozenset(data["words"]["reasons"]),
    )


def _drug(drug: Drug) -> SigDrug:
    return SigDrug(
        name=drug.name,
        classes=drug.classes,
        strengths_mg=tuple(float(mg) for mg in drug.strengths_mg),
        rates=tuple(float(rate) for rate in drug.strengths_mcg_per_hour),
        max_daily_mg=None if drug.max_daily_mg is None else float(drug.max_daily_mg),
        brands=frozenset(normal(brand) for brand in drug.brands),
    )


def _product(product: Product, drugs: Mapping[str, Drug]) -> SigProduct:
    ingredients = [drugs[ingredient.drug] for ingredient in product.ingredients]
    classes = dict.fromkeys(class_ for drug in ingredients for class_ in drug.classes)
    return SigProduct(
        name=product.name,
        form=product.form,
        first_drug=product.ingredients[0].drug,
        strengths=tuple(float(ingredient.mg) for ingredient in product.ingredients),
        classes=tuple(class_ for class_ in classes if class_ not in product.ignore_classes),
        drugs=tuple(ingredient.drug for ingredient in product.ingredients),
        otc=product.otc,
    )


def _starts(brands: Mapping[str, Any]) -> set[str]:
    words = [brand.split() for brand in brands]
    return {" ".join(parts[:count]) for parts in words for count in range(1, len(parts) + 1)}


def _unclear(row: Mapping[str, Any], drugs: Mapping[str, Drug]) -> UnclearName:
    need_keys(FILE, row.get("id", "?"), row, ("id", "names", "question"))
    forms = row.get("forms", {})
    need_known(FILE, row["id"], [*forms.values(), *([row["keeps"]] if "keeps" in row else ())], drugs, "drug")
    question = Question(row["id"], row["question"])
    return UnclearName(question, tuple(row.get("classes_assumed", ())), forms, row.get("keeps"))


def _question(name: str, row: Mapping[str, Any]) -> Question:
    return Question(name, row["text"], row.get("answer_needed", False), row.get("settled_by_saving", False))
