"""What follows from a person's dates and body: age in whole years, body mass index."""

from __future__ import annotations

from datetime import date

from plans.builder.rounding import exact, half_up


def age_in_years(birth_date: date | None, on: date) -> int | None:
    """Whole years on a day; born on 29 February counts from 1 March in other years. None if not recorded."""
    if birth_date is None:
        return None
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def body_mass_index(height_cm: float | None, weight_kg: float | None) -> float | None:
    """kg/m2, one decimal, half up. None when either is missing."""
    if not height_cm or not weight_kg:
        return None
    metres = exact(height_cm) / 100
    return float(half_up(exact(weight_kg) / (metres * metres), 1))
