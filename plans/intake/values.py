"""Reading one value: its type, its limits, its words. A wrong value is noted and becomes ``None``."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from plans.intake.faults import Fault
from plans.intake.fields import Field, Kind, Section
from plans.intake.likeness import closest, may_mean, means
from plans.intake.names import REPLACED_WORDS, RESEMBLING, WORKED_OUT
from plans.intake.vocabulary import DrugWords, Vocabulary

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
# What no page, file or database can show: control characters, half pairs, line separators, non-characters.
UNSHOWABLE = "\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
UNSHOWABLE_TEXT = re.compile(f"[{UNSHOWABLE}]")
FEW_WORDS = 12  # longer lists are not repeated in a message

Reader = Callable[["Reading", Field, Any, str], Any]


@dataclass(slots=True)
class Reading:
    """What one pass knows: the words, the dates other dates are held against, and the faults so far."""

    words: Vocabulary
    today: date
    assessed_on: date | None = None
    birth_date: date | None = None
    lists: Mapping[str, Reader] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: str, message: str) -> None:
        """Note one fault and go on."""
        self.faults.append(Fault(path, message))

    def read(self, field: Field, value: Any, path: str) -> Any:
        """The typed value, or ``None`` when it is missing or wrong."""
        if value is None or (value == "" and field.section is Section.HEALTH):
            return None
        if field.table is not None:
            return self.lists[field.table](self, field, value, path)
        return READERS[field.kind](self, field, value, path)


def show(value: Any) -> str:
    """A short form of any JSON value for a message."""
    if isinstance(value, str):
        return json.dumps(value if len(value) <= 40 else value[:40] + "…", ensure_ascii=True)
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, int) and value.bit_length() > 128:
        return "a number of that size"
    return json.dumps(value) if value is None or isinstance(value, (bool, int, float)) else "that"


def nearest(word: str, allowed: Iterable[str]) -> str:
    """A hint such as ``; nearest: female``, or nothing when no allowed word is close."""
    found = closest(word, allowed)
    return f"; nearest: {found}" if found else ""


def is_number(value: Any) -> bool:
    """Whether a JSON value is a finite number; true and false are not."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def limits_words(field: Field) -> str:
    """Such as ``25 to 350 kg``."""
    if field.hard is None:
        return "a number"
    return f"{field.hard.words()} {field.unit}" if field.unit else field.hard.words()


def read_number(reading: Reading, field: Field, value: Any, path: str) -> int | float | None:
    """A finite number inside the hard limits."""
    if not is_number(value):
        reading.fault(path, f"{field.label} must be a number, {limits_words(field)}, not {show(value)}")
        return None
    if field.hard is not None and not field.hard.hold(value):
        reading.fault(
            path,
            other_unit(field, value) or f"{field.label} must be {limits_words(field)}, not {show(value)}",
        )
        return None
    return value  # type: ignore[no-any-return]


def other_unit(field: Field, value: float) -> str | None:
    """The question whether an impossible value was meant in another unit, when it is plausible there."""
    for other in field.other_units:
        stored = value / other.per_stored
        if field.plausible is not None and field.plausible.hold(stored):
            shown = f"{stored:.2f}" if stored < 10 else f"{stored:.0f}"
            return (
                f"{show(value)} {field.unit} is not possible. "
                f"Did you mean {show(value)} {other.unit} ({shown} {field.unit})?"
            )
    return None


def read_integer(reading: Reading, field: Field, value: Any, path: str) -> int | None:
    """A whole number inside the hard limits; 5.0 is the whole number 5."""
    if not is_number(value) or value != int(value):
        reading.fault(path, f"{field.label} must be a whole number, {limits_words(field)}, not {show(value)}")
        return None
    number = read_number(reading, field, value, path)
    return None if number is None else int(number)


def read_boolean(reading: Reading, field: Field, value: Any, path: str) -> bool | None:
    if isinstance(value, bool):
        return value
    reading.fault(path, f"{field.label} must be true or false, not {show(value)}")
    return None


