"""The movement files: whole as they are, and refused when one row is broken."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from plans.knowledge.evidence import read_sources
from plans.knowledge.movement import (
    Movement,
    deficits,
    dosing,
    exercises,
    follow_up,
    instruments,
    read_movement,
    screening,
    selection,
    sources_named,
)
from plans.knowledge.reading import FOLDER, KnowledgeError, read_toml

READERS = {
    "exercises.toml": exercises,
    "red_flags.toml": screening,
    "precautions.toml": screening,
    "scoring.toml": instruments,
    "deficits.toml": deficits,
    "selection.toml": selection,
    "dosing.toml": dosing,
    "visits.toml": follow_up,
    "flags.toml": follow_up,
    "claims.toml": follow_up,
}


@pytest.fixture(scope="module")
def movement() -> Movement:
    return read_movement()


def test_the_library_holds_the_sixty_exercises(movement: Movement) -> None:
    count = dict.fromkeys(exercises.COMPONENTS, 0)
    for exercise in movement.exercises.values():
        count[exercise.component] += 1
    assert count == {"core": 20, "flexibility": 14, "posture": 10, "pain_tolerance": 9, "aerobic": 7}
    assert set(movement.figures) == set(movement.exercises)


def test_every_level_lies_between_one_and_four(movement: Movement) -> None:
    assert {exercise.level for exercise in movement.exercises.values()} == {1, 2, 3, 4}


def test_the_longest_chains_lead_from_easy_to_hard(movement: Movement) -> None:
    def way_from(start: str) -> list[str]:
        way = [start]
        while harder := movement.exercises[way[-1]].progression:
            way.append(harder)
        return way

    assert way_from("diaphragmatic-breathing") == [
        *("diaphragmatic-breathing", "draw-in-lying", "heel-slide", "dead-bug-legs", "dead-bug"),
    ]
    assert way_from("bend-slide-thighs")[-1] == "lift-floor"


def test_every_chain_of_a_need_never_falls_in_level(movement: Movement) -> None:
    for needs in movement.selection.needs.values():
        for need in needs:
            for chain in need.chains:
                levels = [movement.exercises[exercise].level for exercise in chain]
                assert levels == sorted(levels)


def test_every_named_source_is_described(movement: Movement) -> None:
    sources = read_sources()
    for row, named in sources_named(movement):
        assert named, row
        assert all(source in sources for source in named), row


@pytest.mark.parametrize("file", sorted(READERS))
def test_every_row_says_when_it_was_checked_and_who_reviewed_it(file: str) -> None:
    def rows(value: Any) -> list[dict[str, Any]]:
        found = [value] if isinstance(value, dict) and "sources" in value else []
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return found + [row for each in inner for row in rows(each)]

    data = tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))
    named = data["exercise"] if file == "exercises.toml" else rows(data)
    assert named
    for row in named:
        assert {"checked_on", "reviewed_by"} <= set(row), row.get("id")


def test_claims_carry_no_number_of_the_article_into_patient_words(movement: Movement) -> None:
    for claim in movement.claims.values():
        if not claim.supported:
            assert not any(mark.isdigit() or mark == "%" for text in claim.handout.values() for mark in text)
        assert set(claim.handout) == {"en", "es"}


def test_flags_are_listed_in_the_printed_order(movement: Movement) -> None:
    assert [*movement.flags][:3] == ["AER-0", "AER-1", "SEL-LOW"]
    assert [*movement.flags][-2:] == ["NJ-IRRIT", "NOTE-ACTIVE"]


def row_of(data: Any, table: str, name: str) -> dict[str, Any]:
    return next(row for row in data[table] if row["id"] == name)


def exercise_change(name: str, **values: Any) -> Callable[[Any], None]:
    return lambda data: row_of(data, "exercise", name).update(values)


def drop(table: str, name: str, key: str) -> Callable[[Any], None]:
    return lambda data: row_of(data, table, name).pop(key)


def nested(value: Any, *keys: str) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for key in keys[:-1]:
            data = data[key]
        data[keys[-1]] = value

    return change


BROKEN: list[tuple[str, Callable[[Any], None], str]] = [
    ("exercises.toml", exercise_change("bridge", contra=["pregnancy-suppine"]), "nearest: pregnancy-supine"),
    ("exercises.toml", exercise_change("bridge", equipment=["matt"]), "nearest: mat"),
    ("exercises.toml", exercise_change("bridge", progression="bird-dog"), "regression of bird-dog"),
    ("exercises.toml", exercise_change("bridge", level=4), "level falls"),
    ("exercises.toml", exercise_change("bridge", component="cor"), "unknown component 'cor'"),
    ("exercises.toml", exercise_change("bridge", colour="red"), "unknown key 'colour'"),
    ("exercises.toml", exercise_change("bridge", id="bridge-march"), "the same id twice"),
    (
        "exercises.toml",
        exercise_change("bridge", id="bridge-2", progression=None),
        "unknown exercise 'bridge'",
    ),
    ("exercises.toml", exercise_change("bridge", evidence="OWEN-2021"), "nearest: OWEN-2020"),
    ("exercises.toml", drop("exercise", "bridge", "stop_if"), "missing key 'stop_if'"),
    ("exercises.toml", drop("exercise", "bridge", "reviewed_by"), "missing key 'reviewed_by'"),
    ("exercises.toml", drop("exercise", "bridge", "sets"), "needs sets and reps"),
    ("red_flags.toml", lambda data: data["red_flag"][0].update(weight="grave"), "unknown weight"),
    (
        "red_flags.toml",
        lambda data: data["rule"][1]["counts"][0].update(ids=["rf-fever"]),
        "unknown red flag",
    ),
    ("red_flags.toml", lambda data: data["rule"][4]["counts"][0].update(at_least=9), "counts more flags"),
    ("precautions.toml", nested(["recent-my"], "heart", "conditions"), "nearest: recent-mi"),
    ("scoring.toml", lambda data: data["instrument"][0].update(better="up"), "unknown direction"),
    ("scoring.toml", lambda data: data["instrument"][0]["bands"][0].pop("below"), "needs a bound"),
    (
        "deficits.toml",
        lambda data: data["item"][0]["part"][0].update(paths=["tolerance.sit"]),
        "unknown intake path",
    ),
    ("deficits.toml", lambda data: data["item"][0]["part"][0].update(measure="guess"), "unknown measure"),
    ("selection.toml", lambda data: data["need"][0].update(chains=[["lift-tabel"]]), "nearest: lift-table"),
    ("selection.toml", lambda data: data["need"][0].update(items=["left"]), "unknown deficit item"),
    (
        "selection.toml",
        lambda data: data["aerobic"][0].update(any_precaution=["fall-risk"]),
        "nearest: falls-risk",
    ),
    (
        "dosing.toml",
        lambda data: data["tolerance"]["cap_minutes"].pop("swim-laps"),
        "minutes of swim-laps: missing",
    ),
    (
        "dosing.toml",
        lambda data: data["least"]["minutes"].update(bridge=1),
        "minutes of bridge: not its dose",
    ),
    ("visits.toml", lambda data: data["reassessment"][1].update(adds_to="REA-5"), "unknown earlier row"),
    ("visits.toml", lambda data: data["reassessment"][0].update(instruments=["peggy"]), "nearest: peg"),
    ("visits.toml", nested(["measures.pog"], "measures", "paths", "peg"), "unknown intake path"),
    ("flags.toml", lambda data: data["flag"][0].pop("sources"), "missing key 'sources'"),
    ("claims.toml", lambda data: data["claim"][0].pop("supported"), "missing key 'supported'"),
    ("claims.toml", lambda data: data["claim"][0].update(beside=["aerobics"]), "nearest: aerobic"),
]


@pytest.mark.parametrize(("file", "change", "reason"), BROKEN, ids=[f"{f}-{r}" for f, _, r in BROKEN])
def test_a_broken_row_stops_the_program_with_its_reason(
    file: str, change: Callable[[Any], None], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(name: str) -> dict[str, Any]:
        data = copy.deepcopy(read_toml(name))
        if name == file:
            change(data)
        return data

    monkeypatch.setattr(READERS[file], "read_toml", changed)
    with pytest.raises(KnowledgeError) as caught:
        read_movement()
    assert reason in str(caught.value)


def test_a_chain_that_leads_back_to_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def circular(name: str) -> dict[str, Any]:
        data = copy.deepcopy(read_toml(name))
        row_of(data, "exercise", "hip-hinge-stick").update(progression="hip-hinge-wall", level=1)
        row_of(data, "exercise", "hip-hinge-wall").update(regression="hip-hinge-stick")
        return data

    monkeypatch.setattr(exercises, "read_toml", circular)
    with pytest.raises(KnowledgeError, match="leads back to itself"):
        exercises.read_exercises()
