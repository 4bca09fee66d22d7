"""The words an intake may use. They come from the knowledge, which this package does not import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DrugWords:
    """What parsing has to know of one drug of the formulary."""

    name: str
    routes: tuple[str, ...]
    patch_rates: tuple[float, ...] = ()  # mcg/h; only patches that are counted by rate


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Ids with their labels, in the order they are offered. Names and brands are in lower case."""

    red_flags: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    exercises: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=dict)
    goals: Mapping[str, str] = field(default_factory=dict)
    goal_units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # template -> its units
    barriers: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    drugs: Mapping[str, DrugWords] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)
    drug_names: Mapping[str, str] = field(default_factory=dict)  # name, brand or misspelling -> drug id
    product_names: Mapping[str, str] = field(default_factory=dict)  # alias or name -> product id
    strengths_open: frozenset[str] = frozenset()  # names of products that come in several strengths
    languages: Mapping[str, str] = field(default_factory=dict)  # those the clinic has switched on
