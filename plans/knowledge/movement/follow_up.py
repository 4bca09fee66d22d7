"""Visits and money, lines for the clinician, when to measure again, and the article's claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plans.knowledge.movement.exercises import COMPONENTS
from plans.knowledge.movement.rows import Row, by_id, make, make_all
from plans.knowledge.reading import need_known, read_toml

VISITS = "visits.toml"
FLAGS = "flags.toml"
CLAIMS = "claims.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededVisits(Row):
    by_group: Mapping[str, int]
    plus: int
    severe_from: int
    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicWeeks(Row):
    first: tuple[int, ...]
    second: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteWeeks(Row):
    at_most: int
    weeks: tuple[int, ...]
    with_telehealth: str
    without_telehealth: str


@dataclass(frozen=True, slots=True)
class VisitRules:
    needed: NeededVisits
    clinic: Row
    clinic_weeks: ClinicWeeks
    remote_weeks: RemoteWeeks
    cost: Row
    no_clinic: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassessment(Row):
    """``instruments`` is the whole list of the week, those of the earlier row it adds to included."""

    week: int
    instruments: tuple[str, ...]
    adds_to: str
    measure: str
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRow(Row):
    """One line for the clinician; the numbers are those of its condition."""

    group: str | None = None
    nprs_average_from: int | None = None
    any_precaution: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Row):
    """``handout`` never holds a number of the claim unless ``supported`` (CLM-R).

    ``beside``: components and rule ids next to which a clinician reads it.
    """

    claim: str
    evidence: str
    strength: str
    supported: bool
    citation: str
    beside: tuple[str, ...]
    handout: Mapping[str, str]


def read_visits() -> tuple[VisitRules, tuple[Reassessment, ...]]:
    """Rules VIS-0 to VIS-5 and rows REA-4, REA-8, REA-12; raises KnowledgeError."""
    data = read_toml(VISITS)

    def one(kind: Any, name: str) -> Any:
        return make(kind, VISITS, data[name])

    rules = VisitRules(
        needed=one(NeededVisits, "needed"),
        clinic=one(Row, "clinic"),
        clinic_weeks=one(ClinicWeeks, "clinic_weeks"),
        remote_weeks=one(RemoteWeeks, "remote_weeks"),
        cost=one(Row, "cost"),
        no_clinic=one(Row, "no_clinic"),
    )
    return rules, _reassessments(data["reassessment"])


def _reassessments(rows: list[dict[str, Any]]) -> tuple[Reassessment, ...]:
    done: dict[str, Reassessment] = {}
    for row in rows:
        need_known(VISITS, row["id"], [row["adds_to"]] if row["adds_to"] else [], done, "earlier row")
        before = done[row["adds_to"]].instruments if row["adds_to"] else ()
        done[row["id"]] = make(Reassessment, VISITS, row, instruments=(*before, *row["instruments"]))
    return tuple(done.values())


def read_flags() -> dict[str, FlagRow]:
    """Flags by id, in the order they are listed."""
    return by_id(FLAGS, make_all(FlagRow, FLAGS, read_toml(FLAGS)["flag"]))


def read_claims() -> dict[str, Claim]:
    """The article's claims by id."""
    return by_id(CLAIMS, make_all(Claim, CLAIMS, read_toml(CLAIMS)["claim"]))


def check_claims(claims: Mapping[str, Claim], visits: VisitRules) -> None:
    """A claim stands beside components and visit rules that there are."""
    places = (*COMPONENTS, visits.needed.id, visits.no_clinic.id)
    for claim in claims.values():
        need_known(CLAIMS, claim.id, claim.beside, places, "place beside which it stands")
