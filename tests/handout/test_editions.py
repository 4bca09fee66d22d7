"""Every edition is whole, accessible and printable (handout-design 2 to 4)."""

from __future__ import annotations

import itertools
import re
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pdfua import Severity, validate

from plans.content import EDITIONS, PAPERS
from plans.handout import page_one_fits, render
from tests.builder.content.patients import DRAFT
from tests.handout.printed import (
    content,
    content_of,
    intake_data,
    pictures,
    printed,
    printed_of,
    reader,
    tags,
    text,
)

STANDARD = ["X1", "X3", "X6", "X7", "X8", "R340", "R017"]
EACH_EDITION = [("X8", edition, "en") for edition in EDITIONS] + [
    ("X2", "standard", "es"),
    ("X3", "large-print", "es"),
]
POINT_EDGE = 12.7
ICE = 250  # lighter than this is white paper in a grey picture


@pytest.mark.parametrize(("case", "edition", "language"), EACH_EDITION)
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_accessible_and_sound(case: str, edition: str, language: str, paper: str, tmp_path: Path) -> None:
    pdf = printed(case, edition, language, paper)
    path = tmp_path / "handout.pdf"
    path.write_bytes(pdf)
    assert [found for found in validate(path).findings if found.severity is Severity.ERROR] == []
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0
    assert len(pdf) < 1_000_000
    with pikepdf.open(BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == ("en" if edition == "clinician" else language)
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.docinfo["/Title"] != ""
        width, height = (float(side) for side in document.pages[0].mediabox[2:])
    assert (round(width), round(height)) == {"letter": (612, 792), "a4": (595, 842)}[paper]


@pytest.mark.parametrize("case", STANDARD)
def test_page_one_is_one_page(case: str) -> None:
    pdf = printed(case)
    assert "Call 911 now if:" in text(pdf, 0)
    assert "Bad day?" in text(pdf, 0)
    assert "Call 911 now if:" not in text(pdf, 1)
    assert re.search(r"^My (exercises|medicines)", text(pdf, 1), re.M) or "This page is left blank." in text(
        pdf, 1
    )


@pytest.mark.parametrize("case", STANDARD)
def test_pages_named_on_page_one_are_right(case: str) -> None:
    pages = reader(printed(case)).pages
    first = pages[0].extract_text()
    for sentence, heading in (("Do your exercises.", "My exercises"), ("All signs:", "When to call")):
        said = re.search(rf"{re.escape(sentence)}.*?page (\d+)", first)
        if said:
            assert heading in pages[int(said[1]) - 1].extract_text()


@pytest.mark.parametrize("case", STANDARD)
def test_headings_are_in_order_and_without_gaps(case: str) -> None:
    pdf = printed(case)
    levels = [int(name[1]) for name, _ in tags(pdf) if re.fullmatch(r"H\d", name)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    order = ["My day", "My exercises", "My medicines", "Care for every day", "When to call", "My tracker"]
    heads = [str(item.title) for item in _outline(pdf)]
    assert [head for head in order if head in heads] == list(
        dict.fromkeys(head for head in heads if head in order)
    )


def _outline(pdf: bytes) -> list[pikepdf.OutlineItem]:
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        return [item for top in outline.root for item in (top, *top.children)]


@pytest.mark.parametrize("case", STANDARD)
def test_each_exercise_has_one_picture_with_its_words(case: str) -> None:
    found = [alt for name, alt in tags(printed(case)) if name == "Figure"]
    assert all(found)
    alts = [card.alt for card in content(case).sheets["en"].exercises]
    assert [alt for alt in found if alt in alts] == alts


def test_tables_have_heads_and_lists_their_labels() -> None:
    names = [name for name, _ in tags(printed("X8"))]
    assert {"Table", "TH", "TD", "L", "LI", "Lbl", "LBody", "P", "H1", "H2", "Figure"} <= set(names)
    assert "Artifact" not in names


@pytest.mark.parametrize(("case", "edition", "language"), EACH_EDITION)
def test_fonts_are_embedded_and_no_letter_is_missing(case: str, edition: str, language: str) -> None:
    with pikepdf.open(BytesIO(printed(case, edition, language))) as document:
        fonts = {str(font.BaseFont): font for page in document.pages for font in page.Resources.Font.values()}
    assert fonts
    assert all("Atkinson" in name for name in fonts)
    assert "\x00" not in text(printed(case, edition, language))


@pytest.mark.parametrize(("case", "edition", "language"), EACH_EDITION)
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_nothing_within_half_an_inch_of_an_edge(case: str, edition: str, language: str, paper: str) -> None:
    for number, picture in enumerate(pictures(printed(case, edition, language, paper))):
        edge = int(POINT_EDGE / 25.4 * 60)
        width, height = picture.size
        middle = picture.crop((edge, edge, width - edge, height - edge))
        ink, inside = picture.histogram(), middle.histogram()
        assert sum(ink[:ICE]) == sum(inside[:ICE]), f"ink in the margin of page {number + 1}"


@pytest.mark.parametrize("case", STANDARD)
def test_no_page_is_nearly_empty(case: str) -> None:
    for number, page in enumerate(reader(printed(case)).pages):
        said = page.extract_text()
        if "This page is left blank." not in said:
            assert len(said.splitlines()) >= 7, f"page {number + 1}"


@pytest.mark.parametrize("edition", EDITIONS)
def test_footer_stands_on_every_page(edition: str) -> None:
    pages = reader(printed("X8", edition)).pages
    for number, page in enumerate(pages, start=1):
        said = page.extract_text()
        assert "Maria Gonzalez · born 28 MAR 1973" in said
        assert "Plan version 2 · 02 MAR 2026" in said
        assert f"page {number} of {len(pages)}" in said
        assert "555-010-2233" in said
        assert ("Do not give to the patient" in said) == (edition == "clinician")


@pytest.mark.parametrize(
    ("edition", "least", "most"), [("summary", 1, 1), ("tracker", 2, 2), ("clinician", 2, 5)]
)
@pytest.mark.parametrize("case", ["X1", "X8", "X3"])
def test_page_counts(case: str, edition: str, least: int, most: int) -> None:
    assert least <= len(reader(printed(case, edition)).pages) <= most


def test_standard_edition_of_the_office_worker_is_eight_pages_and_one_sheet_of_tracker() -> None:
    assert len(reader(printed("X1")).pages) == 10


@pytest.mark.parametrize("case", STANDARD)
def test_tracker_starts_on_a_right_hand_page(case: str) -> None:
    pages = [page.extract_text() for page in reader(printed(case)).pages]
    first = next(
        number for number, said in enumerate(pages, start=1) if "Week 1" in said and "Clinic" in said
    )
    assert first % 2 == 1
    assert len(pages) == first + 1


def test_tracker_has_this_plan_s_targets() -> None:
    said = text(printed("X8", "tracker"))
    assert "Week 1: exercise bike 8 min, 5 days" in said
    assert "Week 12: exercise bike 14 min, 7 days, breathe 6 min" in said
    assert said.count("Week ") == 12


def test_large_print_is_large() -> None:
    sizes = _sizes(printed("X3", "large-print"))
    assert min(sizes) >= 14
    assert min(_sizes(printed("X1"))) >= 12
    assert min(_sizes(printed("X8", "clinician"))) >= 9


def _sizes(pdf: bytes) -> set[int]:
    found: set[int] = set()

    def visit(said: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if said.strip():
            found.add(round(abs(size * tm[3] * cm[3])))

    for page in reader(pdf).pages:
        page.extract_text(visitor_text=visit)
    return found


def test_draft_is_marked_on_every_page_and_signed_is_not() -> None:
    draft = reader(printed_of(content("X1", DRAFT)))
    assert all("Draft. Not signed yet." in page.extract_text() for page in draft.pages)
    assert "Signed by" not in draft.pages[0].extract_text()
    signed = reader(printed("X1"))
    assert all("Draft" not in page.extract_text() for page in signed.pages)
    for page in (signed.pages[0], signed.pages[-1]):
        assert "Signed by Dana Reyes, MD and Pat Lee, PT, 02 MAR 2026" in page.extract_text()


def test_blocked_plan_is_one_page_without_draft_mark() -> None:
    for paper in ("letter", "a4"):
        pdf = printed_of(content_of(intake_data("X1", red_flags=["rf-ces-saddle"])), paper=paper)
        assert len(reader(pdf).pages) == 1
        said = text(pdf)
        assert "Go to the emergency room now" in said
        assert "You cannot pee" in said
        assert "Draft" not in said


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(("case", "language"), [("R014", "en"), ("R310", "es"), ("R372", "es")])
def test_a_blocked_plan_with_a_long_list_stays_one_page(case: str, language: str, paper: str) -> None:
    """Its medicines add to the emergency list; the same-day list gives way (joins.md section 5)."""
    made = content_of(intake_data(case))
    pdf = printed_of(made, language=language, paper=paper)
    assert len(reader(pdf).pages) == 1
    said = " ".join(text(pdf).split())
    sheet = made.sheets[language]
    assert all(line in said for group in sheet.emergency.groups for line, _strong in group.items)
    assert made.clinic.phone_day in said


def test_same_content_same_bytes() -> None:
    again = render(content_of(intake_data("X1")), "standard", "en", "letter")
    assert again == printed("X1")
    assert printed("X1", paper="a4") != printed("X1")


def test_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib;from tests.builder.content.patients import content;from plans.handout import render;"
        "print(hashlib.sha256(render(content('X1'),'summary','en','letter')).hexdigest())"
    )
    import hashlib
    import os
    import sys

    found = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True,
                       env={**os.environ, "PYTHONHASHSEED": seed}).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert found == {hashlib.sha256(printed("X1", "summary")).hexdigest()}


@pytest.mark.parametrize(
    ("edition", "language", "paper"),
    [("poster", "en", "letter"), ("standard", "fr", "letter"), ("standard", "en", "a5")],
)
def test_what_there_is_not_is_refused(edition: str, language: str, paper: str) -> None:
    with pytest.raises(ValueError, match="no "):
        render(content("X1"), edition, language, paper)


def test_a_day_too_full_for_page_one_says_so() -> None:
    assert page_one_fits(content("X1"), "en", "letter")
