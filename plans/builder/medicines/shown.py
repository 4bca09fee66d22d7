"""How a number is shown: one decimal, never rounded up onto a threshold it does not reach (medications-3)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from plans.knowledge.medicine_rows import Number


def as_decimal(value: Number | float) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def shown(value: Number | float, thresholds: Iterable[int], just_under: str) -> str:
    """One decimal, half up, without ".0"; ``just_under`` with the threshold when rounding would reach it."""
    exact = as_decimal(value)
    rounded = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    for threshold in thresholds:
        if exact < threshold <= rounded:
            return just_under.format(value=threshold)
    return plain_number(rounded)


def plain_number(value: Number | float) -> str:
    """Up to three decimals, without trailing zeros: 0.125, 7.5, 400."""
    exact = as_decimal(value).quantize(Decimal("0.001"), ROUND_HALF_UP)
    text = format(exact.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
