"""Rounding as the clinical files print it: half up, on the decimal that was typed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache


@cache
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def exact(number: float | int) -> Decimal:
    """The decimal as typed: 0.8 is 0.8, whatever its binary float is."""
    return Decimal(number) if isinstance(number, int) else Decimal(str(number))


def half_up(number: Decimal, places: int = 0) -> Decimal:
    """``number`` to ``places`` decimals, a half away from zero: 5.25 becomes 5.3."""
    return number.quantize(_step(places), rounding=ROUND_HALF_UP)
