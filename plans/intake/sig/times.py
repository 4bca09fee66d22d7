"""When a medicine is taken, and since when: the parts of a line about time."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from plans.intake.sig.line import SigLine
from plans.intake.sig.names import PIECE

NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,6})?|\d{1,9}(?:\.\d{1,6})?|\.\d{1,6})"
WORD_START, WORD_END = r"(?<![\w./])", r"(?![\w/])"


def word(pattern: str) -> re.Pattern[str]:
    """The pattern as whole words."""
    return re.compile(f"{WORD_START}(?:{pattern}){WORD_END}")


TIMES = (
    (word(r"q\.?i\.?d\.?|4\s*x\s*/?\s*(?:a\s+)?day|four times (?:a day|daily)"), 4),
    (word(r"t\.?i\.?d\.?|3\s*x\s*/?\s*(?:a\s+)?day|three times (?:a day|daily)"), 3),
    (word(r"b\.?i\.?d\.?|2\s*x\s*/?\s*(?:a\s+)?day|twice (?:a day|daily)|two times (?:a day|daily)"), 2),
    (word(r"q\.?d\.?|qday|once (?:a day|daily)|daily|od|every day|1\s*x\s*/?\s*day"), 1),
)
LOOKS_LIKE_QID = word(r"q\.?d\.?")
EVERY_HOURS = word(rf"(?:q|every)\s*({NUMBER})(?:\s*-\s*({NUMBER}))?\s*(?:h|hrs?|hours?)")
EVERY_DAYS = word(rf"(?:q|every)\s*({NUMBER})\s*(?:d|days?)")
LONG_INTERVALS = (
    (word("weekly|qweek|once a week|every week"), 168),
    (word("qod|q\\.o\\.d\\.|every other day"), 48),
)
SLOT_WORDS = {
    "morning": r"q?am|(?:in the )?morning",
    "noon": r"noon|midday",
    "evening": r"q?pm|(?:in the )?evening|with dinner|with supper",
    "bedtime": r"q?hs|(?:at )?bedtime|nightly|at night",
}
SLOTS = {slot: word(pattern) for slot, pattern in SLOT_WORDS.items()}
ANY_SLOT = "|".join(f"(?P<{slot}>{pattern})" for slot, pattern in SLOT_WORDS.items())
SLOT_AMOUNT = word(rf"({NUMBER})\s*(?:mg)?\s+(?:{ANY_SLOT})")
FOOD = word(r"(?:before|after) meals|with food|w/? ?food|with meals")
MEAL_CODE = word("ac|pc")
AS_NEEDED = word("prn|p\\.r\\.n\\.|as needed|if needed|when needed|when it hurts")
A_DAY = r"(?:\s*(?:/|a|per|in)?\s*(?:day|24\s*h(?:rs?|ours?)?))?"
MOST = word(
    rf"(?:max(?:imum)?|up to|(?:no|not) more than|at most)\s*({NUMBER})\s*(doses?|times|mg|{PIECE})?{A_DAY}"
)
A_NUMBER_A_DAY = word(rf"({NUMBER})\s*(doses?|{PIECE})?\s*(?:/|a|per)\s*day")
ABOUT = re.compile(r"(?<!\w)(?:about|approx(?:imately)?\.?|~)")
SPAN_UNITS = {
    "months": r"mo|mos|months?",
    "weeks": r"wks?|weeks?",
    "days": r"d|days?",
    "years": r"yrs?|years?",
}
DURATION = word(
    rf"(?:x|for|since)\s*(\d+)\s*(?:{'|'.join(f'(?P<{k}>{v})' for k, v in SPAN_UNITS.items())})(?: ago)?"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
IN_NUMBERS = r"(\d{1,2})/(?:(\d{1,2})/)?(\d{4})"
IN_WORDS = rf"({'|'.join(MONTHS)})[a-z]*\.?\s+(?:(\d{{1,2}}),?\s+)?(\d{{4}})"
DAY = rf"(?:{IN_NUMBERS}|{IN_WORDS}|(\d{{4}}))"
SINCE = word(rf"(?:since|started(?: on| in)?|start(?:ed)?)\s+{DAY}")
STOPPED = word(rf"(?:stopped(?: on| in)?|d/c(?:'?d)?|dc'?d|quit|discontinued)\s+{DAY}")
STOPPED_VAGUE = word(r"(?:stopped|d/c|quit|discontinued)(?: last (?:week|month|year)| yesterday| recently)?")
TIME_WORDS = ("bid", "tid", "qid", "daily", "weekly", "nightly", "bedtime", "morning")


@dataclass(slots=True)
class Timing:
    """Keys of the entry about time, what to show, and ids of questions."""

    keys: dict[str, Any] = field(default_factory=dict)
    doses: Mapping[str, float] = field(default_factory=dict)  # by slot
    most: tuple[float, str] | None = None  # number, what it counts
    shown: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    food: bool = False


def number(text: str) -> float:
    """The value of a typed number; whole ones are integers."""
    value = float(text.replace(",", ""))
    return int(value) if value.is_integer() else value


def read_days(line: SigLine, timing: Timing, assessed_on: date) -> None:
    """Since when, and until when. Dates are in US order."""
    duration = line.take(DURATION)
    if duration:
        unit = next(name for name in SPAN_UNITS if duration[name])
        timing.keys["started_on"] = _before(assessed_on, int(duration[1]), unit)
    since = line.take(SINCE)
    if since:
        timing.keys["started_on"], about = _day(since, last=False)
        if about:
            timing.shown.append(f"Started about {timing.keys['started_on']}.")
    stopped = line.take(STOPPED)
    if stopped:
        day, about = _day(stopped, last=True)
        timing.keys["stopped_on"] = min(day, assessed_on) if about else day
        if about:
            timing.shown.append(f"Stopped about {timing.keys['stopped_on']}.")
    elif line.take(STOPPED_VAGUE):
        timing.asked.append("stop-date")


def _before(day: date, count: int, unit: str) -> date:
    if unit in ("days", "weeks"):
        return day - timedelta(days=min(count * (7 if unit == "weeks" else 1), day.toordinal() - 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "years" else 1)
    year, month = divmod(max(months, 12), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(found: re.Match[str], last: bool) -> tuple[date, bool]:
    """The day, and whether a part of it was not typed."""
    parts = found.groups()
    month_number, day_a, year_a, month_name, day_b, year_b, year_only = parts
    year = int(year_a or year_b or year_only)
    month = int(month_number) if month_number else MONTHS.index(month_name) + 1 if month_name else None
    typed_day = day_a or day_b
    if month is None:
        month = 12 if last else 1
    month = min(max(month, 1), 12)
    longest = monthrange(max(year, 1), month)[1]
    day = int(typed_day) if typed_day else (longest if last else 1)
    return date(max(year, 1), month, min(max(day, 1), longest)), typed_day is None


def read_as_needed(line: SigLine, timing: Timing) -> None:
    """Only when needed, and the most in a day."""
    if line.take(AS_NEEDED):
        timing.keys["as_needed"] = True
    if line.take(ABOUT):
        timing.keys["approximate"] = True
    most = line.take(MOST)
    if most is None and timing.keys.get("as_needed"):
        most = line.take(A_NUMBER_A_DAY)
    if most:
        timing.most = number(most[1]), most[2] or ""


def read_times(line: SigLine, timing: Timing) -> None:
    """Times a day, intervals, times of day."""
    _read_intervals(line, timing)
    looks_like_qid = line.find(LOOKS_LIKE_QID)
    for pattern, count in TIMES:
        if line.take(pattern):
            timing.keys.setdefault("times_per_day", count)
            if count == 1 and looks_like_qid:
                timing.asked.append("A9")
    _read_slots(line, timing)
    timing.food = line.take(FOOD) is not None
    if line.take(MEAL_CODE) and not _times_known(timing):
        timing.asked.append("A20")


def _read_intervals(line: SigLine, timing: Timing) -> None:
    hours = line.take(EVERY_HOURS)
    if hours:
        ends = sorted(number(end) for end in hours.groups() if end)
        timing.keys["every_hours"] = ends[0]
        if len(ends) == 2 and ends[1] > ends[0]:
            timing.keys["every_hours_longest"] = ends[1]
    days = line.take(EVERY_DAYS)
    if days:
        timing.keys.setdefault("every_hours", number(days[1]) * 24)
    for pattern, every in LONG_INTERVALS:
        if line.take(pattern):
            timing.keys.setdefault("every_hours", every)


def _read_slots(line: SigLine, timing: Timing) -> None:
    if len(list(SLOT_AMOUNT.finditer(line.text))) > 1:
        amounts = line.take_all(SLOT_AMOUNT)
        timing.doses = {
            next(slot for slot in SLOT_WORDS if found[slot]): number(found[1]) for found in amounts
        }
        return
    slots = [slot for slot, pattern in SLOTS.items() if line.take(pattern)]
    if not slots:
        return
    timing.keys["slots"] = slots
    if "times_per_day" not in timing.keys and "every_hours" not in timing.keys:
        timing.keys["times_per_day"] = len(slots)
    elif timing.keys.get("times_per_day") != len(slots):
        del timing.keys["slots"]
        timing.asked.append("A20")


def _times_known(timing: Timing) -> bool:
    return bool(timing.doses) or bool({"times_per_day", "every_hours"} & timing.keys.keys())


def forget_times(timing: Timing) -> None:
    """A word beside the times was not understood: nothing about them is taken over."""
    for key in ("times_per_day", "every_hours", "every_hours_longest", "slots"):
        timing.keys.pop(key, None)
    timing.doses = {}
    if "A20" not in timing.asked:
        timing.asked.append("A20")
