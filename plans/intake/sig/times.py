"""When a medicine is taken, and how often at most: the parts of a line about times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plans.intake.sig.line import SigLine
from plans.intake.sig.names import PIECE

NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,6})?|\d{1,9}(?:\.\d{1,6})?|\.\d{1,6})"
WORD_START, WORD_END = r"(?<![\w./])", r"(?![\w/])"
TO = r"\s*(?:-|–|to|or)\s*"  # between the ends of a range
COUNT_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
HOW_MANY = rf"(?:{NUMBER}|{'|'.join(COUNT_WORDS)})"


def word(pattern: str) -> re.Pattern[str]:
    """The pattern as whole words."""
    return re.compile(f"{WORD_START}(?:{pattern}){WORD_END}")


CODES = {"qid": 4, "tid": 3, "bid": 2}
CODE = r"(?:q\.?i\.?d\.?|t\.?i\.?d\.?|b\.?i\.?d\.?)"
CODE_RANGE = word(rf"({CODE})\s*(?:-|–|/|to|or)\s*({CODE})")
TIMES = (
    (word(r"q\.?i\.?d\.?"), 4),
    (word(r"t\.?i\.?d\.?|thrice (?:a day|daily)"), 3),
    (word(r"b\.?i\.?d\.?|twice (?:a|per|each) day|twice daily|twice/day"), 2),
    (word(r"q\.?d\.?|q\s?day|once (?:(?:a|per|each) day|daily)|once/day|daily|od|(?:every|each) day"), 1),
)
ONCE_OR_TWICE = word(r"(?:once|1) ?(?:or|to|-) ?twice (?:(?:a|per|each) day|daily)")
LOOKS_LIKE_QID = word(r"q\.?d\.?")
A_DAY_OF = r"\s*(?:(?:/|a|per|each|every)?\s*day|daily|/d|d)"
TIMES_A_DAY = word(rf"({HOW_MANY})(?:{TO}({HOW_MANY}))?\s*(?:x|times)(?:{A_DAY_OF})")
A_WEEK = r"(?:\s*(?:/|a|per|each|every)\s*(?:week|wk)|\s*weekly)"
TIMES_A_WEEK = word(rf"(?:({HOW_MANY})(?:{TO}({HOW_MANY}))?\s*(?:x|times|days|doses)?|once|twice){A_WEEK}")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)s?"
)
ON_DAYS = word(rf"(?:(?:on|every|each)\s+)?({WEEKDAY}(?:(?:\s*[,/&+]\s*|\s+and\s+|\s+){WEEKDAY})*)")
EVERY_HOURS = word(
    rf"(?:q|every)\.?\s*({HOW_MANY})(?:{TO}({HOW_MANY}))?\s*(?:h|hrs?\.?|hours?|h(?:ou)?rly|°)"
)
EVERY_DAYS = word(rf"(?:q|every)\s*({HOW_MANY})\s*(?:d|days?)")
EVERY_MONTHS = word(rf"(?:q|every)\s*(?:{HOW_MANY})?\s*(?:mo|months?)|(?:once )?(?:monthly|a month)|yearly")
EVERY_WEEKS = word(rf"(?:q|every)\s*({HOW_MANY})\s*(?:wks?|weeks?)")
LONG_INTERVALS = (
    (word("weekly|q\\s?week|q\\s?wk|every week"), 168),
    (word("qod|q\\.o\\.d\\.|every other day"), 48),
    (word("every other week"), 336),
)
LONGEST_HOURS = 720  # of the field ``every_hours``
WEEK_HOURS, DAY_HOURS = 168, 24
EACH = r"(?:(?:every|each)\s+)?"
AT = r"(?:(?:with|at|after|before) |w/ ?)?"
SLOT_WORDS = {
    "morning": rf"q\s?am|a\.?m\.?|in am|(?:in the )?{EACH}morning|{AT}breakfast",
    "noon": rf"noon|midday|at noon|{AT}lunch(?:time)?",
    "evening": rf"q\s?pm|p\.?m\.?|in pm|(?:in the )?{EACH}evening|{AT}(?:dinner|supper)(?:time)?",
    "bedtime": (
        rf"q?\s?hs|h\.s\.|(?:at |before )?{EACH}bed ?time|before bed|at bed|nightly"
        r"|(?:at |every |each |q ?)night"
    ),
}
SLOTS = {slot: word(pattern) for slot, pattern in SLOT_WORDS.items()}
ANY_SLOT = "|".join(f"(?P<{slot}>{pattern})" for slot, pattern in SLOT_WORDS.items())
READ = r"[\s\x00]*"  # blanks, and words that were read before, such as "po"
SLOT_AMOUNT = word(rf"({NUMBER})\s*(?:mg)?{READ}(?:{ANY_SLOT})")
SLOT_PIECES = word(rf"({NUMBER}|one|two|three)\s*{PIECE}{READ}(?:{ANY_SLOT})")
AM_AND_PM = word(r"a\.?m\.?\s*[/&+]\s*p\.?m\.?")
MWF = word("m/?w/?f")
UP_TO = re.compile(rf"{WORD_START}up to\s+(?={CODE}|once|twice)")
ON_AND_OFF = word(r"12\s*(?:h|hrs?|hours?)\s*on\s*[,/]?\s*(?:and\s+)?12\s*(?:h|hrs?|hours?)\s*off")
FOOD = word(
    r"(?:before|after|w/|w|with)\s*(?:a |each |every )?meals?|(?:with|w/|w)\s*food|on an empty stomach"
)
MEAL_CODE = word(r"a\.?c\.?|p\.?c\.?")
AS_NEEDED = word(r"prn|p\.r\.n\.?|(?:only )?(?:as|if|when) (?:needed|necessary)|when it hurts")
IN_A_DAY = (
    r"(?:\s*(?:(?:/|a|per|in|in a|each|every)\s*(?:day|d|24\s*h(?:rs?|ours?)?)|daily|q\s*(?:day|24\s*h)))?"
)
AT_MOST = (
    r"(?:max(?:imum)?(?: of| dose| daily dose)?|mdd|nte|(?:do )?not (?:to )?exceed|up to|(?:no|not) more than"
    r"|at most|limit(?:ed)?(?: to)?)"
)
MOST = word(rf"{AT_MOST}\s*:?\s*({HOW_MANY})\s*(doses?|times|mgs?|g|gm|grams?|{PIECE})?({IN_A_DAY})")
COUNTED = re.compile(PIECE)
A_NUMBER_A_DAY = word(rf"({NUMBER})\s*(doses?|{PIECE})?\s*(?:/|a|per)\s*day")
ABOUT = re.compile(r"(?<!\w)(?:about|approx(?:imately)?\.?|~)")
CHANGES = word(r"then|taper(?:ing|ed)?|titrat\w*|increas\w*|decreas\w*|wean\w*")
TIME_WORDS = ("bid", "tid", "qid", "daily", "weekly", "nightly", "bedtime", "morning")


@dataclass(slots=True)
class Timing:
    """Keys of the entry about time, what to show, and ids of questions."""

    keys: dict[str, Any] = field(default_factory=dict)
    doses: Mapping[str, float] = field(default_factory=dict)  # mg by slot
    pieces: Mapping[str, float] = field(default_factory=dict)  # tablets by slot
    doses_without_unit: bool = False
    most: tuple[float, str] | None = None  # number, what it counts
    most_each: float | None = None  # "up to 3 patches" of a medicine that is taken regularly
    shown: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    food: bool = False
    far_apart: bool = False  # further than the field for hours reaches
    changes: bool = False  # the line tells of more than one dose, one after the other


def number(text: str) -> float:
    """The value of a typed number or word; whole ones are integers."""
    if text in COUNT_WORDS:
        return COUNT_WORDS.index(text) + 1
    value = float(text.replace(",", ""))
    return int(value) if value.is_integer() else value


def range_of(found: re.Match[str]) -> tuple[float, float]:
    """The two ends of a range in the first two groups, or the one number twice."""
    ends = sorted(number(end) for end in found.groups()[:2] if end)
    return ends[0], ends[-1]


def read_as_needed(line: SigLine, timing: Timing) -> None:
    """Only when needed, and the most in a day."""
    if line.take(AS_NEEDED):
        timing.keys["as_needed"] = True
    if line.take(ABOUT):
        timing.keys["approximate"] = True
    most = line.take(MOST)
    if most is None and timing.keys.get("as_needed"):
        most = line.take(A_NUMBER_A_DAY)
    if most is None:
        return
    counted = most[2] or ""
    each_time = most[0].startswith("up to") and not most[3] and COUNTED.fullmatch(counted)
    if each_time and not timing.keys.get("as_needed"):
        timing.most_each = number(most[1])
        timing.shown.append(f"Counted as {most[1]} each time (up to {most[1]}).")
    else:
        timing.most = number(most[1]), counted


def read_times(line: SigLine, timing: Timing) -> None:
    """Times a day, intervals, times of day."""
    if line.take(CHANGES):
        timing.changes = True
    line.take(UP_TO)
    if line.take(ON_AND_OFF):
        timing.keys["times_per_day"] = 1
        timing.shown.append("12 hours on, 12 hours off: once a day.")
    _read_counts(line, timing)
    _read_intervals(line, timing)
    looks_like_qid = line.find(LOOKS_LIKE_QID)
    for pattern, count in TIMES:
        if line.take(pattern):
            if timing.keys.setdefault("times_per_day", count) != count and count > 1:
                forget_times(timing)
            if count == 1 and looks_like_qid:
                timing.asked.append("A9")
    _read_slots(line, timing)
    timing.food = line.take(FOOD) is not None
    if line.take(MEAL_CODE) and not _times_known(timing):
        timing.asked.append("A20")


def _read_counts(line: SigLine, timing: Timing) -> None:
    """Three times a day, 2-3x/day, bid-tid, once or twice a day: the upper end counts."""
    codes, times = line.take(CODE_RANGE), line.take(TIMES_A_DAY)
    if codes:
        low, high = sorted(CODES[code.replace(".", "")] for code in codes.groups())
    elif times:
        low, high = (int(end) if float(end).is_integer() else 0 for end in range_of(times))
    elif line.take(ONCE_OR_TWICE):
        low, high = 1, 2
    else:
        return
    timing.keys["times_per_day"] = high
    if not 1 <= high <= DAY_HOURS:
        del timing.keys["times_per_day"]
        timing.asked.append("A20")
    elif low < high:
        timing.shown.append(f"Counted as {high} times a day (upper end of {low}-{high}).")


def _read_intervals(line: SigLine, timing: Timing) -> None:
    hours = line.take(EVERY_HOURS)
    if hours:
        low, high = range_of(hours)
        _set_interval(timing, low)
        if high > low:
            timing.keys["every_hours_longest"] = high
    for pattern, unit in ((EVERY_DAYS, DAY_HOURS), (EVERY_WEEKS, WEEK_HOURS)):
        found = line.take(pattern)
        if found:
            _set_interval(timing, number(found[1]) * unit)
    rarely = line.take(EVERY_MONTHS)
    if rarely:
        timing.far_apart = True
        timing.shown.append(
            f"{line.typed[rarely.start() : rarely.end()].capitalize()}: not counted by the day."
        )
    _read_weekly(line, timing)
    for pattern, every in LONG_INTERVALS:
        if line.take(pattern):
            timing.keys.setdefault("every_hours", every)


def _set_interval(timing: Timing, hours: float) -> None:
    """Whole hours up to the longest that the field takes; anything else is asked."""
    if float(hours).is_integer() and 1 <= hours <= LONGEST_HOURS:
        timing.keys.setdefault("every_hours", int(hours))
    else:
        timing.asked.append("A20")


def _read_weekly(line: SigLine, timing: Timing) -> None:
    """Twice a week, on Mondays: spread over the week, so that its total is right."""
    times, days = line.take(TIMES_A_WEEK), line.take(ON_DAYS)
    if line.take(MWF):
        count = 3.0
    elif times:
        count = range_of(times)[1] if times[1] else 2.0 if times[0].startswith("twice") else 1.0
    elif days:
        count = sum(day in days[1] for day in WEEKDAYS)
    else:
        return
    if count >= 1 and WEEK_HOURS % count == 0:
        timing.keys.setdefault("every_hours", int(WEEK_HOURS / count))
        if count > 1:
            timing.shown.append(f"{count:g} times a week: counted as every {WEEK_HOURS / count:g} hours.")
    else:
        timing.asked.append("A20")


def _read_slots(line: SigLine, timing: Timing) -> None:
    for pattern, name in ((SLOT_PIECES, "pieces"), (SLOT_AMOUNT, "doses")):
        found = list(pattern.finditer(line.text))
        if len(found) > 1:
            _read_unequal(line, timing, pattern, name)
            return
    slots = ["morning", "evening"] if line.take(AM_AND_PM) else []
    slots += [slot for slot, pattern in SLOTS.items() if line.take_all(pattern) and slot not in slots]
    if not slots:
        return
    timing.keys["slots"] = sorted(slots, key=list(SLOT_WORDS).index)
    every = timing.keys.get("every_hours")
    doses = timing.keys.get("times_per_day") or (max(1, DAY_HOURS // every) if every else None)
    if doses is None:
        timing.keys["times_per_day"] = len(slots)
    elif doses != len(slots):
        del timing.keys["slots"]
        timing.asked.append("A20")


def _read_unequal(line: SigLine, timing: Timing, pattern: re.Pattern[str], name: str) -> None:
    """Two or more amounts, each with its slot; a slot that is left over belongs to none of them."""
    found = line.take_all(pattern)
    amounts = {next(slot for slot in SLOT_WORDS if match[slot]): number(match[1]) for match in found}
    setattr(timing, name, amounts)
    timing.doses_without_unit = any("mg" not in match[0] for match in found)
    if len(amounts) < len(found) or any(line.find(slot) for slot in SLOTS.values()):
        timing.changes = True


def _times_known(timing: Timing) -> bool:
    return bool(timing.doses or timing.pieces) or bool({"times_per_day", "every_hours"} & timing.keys.keys())


def forget_times(timing: Timing) -> None:
    """Something beside the times was not understood: nothing about them is taken over."""
    for key in ("times_per_day", "every_hours", "every_hours_longest", "slots"):
        timing.keys.pop(key, None)
    timing.doses, timing.pieces = {}, {}
    if "A20" not in timing.asked:
        timing.asked.append("A20")
