"""What a screen reader follows: the tag tree of every edition, read from the PDF (design 2, PR-09 to 13)."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest

from plans.content import Sheet
from plans.handout.page import Fit, lay_out
from plans.handout.rendering import html_of
from plans.handout.typed import cleaned
from tests.handout.paper import Node, Paper
from tests.handout.people import PATIENT_PRINTS, PRINTS, Print, paper_of, person

HEADINGS = ("H1", "H2", "H3", "H4")
INSIDE = {  # what may stand in what (ISO 32000-1, 14.8.4)
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "Table": {"THead", "TBody", "TR"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
}
WITH_MAIN_MESSAGE = ("standard", "large-print", "summary")
each_print = pytest.mark.parametrize("one", PRINTS, ids=str)
each_patient_print = pytest.mark.parametrize("one", PATIENT_PRINTS, ids=str)


def sheet_of(one: Print) -> Sheet:
    return person(one.who).sheets[one.language]


def headings(paper: Paper) -> list[tuple[str, str]]:
    return [(node.tag, paper.text(node).replace("\n", " ")) for node in paper.root.all(*HEADINGS)]


@each_print
def test_all_that_is_painted_is_in_the_tree_once_or_an_artifact(one: Print) -> None:
    """PR-10: decoration, head and foot are artifacts."""
    paper = paper_of(one)
    listed = paper.root.marks()
    assert len(listed) == len(set(listed))
    assert set(paper.by_mark) <= set(listed)
    assert all(page.loose == [] for page in paper.pages)
    assert all(page.margin for page in paper.pages)
    inside = paper.text()
    assert not re.search(r"(page|página) \d+ (of|de) \d+", inside)


@each_print
def test_the_tree_follows_the_pages(one: Print) -> None:
    order = [page for page, _ in paper_of(one).root.marks()]
    assert order == sorted(order)


@each_print
def test_file_says_its_standard_title_and_that_it_is_tagged(one: Print) -> None:
    paper = paper_of(one)
    assert 'pdfuaid:part="1"' in paper.metadata
    assert paper.title in paper.metadata
    assert paper.title
    assert (paper.language, paper.marked) == ("en" if one.edition == "clinician" else one.language, True)


@each_print
def test_one_first_heading_and_no_gaps(one: Print) -> None:
    levels = [int(tag[1]) for tag, _ in headings(paper_of(one))]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@each_print
def test_bookmarks_are_the_first_two_levels(one: Print) -> None:
    paper = paper_of(one)
    found = [(int(tag[1]), said) for tag, said in headings(paper) if tag in ("H1", "H2")]
    assert paper.outline == found


@each_print
def test_elements_hold_what_they_may(one: Print) -> None:
    for node in paper_of(one).root.walk():
        if node.tag in INSIDE:
            assert {kid.tag for kid in node.nodes} <= INSIDE[node.tag], node.tag
            assert all(isinstance(item, Node) for item in node.items), node.tag


@each_print
def test_lists_say_their_kind_and_numbers_count_up(one: Print) -> None:
    paper = paper_of(one)
    for found in paper.root.all("L"):
        kind = found.attributes["ListNumbering"]
        assert all([kid.tag for kid in item.nodes][-1] == "LBody" for item in found.nodes)
        labels = [paper.text(kid) for item in found.nodes for kid in item.nodes if kid.tag == "Lbl"]
        if kind == "/Decimal":
            first = int(labels[0].rstrip("."))
            assert labels == [f"{n}." for n in range(first, first + len(found.nodes))]
        else:
            assert kind == "/Disc"
            assert set(labels) <= {"•", "\u25e6"}


@each_print
def test_every_picture_has_its_words_and_its_place(one: Print) -> None:
    paper = paper_of(one)
    for figure in paper.root.all("Figure"):
        assert figure.alt
        assert len(figure.alt.split()) <= 25
        ((number, _),) = figure.marks()
        page = paper.pages[number - 1]
        left, low, right, high = figure.attributes["BBox"]
        assert 36 < left < right < page.width - 36
        assert 36 < low < high <= page.height - 36


@each_print
def test_tables_are_plain_and_every_cell_knows_its_heads(one: Print) -> None:
    """HL-19: at most five columns, short heads, nothing merged."""
    paper = paper_of(one)
    names = [node.ident for node in paper.root.all("TH")]
    assert len(set(names)) == len(names)
    for table in paper.root.all("Table"):
        widths = {len(row.nodes) for row in table.all("TR")}
        assert len(widths) == 1
        assert max(widths) <= 5
        for cell in table.all("TH", "TD"):
            assert not {"ColSpan", "RowSpan"} & cell.attributes.keys()
        own = {node.ident for node in table.all("TH")}
        assert all(set(cell.attributes["Headers"]) & own for cell in table.all("TD"))
        assert all(cell.attributes["Scope"] in ("/Row", "/Column") for cell in table.all("TH"))
        for row in itertools.chain(*(head.nodes for head in table.all("THead"))):
            assert all(len(paper.text(cell).split()) <= 4 for cell in row.nodes)


@each_print
def test_a_row_and_a_list_item_stand_on_one_page(one: Print) -> None:
    """Section 3: a row never splits; at least two lines are left or carried."""
    paper = paper_of(one)
    for row in paper.root.all("TR"):
        assert len({page for page, _ in row.marks()}) == 1, paper.text(row)


@each_patient_print
def test_a_heading_is_never_the_last_on_its_page(one: Print) -> None:
    paper = paper_of(one)
    for page in paper.pages:
        last = [mark for mark in paper.root.marks() if mark[0] == page.number][-1:]
        final = {mark for node in paper.root.all(*HEADINGS) for mark in node.marks()}
        assert not final & set(last), paper.by_mark.get(last[0])


@pytest.mark.parametrize("one", [one for one in PRINTS if one.edition in WITH_MAIN_MESSAGE], ids=str)
def test_one_main_message_comes_first_after_the_title(one: Print) -> None:
    """HL-01."""
    if person(one.who).kind == "blocked":
        return
    made = cleaned(person(one.who))
    page = ElementTree.fromstring(html_of(lay_out(made, one.edition, one.language, one.paper, Fit())))  # noqa: S314
    assert len(page.findall(".//*[@data-role='main-message']")) == 1
    paper = paper_of(one)
    read = [node.tag for node in paper.root.walk() if node.tag in (*HEADINGS, "P", "L")]
    title = read.index("H1")
    assert read[title : title + 3] == ["H1", "H2", "L"]
    assert headings(paper)[1][1] == sheet_of(one).main


@each_print
def test_every_section_says_what_to_do_or_know(one: Print) -> None:
    """HL-14."""
    made = cleaned(person(one.who))
    page = ElementTree.fromstring(html_of(lay_out(made, one.edition, one.language, one.paper, Fit())))  # noqa: S314
    sections = page.findall(".//section")
    assert sections
    for section in sections:
        assert any(section.findall(f".//{level}") for level in ("h1", "h2")), section.attrib


@each_patient_print
def test_headings_have_at_most_six_words(one: Print) -> None:
    """HL-14; not counted: names of exercises, habits and medicines, and the first words of the two lists of
    when to call, which are the dossier's (self-care.md 6.1, 6.2)."""
    sheet, paper = sheet_of(one), paper_of(one)
    named = {card.name for card in sheet.exercises} | {habit.name for habit in sheet.habits}
    named |= {note.names for note in sheet.medicine_notes}
    if sheet.emergency:
        named |= {sheet.emergency.heading, sheet.emergency.same_day_heading}
    for _, said in headings(paper):
        if not any(name in said for name in named):
            assert len(said.split()) <= (6 if one.language == "en" else 8), said
