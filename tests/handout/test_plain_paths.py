"""Plain paths are drawn as WeasyPrint draws them; anything else is left to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from plans.handout.drawings import _drawn_by_library
from plans.handout.page import Fit, lay_out
from plans.handout.plain_paths import NotPlainError, operators
from tests.handout.printed import content

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10mm" height="10mm" viewBox="0 0 10 10">{}</svg>'
DRAWN = re.compile(r"^((?:-?[\d.]+ )+)(m|l|c|rg|RG|w|cm|J|j)$|^(h|f|S|B)$", re.MULTILINE)
NEAR = 0.011  # both write hundredths


def steps(lines: str) -> Iterator[tuple[str, list[float]]]:
    """Operators and numbers, without what the library writes again though nothing changed."""
    lines = lines.replace(" RG ", " RG\n").replace("[] 0 d ", "").replace("0 0 m\n", "")
    for numbers, operator, bare in DRAWN.findall(lines):
        yield operator or bare, [float(number) for number in numbers.split()]


def shapes(data: bytes) -> list[tuple[str, list[float]]]:
    """The steps of paths and how each is painted."""
    return [
        step for step in steps(data.decode()) if step[0] in ("m", "l", "c", "h", "f", "S", "B", "rg", "RG")
    ]


def tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - written here


PATHS = [
    "M1 2L3 4H5V6Z",
    "M1 2l3 4h5v-6z",
    "M1 1Q2 0 3 1 4 2 5 1",
    "M1 1C2 0 3 1 4 2c1 1 2 2 3 0",
    "M1 1 2 2 3 1",
    "M.5 -.5L-1.25 8",
    "M1 1H2ZM3 3h1v1zL5 5",
]


def assert_drawn_as_by_the_library(svg: str) -> None:
    width, height, own = operators(tree(svg))
    library = _drawn_by_library(tree(svg))
    assert (width, height) == pytest.approx((library.width, library.height))
    found, expected = shapes(own), shapes(library.operators)
    assert [name for name, _ in found] == [name for name, _ in expected]
    for (_, ours), (_, theirs) in zip(found, expected, strict=True):
        assert ours == pytest.approx(theirs, abs=NEAR)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_drawn_as_the_library_draws_it(path: str) -> None:
    assert_drawn_as_by_the_library(SVG.format(f'<path fill="#123456" d="{path}"/>'))


@pytest.mark.parametrize("case", ["X1", "X3", "X8"])
def test_every_figure_is_drawn_as_the_library_draws_it(case: str) -> None:
    pictures = lay_out(content(case), "standard", "en", "letter", Fit()).pictures
    figures = [svg for name, svg in pictures.items() if name.startswith("figure/")]
    assert figures
    for svg in figures:
        assert_drawn_as_by_the_library(svg)


def test_ink_pen_and_place_are_written() -> None:
    body = (
        '<g transform="translate(2 0)" stroke="#ff0000" stroke-width="1.5" fill="none">'
        '<path transform="translate(0 3)" stroke-linecap="round" stroke-linejoin="round" '
        'stroke-dasharray="2 1" d="M0 0H9"/></g>'
    )
    _, _, written = operators(tree(SVG.format(body)))
    lines = written.decode().splitlines()
    for line in ("1 0 0 1 2 0 cm", "1 0 0 1 0 3 cm", "1 0 0 RG 1.5 w", "1 J", "1 j", "[2 1] 0 d", "S"):
        assert line in lines
    assert lines.count("q") == lines.count("Q") == 3


@pytest.mark.parametrize(
    "body",
    [
        '<circle cx="5" cy="5" r="4"/>',
        '<path d="M1 1A2 2 0 0 1 5 5"/>',
        '<path d="M1 1L2"/>',
        '<path d="M1 1" fill="red"/>',
        '<path d="M1 1" opacity=".5"/>',
        '<path d="M1 1" transform="rotate(45)"/>',
        '<path d="M1 1" stroke="#000000" stroke-linecap="bevelled"/>',
        '<g d="M1 1"/>',
    ],
)
def test_anything_else_is_left_to_the_library(body: str) -> None:
    with pytest.raises(NotPlainError):
        operators(tree(SVG.format(body)))


@pytest.mark.parametrize("head", ['width="24" height="24" viewBox="0 0 24 24"', 'width="9mm" height="9mm"'])
def test_a_picture_without_its_size_in_millimetres_is_left_to_the_library(head: str) -> None:
    with pytest.raises(NotPlainError):
        operators(tree(f'<svg xmlns="http://www.w3.org/2000/svg" {head}><path d="M1 1H2"/></svg>'))
