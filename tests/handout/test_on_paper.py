"""What lies on the paper of every edition: margins, type, letters, ink, foot and sheets (design 2)."""

from __future__ import annotations

import itertools
import re
import statistics
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pdfua import validate
from PIL import Image

from plans.handout.styles import BINDING, OTHER, SIZES_MM
from plans.handout.typed import shortened
from tests.handout.inks import Color, contrast, grey, painted
from tests.handout.paper import MM, Page, Run
from tests.handout.people import LONG_NAME, PATIENT_PRINTS, PRINTS, Print, paper_of, pdf_of, person
from tests.handout.printed import pictures

DPI = 50
BLUR_MM = 2 * 25.4 / DPI  # of an edge in pixels
EDGE_MM, HOLES_MM, FOOT_MM = 12.7, 20.0, 20.0
WHITE_PAPER = 250  # lighter than this is white in a grey picture
LEAST_PT = {"standard": 12, "summary": 12, "tracker": 12, "large-print": 18, "clinician": 9}
FOOT_PT = {"large-print": 14, "clinician": 9}
FULL_MM = 155  # of 169 or 175
LIGHTEST_TINT, TEXT, PART = 0.9, 7.0, 3.0
INK, HEADING, LINE = "1a1a1a", "0b3c5d", "767676"
PALETTE = {INK, HEADING, LINE, "1e5b2e", "7a4b00", "8e1b1b", "e8f0f5", "fbf1dc", "f2f2f2", "ffffff"}
DRAFT_GREY = "e0e0e0"  # 12 %, behind the words
NEAR = 0.012  # numbers in pictures are rounded
NEVER = re.compile("[\u2192\u2190\u2191\u2193\u2713\u2714\u2610\u2611\u2265\u2264\ufffd]")
FIRST_SHEET = {"en": "Week 1", "es": "Semana 1"}
each_print = pytest.mark.parametrize("one", PRINTS, ids=str)
each_patient_print = pytest.mark.parametrize("one", PATIENT_PRINTS, ids=str)


@cache
def grey_pages(one: Print) -> list[Image.Image]:
    return pictures(pdf_of(one), DPI)


def ink_box(picture: Image.Image) -> tuple[float, float, float, float]:
    """Millimetres from the left, top, right and bottom edge to the first ink."""
    box = picture.point(lambda level: 255 if level < WHITE_PAPER else 0).getbbox()
    left, top, right, bottom = box or (picture.width, picture.height, 0, 0)
    scale = 25.4 / DPI
    return left * scale, top * scale, (picture.width - right) * scale, (picture.height - bottom) * scale


def bound_left(one: Print, number: int) -> bool:
    return number % 2 == 1 or not person(one.who).clinic.duplex


# --- edges and size ---------------------------------------------------------------------------------------


@each_print
def test_white_edges_and_room_for_the_holes(one: Print) -> None:
    """PR-01 and PR-02, in the rendered pixels; the foot stands in the lower margin, above 12.7 mm."""
    for number, picture in enumerate(grey_pages(one), start=1):
        sides = ink_box(picture)
        assert min(sides) >= EDGE_MM - BLUR_MM / 2, (number, sides)
        binding, other = (sides[0], sides[2]) if bound_left(one, number) else (sides[2], sides[0])
        assert binding >= HOLES_MM, number
        assert binding >= BINDING - BLUR_MM, number
        assert other >= OTHER - BLUR_MM, number


@each_print
def test_words_begin_at_the_margin_and_stay_above_the_foot(one: Print) -> None:
    for page in paper_of(one).pages:
        left = BINDING if bound_left(one, page.number) else OTHER
        assert all(left * MM - 1 <= run.x for run in page.body)
        assert all(run.y <= page.height - FOOT_MM * MM for run in page.body), page.number
        foot = [run for run in page.runs if run.mark is None and run.y > page.height / 2]
        assert all(run.y <= page.height - EDGE_MM * MM for run in foot)


@each_print
def test_paper_and_size_of_the_file(one: Print) -> None:
    width, height = SIZES_MM[one.paper]
    for page in paper_of(one).pages:
        assert (page.width / MM, page.height / MM) == pytest.approx((width, height), abs=0.2)
    assert len(pdf_of(one)) < 1_000_000


@each_print
def test_the_file_is_sound_and_accessible(one: Print, tmp_path: Path) -> None:
    path = tmp_path / "handout.pdf"
    path.write_bytes(pdf_of(one))
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not validate(path).findings  # nor a warning


@each_print
def test_nothing_is_transparent_and_nothing_is_fetched(one: Print) -> None:
    """PR-22 and PR-23."""
    paper = paper_of(one)
    assert not paper.transparent
    assert paper.addresses == []


# --- type -------------------------------------------------------------------------------------------------


@each_print
def test_type_is_large_enough(one: Print) -> None:
    """PR-04: nothing below 12 pt, in large print 18 but the foot's 14."""
    for page in paper_of(one).pages:
        for run in page.runs:
            least = LEAST_PT[one.edition] if run.mark is not None else FOOT_PT.get(one.edition, 12)
            blank = one.edition == "large-print" and run.mark is None
            assert round(run.size, 1) >= (14 if blank else least), run


