"""The rows made ready once: conditions compiled, and an index of which medicines each row is about.

A row whose drug condition cannot hold costs nothing: only rows that some medicine on the list could
make true are judged. The same index says which facts and rows a change of the list can touch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from plans.builder.judge import Condition, conditions
from plans.builder.medicines.facts import Calculation
from plans.builder.medicines.registry import calculations
from plans.knowledge.medicine_book import Medicines
from plans.knowledge.medicine_rows import Fact, Term

EMPTY: Mapping[str, Any] = {"number": 0, "flag": False, "list": frozenset()}
ANY_CHANGE = frozenset({"*"})
AFTER_RULES = 1000  # alerts of medications-3 stand after the rows of medications-2


@dataclass(frozen=True, slots=True)
class Ready:
    """A row with its conditions compiled. ``facts`` are those its terms read."""

    id: str
    row: Any
    when: tuple[Term, ...]
    conditions: tuple[Condition, ...]
    facts: frozenset[str]
    needs_one_of: frozenset[str] | None  # tokens; None: no medicine is needed
    about: frozenset[str]  # tokens of the medicines its terms name


class Rulebook:
    """The medicines rows ready to judge. One per knowledge, shared."""

    def __init__(self, book: Medicines) -> None:
        self.book = book
        self.calculations: Mapping[str, Calculation] = calculations(book)
        self.depends = _dependencies(book)
        self.rules = tuple(self._ready(row.id, row, row.when) for row in book.rules.values())
        self.alerts = tuple(self._ready(row.id, row, row.when) for row in book.alerts.values())
        self.combination = tuple(self._ready(row.id, row, row.when) for row in book.combination.values())
        self.options = tuple(self._ready(row.id, row, row.when) for row in book.options.values())
        self.group_of = _groups(book)
        self.place_of = {key: AFTER_RULES + place for place, key in enumerate(book.part3_order)}
        self._changed_facts: dict[frozenset[str], frozenset[str]] = {}
        self._changed_rules: dict[frozenset[str], tuple[Ready, ...]] = {}

    @cached_property
    def crcl_tokens(self) -> frozenset[str]:
        """Medicines with a dose row by CrCl."""
        rows = [row for row in self.book.renal_doses if row.estimate == "crcl_ml_min" and row.kind != "none"]
        return frozenset(row.drug if ":" in row.drug else f"drug:{row.drug}" for row in rows)

    def candidates(self, rows: Iterable[Ready], tokens: Iterable[str]) -> list[Ready]:
        """The rows that a list with ``tokens`` could make true."""
        present = frozenset(tokens)
        return [row for row in rows if row.needs_one_of is None or not present.isdisjoint(row.needs_one_of)]

    def changed_facts(self, tokens: frozenset[str]) -> frozenset[str]:
        """Facts that medicines with ``tokens`` can change."""
        if tokens not in self._changed_facts:
            wider = tokens | ANY_CHANGE
            self._changed_facts[tokens] = frozenset(
                name for name, reads in self.depends.items() if not reads.isdisjoint(wider)
            )
        return self._changed_facts[tokens]

    def made_from(self, names: Iterable[str]) -> frozenset[str]:
        """Facts that are made from one of ``names``, by way of others too."""
        made = set(names)
        grown = True
        while grown:
            more = {fact.id for fact in self.book.facts.values() if not made.isdisjoint(fact.uses)} - made
            grown = bool(more)
            made |= more
        return frozenset(made)

    def changed_rules(self, tokens: frozenset[str]) -> tuple[Ready, ...]:
        """Safety rules that medicines with ``tokens`` can change."""
        if tokens not in self._changed_rules:
            facts = self.changed_facts(tokens)
            self._changed_rules[tokens] = tuple(row for row in self.rules if not facts.isdisjoint(row.facts))
        return self._changed_rules[tokens]

    def _ready(self, key: str, row: Any, when: tuple[Term, ...]) -> Ready:
        compiled = conditions(when)
        needs = [
            tokens
            for term, condition in zip(when, compiled, strict=True)
            if (tokens := self._tokens_needed(term, condition)) is not None
        ]
        narrowest = min(needs, key=lambda tokens: (len(tokens), sorted(tokens)), default=None)
        about = frozenset().union(*(self._tokens_named(term) for term in when))
        return Ready(key, row, when, compiled, frozenset(term.fact for term in when), narrowest, about)

    def _tokens_named(self, term: Term) -> frozenset[str]:
        words = term.value if isinstance(term.value, tuple) else (term.value,)
        if term.fact in ("drugs", "drug_classes"):
            kind = "drug" if term.fact == "drugs" else "class"
            return frozenset() if term.test == "excludes" else frozenset(f"{kind}:{word}" for word in words)
        return frozenset(self.book.facts[term.fact].of) - ANY_CHANGE

    def _tokens_needed(self, term: Term, condition: Condition) -> frozenset[str] | None:
        """Medicines without one of which the term is false; None when it can hold without any."""
        fact = self.book.facts[term.fact]
        words = term.value if isinstance(term.value, tuple) else (term.value,)
        if term.fact in ("drugs", "drug_classes") and term.test in ("includes", "includes_any"):
            return frozenset(f"{'drug' if term.fact == 'drugs' else 'class'}:{word}" for word in words)
        if not fact.of or fact.kind not in EMPTY or condition.holds(EMPTY[fact.kind]) is not False:
            return None
        return frozenset(fact.of)


def _groups(book: Medicines) -> dict[str, str]:
    """Row to danger group. An alert of medications-3 joins the group of the row it stands beside."""
    groups = {rule: group for group, order in book.dangers.items() for rule in order}
    for alert, beside in book.part3_order.items():
        if beside:
            group = groups.get(beside[0], f"beside {beside[0]}")
            groups |= {key: group for key in (alert, *beside) if key not in groups}
    return groups


def _dependencies(book: Medicines) -> dict[str, frozenset[str]]:
    """Fact to the tokens of all medicines that can change it, by way of other facts too."""

    @cache
    def of(name: str) -> frozenset[str]:
        fact: Fact = book.facts[name]
        own = frozenset((*fact.of, *fact.minus, *fact.reads))
        return own.union(*(of(used) for used in fact.uses))

    return {name: of(name) for name in book.facts}


@cache
def rulebook(book: Medicines) -> Rulebook:
    """The rulebook of one knowledge, made once."""
    return Rulebook(book)
