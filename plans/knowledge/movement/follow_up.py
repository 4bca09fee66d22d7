"""Visits and money, lines for the clinician, when to measure again, and the article's claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from plans.intake.intake import Intake
from plans.knowledge.movement.exercises import COMPONENTS
from plans.knowledge.movement.rows import Row, by_id, make, make_all, reader_of
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


OVERALL = ("improved", "unchanged", "worse", "mixed")  # how the instruments changed, all in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassessment(Row):
    """``instruments`` is the whole list of the week, those of the earlier row it adds to included.

    Of ``either`` those are due that were measured at the start, all when none was; those of
    ``if_measured`` only when they were.
    """

    week: int
    instruments: tuple[str, ...]
    adds_to: str
    measure: str
    act: str
    act_when: Mapping[str, str]  # by the overall class; a class without words asks for nothing
    refers_when: tuple[str, ...] = ()
    steps_back_when: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    if_measured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures(Row):
    """What re-measures name. ``readers``: one of them known in an intake means that it was measured."""

    labels: Mapping[str, str]
    paths: Mapping[str, tuple[str, ...]]
    readers: Mapping[str, tuple[Callable[[Intake], Any], ...]]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Section 7.7 and 7.8: visits, what is measured again when, and what its names mean."""

    visits: VisitRules
    reassessments: tuple[Reassessment, ...]
    measures: Measures


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


def read_visits() -> FollowUp:
    """Rules VIS-0 to VIS-5, rows REA-4, REA-8, REA-12 and their measures; raises KnowledgeError."""
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
    measures = _measures(data["measures"])
    return FollowUp(rules, _reassessments(data["reassessment"], measures), measures)


def _measures(row: dict[str, Any]) -> Measures:
    named = row["paths"].items()
    readers = {name: tuple(reader_of(VISITS, name, path) for path in paths) for name, paths in named}
    need_known(VISITS, row["id"], row["labels"], readers, "measure")
    return make(Measures, VISITS, row, readers=readers)


def _reassessments(rows: list[dict[str, Any]], measures: Measures) -> tuple[Reassessment, ...]:
    done: dict[str, Reassessment] = {}
    for row in rows:
        need_known(VISITS, row["id"], [row["adds_to"]] if row["adds_to"] else [], done, "earlier row")
        classes = [*row["act_when"], *row.get("refers_when", ()), *row.get("steps_back_when", ())]
        need_known(VISITS, row["id"], classes, OVERALL, "class")
        need_known(VISITS, row["id"], row["instruments"], measures.labels, "measure")
        lists = {name: tuple(row.get(name, ())) for name in ("instruments", "either", "if_measured")}
        if row["adds_to"]:
            before = done[row["adds_to"]]
            lists = {name: (*getattr(before, name), *own) for name, own in lists.items()}
        done[row["id"]] = make(Reassessment, VISITS, row, **lists)
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
