"""Lists of conditions over the facts of self-care: one list that holds whole is enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from plans.builder.judge import Condition, conditions, judge
from plans.builder.plan import Because
from plans.knowledge.self_care import AnyOf, FactName, Term


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts by name; a missing one is ``None``. ``names`` says unit and intake paths of each."""

    values: Mapping[str, Any]
    names: Mapping[str, FactName]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def unit(self, name: str) -> str | None:
        return self.names[name].unit

    def because(self, name: str) -> Because:
        """One fact as a reason; words in alphabetical order."""
        value = self.values[name]
        shown = sorted(value) if isinstance(value, (frozenset, tuple)) else value
        return Because(name, shown, self.unit(name))


@cache
def _ready(terms: tuple[Term, ...]) -> tuple[Condition, ...]:
    return conditions(terms)


def missing_of(terms: tuple[Term, ...], facts: Facts) -> tuple[str, ...] | None:
    """``None``: the list does not hold. ``()``: it holds. Names: facts whose absence leaves it open."""
    return judge(_ready(terms), facts)


def any_holds(lists: AnyOf, facts: Facts) -> bool | None:
    """True when one list holds whole, else ``None`` when one may, else False."""
    answers = [missing_of(terms, facts) for terms in lists]
    if () in answers:
        return True
    return None if any(answers) else False


def missing(lists: AnyOf, facts: Facts) -> Iterator[str]:
    """The facts whose absence keeps the lists from being judged."""
    for terms in lists:
        yield from missing_of(terms, facts) or ()


def read(lists: AnyOf, facts: Facts) -> tuple[str, ...]:
    """The facts of the lists that hold, each once, in order: what stands behind a *because*."""
    held = (terms for terms in lists if missing_of(terms, facts) == ())
    return tuple(dict.fromkeys(term.fact for terms in held for term in terms))
