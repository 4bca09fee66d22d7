"""Weeks as the plan counts them."""

from __future__ import annotations

from datetime import date


def whole_weeks(first: date, last: date) -> int:
    """Whole weeks from one day to another; none to an earlier one."""
    return max(0, (last - first).days // 7)
