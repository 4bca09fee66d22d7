"""Between what a clinician types and the value of the intake JSON, in both directions.

A text that cannot be read stays as it was typed: the parser then refuses it in its own words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from plans.intake.fields import TABLES, Field, Kind

Json = Any

NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")
THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")
US_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
CLOCK = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE)
FEET = re.compile(r"(\d)\s*(?:'|ft|feet)\s*(\d{1,2}(?:\.\d+)?)?\s*(?:\"|''|in|inches)?", re.IGNORECASE)
STORED_DECIMALS, SHOWN_DECIMALS = 2, 1
YES, NO = "yes", "no"
DIGITS, LEFT_OUT = "0123456789", "-–−_"
NONE_OF_THESE = "asked-none"


def read_number(typed: str) -> Json:
    """A number, or the text itself when it is none."""
    text = typed.strip().replace("−", "-")
    if THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not NUMBER.fullmatch(text):
        return typed.strip()
    number = float(text)
    if not math.isfinite(number):
        return typed.strip()
    return int(number) if number == int(number) else number


def show_number(value: Json) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:.10g}"


def read_paper(typed: str, low: int, high: int, most: int) -> list[int | None] | None:
    """The answers of a form on paper, typed in order; ``-`` is one left out. ``None`` when unreadable."""
    marks = [mark for mark in typed if not (mark.isspace() or mark in ",;.")]
    answers = [None if mark in LEFT_OUT else int(mark) if mark in DIGITS else -1 for mark in marks]
    in_range = all(answer is None or low <= answer <= high for answer in answers)
    return answers if in_range and len(answers) <= most else None


def read_date(typed: str) -> str:
    """``YYYY-MM-DD`` from US order (3/2/2026) or ISO order; other text, and a day there is not, unchanged."""
    found = US_DATE.fullmatch(typed.strip())
    if not found:
        return typed.strip()
    month, day, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return typed.strip()


def show_date(value: Json) -> str:
    """US order, as it is typed; a text that is no date unchanged."""
    try:
        return f"{date.fromisoformat(str(value)):%m/%d/%Y}"
    except ValueError:
        return str(value)


def read_time(typed: str) -> str:
    """``HH:MM`` from 7:30, 730, 7 am or 7:30 pm; other text unchanged."""
    found = CLOCK.fullmatch(typed.strip())
    if not found:
        return typed.strip()
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}"


def to_stored(field: Field, value: Json, unit: str) -> Json:
    """A typed number in the field's own unit."""
    if isinstance(value, str) and unit == "in" and (feet := FEET.fullmatch(value)):
        value = int(feet[1]) * 12 + float(feet[2] or 0)
    factor = next((other.per_stored for other in field.other_units if other.unit == unit), None)
    if factor is None or not isinstance(value, (int, float)):
        return value
    return round(value / factor, STORED_DECIMALS)


def in_unit(field: Field, value: Json, unit: str) -> str:
    """The text to show for a stored value when the clinician works in ``unit``."""
    factor = next((other.per_stored for other in field.other_units if other.unit == unit), None)
    if factor is None or not isinstance(value, (int, float)):
        return show_number(value)
    return show_number(round(value * factor, SHOWN_DECIMALS))


def to_json(field: Field, typed: Any) -> Json:
    """The intake JSON of what was typed; ``None`` when nothing was."""
    return READ[field.kind](field, typed)


def to_typed(field: Field, value: Json, unit: str = "") -> Any:
    """What stands in the form for a stored JSON value: texts, lists of texts or, for records, mappings."""
    return SHOW[field.kind](field, value, unit)


def _read_scalar(field: Field, typed: Any) -> Json:
    text, unit = (typed["text"], typed["unit"]) if isinstance(typed, Mapping) else (typed or "", "")
    if not text.strip():
        return None
    return to_stored(field, read_number(text), unit)


def _read_text(field: Field, typed: Any) -> Json:
    return (typed or "").strip() or None


def _read_boolean(field: Field, typed: Any) -> Json:
    return {YES: True, NO: False, "": None}.get(typed or "", typed)


def _read_choices(field: Field, typed: Any) -> Json:
    ids = [word for word in typed or () if word != NONE_OF_THESE]
    if ids:
        return ids
    return [] if typed else None


