"""Scores, bands and changes: the worked tables of section 4, and what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from plans.builder.movement.scores import (
    counts_as_high,
    judge_change,
    judge_overall,
    odi_percent,
    peg,
    percent_change,
    phq2,
    psfs,
    risk_group,
    rmdq_total,
    score,
    start_back,
    tsk11_total,
)
from plans.knowledge.loader import Knowledge
from tests.builder.movement.facts import patient

N = None


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([0, 0, 0], 0.0),
        ([5, 6, 5], 5.3),
        ([7, 7, 7], 7.0),
        ([4, 4, 3], 3.7),
        ([10, 9, 10], 9.7),
        ([5, N, 6], N),
        (N, N),
    ],
)
def test_peg(items: Any, expected: float | None, knowledge: Knowledge) -> None:
    assert peg(items, knowledge.movement.instruments["peg"]) == expected


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([4, 3, 5], 4.0),
        ([0], 0.0),
        ([6, N, 7], 6.5),
        ([10, 10, 10, 9], 9.8),
        ([2, 3, 3], 2.7),
        ([N, N, N], N),
        ([], N),
        ([5, 5, 5, 6], 5.3),  # 5.25 goes up
    ],
)
def test_psfs(ratings: Any, expected: float | None) -> None:
    assert psfs(ratings) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([2] * 10, 40),
        ([1, 2, 3, 2, 1, 2, 3, N, 2, 1], 38),
        ([2] * 8 + [N, N], 40),
        ([5] * 10, 100),
        ([0] * 10, 0),
        ([3] * 7 + [N] * 3, N),
        ([2, 2, 2, 2, 2, 2, 2, 1, 1, N], 36),  # 16 of 45: 35.5 goes up
    ],
)
def test_odi(answers: Any, expected: int | None, knowledge: Knowledge) -> None:
    assert odi_percent(answers, knowledge.movement.instruments["odi_percent"]) == expected


@pytest.mark.parametrize(
    ("agreed", "bothersome", "expected"),
    [
        ("01110000", 2, (3, 0, "low")),
        ("11110000", 2, (4, 0, "medium")),
        ("00001111", 2, (4, 4, "high")),
        ("00001110", 3, (4, 4, "high")),
        ("11111111", 4, (9, 5, "high")),
        ("1111100-", 2, (N, N, "medium")),
        ("111-0000", 2, (N, N, N)),
        ("0000111-", 4, (N, N, "high")),
        ("00000000", N, (N, N, "low")),
        ("--------", N, (N, N, N)),
    ],
)
def test_start_back(agreed: str, bothersome: int | None, expected: Any, knowledge: Knowledge) -> None:
    answers = [{"1": True, "0": False, "-": N}[mark] for mark in agreed]
    found = start_back([*answers, bothersome], knowledge.movement.instruments.start_back)
    assert (found.total, found.distress, found.group) == expected


def test_start_back_not_asked_is_used_as_medium(knowledge: Knowledge) -> None:
    scores = score(patient(), knowledge)
    assert scores.start_back
    assert scores.start_back.group is None
    assert risk_group(scores, knowledge) == "medium"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([1] * 11, 11),
        ([2] * 11, 22),
        ([4] * 11, 44),
        ([3] * 10 + [N], 33),
        ([2, 3, 2, 3, 2, 3, 2, 3, 2, 3, N], 28),  # 27.5 goes up
        ([3] * 9 + [N, N], N),
    ],
)
def test_tsk11(items: Any, expected: int | None, knowledge: Knowledge) -> None:
    assert tsk11_total(items, knowledge.movement.instruments["tsk11"]) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([0, 0], (0, False)),
        ([1, 1], (2, False)),
        ([2, 1], (3, True)),
        ([3, 3], (6, True)),
        ([3, N], (N, True)),
        ([2, N], (N, N)),
        ([N, N], (N, N)),
        (N, (N, N)),
    ],
)
def test_phq2(items: Any, expected: Any, knowledge: Knowledge) -> None:
    found = phq2(items, knowledge.movement.instruments["phq2"])
    assert (found.total, found.positive) == expected


@pytest.mark.parametrize("ticks", [0, 1, 6, 7, 13, 24])
def test_rmdq_counts_ticks(ticks: int) -> None:
    assert rmdq_total([True] * ticks + [False] * (24 - ticks)) == ticks


@pytest.mark.parametrize(
    ("path", "name", "bands"),
    [
        (
            "measures__rmdq",
            "rmdq",
            {0: "low", 6: "low", 7: "moderate", 12: "moderate", 13: "high", 24: "high"},
        ),
        ("pain__nprs_average", "nprs_average", {0: "none", 1: "mild", 3: "mild", 4: "moderate", 7: "severe"}),
        (
            "measures__odi_percent",
            "odi_percent",
            {20: "minimal", 21: "moderate", 41: "severe", 61: "very severe"},
        ),
        ("measures__tsk11", "tsk11", {28: "low", 29: "high fear"}),
        ("measures__pcs", "pcs", {29: "not relevant", 30: "relevant"}),
        ("measures__peg", "peg", {(4, 4, 3): "mild", (4, 4, 4): "moderate", (7, 7, 7): "severe"}),
    ],
)
def test_bands_change_at_the_printed_number(
    path: str, name: str, bands: dict[Any, str], knowledge: Knowledge
) -> None:
    for value, band in bands.items():
        assert score(patient(**{path: value}), knowledge).bands[name] == band


def test_what_is_not_scored_has_no_band(knowledge: Knowledge) -> None:
    bands = score(patient(measures__peg=[5, None, 6]), knowledge).bands
    assert bands["peg"] is None
    assert bands["rmdq"] is None


@pytest.mark.parametrize(
    ("name", "before", "now", "expected"),
    [
        ("nprs_average", 6, 4, "improved"),
        ("nprs_average", 6, 5, "unchanged"),
        ("nprs_average", 4, 6, "worse"),
        ("peg", 5.0, 3.5, "improved"),
        ("peg", 5.0, 3.6, "unchanged"),
        ("peg", 2.0, 1.0, "improved"),
        ("peg", 4.0, 5.0, "worse"),
        ("peg", 4.0, 4.9, "unchanged"),
        ("psfs", 3.0, 5.0, "improved"),
        ("psfs", 5.0, 3.1, "unchanged"),
        ("psfs", 5.0, 3.0, "worse"),
        ("rmdq", 12, 7, "improved"),
        ("rmdq", 12, 8, "unchanged"),
        ("rmdq", 6, 3, "improved"),
        ("rmdq", 6, 4, "unchanged"),
        ("rmdq", 6, 9, "worse"),
        ("rmdq", 7, 10, "unchanged"),
        ("odi_percent", 38, 28, "improved"),
        ("odi_percent", 38, 29, "unchanged"),
        ("tsk11", 31, 27, "improved"),
        ("tsk11", 31, 28, "unchanged"),
        ("pcs", 30, 23, "improved"),
        ("pcs", 30, 24, "unchanged"),
        ("six_minute_walk_m", 400, 485, "unchanged"),
        ("six_minute_walk_m", 400, 486, "improved"),
        ("rmdq", None, 4, None),
        ("rmdq", 4, None, None),
        ("start_back", "high", "medium", "improved"),
        ("start_back", "low", "medium", "worse"),
        ("start_back", "low", "low", "unchanged"),
        ("phq2", 3, 0, None),  # no change that matters is known
    ],
)
def test_change(name: str, before: Any, now: Any, expected: str | None, knowledge: Knowledge) -> None:
    assert judge_change(name, before, now, knowledge) == expected


@pytest.mark.parametrize(
    ("peg_class", "nprs", "psfs_class", "rmdq", "expected"),
    [
        ("improved", "unchanged", "unchanged", "unchanged", "improved"),
        ("unchanged", "unchanged", "unchanged", "unchanged", "unchanged"),
        ("worse", "unchanged", "improved", "unchanged", "mixed"),
        ("worse", "worse", "unchanged", N, "worse"),
        (N, N, "improved", "improved", "improved"),
        (N, N, N, N, N),
    ],
)
def test_overall(
    peg_class: Any, nprs: Any, psfs_class: Any, rmdq: Any, expected: Any, knowledge: Knowledge
) -> None:
    classes = {"peg": peg_class, "nprs_average": nprs, "psfs": psfs_class, "rmdq": rmdq}
    assert judge_overall(classes, knowledge) == expected


def test_only_pain_and_function_count_for_the_overall_judgement(knowledge: Knowledge) -> None:
    assert judge_overall({"tsk11": "improved", "six_minute_walk_m": "improved"}, knowledge) is None


def test_percent_change_stands_beside_the_class() -> None:
    assert percent_change(5.0, 3.5) == -30.0
    assert percent_change(0, 3) is None
    assert percent_change(None, 3) is None


def test_high_fear_is_the_band_that_rules_ask_for(knowledge: Knowledge) -> None:
    below, at = (score(patient(measures__tsk11=total), knowledge) for total in (28, 29))
    assert not counts_as_high("tsk11", below, knowledge)
    assert counts_as_high("tsk11", at, knowledge)
