"""Typed text is text: nothing in it is markup, style, an address or a way to turn the page around."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.content import Clinic
from plans.handout.assets import Fetcher, RefusedError
from plans.handout.drawings import UnplainPictureError, drawing
from plans.handout.typed import clean, shortened
from tests.builder.content.patients import CLINIC, content_of, intake_data
from tests.handout.printed import printed_of, reader, text

TYPED = (
    "<script>alert(1)</script>",
    "<img src='file:///etc/passwd'>",
    '"><style>@import url(http://example.org/x.css)</style>',
    "url(file:///etc/hosts)",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "</title><h1>Walk more</h1>",
    "\\A content: 'x'",
    "&lt;b&gt; &amp; <b>",
)


@pytest.mark.parametrize("words", TYPED)
def test_typed_words_are_printed_as_typed(words: str) -> None:
    made = content_of(
        intake_data("X1", patient={"name": words}, life={"goals": [{"id": "own", "words": words}]})
    )
    said = text(printed_of(made, "summary"), 0).replace("\n", " ")
    assert words.replace("  ", " ")[:30] in said
    assert "My own goal" in said


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/x.png",
        "https://example.org/",
        "file:///etc/passwd",
        "data:text/plain,x",
        "ftp://example.org/",
        "handout:icons/../../settings.py",
        "handout:fonts/../icons/sun.svg",
        "handout:icons/sun.svg?1e5b2e;x",
        "handout:figure/unknown",
        "handout:",
        "HANDOUT:icons/sun.svg",
        "",
    ],
)
def test_the_fetcher_refuses_whatever_is_not_the_page_s_own(address: str) -> None:
    with pytest.raises(RefusedError):
        Fetcher().fetch(address)


def test_the_fetcher_gives_fonts_icons_and_the_pictures_of_this_page() -> None:
    fetch = Fetcher({"figure/bridge": "<svg/>"}).fetch
    assert fetch("handout:figure/bridge").read() == b"<svg/>"
    assert b"#1e5b2e" in fetch("handout:icons/circle.svg?1e5b2e").read()
    assert fetch("handout:fonts/atkinson-hyperlegible-next-latin-400-normal.woff2").read()[:4] == b"wOF2"


def test_a_logo_that_names_an_address_fetches_nothing() -> None:
    logo = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'viewBox="0 0 10 10">'
        '<image xlink:href="file:///etc/passwd" width="10" height="10"/><rect width="10" height="10"/></svg>'
    )
    clinic = CLINIC.__class__(name="Riverside Back Clinic", phone_day="555-010-2233", logo_svg=logo)
    said = text(printed_of(content_of(intake_data("X1"), clinic=clinic), "summary"))
    assert "root:" not in said


@pytest.mark.parametrize(
    "name",
    [
        "M" * 200,
        "محمد عبد الله",
        "דוד בן־גוריון",
        "王小明",
        "😀 Maria 👍",
        "Nguyễn Thị Hồng",
        "Ana \u202e gnp.exe",
    ],
)
def test_any_name_prints_and_breaks_nothing(name: str) -> None:
    pdf = printed_of(content_of(intake_data("X1", patient={"name": name})))
    pages = reader(pdf).pages
    assert len(pages) == len(reader(printed_of(content_of(intake_data("X1")))).pages)
    assert "\u202e" not in text(pdf)
    assert "Call 911 now if:" in pages[0].extract_text()


def test_a_long_name_is_cut_in_the_footer_only() -> None:
    name = "Wilhelmina Alexandrina Petronella van der Nieuwenhuizen-Oldenburg"
    said = text(printed_of(content_of(intake_data("X1", patient={"name": name})), "summary"), 0)
    assert name in said.replace("\n", " ")
    assert "Wilhelmina Alexandrina Petronella van d…" in said


def test_without_name_and_phone_there_are_lines_to_write_on() -> None:
    data = intake_data("X1")
    del data["patient"]["name"]
    said = text(printed_of(content_of(data, clinic=CLINIC.__class__())))
    assert "Name:" in said
    assert "Clinic phone:" in said
    assert "None" not in said


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_cleaning_keeps_letters_and_drops_what_turns_or_controls(words: str) -> None:
    found = clean(words)
    assert clean(found) == found
    assert all(
        letter.isprintable() or letter == "\xad" or letter.isspace() or ord(letter) > 0xFF for letter in found
    )
    assert not set(found) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\n\t")


@pytest.mark.parametrize(("length", "shown"), [(40, 40), (41, 40), (200, 40)])
def test_shortening(length: int, shown: int) -> None:
    assert len(shortened("x" * length)) == shown


def test_a_picture_with_transparency_is_not_kept_as_operators() -> None:
    path = '<path d="M0 0H9" stroke="#000" opacity=".5"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{path}</svg>'
    with pytest.raises(UnplainPictureError):
        drawing(svg)


def test_clinic_head_has_defaults() -> None:
    assert Clinic().emergency_number == "911"