def read_date(reading: Reading, field: Field, value: Any, path: str) -> date | None:
    """A day of the calendar that is not before ``earliest``, birth, nor after ``latest``."""
    day = as_date(value)
    if day is None:
        reading.fault(path, f"{field.label} must be a date such as 2026-03-02, not {show(value)}")
        return None
    refusal = _refuse_date(reading, field, day)
    if refusal:
        reading.fault(path, f"{field.label} {refusal}, not {day}")
        return None
    return day


def as_date(value: Any) -> date | None:
    """The day that ``value`` writes as YYYY-MM-DD, else ``None``."""
    if not isinstance(value, str) or not DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _refuse_date(reading: Reading, field: Field, day: date) -> str | None:
    if field.earliest and day < field.earliest:
        return f"must not be before {field.earliest}"
    if field.latest == "today":
        return f"must not be in the future (today is {reading.today})" if day > reading.today else None
    if field.latest == "assessed_on" and reading.assessed_on and day > reading.assessed_on:
        return f"must not be after the visit ({reading.assessed_on})"
    if reading.birth_date and day < reading.birth_date:
        return f"must not be before the date of birth ({reading.birth_date})"
    return None


def read_time(reading: Reading, field: Field, value: Any, path: str) -> int | None:
    """A clock time as minutes after midnight, 0-1439."""
    found = TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        reading.fault(
            path, f"{field.label} must be a time from 00:00 to 23:59 such as 07:30, not {show(value)}"
        )
        return None
    return int(found[1]) * 60 + int(found[2])


def read_text(reading: Reading, field: Field, value: Any, path: str) -> str | None:
    """A text without its outer blanks; one of blanks only is missing."""
    if not isinstance(value, str):
        reading.fault(path, f"{field.label} must be a text, not {show(value)}")
        return None
    low, high = field.length or (0, 200)
    if len(value) > high:
        reading.fault(path, f"{field.label} must have at most {high} characters, not {len(value)}")
        return None
    if UNSHOWABLE_TEXT.search(value):
        reading.fault(path, f"{field.label} must not contain control characters or line breaks")
        return None
    text = value.strip()
    if low and not text:
        reading.fault(path, f"{field.label} must not be empty")
    return text or None


def allowed_words(reading: Reading, field: Field) -> Mapping[str, Any] | Collection[str]:
    """The ids a field may hold."""
    if field.vocabulary is None:
        return field.choice_ids
    words: Mapping[str, str | DrugWords] = getattr(reading.words, field.vocabulary)
    return words


def read_choice(reading: Reading, field: Field, value: Any, path: str) -> str | None:
    """One of the field's ids."""
    allowed = allowed_words(reading, field)
    if isinstance(value, str) and value in allowed:
        return value
    reading.fault(path, f"{field.label} {_not_a_choice(field, value, allowed)}")
    return None


def _not_a_choice(field: Field, value: Any, allowed: Collection[str]) -> str:
    known = f"one of {', '.join(allowed)}" if len(allowed) <= FEW_WORDS else "a known id"
    few = f"must be {known}, not"
    if not isinstance(value, str):
        return f"{few} {show(value)}"
    replaced = REPLACED_WORDS.get(field.vocabulary or field.path, {}).get(value)
    hint = f"; now called {replaced}" if replaced else nearest(value, allowed)
    return f"{few} {show(value)}{hint}"


def read_choice_or_text(reading: Reading, field: Field, value: Any, path: str) -> str | None:
    """One of the field's ids, or a text that means none of them: a typing error must not hide one."""
    name = str(field.vocabulary)
    labels = getattr(reading.words, name)
    if not isinstance(value, str) or value in labels or value in REPLACED_WORDS.get(name, {}):
        return read_choice(reading, field, value, path)
    text = read_text(reading, replace(field, length=(1, field.free_text)), value, path)
    if text is None:
        return None
    others = RESEMBLING.get(name, ())
    meant, settled_by = may_mean(text, labels, others), _worked_out(text, name, others)
    if settled_by:
        where = ", ".join(settled_by)
        reading.fault(path, f"{field.label}: {show(value)} is worked out, not entered. Answer {where}")
    elif meant is not None:
        reading.fault(path, f"{field.label} must be a known id, not {show(value)}; nearest: {meant}")
    return None if meant or settled_by else text


