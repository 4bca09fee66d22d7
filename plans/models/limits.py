"""Database constraints that follow from the table of questions: hard limits and closed answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import Q

from plans.intake.fields import Field, Kind

LAST_MINUTE = 24 * 60 - 1
SINGLE_NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})


def hard_limits(table: str, fields: Iterable[Field]) -> list[models.BaseConstraint]:
    """One constraint a question that has limits or closed answers. An empty column always passes."""
    return [
        models.CheckConstraint(condition=condition, name=f"{table}_{field.column}")
        for field in fields
        for condition in _condition(field)
    ]


def _condition(field: Field) -> Iterator[Q]:
    column = field.column
    if field.kind is Kind.TIME:
        yield Q(**{f"{column}__gte": 0, f"{column}__lte": LAST_MINUTE})
    elif field.kind is Kind.CHOICE and field.choices and not field.vocabulary:
        yield Q(**{f"{column}__in": ["", *sorted(choice.id for choice in field.choices)]})
    elif field.kind in SINGLE_NUMBERS and field.hard is not None:
        low = "gt" if field.hard.above else "gte"
        ends = {f"{column}__{low}": field.hard.low, f"{column}__lte": field.hard.high}
        yield Q(**{name: end for name, end in ends.items() if end is not None})
