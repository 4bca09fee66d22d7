"""The clinic's colour, read from what the page really paints; contrast and grey copy: test_on_paper.py."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builder.content.patients import CLINIC, content_of, intake_data
from tests.handout.inks import Color, painted
from tests.handout.printed import printed_of


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
