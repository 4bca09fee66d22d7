"""Instruments as rows: how many items, which bands, which change matters (section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plans.knowledge.movement.rows import Bands, Row, bands_of, by_id, make
from plans.knowledge.reading import need_known, read_toml

FILE = "scoring.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Row):
    """Scores, bands and changes in the instrument's own unit. ``better``: low or high scores are good."""

    score: str
    label: str
    path: str
    better: str
    algorithm: str
    missing: str
    bands_text: str
    mic_text: str
    domain: str | None = None  # pain, function: what counts for the overall judgement
    items: int = 0
    items_needed: int = 0
    item_minimum: int = 0
    item_maximum: int = 0
    bands: Bands = ()
    counts_as: str | None = None  # the band that a rule asks for
    positive_from: int = 0
    improved_by: float | None = None
    improved_percent: float = 0
    worse_by: float | None = None
    low_baseline_below: float = 0
    low_baseline_by: float = 0
    single_activity_by: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StartBackRow(Row):
    """STarT Back: 8 answers agree or disagree and one of 0-4 (bothersomeness)."""

    score: str
    label: str
    path: str
    better: str
    algorithm: str
    missing: str
    bands_text: str
    mic_text: str
    items: int
    agree_items: int
    bothersome_from: int
    distress_from_item: int
    low_total_up_to: int
    high_distress_from: int
    groups: tuple[str, ...]  # from good to bad
    used_when_not_judged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Row):
    useful_percent: float


@dataclass(frozen=True, slots=True)
class Instruments:
    rows: Mapping[str, Instrument]
    start_back: StartBackRow
    change: Change

    def __getitem__(self, name: str) -> Instrument:
        return self.rows[name]


def read_instruments() -> Instruments:
    """All instruments by id; raises KnowledgeError."""
    data = read_toml(FILE)
    rows = {row["id"]: row for row in data["instrument"]}
    start_back = make(StartBackRow, FILE, rows.pop("start_back"))
    typed = []
    for row in rows.values():
        need_known(FILE, row["id"], [row["better"]], ("low", "high"), "direction")
        bands = bands_of(FILE, row["bands"]) if "bands" in row else ()
        typed.append(make(Instrument, FILE, row, bands=bands))
    return Instruments(by_id(FILE, typed), start_back, make(Change, FILE, data["change"]))