@pytest.mark.parametrize("one", [p for p in PRINTS if p.edition in ("standard", "summary")], ids=str)
def test_most_of_the_words_are_in_14_points(one: Print) -> None:
    sizes = Counter[float]()
    for page in paper_of(one).pages:
        for run in page.body:
            sizes[round(run.size)] += len(run.text)
    assert sizes[14] == max(sizes.values())


@pytest.mark.parametrize("one", [p for p in PRINTS if p.edition in ("standard", "large-print")], ids=str)
def test_names_and_doses_of_medicines_are_16_points_and_bold(one: Print) -> None:
    paper = paper_of(one)
    sheet = person(one.who).sheets[one.language]
    names = {medicine.name for medicine in sheet.medicines}
    counts = {count for medicine in sheet.medicines for count in medicine.counts if count}
    for table in paper.root.all("Table"):
        rows = [row for row in table.all("TR") if any(paper.text(row).startswith(name) for name in names)]
        for row in rows if len(table.all("TR")[0].nodes) == 5 else []:
            for cell in row.nodes:
                for run in paper.runs(cell)[: 1 if cell.tag == "TH" else None]:
                    assert round(run.size) >= (16 if one.edition == "standard" else 18), run
                    assert "Bold" in run.font, run
            assert {paper.text(cell) for cell in row.nodes[1:]} - {""} <= counts


