"""The judge of flat rows: ten tests over facts, with an answer of its own for what is missing.

A term that is false settles its row. Otherwise a missing fact makes the row unknown. ``because`` is
filled from the terms that held; nobody writes it by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from plans.builder.plan import Because

Verdict = bool | None  # None: cannot be said
Test = Callable[[Any], Verdict]


class Facts(Protocol):
    """Facts by name; ``None`` means missing."""

    def get(self, name: str) -> Any: ...

    def unit(self, name: str) -> str | None: ...


class Term(Protocol):
    """One condition of a knowledge row."""

    @property
    def fact(self) -> str: ...

    @property
    def test(self) -> str: ...

    @property
    def value(self) -> Any: ...


class Partial:
    """A value that can settle only some tests."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class AtLeast(Partial):
    """A number known only from below: the real one may be higher, never lower."""

    low: Any


@dataclass(frozen=True, slots=True)
class WarnsOnly(Partial):
    """An old value: it may make a term true, but never false (it warns, it does not reassure)."""

    value: Any


@dataclass(frozen=True, slots=True)
class Condition:
    """A term made ready to judge."""

    fact: str
    holds: Test


def conditions(when: Iterable[Term]) -> tuple[Condition, ...]:
    """The terms of a row, ready to judge."""
    return tuple(Condition(term.fact, _whole_test(term.test, term.value)) for term in when)


def judge(row: Iterable[Condition], facts: Facts) -> tuple[str, ...] | None:
    """``None``: the row does not apply. ``()``: it applies. Names: unknown, one name a missing term."""
    missing: tuple[str, ...] = ()
    for condition in row:
        value = facts.get(condition.fact)
        verdict = None if value is None else condition.holds(value)
        if verdict is None:
            missing += (condition.fact,)
        elif not verdict:
            return None
    return missing


def because(when: Iterable[Term], facts: Facts) -> tuple[Because, ...]:
    """The facts of the terms, each once, as field, value and unit; of a list the words that were found."""
    values: dict[str, Any] = {}
    for term in when:
        value = plain(facts.get(term.fact))
        if isinstance(value, (frozenset, tuple)):
            values[term.fact] = sorted({*values.get(term.fact, ()), *_words_found(term, value)})
        else:
            values[term.fact] = value
    return tuple(Because(name, value, facts.unit(name)) for name, value in values.items())


def _words_found(term: Term, value: Collection[str]) -> Iterable[str]:
    if term.test == "excludes":
        return ()
    wanted = term.value if isinstance(term.value, tuple) else (term.value,)
    return [word for word in wanted if word in value]


def plain(value: Any) -> Any:
    """The value as a plan shows it: a bound or an old value as the number itself."""
    if isinstance(value, AtLeast):
        return value.low
    return plain(value.value) if isinstance(value, WarnsOnly) else value


def _whole_test(name: str, expected: Any) -> Test:
    exact = _exact_test(name, expected)
    bound = _bound_test(name, expected)

    def holds(value: Any) -> Verdict:
        if not isinstance(value, Partial):
            return exact(value)
        if isinstance(value, WarnsOnly):
            return holds(value.value) or None
        return bound(plain(value))

    return holds


def _exact_test(name: str, expected: Any) -> Test:
    wanted = frozenset(expected) if name == "includes_any" else frozenset()
    tests: dict[str, Test] = {
        "is": lambda value: bool(value == expected),
        "is_not": lambda value: bool(value != expected),
        "<": lambda value: bool(value < expected),
        "<=": lambda value: bool(value <= expected),
        ">": lambda value: bool(value > expected),
        ">=": lambda value: bool(value >= expected),
        "between": lambda value: bool(expected[0] <= value <= expected[1]),
        "includes": lambda value: expected in value,
        "excludes": lambda value: expected not in value,
        "includes_any": lambda value: not wanted.isdisjoint(value),
    }
    return tests[name]


def _bound_test(name: str, expected: Any) -> Test:
    """The test on a number of which only the lower end is known."""
    tests: dict[str, Test] = {
        "is": lambda low: False if low > expected else None,
        "is_not": lambda low: True if low > expected else None,
        "<": lambda low: False if low >= expected else None,
        "<=": lambda low: False if low > expected else None,
        ">": lambda low: True if low > expected else None,
        ">=": lambda low: True if low >= expected else None,
        "between": lambda low: False if low > expected[1] else None,
    }
    return tests.get(name, lambda low: None)