def _read_items(field: Field, typed: Any) -> Json:
    items = [_read_scalar(field, item) for item in typed or ()]
    return None if all(item is None for item in items) else items


def _read_numbers(field: Field, typed: Any) -> Json:
    parts = [part for part in re.split(r"[;\s]+|,(?!\d{3}\b)", typed or "") if part]
    return [read_number(part) for part in parts] or None


def _read_agreement(field: Field, typed: Any) -> Json:
    items: list[Any] = [_read_boolean(field, item) for item in (typed or ())[:-1]]
    items += [_read_scalar(field, item) for item in (typed or ())[-1:]]
    return None if all(item is None for item in items) else items


def _read_records(field: Field, typed: Any) -> Json:
    rows = []
    for row in typed or ():
        if row == NONE_OF_THESE:
            continue
        found = {part.path: to_json(part, row.get(part.path)) for part in TABLES[field.table or ""]}
        kept = {name: value for name, value in found.items() if value is not None}
        if kept:
            rows.append(kept)
    if rows:
        return rows
    return [] if NONE_OF_THESE in (typed or ()) else None


def _show_scalar(field: Field, value: Json, unit: str) -> Any:
    text = "" if value is None else in_unit(field, value, unit)
    return {"text": text, "unit": unit or field.unit or ""} if field.other_units else text


def _show_items(field: Field, value: Json, unit: str) -> Any:
    count = field.length[1] if field.length else len(value or ())
    items = list(value or ()) + [None] * (count - len(value or ()))
    return ["" if item is None else show_number(item) for item in items]


def _show_agreement(field: Field, value: Json, unit: str) -> Any:
    count = field.length[1] if field.length else len(value or ())
    items = list(value or ()) + [None] * (count - len(value or ()))
    return [_show_boolean(field, item, "") for item in items[:-1]] + _show_items_last(items)


def _show_items_last(items: Sequence[Json]) -> list[str]:
    return ["" if item is None else show_number(item) for item in items[-1:]]


def _show_boolean(field: Field, value: Json, unit: str) -> Any:
    if value is None:
        return ""
    return {True: YES, False: NO}.get(value, value)


def _show_choices(field: Field, value: Json, unit: str) -> Any:
    return [NONE_OF_THESE] if value is not None and not value else list(value or ())


def _show_records(field: Field, value: Json, unit: str) -> Any:
    parts = TABLES[field.table or ""]
    rows: list[Any] = [
        {part.path: to_typed(part, row.get(part.path)) for part in parts} for row in map(_as_row, value or ())
    ]
    return [NONE_OF_THESE] if value is not None and not rows else rows


def _as_row(row: Any) -> Mapping[str, Any]:
    """A PSFS rating may stand alone, without its activity."""
    return row if isinstance(row, Mapping) else {"rating": row}


READ = {
    Kind.INTEGER: _read_scalar,
    Kind.NUMBER: _read_scalar,
    Kind.NUMBER_OR_WORD: _read_scalar,
    Kind.BOOLEAN: _read_boolean,
    Kind.DATE: lambda field, typed: read_date(typed or "") or None,
    Kind.TIME: lambda field, typed: read_time(typed or "") or None,
    Kind.TEXT: _read_text,
    Kind.CHOICE: _read_text,
    Kind.CHOICES: _read_choices,
    Kind.INTEGERS: _read_items,
    Kind.NUMBERS: _read_numbers,
    Kind.RECORDS: _read_records,
    Kind.AGREEMENT: _read_agreement,
}
SHOW = {
    Kind.INTEGER: _show_scalar,
    Kind.NUMBER: _show_scalar,
    Kind.NUMBER_OR_WORD: _show_scalar,
    Kind.BOOLEAN: _show_boolean,
    Kind.DATE: lambda field, value, unit: "" if value is None else show_date(value),
    Kind.TIME: lambda field, value, unit: value or "",
    Kind.TEXT: lambda field, value, unit: value or "",
    Kind.CHOICE: lambda field, value, unit: value or "",
    Kind.CHOICES: _show_choices,
    Kind.INTEGERS: _show_items,
    Kind.NUMBERS: lambda field, value, unit: ", ".join(show_number(item) for item in value or ()),
    Kind.RECORDS: _show_records,
    Kind.AGREEMENT: _show_agreement,
}
