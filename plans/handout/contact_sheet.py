"""All exercise pictures on a few pages, for whoever reviews or changes the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from plans.content import FigureSpec
from plans.handout.assets import SCHEME, Fetcher
from plans.handout.figures import Figure, draw
from plans.handout.fonts import font_faces


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise of the sheet; `note` says what its picture must show."""

    id: str
    name: str
    note: str
    figure: FigureSpec


@dataclass(frozen=True, slots=True)
class _Cell:
    entry: Entry
    start: str
    end: str
    figure: Figure


def contact_sheet(entries: Sequence[Entry]) -> bytes:
    """A PDF with the start and the end pose of every entry at their natural size, in the given order."""
    cells = [
        _Cell(entry, f"{SCHEME}{entry.id}-start.svg", f"{SCHEME}{entry.id}-end.svg", draw(entry.figure))
        for entry in entries
    ]
    pictures = {f"{cell.entry.id}-start.svg": cell.figure.start for cell in cells}
    pictures |= {f"{cell.entry.id}-end.svg": cell.figure.end for cell in cells}
    html = render_to_string("handout/contact_sheet.html", {"cells": cells})
    fetcher, fonts = Fetcher(pictures), FontConfiguration()
    faces = CSS(string=font_faces(html, f"{SCHEME}fonts/"), font_config=fonts, url_fetcher=fetcher)
    document = HTML(string=html, base_url=SCHEME, url_fetcher=fetcher)
    pdf = document.write_pdf(stylesheets=[faces], font_config=fonts)
    assert isinstance(pdf, bytes)  # noqa: S101
    return pdf
