"""The drawn chart of pain by week: whole inside its frame, read in grey, gaps where nothing was written."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfua import Severity, validate

from plans.builder.content import build_content
from plans.content import Content, PainChart
from plans.handout.progress_chart import draw_pain_chart
from plans.knowledge.loader import load
from tests.builder.content.patients import CLINIC, SIGNED
from tests.builder.test_decisions import patient
from tests.builder.test_history import followed_up, week
from tests.handout.printed import printed_of, reader, tags, text

SVG = "{http://www.w3.org/2000/svg}"
COLOUR = re.compile(r"#([0-9a-f]{6})")


def chart(points: tuple[tuple[int, float], ...], weeks: int = 8, **more: object) -> PainChart:
    words = {"alt": "A line.", "axis": "Pain by week, 0 to 10", "start": "Start"}
    return PainChart(
        points=points, weeks=weeks, real_words="a real change", seen_words="seen", **words, **more
    )  # type: ignore[arg-type]


def shapes(made: PainChart) -> ElementTree.Element:
    return ElementTree.fromstring(draw_pain_chart(made, 175, 12).svg)  # noqa: S314 - our own drawing


def line_of(root: ElementTree.Element) -> str:
    (line,) = [path for path in root.iter(f"{SVG}path") if path.get("stroke-width") == ".9"]
    return line.get("d", "")


def test_a_week_that_was_not_written_leaves_a_gap() -> None:
    line = line_of(shapes(chart(((1, 5.0), (2, 4.0), (4, 3.0), (5, 2.0)))))
    assert [mark for mark in line if mark in "ML"] == ["M", "L", "M", "L"]


def test_only_greys_are_used_and_each_meaning_has_a_shape() -> None:
    made = chart(((0, 6.0), (1, 5.0), (8, 3.0)), real=4.0, seen=(3.0, 3.6))
    svg = draw_pain_chart(made, 175, 12).svg
    assert all(found[:2] == found[2:4] == found[4:] for found in COLOUR.findall(svg))
    assert "stroke-dasharray" in svg  # the border of a real change
    circles = list(shapes(made).iter(f"{SVG}circle"))
    assert [circle.get("fill") for circle in circles] == ["#ffffff", "#1a1a1a", "#1a1a1a"]  # start, weeks


POINTS = st.dictionaries(st.integers(0, 12), st.floats(0, 10), min_size=2)


@given(POINTS, st.none() | st.floats(0, 10))
@settings(max_examples=60, deadline=None)
def test_every_point_lies_inside(points: dict[int, float], real: float | None) -> None:
    root = shapes(chart(tuple(sorted(points.items())), 12, real=real))
    for circle in root.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx", "")) <= 175
        assert 0 <= float(circle.get("cy", "")) <= 68


@cache
def second() -> Content:
    """The handout after four weeks of the office worker, pain down from 5 to 2."""
    plan = followed_up(*(week(n, pain=6 - n) for n in range(1, 5)))
    return build_content(plan, patient("X1"), load(), SIGNED, CLINIC)


@pytest.mark.parametrize("edition", ["standard", "large-print"])
def test_the_second_handout_has_the_chart_its_table_and_what_is_new(edition: str) -> None:
    pdf = printed_of(second(), edition)
    pages = [" ".join(text(pdf, number).split()) for number in range(len(reader(pdf).pages))]
    assert "What is new" in pages[1]
    assert not any(words in pages[0] for words in ("What is new", "How you are doing"))
    whole = " ".join(pages)
    assert "How you are doing" in whole
    assert "Days done" in whole


@pytest.mark.parametrize(
    ("edition", "language", "paper", "alt"),
    [
        ("standard", "en", "letter", "A line of your pain up to week 4."),
        ("large-print", "es", "a4", "Una línea de su dolor hasta la semana 4."),
    ],
)
def test_the_page_of_progress_is_tagged(
    edition: str, language: str, paper: str, alt: str, tmp_path: Path
) -> None:
    file = tmp_path / "second.pdf"
    file.write_bytes(printed_of(second(), edition, language, paper))
    assert [found for found in validate(file).findings if found.severity is Severity.ERROR] == []
    told = [words for name, words in tags(file.read_bytes()) if name == "Figure" and words]
    assert any(words.startswith(alt) for words in told)
