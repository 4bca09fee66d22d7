"""The vocabulary of the intake, taken from the knowledge files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from plans.intake.medication_list import plain_name
from plans.intake.vocabulary import DrugWords, Vocabulary
from plans.knowledge.evidence import Condition
from plans.knowledge.reading import KnowledgeError, read_toml

LANGUAGES = {"en": "English", "es": "Spanish"}
OTHER_GOALS = {"own": "Own goal", "weight": "Weight"}  # joins.md section 3


def read_vocabulary(conditions: Mapping[str, Condition]) -> Vocabulary:
    """Every word an intake may use, with all languages the knowledge has."""
    flags = _rows("red_flags.toml", "red_flag")
    goals = _rows("goals.toml", "goal")
    drugs = _rows("formulary.toml", "drug")
    products = _rows("products.toml", "product")
    return Vocabulary(
        red_flags={row["id"]: row["question"] for row in flags},
        conditions={condition.id: condition.label for condition in conditions.values()},
        exercises={row["id"]: row["name"] for row in _rows("exercises.toml", "exercise")},
        modules={row["id"]: row["name"]["en"] for row in _rows("modules.toml", "module")},
        goals={row["id"]: row["label"] for row in goals} | OTHER_GOALS,
        goal_units={row["id"]: tuple(row["units"]) for row in goals},
        barriers={row["id"]: row["label"].capitalize() for row in _rows("habits.toml", "barrier")},
        classes={row["id"]: row["meaning"] for row in _rows("drug_classes.toml", "class")},
        drugs={row["id"]: _drug(row) for row in drugs},
        products={row["id"]: row["name"] for row in products},
        drug_names=_only_names((row["id"], _drug_names(row)) for row in drugs),
        product_names=_only_names((row["id"], _product_names(row)) for row in products),
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


def _drug(row: Mapping[str, Any]) -> DrugWords:
    return DrugWords(row["name"], tuple(row["routes"]), tuple(row.get("strengths_mcg_per_hour", ())))


def _drug_names(row: Mapping[str, Any]) -> list[str]:
    return [row["id"], row["name"], *row.get("brands", ()), *row.get("misspellings", ())]


def _product_names(row: Mapping[str, Any]) -> list[str]:
    return [row["id"], row["name"], *row.get("brands", ()), *row.get("aliases", ())]


def _only_names(rows: Iterable[tuple[str, list[str]]]) -> dict[str, str]:
    """Each name that stands for one id only."""
    meant: dict[str, set[str]] = {}
    for id_, names in rows:
        for name in names:
            meant.setdefault(plain_name(name), set()).add(id_)
    return {name: found.pop() for name, found in meant.items() if len(found) == 1}
