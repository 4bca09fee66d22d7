"""The journal as data: its columns, the letters for triggers, and the numbers it is read back with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plans.knowledge.reading import need_known, read_toml
from plans.knowledge.rows import read_row, read_rows

FILE = "journal.toml"


@dataclass(frozen=True, slots=True)
class Column:
    """One row of the tracker's grid."""

    id: str
    label: Mapping[str, str]
    values: str
    shown_when: str
    note: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Trigger:
    id: str  # the letter
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick in a column."""

    column: str
    id: str
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class JournalRule:
    id: str
    text: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a result read back means; ``page`` is the sentence for the patient."""

    id: str
    result: str
    meaning: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    page: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Thresholds of self-care.md 3.3: percent, points of 0-10, evenings."""

    evenings_a_week: int
    evenings_two_weeks: int
    smallest_start_pain: float
    points_first_below: float
    boom_share: float
    boom_days: int
    on_plan_percent: float
    enough_percent: float
    half_percent: float
    half_points: float
    meaningful_percent: float
    meaningful_points: float
    small_percent: float
    call_percent: float
    call_points: float
    band_percent: tuple[int, ...]
    high_worry_pcs: int
    small_days_row: int
    small_days_two_weeks: int


@dataclass(frozen=True, slots=True)
class WeekLight:
    """Points over the usual pain: a green week stays within the first, a red one reaches the second."""

    green_rise_most: float
    red_rise_from: float
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Stay:
    """J-23: fewer evenings than this in a week, no step up."""

    rule: str
    evenings: int
    text: Mapping[str, str]
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """How one kind of change against the plan before is said; braces: name, other, was, now."""

    id: str  # added, removed, changed; of one part: part.kind
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DoseWord:
    """One word of a dose as the clinical files print it, in each language."""

    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MeasuredAgain:
    """What J-14 makes of a tolerance that was measured again, said to the clinician."""

    id: str  # same, higher, lower, first
    text: str


@dataclass(frozen=True, slots=True)
class Journal:
    columns: tuple[Column, ...]
    triggers: tuple[Trigger, ...]
    choices: tuple[Choice, ...]
    rules: Mapping[str, JournalRule]
    verdicts: Mapping[str, Verdict]
    reading: Reading
    week_light: WeekLight
    stay: Stay
    measured_again: Mapping[str, str]
    changes: Mapping[str, Mapping[str, str]]
    dose_words: tuple[Mapping[str, str], ...]


def read_journal() -> Journal:
    """``journal.toml``, checked; raises KnowledgeError."""
    data = read_toml(FILE)
    found = Journal(
        columns=read_rows(Column, FILE, data["column"]),
        triggers=read_rows(Trigger, FILE, data["trigger"]),
        choices=tuple(read_row(Choice, FILE, row) for row in data["choice"]),
        rules={row.id: row for row in read_rows(JournalRule, FILE, data["journal_rule"])},
        verdicts={row.id: row for row in read_rows(Verdict, FILE, data["verdict"])},
        reading=read_row(Reading, FILE, data["reading"]),
        week_light=read_row(WeekLight, FILE, data["week_light"]),
        stay=read_row(Stay, FILE, data["stay"]),
        measured_again={row.id: row.text for row in read_rows(MeasuredAgain, FILE, data["measured_again"])},
        changes={row.id: row.words for row in read_rows(ChangeWords, FILE, data["change"])},
        dose_words=tuple(read_row(DoseWord, FILE, row).words for row in data["dose_word"]),
    )
    columns = {column.id for column in found.columns}
    need_known(FILE, "choice", [choice.column for choice in found.choices], columns, "column")
    return found