def _worked_out(text: str, vocabulary: str, others: Iterable[str]) -> tuple[str, ...]:
    """The questions that settle what ``text`` names, when the program works it out itself."""
    for names, paths in WORKED_OUT.get(vocabulary, {}).items():
        if any(means(text, name, others) for name in names):
            return paths
    return ()


def read_choices(reading: Reading, field: Field, value: Any, path: str) -> tuple[str, ...] | None:
    """Different answers of the field, in the order given."""
    items = _list(reading, field, value, path)
    if items is None:
        return None
    read_one = read_choice_or_text if field.free_text else read_choice
    found: list[str] = []
    for at, item in enumerate(items):
        word = read_one(reading, field, item, f"{path}[{at}]")
        if word in found:
            reading.fault(f"{path}[{at}]", f"{field.label}: {show(word)} stands twice")
        elif word is not None:
            found.append(word)
    return tuple(found)


def read_integers(reading: Reading, field: Field, value: Any, path: str) -> tuple[int | None, ...] | None:
    """The items of a questionnaire; null = not answered."""
    items = _list(reading, field, value, path)
    if items is None:
        return None
    return tuple(
        None if item is None else read_integer(reading, field, item, f"{path}[{at}]")
        for at, item in enumerate(items)
    )


def read_numbers(reading: Reading, field: Field, value: Any, path: str) -> tuple[float, ...] | None:
    """Measured numbers, all known."""
    items = _list(reading, field, value, path)
    if items is None:
        return None
    numbers = (read_number(reading, field, item, f"{path}[{at}]") for at, item in enumerate(items))
    return tuple(number for number in numbers if number is not None)


def read_agreement(
    reading: Reading, field: Field, value: Any, path: str
) -> tuple[bool | int | None, ...] | None:
    """STarT Back: eight times agree (true), disagree (false) or null, then bothersomeness 0-4 or null."""
    items = _list(reading, field, value, path)
    if items is None:
        return None
    last = len(items) - 1
    return tuple(
        None
        if item is None
        else (read_integer if at == last else read_boolean)(reading, field, item, f"{path}[{at}]")
        for at, item in enumerate(items)
    )


def read_number_or_word(reading: Reading, field: Field, value: Any, path: str) -> float | str | None:
    """A number inside the limits, or one of the field's words, such as ">60"."""
    if isinstance(value, str):
        texts = field.choice_ids
        if value in texts:
            return value
        reading.fault(
            path,
            f"{field.label} must be {limits_words(field)} or one of {', '.join(texts)}, not {show(value)}",
        )
        return None
    return read_number(reading, field, value, path)


def _list(reading: Reading, field: Field, value: Any, path: str) -> list[Any] | None:
    if not isinstance(value, list):
        reading.fault(path, f"{field.label} must be a list, not {show(value)}")
        return None
    low, high = field.length or (0, len(value))
    if not low <= len(value) <= high:
        wanted = str(low) if low == high else f"{low} to {high}"
        reading.fault(path, f"{field.label} must have {wanted} items, not {len(value)}")
        return None
    return value


READERS: dict[Kind, Reader] = {
    Kind.INTEGER: read_integer,
    Kind.NUMBER: read_number,
    Kind.BOOLEAN: read_boolean,
    Kind.DATE: read_date,
    Kind.TIME: read_time,
    Kind.TEXT: read_text,
    Kind.CHOICE: read_choice,
    Kind.CHOICES: read_choices,
    Kind.INTEGERS: read_integers,
    Kind.NUMBERS: read_numbers,
    Kind.AGREEMENT: read_agreement,
    Kind.NUMBER_OR_WORD: read_number_or_word,
}
