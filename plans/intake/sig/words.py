"""What the reader of a sig line has to know; it comes from the knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SigDrug:
    """One drug. ``rates`` are the marketed mcg/h of a patch that is counted by rate."""

    name: str
    classes: tuple[str, ...] = ()
    strengths_mg: tuple[float, ...] = ()
    rates: tuple[float, ...] = ()
    max_daily_mg: float | None = None
    brands: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SigProduct:
    """One combination product; ``strengths`` in the order printed on the box."""

    name: str
    form: str
    first_drug: str
    strengths: tuple[float, ...]
    classes: tuple[str, ...]
    drugs: tuple[str, ...] = ()  # in the order of ``strengths``
    otc: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """``text`` has words in braces to fill in; with ``answer_needed`` nothing is saved before the answer.

    ``settled_by_saving``: who saves the line as it is has answered yes.
    """

    id: str
    text: str
    answer_needed: bool = False
    settled_by_saving: bool = False


@dataclass(frozen=True, slots=True)
class UnclearName:
    """A typed name that may mean several medicines. A form word in the line may settle it."""

    question: Question
    classes_assumed: tuple[str, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)  # form word -> drug id
    keeps: str | None = None  # the drug it is taken for until answered


@dataclass(frozen=True, slots=True)
class SigWords:
    """Names in lower case with single blanks."""

    drugs: Mapping[str, SigDrug]
    products: Mapping[str, SigProduct]
    drug_names: Mapping[str, str]
    misspellings: frozenset[str]
    product_aliases: Mapping[str, str]
    product_brands: Mapping[str, tuple[str, ...]]  # brand -> its products
    brand_starts: frozenset[str]  # whole brands of products, and the words they begin with
    unclear: Mapping[str, UnclearName]
    questions: Mapping[str, Question]
    weekly: Mapping[str, Question]  # drug id -> asked when it is read as daily
    effects: Mapping[str, str]  # word -> effect id
    mg_per_gram: Mapping[str, float]  # drug id -> mg in a gram of gel
    mg_of_percent: Mapping[str, float]  # "drug 5%" -> mg in one patch
    refusals: Mapping[str, str]
    salts: frozenset[str] = frozenset()  # behind a name they change nothing
    passed_over: frozenset[str] = frozenset()  # words that say nothing the entry keeps
    reasons: frozenset[str] = frozenset()  # behind "prn": what it is taken for