@pytest.mark.parametrize("who", ["X1", "X8"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", ["letter", "a4"])
def test_doses_and_names_stay_in_one_line_in_large_print(who: str, language: str, size: str) -> None:
    """Columns follow their words: a dose or a name that is broken is misread."""
    sheet = person(who).sheets[language]
    names = {medicine.name for medicine in sheet.medicines}
    paper = paper_of(Print(who, "large-print", language, size))
    rows = [row for table in paper.root.all("Table") for row in table.all("TR")]
    found = [row for row in rows if row.nodes and paper.text(row.nodes[0]).split(" (")[0] in names]
    assert len(found) == len(sheet.medicines)
    for cell in (cell for row in found for cell in row.nodes[1:]):
        assert len({round(run.y) for run in paper.runs(cell)}) <= 1, paper.text(cell)
    assert all(any(name in run.text for run in paper.runs(row)) for row in found for name in names
               if paper.text(row).startswith(name))  # fmt: skip


@each_print
def test_fonts_are_embedded_and_hold_every_letter(one: Print) -> None:
    """PR-19 and PR-20: a subset of each font, no empty box, no letter where a drawing belongs."""
    paper = paper_of(one)
    assert paper.fonts
    for font in paper.fonts:
        assert font.embedded, font.name
        assert re.match(r"[A-Z]{6}\+", font.name), font.name
        assert "Atkinson" in font.name
    for page in paper.pages:
        for run in page.runs:
            assert 0 not in run.glyphs, run
            assert not NEVER.search(run.text), run


def lines_of(page: Page) -> list[list[Run]]:
    """Runs of the body by line; what stands side by side starts anew."""
    lines: list[list[Run]] = []
    for run in page.body:
        if lines and abs(lines[-1][-1].y - run.y) < 1 and 0 <= run.x - lines[-1][-1].end < 8:
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


def test_full_lines_hold_60_to_75_letters() -> None:
    """PR-05: the width of the text is reckoned from the average letter, and so is its test."""
    full: list[int] = []
    for one in PATIENT_PRINTS:
        for page in paper_of(one).pages if one.edition == "standard" else []:
            for line, _after in itertools.pairwise(lines_of(page)):
                if round(line[0].size) == 14 and line[-1].end - line[0].x >= FULL_MM * MM:
                    full.append(len("".join(run.text for run in line).strip()))
    assert len(full) > 200
    assert 60 <= statistics.mean(full) <= 75


def test_lines_are_ragged_and_words_are_whole() -> None:
    """PR-06."""
    folder = Path(__file__).parents[2] / "plans" / "handout" / "styles"
    rules = {path.name: path.read_text("utf-8") for path in folder.glob("*.css")}
    assert not any("justify" in text or re.search(r"hyphens: (auto|manual)", text) for text in rules.values())
    assert "font-size: 14pt; line-height: 1.4" in rules["patient.css"]
    assert "font-size: 18pt; line-height: 1.5" in rules["large.css"]
    assert "text-align: left; hyphens: none" in rules["patient.css"]
    for text in rules.values():
        assert not re.search(r"italic|oblique|text-transform|underline", text)


# --- ink --------------------------------------------------------------------------------------------------


@cache
def inks(one: Print) -> dict[str, set[Color]]:
    found: dict[str, set[Color]] = {"text": set(), "shape": set(), "line": set()}
    for kind, color in painted(pdf_of(one)):
        found[kind].add(color)
    return found


def near(color: Color, code: str) -> bool:
    parts = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return all(abs(one - other) <= NEAR for one, other in zip(color, parts, strict=True))


@each_print
def test_contrast_in_colour_and_in_grey(one: Print) -> None:
    """PR-07, PR-08: words 7 to 1, parts 3 to 1 on white, in a grey copy too; two inks stand on tints."""
    found = inks(one)
    tints = [color for color in found["shape"] if grey(color) >= LIGHTEST_TINT]
    for ink in found["text"]:
        assert min(contrast(ink), contrast((grey(ink),) * 3)) >= TEXT, ink
        on_tints = near(ink, INK) or near(ink, HEADING)
        assert not on_tints or all(contrast(ink, tint) >= TEXT for tint in tints), ink
    for color in found["shape"] | found["line"]:
        seen = min(contrast(color), contrast((grey(color),) * 3)) >= PART
        assert seen or grey(color) >= LIGHTEST_TINT or near(color, DRAFT_GREY), color


@each_patient_print
def test_colours_are_those_of_the_design(one: Print) -> None:
    """Section 6: its ten colours, and greys in pictures."""
    for color in set().union(*inks(one).values()):
        plain = max(color) - min(color) < 0.02
        assert plain or any(near(color, code) for code in PALETTE), color


@each_print
def test_few_hues(one: Print) -> None:
    """The heading's blue, and green, yellow and red of the traffic light; the rest is grey or a tint."""
    found = set().union(*inks(one).values())
    strong = [color for color in found if max(color) - min(color) > 0.05 and grey(color) < LIGHTEST_TINT]
    assert len({tuple(round(part, 1) for part in color) for color in strong}) <= 4


@each_patient_print
def test_a_draft_is_marked_on_each_page_and_a_signed_plan_by_who_signed(one: Print) -> None:
    """PR-15."""
    made, paper = person(one.who), paper_of(one)
    sheet = made.sheets[one.language]
    draft = sheet.labels["draft_line"]
    written = [page for page in paper.pages if page.body]
    assert all((draft in page.margin) == made.version.draft for page in written)
    assert any(near(color, DRAFT_GREY) for color in inks(one)["shape"]) == made.version.draft
    if sheet.signed and not made.version.draft:
        for page in written[-1:] if one.edition == "tracker" else (written[0], written[-1]):
            said = " ".join(" ".join(run.text for run in page.body).split())
            assert all(line in said for line in sheet.signed), page.number


# --- foot, lines, sheets ----------------------------------------------------------------------------------


@each_print
def test_the_foot_says_who_which_plan_and_which_page(one: Print) -> None:
    """PR-14."""
    made, pages = person(one.who), paper_of(one).pages
    sheet = made.sheets[one.language]
    clinician = one.edition == "clinician"
    before, _, rest = sheet.labels["page"].partition("{n}")
    of, _, _ = rest.partition("{m}")
    for page in pages:
        margin = page.margin
        assert f"{before}{page.number}{of}{len(pages)}" in margin.replace("  ", " ")
        assert made.clinic.phone_day in margin
        assert not made.person.name or shortened(made.person.name) in margin
        assert clinician or sheet.version_line in margin
        assert clinician or not sheet.born or sheet.born in " ".join(margin.split())
        assert clinician == ("Do not give to the patient" in margin)


def test_a_long_name_is_cut_in_the_foot_and_nowhere_else() -> None:
    one = Print("long name")
    first = paper_of(one).pages[0]
    assert LONG_NAME[:39] + "…" in first.margin
    assert LONG_NAME in " ".join(run.text.strip() for run in first.body)


@pytest.mark.parametrize("one", [p for p in PRINTS if p.edition in ("standard", "large-print")], ids=str)
def test_the_tracker_starts_on_a_right_hand_page(one: Print) -> None:
    """PR-18: on its own sheet; a page left blank says so."""
    made, paper = person(one.who), paper_of(one)
    if made.kind == "blocked":
        return
    sheet = made.sheets[one.language]
    assert sheet.tracker is not None
    first = next(
        page for page in paper.pages if any(sheet.tracker.weeks[0].heading in r.text for r in page.body)
    )
    assert first.number % 2 == 1 or not made.clinic.duplex
    for page in paper.pages:
        assert page.body or sheet.labels["blank_page"] in page.margin, page.number


@pytest.mark.parametrize("who", ["nameless", "X5"])
def test_a_table_is_cut_out_only_where_its_back_is_empty(who: str) -> None:
    """PR-17: one-sided print has the cut-out with its words; two-sided print has none."""
    one = next(p for p in PRINTS if p.who == who and p.edition == "standard")
    sheet = person(who).sheets[one.language]
    assert (sheet.labels["cut_here"] in paper_of(one).text()) == (not person(who).clinic.duplex)


@pytest.mark.parametrize("one", [p for p in PRINTS if p.edition == "summary"], ids=str)
def test_the_summary_is_one_page(one: Print) -> None:
    assert len(paper_of(one).pages) == 1


@pytest.mark.parametrize("one", [p for p in PRINTS if p.edition == "tracker"], ids=str)
def test_the_tracker_is_one_sheet(one: Print) -> None:
    assert len(paper_of(one).pages) == 2
