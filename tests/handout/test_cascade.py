"""Styles that are kept from page to page lay out what WeasyPrint's own do, byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
from weasyprint import HTML

from plans.handout import cascade, render
from plans.handout.cascade import Kept
from plans.handout.markup import Markup
from plans.handout.styles import style_of
from tests.handout.printed import content, printed

PAGES = [
    ("X1", "standard", "en"),
    ("X2", "summary", "es"),
    ("X3", "large-print", "es"),
    ("X8", "clinician", "en"),
    ("R340", "standard", "en"),
]


def with_library_styles(self: Markup, style: Any, variant: str, pictures: Any) -> Any:
    """What ``Markup.laid_out`` does, by the library alone."""
    sheets, fonts = [style.css], style.fonts
    return HTML.render(self, stylesheets=sheets, font_config=fonts, pdf_variant=variant, cache=pictures)


@pytest.mark.parametrize(("case", "edition", "language"), PAGES)
def test_a_page_is_the_one_that_the_library_makes(
    case: str, edition: str, language: str, monkeypatch: Any
) -> None:
    ours = printed(case, edition, language)
    monkeypatch.setattr(Markup, "laid_out", with_library_styles)
    assert render(content(case), edition, language, "letter") == ours


def test_a_page_does_not_depend_on_the_pages_before(monkeypatch: Any) -> None:
    style_of.cache_clear()
    alone = render(content("X1"), "standard", "en", "letter")
    for other in ("X3", "X6", "R017"):
        render(content(other), "standard", "en", "letter")
    assert render(content("X1"), "standard", "en", "letter") == alone
    monkeypatch.setattr(cascade, "MOST", 0)  # everything is forgotten before each page
    assert render(content("X1"), "standard", "en", "letter") == alone


def test_what_is_kept_stays_small(monkeypatch: Any) -> None:
    monkeypatch.setattr(cascade, "MOST", 3)
    kept = Kept()
    for number in range(4):
        kept.keep((number,), {})
    assert kept.find((0,)) == {}
    kept.make_room()
    assert kept.find((0,)) is None
