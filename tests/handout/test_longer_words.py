"""A language whose words take 30 % more room still fits the layout (handout-design 4)."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from plans.handout import render
from tests.handout.paper import read_paper
from tests.handout.people import person
from tests.handout.printed import pictures
from tests.handout.test_on_paper import BLUR_MM, DPI, EDGE_MM, HOLES_MM, ink_box

NO_WORDS = {"language", "id", "kind", "shape", "see", "time", "counts"}
FILL = "amos de la casa " * 40


def longer(value: Any) -> Any:
    """The same with 30 % more letters; patterns that the page fills in stay."""
    if isinstance(value, str):
        more = FILL[: round(len(value) * 0.3)].strip()
        plain = len(value) > 2 and not set(value) & set("{|")
        return f"{value.removesuffix('.')} {more}{'.' if value.endswith('.') else ''}" if plain else value
    if isinstance(value, tuple):
        return tuple(longer(item) for item in value)
    if isinstance(value, dict):
        return {key: longer(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        told = {f.name: longer(getattr(value, f.name)) for f in fields(value) if f.name not in NO_WORDS}
        return replace(value, **told)
    return value


@pytest.mark.parametrize("edition", ["standard", "large-print", "summary"])
@pytest.mark.parametrize("who", ["X1", "12 medicines"])
def test_page_one_stays_one_page_and_nothing_leaves_the_margins(who: str, edition: str) -> None:
    made = person(who)
    pdf = render(replace(made, sheets={"en": longer(made.sheets["en"])}), edition, "en", "a4")
    paper = read_paper(pdf)
    front = paper.root.all("Sect")[0]
    assert {page for page, _ in front.marks()} == {1}
    assert edition != "summary" or len(paper.pages) == 1
    for number, picture in enumerate(pictures(pdf, DPI), start=1):
        sides = ink_box(picture)
        assert min(sides) >= EDGE_MM - BLUR_MM / 2, number
        assert (sides[0] if number % 2 else sides[2]) >= HOLES_MM, number
