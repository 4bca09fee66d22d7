"""Reading a patient's history: earlier assessments, the plan before, the journal (joins.md section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.intake.faults import Fault
from plans.intake.fields.journal import JOURNAL_DAY, JOURNAL_TOTALS, JOURNAL_WEEK
from plans.intake.fields.kinds import Field, Kind, Limits, Section
from plans.intake.history import History, JournalDay, JournalWeek, WeekTotals
from plans.intake.intake import Intake
from plans.intake.parsing import parse
from plans.intake.records import read_object, safe_key, unknown_key
from plans.intake.tree import Node
from plans.intake.values import Reading, show
from plans.intake.vocabulary import Vocabulary

STARTED = Field("started_on", "Start of the plan", Kind.DATE, Section.ACCESS, latest="today")
PHASE = Field("phase", "Phase", Kind.INTEGER, Section.ACCESS, hard=Limits(1, 3))
PLAIN = Node(dict, {field.path: field for field in (STARTED, PHASE)})
DAY = Node(JournalDay, {field.path: field for field in JOURNAL_DAY})
TOTALS = Node(WeekTotals, {field.path: field for field in JOURNAL_TOTALS})
WEEK = Node(dict, {field.path: field for field in JOURNAL_WEEK})
DAYS_IN_WEEK = 7
MOST_ASSESSMENTS = 200
MOST_GOAL = 100_000
MOVE_WEEKS, MOST_MINUTES = ("weeks", "days", "bouts"), 1440
STATUSES = ("plan", "blocked", "refused")
# What the next plan reads of the one before: where its lists stand, and the name each item must have.
PREVIOUS_LISTS = {
    ("physical_therapy", "exercises"): "id",
    ("physical_therapy", "extras"): "id",
    ("medication", "alerts"): "rule",
    ("medication", "options"): "id",
    ("medication", "current"): "key",
    ("self_care", "modules"): "id",
    ("self_care", "goals"): "id",
    ("schedule", "entries"): "id",
}


@dataclass(frozen=True, slots=True)
class ParsedHistory:
    history: History | None
    faults: tuple[Fault, ...] = ()


def parse_history(
    data: Any,
    vocabulary: Vocabulary,
    today: date,
    assessed_on: date | None = None,
    as_of: date | None = None,
) -> ParsedHistory:
    """Read ``{started_on, assessments, previous, journal, phase}``; every fault in one pass.

    ``assessed_on``: the day of this visit; what lies after it is no history. A week of the tracker must have
    begun by then, or by ``as_of`` where the plan is made for a later day.
    """
    reading = Reading(vocabulary, today)
    if not isinstance(data, Mapping):
        return ParsedHistory(None, (Fault("history", f"must be an object, not {show(data)}"),))
    known = {"assessments", "previous", "journal", *PLAIN.children}
    for key in data.keys() - known:
        reading.fault(
            f"history.{safe_key(key)}", unknown_key(Node(dict, dict.fromkeys(known, PHASE)), str(key), "")
        )
    plain = (
        read_object(reading, PLAIN, {key: data[key] for key in PLAIN.children if key in data}, "history")
        or {}
    )
    if data.get("started_on") is None:
        reading.fault("history.started_on", f"{STARTED.label} is needed")
    assessments = _read_assessments(reading, data.get("assessments"))
    previous = _read_previous(reading, data.get("previous"))
    journal = _read_journal(reading, data.get("journal"))
    if assessed_on is not None:
        _check_before(reading, assessed_on, plain.get("started_on"), assessments)
        _check_begun(reading, max(assessed_on, as_of or assessed_on), plain.get("started_on"), data)
    if reading.faults:
        return ParsedHistory(None, tuple(sorted(reading.faults, key=lambda fault: fault.path)))
    return ParsedHistory(History(plain["started_on"], assessments, previous, journal, plain.get("phase")))


def _check_before(
    reading: Reading, assessed_on: date, started_on: date | None, assessments: tuple[Intake, ...]
) -> None:
    message = f"must not be after this visit ({assessed_on})"
    if started_on is not None and started_on > assessed_on:
        reading.fault("history.started_on", f"{message}, not {started_on}")
    for day in (intake.assessed_on for intake in assessments if intake.assessed_on > assessed_on):
        reading.fault("history.assessments", f"{message}, not {day}")


def _check_begun(reading: Reading, by: date, started_on: date | None, data: Mapping[str, Any]) -> None:
    """Nobody has written in a week of the tracker that lies ahead."""
    if started_on is None or started_on > by:
        return
    now = (by - started_on).days // DAYS_IN_WEEK + 1
    weeks = data.get("journal")
    for at, week in enumerate(weeks if isinstance(weeks, list) else ()):
        number = week.get("week") if isinstance(week, Mapping) else None
        if isinstance(number, int) and number > now:
            message = f"has not begun: on {by} the plan is in its week {now}, not {show(number)}"
            reading.fault(f"history.journal[{at}].week", message)


def _items(reading: Reading, value: Any, path: str, most: int) -> list[Any]:
    """The items of an optional list."""
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > most:
        reading.fault(path, f"must be a list of at most {most} entries, not {show(value)}")
        return []
    return value


def _read_assessments(reading: Reading, value: Any) -> tuple[Intake, ...]:
    found: list[Intake] = []
    for at, data in enumerate(_items(reading, value, "history.assessments", MOST_ASSESSMENTS)):
        parsed = parse(data, reading.words, reading.today)
        for fault in parsed.faults:
            path = f"history.assessments[{at}]"
            reading.fault(f"{path}.{fault.path}" if fault.path else path, fault.message)
        if parsed.intake is not None:
            found.append(parsed.intake)
    return tuple(sorted(found, key=lambda intake: intake.assessed_on))


def _read_previous(reading: Reading, value: Any) -> Mapping[str, Any] | None:
    if value is None:
        return None
    path = "history.previous"
    if not isinstance(value, Mapping):
        reading.fault(path, f"must be a plan, not {show(value)}")
        return None
    if value.get("status") not in STATUSES:
        reading.fault(
            f"{path}.status", f"must be one of {', '.join(STATUSES)}, not {show(value.get('status'))}"
        )
    for (part, name), key in PREVIOUS_LISTS.items():
        group = value.get(part)
        items = group.get(name, []) if isinstance(group, Mapping) else None
        if not isinstance(items, list) or not all(_is_named(item, key) for item in items):
            reading.fault(f"{path}.{part}.{name}", f"must be a list of objects, each with a text {key}")
    if value.get("as_of") is not None and not _is_day(value["as_of"]):
        reading.fault(f"{path}.as_of", f"must be a day as YYYY-MM-DD, not {show(value['as_of'])}")
    care = value.get("self_care")
    goals = care.get("goals") if isinstance(care, Mapping) else None
    if isinstance(goals, list) and not all(_has_numbers(goal) for goal in goals):
        reading.fault(f"{path}.self_care.goals", "must hold weeks, a list of numbers each")
    move = care.get("move") if isinstance(care, Mapping) else None
    if move is not None and not _is_move(move):
        reading.fault(f"{path}.self_care.move", f"must be null or hold {', '.join(MOVE_WEEKS)}, numbers each")
    return value


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _has_numbers(goal: Any) -> bool:
    """The weekly numbers of a goal, which the next plan goes on from."""
    weeks = goal.get("weeks", []) if isinstance(goal, Mapping) else None
    return isinstance(weeks, list) and all(
        isinstance(n, (int, float)) and not isinstance(n, bool) and 0 <= n <= MOST_GOAL for n in weeks
    )


def _is_move(move: Any) -> bool:
    """The aerobic line of a plan: its weeks are counted from."""
    lists = [move.get(name) for name in MOVE_WEEKS] if isinstance(move, Mapping) else [None]
    numbers = all(isinstance(one, list) and all(_is_whole(n) for n in one) for one in lists)
    return numbers and _is_whole(move.get("weeks_held", 0))


def _is_whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= MOST_MINUTES


def _is_named(item: Any, key: str) -> bool:
    return isinstance(item, Mapping) and isinstance(item.get(key), str)


def _read_journal(reading: Reading, value: Any) -> tuple[JournalWeek, ...]:
    weeks: dict[int, JournalWeek] = {}
    for at, data in enumerate(_items(reading, value, "history.journal", 105)):
        path = f"history.journal[{at}]"
        week = _read_week(reading, data, path)
        if week is not None and week.week in weeks:
            reading.fault(f"{path}.week", f"week {week.week} stands twice")
        elif week is not None:
            weeks[week.week] = week
    return tuple(weeks[number] for number in sorted(weeks))


def _read_week(reading: Reading, data: Any, path: str) -> JournalWeek | None:
    if not isinstance(data, Mapping):
        reading.fault(path, f"must be an object, not {show(data)}")
        return None
    number = (
        read_object(reading, WEEK, {key: data[key] for key in data.keys() - {"days", "totals"}}, path) or {}
    )
    if data.get("week") is None:
        reading.fault(f"{path}.week", "Week is needed")
    days, totals = data.get("days"), data.get("totals")
    if isinstance(days, Mapping):  # "days" may hold the totals instead
        days, totals = None, days
    if (days is None) == (totals is None):
        reading.fault(f"{path}.days", "give either up to 7 days or the totals of the week")
        return None
    read_days = _read_days(reading, days, f"{path}.days")
    sums = None if totals is None else read_object(reading, TOTALS, totals, f"{path}.totals")
    return JournalWeek(number["week"], read_days, WeekTotals(**sums) if sums else None) if number else None


def _read_days(reading: Reading, days: Any, path: str) -> tuple[JournalDay, ...]:
    """One value a day; null is a day on which nothing was written."""
    read = (
        {} if data is None else read_object(reading, DAY, data, f"{path}[{at}]")
        for at, data in enumerate(_items(reading, days, path, DAYS_IN_WEEK))
    )
    return tuple(JournalDay(**(day or {})) for day in read)
