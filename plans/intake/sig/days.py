"""Since when a medicine is taken, and until when: the dates of a line, in US order."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from plans.intake.sig.line import SigLine
from plans.intake.sig.times import Timing, word

SPAN_UNITS = {
    "months": r"mo|mos|months?",
    "weeks": r"wks?|weeks?",
    "days": r"d|days?",
    "years": r"yrs?|years?",
}
SPAN = rf"(\d+)\s*(?:{'|'.join(f'(?P<{k}>{v})' for k, v in SPAN_UNITS.items())})"
DURATION = word(rf"(?:x|for|since|start(?:ed)?)\s*{SPAN}(?: ago)?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A year of two digits only behind month and day: 3/26 may be a month of 2026 or a day in March.
IN_NUMBERS = (
    r"(?P<m>\d{1,2})/(?:(?P<d>\d{1,2})/(?P<yy>\d{2}(?!\d)))?"
    r"(?(yy)|(?:(?P<d4>\d{1,2})/)?(?P<y>\d{4}))"
)
ISO = r"(?P<iso_y>\d{4})-(?P<iso_m>\d{1,2})(?:-(?P<iso_d>\d{1,2}))?"
IN_WORDS = (
    rf"(?P<name>{'|'.join(MONTHS)})[a-z]*\.?,?\s+(?:(?P<name_d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?"
    r"(?P<name_y>\d{4})"
)
DAY = rf"(?:{ISO}|{IN_NUMBERS}|{IN_WORDS}|(?P<only_y>\d{{4}}))"
SINCE = word(rf"(?:since|from|start(?:ed)?(?: on| in)?)\s+{DAY}")
UNTIL = word(rf"(?:until|till?|through|thru|to|-)\s*{DAY}")
UNTIL_ALONE = word(rf"(?:until|till?|through|thru)\s*{DAY}")
STOPPED = word(
    rf"(?:(?:stopped|off|ended|quit|discontinued|no longer taking|not taking)(?: it)?(?: since| on| in)?"
    rf"|d/c(?:'?d)?|dc'?d)\s+{DAY}"
)
STOPPED_VAGUE = word(
    r"(?:stopped|d/c(?:'?d)?|dc'?d|quit|discontinued|no longer tak(?:es|ing)|not tak(?:en|ing)(?: any ?more)?"
    r"|off since)(?: last (?:week|month|year)| yesterday| recently| it)?"
)
STARTED_VAGUE = word(
    r"(?:since|started)(?: (?:last|this) (?:week|month|year|spring|summer|fall|winter)| yesterday| recently"
    rf"| (?:{'|'.join(MONTHS)})[a-z]*| [\d/-]+)?"
    rf"|(?:x|for)\s*\d+\s*(?:-|to)\s*\d+\s*(?:{'|'.join(SPAN_UNITS.values())})"
    r"|for (?:many |several |some |a few |about )*(?:years|months|weeks|days|a while|a long time)"
)
TWENTIETH_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Day:
    """A date as typed. ``exact`` is false when its day, or its month too, was not typed."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        return self.first == self.last


def read_days(line: SigLine, timing: Timing, assessed_on: date) -> None:
    """Since when, and until when. A date that is none is asked about."""
    _read_stop(line, timing, assessed_on)
    _read_start(line, timing, assessed_on)
    _read_until(line, timing, assessed_on)


def _read_start(line: SigLine, timing: Timing, assessed_on: date) -> None:
    spans = len(list(DURATION.finditer(line.text)))
    duration = line.take(DURATION) if spans == 1 else None
    if spans > 1:
        timing.changes = True  # "x 3 days, then x 3 days" is a plan, and no start
    if duration:
        unit = next(name for name in SPAN_UNITS if duration[name])
        timing.keys["started_on"] = _before(assessed_on, int(duration[1]), unit)
        return
    since = line.find(SINCE)
    day = _day(since) if since else None
    if since and day:
        line.cover(since.start(), since.end())
        timing.keys["started_on"] = day.first
        if not day.exact:
            timing.shown.append(f"Started about {day.first}.")
    elif line.take(STARTED_VAGUE):
        timing.asked.append("start-date")


def _read_stop(line: SigLine, timing: Timing, assessed_on: date) -> None:
    stopped = line.find(STOPPED)
    day = _day(stopped) if stopped else None
    if stopped and day:
        line.cover(stopped.start(), stopped.end())
        about = not day.exact and day.first <= assessed_on
        timing.keys["stopped_on"] = min(day.last, assessed_on) if about else day.last
        if not day.exact:
            timing.shown.append(f"Stopped about {timing.keys['stopped_on']}.")
    elif line.take(STOPPED_VAGUE):
        timing.asked.append("stop-date")


def _read_until(line: SigLine, timing: Timing, assessed_on: date) -> None:
    """An end that has passed is the stop, a later one the planned stop. "To" ends only what began."""
    until = line.find(UNTIL if "started_on" in timing.keys else UNTIL_ALONE)
    day = _day(until) if until else None
    if until is None or day is None:
        return
    line.cover(until.start(), until.end())
    key = "stopped_on" if day.first <= assessed_on else "stop_planned_on"
    timing.keys.setdefault(key, min(day.last, assessed_on) if key == "stopped_on" else day.last)
    if not day.exact:
        timing.shown.append(f"Until about {timing.keys[key]}.")


def _before(day: date, count: int, unit: str) -> date:
    if unit in ("days", "weeks"):
        return day - timedelta(days=min(count * (7 if unit == "weeks" else 1), day.toordinal() - 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "years" else 1)
    year, month = divmod(max(months, 12), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(found: re.Match[str]) -> Day | None:
    """The typed date, or ``None`` when the calendar has no such day."""
    part = found.groupdict()
    year = int(next(part[name] for name in ("y", "iso_y", "name_y", "only_y", "yy") if part[name]))
    if part["yy"]:
        year += TWENTIETH_CENTURY
    month = part["m"] or part["iso_m"] or (MONTHS.index(part["name"]) + 1 if part["name"] else None)
    day = part["d"] or part["d4"] or part["iso_d"] or part["name_d"]
    try:
        first = date(year, int(month or 1), int(day or 1))
    except ValueError:
        return None
    last_month = first.month if month else 12
    return Day(first, first if day else date(year, last_month, monthrange(year, last_month)[1]))
