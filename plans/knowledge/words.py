"""The vocabulary of the intake, taken from the knowledge files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from plans.intake.vocabulary import DrugWords, Vocabulary
from plans.knowledge.evidence import Condition
from plans.knowledge.medicine_names import normal
from plans.knowledge.medicine_rows import Drug, Product
from plans.knowledge.medicines import Medicines
from plans.knowledge.reading import KnowledgeError, read_toml

LANGUAGES = {"en": "English", "es": "Spanish"}
OTHER_GOALS = {"own": "Own goal", "weight": "Weight"}  # joins.md section 3


def read_vocabulary(conditions: Mapping[str, Condition], medicines: Medicines) -> Vocabulary:
    """Every word an intake may use, with all languages the knowledge has."""
    goals = _rows("goals.toml", "goal")
    return Vocabulary(
        red_flags={row["id"]: row["question"] for row in _rows("red_flags.toml", "red_flag")},
        conditions={condition.id: condition.label for condition in conditions.values()},
        exercises={row["id"]: row["name"] for row in _rows("exercises.toml", "exercise")},
        modules={row["id"]: row["name"]["en"] for row in _rows("modules.toml", "module")},
        goals={row["id"]: row["label"] for row in goals} | OTHER_GOALS,
        goal_units={row["id"]: tuple(row["units"]) for row in goals},
        barriers={row["id"]: row["label"].capitalize() for row in _rows("habits.toml", "barrier")},
        classes={id_: row.meaning for id_, row in medicines.classes.items()},
        drugs={id_: _drug(drug) for id_, drug in medicines.drugs.items()},
        products={id_: product.name for id_, product in medicines.products.items()},
        drug_names=medicines.names.drug_ids,
        product_names={**_brands_of_one(medicines.products), **medicines.names.product_ids},
        strengths_open=medicines.names.product_brands,
        languages=LANGUAGES,
    )


def in_languages(words: Vocabulary, languages: Iterable[str]) -> Vocabulary:
    """The same words where a clinic has switched on only these languages."""
    allowed = frozenset(languages)
    return replace(words, languages={id_: name for id_, name in words.languages.items() if id_ in allowed})


def _rows(file: str, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_toml(file).get(table, [])
    if not rows:
        raise KnowledgeError(file, table, "no rows")
    return rows


def _drug(drug: Drug) -> DrugWords:
    return DrugWords(drug.name, drug.routes, tuple(float(rate) for rate in drug.strengths_mcg_per_hour))


def _brands_of_one(products: Mapping[str, Product]) -> dict[str, str]:
    """Brands that are sold as one product only; a brand of several strengths is never guessed.

    Nor is one that begins other brands: "Vicodin" may be Vicodin ES or HP.
    """
    meant: dict[str, set[str]] = {}
    for product in products.values():
        for brand in product.brands:
            meant.setdefault(normal(brand), set()).add(product.id)
    begun = {brand for brand in meant if any(other.startswith(f"{brand} ") for other in meant)}
    return {brand: found.pop() for brand, found in meant.items() if len(found) == 1 and brand not in begun}
