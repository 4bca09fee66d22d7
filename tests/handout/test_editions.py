"""How many pages an edition has, what it is refused for, and that the same content gives the same bytes.

What each page holds and how it is made: test_words_on_paper.py, test_on_paper.py, test_tag_tree.py.
"""

from __future__ import annotations

import subprocess

import pytest

from plans.content import PAPERS
from plans.handout import page_one_fits, render
from tests.handout.people import second_plan
from tests.handout.printed import (
    content,
    content_of,
    intake_data,
    printed,
    printed_of,
    reader,
    text,
)


@pytest.mark.parametrize(
    ("edition", "least", "most"), [("summary", 1, 1), ("tracker", 2, 2), ("clinician", 2, 5)]
)
@pytest.mark.parametrize("case", ["X1", "X8", "X3"])
def test_page_counts(case: str, edition: str, least: int, most: int) -> None:
    assert least <= len(reader(printed(case, edition)).pages) <= most


def _written_pages(case: str, edition: str, language: str) -> int:
    """Pages with text of the plan: neither blank nor the tracker's."""
    pages = [page.extract_text() for page in reader(printed(case, edition, language)).pages]
    sheet = content(case).sheets[language]
    assert sheet.tracker is not None
    ends = (sheet.labels["blank_page"], sheet.tracker.legend[:30])
    return sum(1 for said in pages if not any(end in said for end in ends))


@pytest.mark.parametrize(
    ("case", "edition", "language", "most"),
    [
        ("X1", "standard", "en", 7),
        ("R034", "standard", "en", 6),
        ("R238", "standard", "es", 7),
        ("R221", "large-print", "en", 11),
        ("X1", "large-print", "en", 14),
        ("R034", "large-print", "es", 11),
    ],
)
def test_no_edition_grows(case: str, edition: str, language: str, most: int) -> None:
    assert _written_pages(case, edition, language) <= most


@pytest.mark.parametrize("case", ["X1", "X3", "X5", "X8", "X9"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_large_print_has_each_exercise_whole_on_one_page(case: str, language: str) -> None:
    sheet = content(case).sheets[language]
    pages = [
        " ".join(page.extract_text().split()) for page in reader(printed(case, "large-print", language)).pages
    ]
    for number, card in enumerate(sheet.exercises, start=1):
        holding = [said for said in pages if f"{number}. {card.name}" in said]
        assert len(holding) == 1
        last = " ".join((card.later or card.notes or (card.easier,))[-1].split())
        assert last in holding[0]


def test_tracker_has_this_plan_s_targets() -> None:
    said = text(printed("X8", "tracker"))
    assert "Week 1: exercise bike 8 min, 5 days" in said
    assert "Week 12: exercise bike 14 min, 7 days, breathe 6 min" in said
    assert said.count("Week ") == 12


def test_blocked_plan_is_one_page_without_draft_mark() -> None:
    for paper in ("letter", "a4"):
        pdf = printed_of(content_of(intake_data("X1", red_flags=["rf-ces-saddle"])), paper=paper)
        assert len(reader(pdf).pages) == 1
        said = text(pdf)
        assert "Go to the emergency room now" in said
        assert "You cannot pee" in said
        assert "Draft" not in said


def test_the_clinicians_copy_of_a_blocked_plan_says_why_it_is_blocked() -> None:
    pdf = printed_of(content_of(intake_data("X1", red_flags=["rf-ces-saddle"])), "clinician")
    said = " ".join(text(pdf).split())
    for words in (
        "RF-B1",
        "rf-ces-saddle",
        "emergency department now",
        "BMJ-CES",
        "PEG 5.3",
        "1200 mg a day",
    ):
        assert words in said
    assert "Where do you go now" in said
    assert "bad day" not in said
    pages = [" ".join(page.extract_text().split()) for page in reader(pdf).pages]
    assert all("For clinicians. Do not give to the patient." in page for page in pages)


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


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_second_plan_keeps_its_day_on_page_one_however_long_the_way_back_is(language: str) -> None:
    made = second_plan()
    pages = [page.extract_text() for page in reader(printed_of(made, "standard", language)).pages]
    sheet = made.sheets[language]
    assert page_one_fits(made, language, "letter")
    assert all(slot.name in pages[0] for slot in sheet.day)
    exercises = next(
        at for at, said in enumerate(pages) if sheet.exercises_lead[0] in said.replace("\n", " ")
    )
    assert exercises >= 2, "how it goes took more than one page"
