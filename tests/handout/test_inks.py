"""Contrast, toner and the grey copy, read from what each page really paints (PR-07, PR-08, section 6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plans.content import EDITIONS
from tests.builder.content.patients import CLINIC, content_of, intake_data
from tests.handout.inks import Color, contrast, grey, painted
from tests.handout.printed import printed, printed_of

PRINTED = [("X8", edition, "en") for edition in EDITIONS] + [
    ("X3", "large-print", "es"),
    ("X6", "standard", "en"),
]
LIGHTEST_TINT = 0.9  # fills no darker than 10 % grey
INK, HEADING = (0.1, 0.1, 0.1), (0.043, 0.235, 0.365)  # the two that stand on tints
TEXT, PART = 7.0, 3.0  # least contrast on white


def inks(case: str, edition: str, language: str) -> dict[str, set[Color]]:
    found: dict[str, set[Color]] = {"text": set(), "shape": set(), "line": set()}
    for kind, color in painted(printed(case, edition, language)):
        found[kind].add(color)
    return found


@pytest.mark.parametrize(("case", "edition", "language"), PRINTED)
def test_text_is_dark_on_white_and_on_every_tint(case: str, edition: str, language: str) -> None:
    found = inks(case, edition, language)
    tints = {color for color in found["shape"] if grey(color) >= LIGHTEST_TINT}
    assert found["text"]
    for ink in found["text"]:
        assert contrast(ink) >= TEXT, ink
    assert all(contrast(INK, tint) >= TEXT and contrast(HEADING, tint) >= TEXT for tint in tints)


@pytest.mark.parametrize(("case", "edition", "language"), PRINTED)
def test_shapes_and_lines_can_be_seen(case: str, edition: str, language: str) -> None:
    found = inks(case, edition, language)
    for color in found["shape"]:
        assert grey(color) >= LIGHTEST_TINT or contrast(color) >= PART, color
    for color in found["line"]:
        assert contrast(color) >= PART or grey(color) >= LIGHTEST_TINT, color


@pytest.mark.parametrize(("case", "edition", "language"), PRINTED)
def test_the_grey_copy_keeps_every_ink_apart_from_the_paper(case: str, edition: str, language: str) -> None:
    """In grey, too, text and lines are dark, and what is a tint in colour is a tint in grey."""
    found = inks(case, edition, language)
    for color in found["text"]:
        level = grey(color)
        assert contrast((level, level, level)) >= TEXT, color
    for color in found["line"] | found["shape"]:
        level = grey(color)
        assert level >= LIGHTEST_TINT or contrast((level, level, level)) >= PART, color


@pytest.mark.parametrize(("case", "edition", "language"), PRINTED)
def test_few_hues(case: str, edition: str, language: str) -> None:
    """The heading's blue, and green, yellow and red of the traffic light; the rest is grey or a tint."""
    found = set().union(*inks(case, edition, language).values())
    strong = [color for color in found if max(color) - min(color) > 0.05 and grey(color) < LIGHTEST_TINT]
    hues = {tuple(round(part, 1) for part in color) for color in strong}
    assert len(hues) <= 4, hues


def heading_inks(accent: str) -> set[Color]:
    clinic = replace(CLINIC, accent_color=accent)
    pdf = printed_of(content_of(intake_data("X1"), clinic=clinic), "summary")
    return {color for kind, color in painted(pdf) if kind == "text" and max(color) - min(color) > 0.05}


def test_the_clinics_colour_is_that_of_the_headings() -> None:
    mine = tuple(round(int(part, 16) / 255, 2) for part in ("4a", "14", "5c"))
    found = {tuple(round(part, 2) for part in color) for color in heading_inks("#4A145C")}
    assert mine in found


@pytest.mark.parametrize("accent", ["#1E90FF", "red", "#4a145c}body{color:#fff", ""])
def test_a_colour_that_may_not_be_used_changes_nothing(accent: str) -> None:
    assert heading_inks(accent) == heading_inks("")
